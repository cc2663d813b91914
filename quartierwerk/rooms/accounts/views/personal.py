"""What the house knows of somebody: shown, taken along, erased."""

from __future__ import annotations

from itertools import islice

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.apps import apps
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.privacy import Fate, PersonalData
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, exchange, queries
from quartierwerk.rooms.accounts.forms import EraseForm
from quartierwerk.rooms.accounts.models import Person

ELSEWHERE = {"accounts.trail": "accounts:history"}
"""Kinds that have a page of their own; they may be long."""
MOST_ROWS = 20
MOST_ARCHIVES_A_DAY = MOST_CODES_A_DAY = 5
PENDING = "accounts_erasing"
CODE_SECONDS, CODE_TRIES = 900, 3


@login_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Everything the house knows of whoever is signed in, by room; nobody sees another one's."""
    rooms: dict[str, list[dict[str, object]]] = {}
    for data in privacy.exported():
        rooms.setdefault(_room(data), []).append(_shown(data, request.user))
    return page(request, "accounts/own_data.html", heading=_("Meine Daten"), rooms=rooms, most=MOST_ROWS)


@login_required
@never_cache
@require_POST
def take_along(request: HttpRequest) -> HttpResponseBase:
    """The same as an archive, sent while it is made."""
    if not one_step(request, lambda: limit(f"own-data:{request.user.pk}", most=MOST_ARCHIVES_A_DAY, seconds=DAY)):
        return redirect("accounts:own_data")
    at = clock.now()
    answer = StreamingHttpResponse(exchange.archive(request.user, at=at), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="meine-daten-{clock.local(at):%Y-%m-%d}.zip"'
    return answer


@login_required
@never_cache
@require_POST
def begin_erasing(request: HttpRequest) -> HttpResponse:
    """Lead to the second look; who has no second factor to show gets a code by mail for it."""
    person = request.user
    if not queries.second_factors(person):
        if not one_step(request, lambda: limit(f"erase:{person.pk}", most=MOST_CODES_A_DAY, seconds=DAY)):
            return redirect("accounts:own_data")
        code = get_adapter().generate_email_verification_code()
        post(
            "accounts/mail/erase_code.txt",
            to=person.email,
            language=person.language,
            context={"code": code},
            is_secret=True,
        )
        until = clock.now().timestamp() + CODE_SECONDS
        request.session[PENDING] = {"code": code, "until": until, "tries": CODE_TRIES}
    return redirect("accounts:erase")


@login_required
@never_cache
@reauthentication_required(app="allauth.mfa")
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's own account, after a second look that says of each room what goes and what stays, and why."""
    person, pending = request.user, request.session.get(PENDING)
    is_over = pending is None or pending["until"] < clock.now().timestamp() or pending["tries"] <= 0
    if is_over and not queries.second_factors(person):
        request.session.pop(PENDING, None)
        return redirect("accounts:own_data")
    form = EraseForm(posted(request), code=None if is_over else pending["code"])
    if form.is_bound and form.is_wrong():
        request.session[PENDING] = pending | {"tries": pending["tries"] - 1}

    def go() -> None:
        actions.erase(person, actor=person)
        logout(request)

    return second_look(
        request,
        go,
        said=_("Ihr Konto ist gelöscht. Eine Bestätigung geht an Ihre bisherige Adresse."),
        back=Crumb(_("Meine Daten"), reverse("accounts:own_data")),
        then=reverse("portal:home"),
        heading=_("Konto löschen?"),
        lead=_(
            "Ihre Rollen enden, Sie werden überall abgemeldet, und es gibt keinen Weg zurück. "
            "Was im Einzelnen geschieht:"
        ),
        points=[
            f"{data.label} ({erasure.fate.value}): {erasure.words}"
            for fate in Fate
            for data in privacy.exported()
            if (erasure := data.erasure) is not None and erasure.fate is fate
        ],
        submit=_("Konto endgültig löschen"),
        is_grave=True,
        asked=form,
    )


def _room(data: PersonalData) -> str:
    """What the room is called; what belongs to none is the house's."""
    app = apps.get_app_config(data.room)
    return str(app.verbose_name) if app.name.startswith("quartierwerk.rooms.") else _("Das Haus")


def _shown(data: PersonalData, person: Person) -> dict[str, object]:
    """A kind with its first rows as people read them."""
    if data.kind in ELSEWHERE:
        return {"data": data, "url": reverse(ELSEWHERE[data.kind])}
    found = list(islice(data.rows(person), MOST_ROWS + 1)) if data.rows is not None else []
    rows = [exchange.in_words(row) for row in found[:MOST_ROWS]]
    return {"data": data, "rows": rows, "has_more": len(found) > MOST_ROWS}
