"""De-minimis aid: the office's list of all of it, and what it says of one grant and of its entry in the register."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.sheets import Column
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.rooms.funding import actions, permissions, rules
from quartierwerk.rooms.funding.forms.aid import AidEntryForm, AidForm, as_found
from quartierwerk.rooms.funding.queries import aid as reading
from quartierwerk.rooms.funding.views._cases import HANDLING, filled, handled

WORDS = ngettext_lazy("Beihilfe", "Beihilfen")
forms_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@only(permissions.may_read_aid)
@require_safe
def aid_register(request: HttpRequest) -> HttpResponse:
    """All aid: what is still to be entered first, the most pressing on top."""
    today = clock.today()
    rows = [(one, one.is_late(on=today)) for one in reading.register(request.user)]
    return listed(
        request,
        "funding/aid_register.html",
        rows,
        words=WORDS,
        heading=_("Beihilfen"),
        days=rules.register_within(today),
    )


@only(permissions.may_read_aid)
@require_safe
def aid_file(request: HttpRequest, format: str) -> StreamingHttpResponse | FileResponse:
    """The same as a table, with all that the central register asks for."""
    if format not in sheets.TABLES:
        raise Http404
    columns = (
        Column("application", _("Antrag")),
        Column("letter", _("Schreiben")),
        Column("programme", _("Programm")),
        Column("undertaking", _("Unternehmen")),
        Column("sector", _("Wirtschaftszweig")),
        Column("euros", _("Beihilfe in Euro"), places=2),
        Column("granted_on", _("gewährt am")),
        Column("enter_by", _("einzutragen bis")),
        Column("entered_on", _("eingetragen am")),
        Column("number", _("Nummer im Register")),
        Column("total", _("in drei Jahren, in Euro"), places=2),
        Column("ceiling", _("Höchstbetrag in Euro"), places=2),
    )
    name = f"{_('Beihilfen')}-{clock.today():%Y-%m-%d}"
    return sheets.download(_rows(request.user), columns, format=format, filename=name, title=_("Beihilfen"))


def _rows(person: Any) -> Iterator[tuple[Any, ...]]:
    for one in reading.register(person):
        application, entry = one.letter.application, one.entry
        yield (
            *(application.number, str(one.letter), application.programme.name),
            *(one.check.undertaking, one.check.sector, _euros(one.granted.cents)),
            *(one.granted.on, one.enter_by, entry.entered_on if entry else None, entry.number if entry else ""),
            *(_euros(one.total), _euros(one.ceiling)),
        )


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


@never_cache
@login_required
@forms_page
def check_aid(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a grant goes to an undertaking, and to which."""
    application = handled(request, pk, permissions.may_check_aid)
    if not reading.asks_for_aid(application):
        raise Http404
    found = reading.check_of(application)
    form = AidForm(posted(request), initial=as_found(found, carrier=application.project.carrier))
    return filled(
        request,
        application,
        form,
        lambda: actions.check_aid(application, actor=request.user, finding=form.finding),
        heading=_("Beihilfe prüfen"),
        submit=_("Speichern"),
        said=_("Die Beihilfeprüfung ist gespeichert."),
        template="funding/check_aid.html",
        lead=_("Nach den Bedingungen ist die Förderung für Unternehmen eine De-minimis-Beihilfe."),
    )


@never_cache
@login_required
@forms_page
def note_in_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Since when aid stands in the central register, and under which number."""
    letter = get_object_or_404(reading.aid_letters(request.user), pk=pk)
    require(permissions.may_note_in_register(request.user, letter), needed=HANDLING)
    entry = letter.aid_entries.order_by("pk").last()
    initial = {"entered_on": clock.today()}
    if entry is not None:
        initial = {"entered_on": entry.entered_on, "number": entry.number}
    form = AidEntryForm(posted(request), initial=initial)
    return filled(
        request,
        letter.application,
        form,
        lambda: actions.note_in_register(letter, actor=request.user, **form.cleaned_data),
        heading=_("Im Register vermerken"),
        submit=_("Vermerken"),
        said=_("Der Eintrag ist vermerkt."),
        lead=_("Vermerken Sie, was im zentralen Register steht. Eintragen müssen Sie es dort selbst."),
        back=Crumb(_("Beihilfen"), reverse("funding:aid_register")),
    )
