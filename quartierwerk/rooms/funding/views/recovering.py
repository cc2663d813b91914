"""Money that is claimed back: its page for the office and for whoever is heard, and each step on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.funding import actions, permissions, rules
from quartierwerk.rooms.funding.forms.recovering import ClaimBackForm, ClaimForm, DroppingForm, StatementForm
from quartierwerk.rooms.funding.models import Letter, Recovery
from quartierwerk.rooms.funding.queries import interest as bearing
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.queries import recovering as reading
from quartierwerk.rooms.funding.rules import RecoveryState
from quartierwerk.rooms.funding.views._cases import HANDLING, OWN, back_to, filled, handled

forms_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@require_safe
def recovery(request: HttpRequest, pk: int) -> HttpResponse:
    """What is claimed back and why, what was said to it, and what can be done next."""
    found = seen_recovery(request, pk)
    application, person = found.application, request.user
    may_recover = permissions.may_recover(person, found)
    is_hearing = found.state == RecoveryState.HEARING
    is_asked = reading.is_asked(found)
    may_say = permissions.may_answer_hearing(person, found)
    answered = page(
        request,
        "funding/recovery.html",
        heading=_("Rückforderung %(number)s") % {"number": found},
        recovery=found,
        application=application,
        letters=[one for one in writing.letters_of(application, person) if _is_about(one, found)],
        may_answer=may_say and is_hearing and is_asked and found.stated_at is None,
        must_wait=is_hearing and found.stated_at is not None and not may_recover,
        must_tell=may_recover and writing.recoveries_to_tell(person).filter(pk=found.pk).exists(),
        may_claim=may_recover and is_hearing and reading.is_heard(found, on=clock.today()),
        may_drop=may_recover and found.state in rules.OPEN_RECOVERIES,
        is_inside=may_recover,
        decide_by=rules.decide_by(found.known_on),
        **(_interest(found, person) if may_recover else {}),
        came_back=reading.came_back(found) if found.claimed_cents else None,
    )
    return noted(answered, viewer=person, about=application.applicant or application, page="funding.recovery")


def _is_about(letter: Letter, recovery: Recovery) -> bool:
    """Whether a letter is about a claim, or about what it bears."""
    return recovery.pk in (letter.recovery_id, letter.interest.recovery_id if letter.interest else None)


def _interest(recovery: Recovery, person: Any) -> dict[str, Any]:
    """What the office reads of interest: what was said last, else a proposal, and what it can do."""
    today, said = clock.today(), bearing.claim_of(recovery)
    may_bear = bearing.may_bear(recovery, on=today)
    return {
        "borne": said,
        "interest": said.interest if said else bearing.proposal(recovery, on=today) if may_bear else None,
        "may_bear": may_bear,
        "must_tell_interest": said is not None and bearing.interest_to_tell(person).filter(pk=said.pk).exists(),
    }


@never_cache
@login_required
@forms_page
def open_recovery(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody is to be heard about."""
    application = handled(request, pk, permissions.may_recover)
    final = reading.final_of(application)
    too_much = rules.too_much(paid=reading.paid(application), final=final) if final is not None else 0
    form = ClaimForm(posted(request), too_much=too_much)
    return filled(
        request,
        application,
        form,
        lambda: actions.open_recovery(
            actions.Claiming(application=application, claim=form.claim, until_on=form.cleaned_data["until_on"]),
            actor=request.user,
        ),
        heading=_("Geld zurückfordern"),
        submit=_("Anhörung einleiten"),
        said=_("Die Anhörung ist eingeleitet. Als Nächstes ist das Schreiben dazu zu entwerfen."),
        lead=_("Bevor Geld zurückgefordert wird, kann sich äußern, wer es bekommen hat (§ 28 VwVfG NRW)."),
    )


@never_cache
@login_required
@forms_page
def answer_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """What whoever is heard says; of somebody without an account the office enters what came by post."""
    form = StatementForm(posted(request))
    return step(
        request,
        pk,
        form,
        lambda found: actions.answer_hearing(found, actor=request.user, **form.cleaned_data),
        may=permissions.may_answer_hearing,
        needed=OWN,
        heading=_("Sich äußern"),
        submit=_("Absenden"),
        said=_("Ihre Äußerung ist angekommen."),
    )


@never_cache
@login_required
@forms_page
def claim_back(request: HttpRequest, pk: int) -> HttpResponse:
    """How much is claimed after the hearing, and why."""
    form = ClaimBackForm(posted(request), initial={"cents": seen_recovery(request, pk).cents})
    return step(
        request,
        pk,
        form,
        lambda found: actions.claim_back(found, actor=request.user, **form.cleaned_data),
        heading=_("Zurückfordern"),
        submit=_("Zurückfordern"),
        template="funding/claim_back.html",
        said=_("Entschieden. Als Nächstes ist das Schreiben dazu zu entwerfen."),
    )


@never_cache
@login_required
@forms_page
def drop_recovery(request: HttpRequest, pk: int) -> HttpResponse:
    """Why nothing is claimed after all; whoever was heard is told by mail."""
    form = DroppingForm(posted(request))
    return step(
        request,
        pk,
        form,
        lambda found: actions.drop_recovery(found, actor=request.user, **form.cleaned_data),
        heading=_("Rückforderung fallen lassen"),
        submit=_("Fallen lassen"),
        said=_("Es wird nichts zurückgefordert."),
    )


def seen_recovery(request: HttpRequest, pk: int) -> Recovery:
    """A claim that somebody sees; whoever applied, once a letter has told them."""
    known = Recovery.objects.visible_to(request.user).select_related("application__rule_set", "application__applicant")
    found = get_object_or_404(known, pk=pk)
    return get_object_or_404(reading.recoveries_of(found.application, request.user), pk=pk)


def step(
    request: HttpRequest,
    pk: int,
    form: Any,
    verb: Callable[[Recovery], object],
    *,
    may: Callable[[Any, Any], bool] = permissions.may_recover,
    needed: Any = HANDLING,
    **words: str,
) -> HttpResponse:
    """A form about a claim that somebody sees; afterwards its page says what was done."""
    found = seen_recovery(request, pk)
    require(may(request.user, found), needed=needed)
    back, above = Crumb(str(found), found.get_absolute_url()), back_to(found.application)
    return filled(
        request, found.application, form, lambda: verb(found), back=back, above=above, recovery=found, **words
    )
