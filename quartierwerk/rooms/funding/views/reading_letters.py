"""A letter's own page, its file, and retrieving it from the portal: for the office and for whoever applied."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.funding import actions, permissions
from quartierwerk.rooms.funding.models import Letter
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import LetterState
from quartierwerk.rooms.funding.views.letters import letter_of

RETRIEVE_FIRST = gettext_lazy("das Schreiben zuerst abrufen")


@never_cache
@login_required
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What a letter says and how it was made known; in the portal, that it can be retrieved."""
    found, today, person = letter_of(request, pk), clock.today(), request.user
    may_read, at_work = permissions.may_read_file(person, found), permissions.may_draft(person)
    is_waiting = found.state == LetterState.DRAFTED
    may_serve = found.is_standing and permissions.may_serve(person, found)
    is_under_way = found.state == LetterState.SERVED or _lies_there(found)
    answered = page(
        request,
        "funding/letter.html",
        heading=f"{found.title} {found}" if may_read else _("Ein Schreiben für Sie"),
        letter=found,
        said=found.said if may_read else None,
        services=list(found.services.all()) if may_read else [],
        may_read=may_read,
        is_own=permissions.may_retrieve(person, found),
        can_retrieve=permissions.may_retrieve(person, found) and _lies_there(found),
        today=today,
        at_work=at_work,
        flaws=reading.flaws(found, on=today) if at_work and is_waiting else [],
        may_approve=is_waiting and permissions.may_approve(person, found),
        is_own_draft=is_waiting and found.drafted_by_id == person.pk,
        may_issue=found.state == LetterState.APPROVED and permissions.may_issue(person, found),
        may_discard=found.state in (LetterState.DRAFTED, LetterState.APPROVED)
        and permissions.may_discard(person, found),
        must_serve=may_serve and not is_under_way,
        may_serve_again=may_serve and is_under_way,
    )
    return noted(answered, viewer=person, about=found.application.applicant or found, page="funding.letter")


@never_cache
@login_required
@require_safe
def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The document: the bytes that went out, or a draft of them that says so."""
    found = letter_of(request, pk)
    require(permissions.may_read_file(request.user, found), needed=RETRIEVE_FIRST)
    name = f"{found.title} {found}"
    if found.is_standing:
        assert found.pdf is not None  # noqa: S101 - the database holds that an issued letter has its bytes
        return answer(bytes(found.pdf), name=name)
    draft = _("Entwurf: Dieses Schreiben gilt nicht.")
    pdf = reading.made(found.said, signed_as=found.signed_as, at=clock.now(), draft=draft)
    return answer(pdf, name=f"{name} {_('Entwurf')}")


@login_required
@require_POST
def retrieve_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever applied retrieves a letter; from the next day on it counts as made known."""
    found = letter_of(request, pk)
    require(permissions.may_retrieve(request.user, found), needed=_("ein Schreiben, das an Sie gerichtet ist"))
    one_step(
        request, lambda: actions.retrieve_letter(found, actor=request.user), said=_("Das Schreiben ist abgerufen.")
    )
    return redirect(found)


def _lies_there(letter: Letter) -> bool:
    return letter.service is not None and letter.service.is_open(on=clock.today())
