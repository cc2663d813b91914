"""Putting applications before the body that decides: as items of its agenda, or before a jury that scores first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.money import written
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Item, Meeting
from quartierwerk.rooms.boards.rules import ItemKind
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding import permissions, queries
from quartierwerk.rooms.funding.actions._tabling import table_case
from quartierwerk.rooms.funding.models import Application, Assessment, Decision, RuleSet
from quartierwerk.rooms.funding.rules import APPLICATION_STEPS, ApplicationState


class OtherBody(RuleBroken):
    """Another body decides on one of these applications, or the office does."""

    sentence = _("Über einen dieser Anträge entscheidet ein anderes Gremium.")
    field = "meeting"


class OtherPot(RuleBroken):
    """One of these applications is not paid out of the pot."""

    sentence = _("Aus diesem Topf wird einer dieser Anträge nicht bezahlt. Bitte wählen Sie einen anderen.")
    field = "pot"


class NothingChosen(RuleBroken):
    """No application was chosen."""

    sentence = _("Bitte wählen Sie wenigstens einen Antrag.")


class OtherTerms(RuleBroken):
    """A jury scores by one rubric."""

    sentence = _("Diese Anträge haben verschiedene Kriterien. Bitte bringen Sie sie getrennt vor die Jury.")


class NothingToTell(NotNow):
    """The body knows of everything that was decided in its place."""

    sentence = _("Es gibt nichts zu berichten.")


@dataclass(frozen=True, kw_only=True)
class Bringing:
    """Applications that a meeting is to decide on out of a pot."""

    meeting: Meeting
    applications: Sequence[Application]
    pot: Pot
    closes_at: datetime | None = None
    """Until when a jury gives its points; where nothing is scored it is not needed."""


@action(may=permissions.may_bring, bulk=True, first=lambda actor, bringing: lock(bringing.meeting))
def bring(bringing: Bringing, *, actor: Person, at: datetime) -> list[Application]:
    """Put assessed applications on the agenda of the body that decides (auf die Tagesordnung setzen).

    Where the terms have criteria, the body scores them first. What it reads names no private person.
    """
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(pk__in=[one.pk for one in bringing.applications]).select_related("project", "rule_set")
    brought = list(rows.order_by("number"))
    if not brought:
        raise NothingChosen
    _fit(bringing, brought, at=at)
    if brought[0].rule_set.terms.criteria:
        _before_jury(bringing, brought, actor=actor, at=at)
    else:
        for application in brought:
            _as_item(bringing, application, actor=actor)
    for application in brought:
        advance(application, ApplicationState.ON_AGENDA, steps=APPLICATION_STEPS)
    return brought


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A meeting in which its body is told what the office decided in its place."""

    meeting: Meeting


@action(may=permissions.may_tell, first=lambda actor, telling: lock(telling.meeting))
def tell_body(telling: Telling, *, actor: Person) -> Item:
    """Put on an agenda, for information, what the office decided below the limit (dem Gremium berichten)."""
    decided = list(queries.to_tell(telling.meeting.body))
    if not decided:
        raise NothingToTell
    with translation.override(settings.LANGUAGE_CODE):
        title = str(_("Entscheidungen des Büros über Förderanträge"))
        text = "\n".join(_told(decision) for decision in decided)
    item = boards.table(
        boards.Tabled(meeting=telling.meeting, title=title, text=text, kind=ItemKind.INFORMATION, is_public=False),
        actor=actor,
    )
    Decision.objects.filter(pk__in=[one.pk for one in decided]).update(told=item)
    return item


def _fit(bringing: Bringing, brought: Sequence[Application], *, at: datetime) -> None:
    """All of it can go before this body, out of this pot; raises what stands against it."""
    today = clock.local(at).date()
    for application in brought:
        if application.state != ApplicationState.ASSESSED:
            raise NotNow
        if queries.body_for(application, on=today) != bringing.meeting.body:
            raise OtherBody
        if not queries.pots_for(application, on=today).filter(pk=bringing.pot.pk).exists():
            raise OtherPot
        if application.rule_set.criteria != brought[0].rule_set.criteria:
            raise OtherTerms


def _before_jury(bringing: Bringing, brought: Sequence[Application], *, actor: Person, at: datetime) -> None:
    rule_set: RuleSet = brought[0].rule_set
    with translation.override(settings.LANGUAGE_CODE):
        title = str(_("Förderanträge: %(programme)s")) % {"programme": brought[0].programme.name}
    parent = boards.table(
        boards.Tabled(meeting=bringing.meeting, title=title, kind=ItemKind.DISCUSSION, is_public=False), actor=actor
    )
    scoring = boards.open_scoring(
        boards.Rubric(
            item=parent,
            criteria=rule_set.terms.criteria,
            closes_at=bringing.closes_at or bringing.meeting.starts_at,
            pot=bringing.pot,
        ),
        actor=actor,
    )
    for application in brought:
        assessment: Assessment = application.assessments.last()
        boards.enter(
            boards.Entry(
                scoring=scoring,
                title=_titled(application, assessment),
                text=_text(assessment),
                cents=assessment.cents or application.asked_cents,
                case=reference(application),
                parties=_parties(application),
            ),
            actor=actor,
        )


def _as_item(bringing: Bringing, application: Application, *, actor: Person) -> None:
    assessment: Assessment = application.assessments.last()
    cents = assessment.cents or application.asked_cents
    with translation.override(settings.LANGUAGE_CODE):
        sentence = str(_("„%(title)s“ wird mit %(sum)s gefördert."))
        wording = sentence % {"title": assessment.title, "sum": written(cents)}
        if assessment.conditions:
            wording += "\n" + str(_("Bedingungen: %(conditions)s")) % {"conditions": assessment.conditions}
    table_case(
        bringing.meeting,
        actor=actor,
        case=reference(application),
        title=_titled(application, assessment),
        text=_text(assessment),
        wording=wording,
        pot=bringing.pot,
        cents=cents,
        parties=_parties(application),
        is_public=False,  # what it says of whoever applied is theirs
    )


def _titled(application: Application, assessment: Assessment) -> str:
    return f"{application.number}: {assessment.title}"


def _text(assessment: Assessment) -> str:
    if assessment.cents:
        return assessment.summary
    with translation.override(settings.LANGUAGE_CODE):
        advice = str(_("Das Büro schlägt vor, den Antrag abzulehnen."))
    return f"{assessment.summary}\n\n{advice}"


def _parties(application: Application) -> list[str]:
    """Whom it concerns, so that the body can propose recusals: the project, and who stands behind it."""
    people = (application.applicant, application.project.keeper)
    return [
        reference(application.project),
        *dict.fromkeys(reference(person) for person in people if person is not None),
    ]


def _told(decision: Decision) -> str:
    application = decision.application
    said = {
        "number": application.number,
        "programme": application.programme.name_de,
        "outcome": decision.get_outcome_display(),
        "sum": written(decision.cents),
        "day": date_format(clock.local(decision.at), "d.m.Y"),
    }
    if decision.cents:
        return str(_("%(day)s: %(number)s (%(programme)s), %(outcome)s, %(sum)s")) % said
    return str(_("%(day)s: %(number)s (%(programme)s), %(outcome)s")) % said
