"""The verbs of the office about an application: taking it, checking, asking back, permitting a start, assessing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._notices import tell
from quartierwerk.rooms.funding.models import Application, Assessment, Check, EarlyStart, Inquiry, Supplement
from quartierwerk.rooms.funding.rules import APPLICATION_STEPS, ApplicationState, Content, Mark


class CheckOpen(RuleBroken):
    """Not every point of the check is met."""

    sentence = _("Zulässig ist ein Antrag, wenn jeder Prüfpunkt erfüllt ist.")


class DayRefused(RuleBroken):
    """A day that is too near, or too far away."""

    sentence = _("Bitte wählen Sie einen Tag von morgen an, höchstens 120 Tage voraus.")
    field = "due_on"


class NothingAsked(NotNow):
    """Nobody waits for an answer."""

    sentence = _("Zu diesem Antrag ist keine Frage offen.")


class AnswerOutstanding(NotNow):
    """Whoever applied is still to answer."""

    sentence = _(
        "Zu diesem Antrag ist noch eine Frage offen. Warten Sie auf die Antwort oder gehen Sie ohne sie weiter."
    )


class NotNeeded(NotNow):
    """The terms let the project begin without a permission, or forbid one."""

    sentence = _("Nach den Bedingungen gibt es hier keine Zustimmung zum vorzeitigen Beginn.")


class PermittedAlready(NotNow):
    """An early start was permitted before."""

    sentence = _("Der vorzeitige Beginn ist schon erlaubt.")


class Refused(RuleBroken):
    """What was written cannot stand so; the sentence says why."""


@action(may=permissions.may_take)
def take(application: Application, *, actor: Person, clerk: Person) -> Application:
    """Say who in the office looks after an application (Sachbearbeitung)."""
    if not permissions.may_handle(clerk, application):
        raise Refused(_("Diese Person bearbeitet solche Anträge nicht."), field="clerk")
    application.clerk = clerk
    application.save(update_fields=["clerk"])
    note_change(clerk=reference(clerk))
    return application


@action(may=permissions.may_handle)
def check(
    application: Application, *, actor: Person, marks: Mapping[str, Mark], note: str, at: datetime
) -> Application:
    """Enter what the formal check came to so far, point by point (formal prüfen).

    An application that has been checked before can be checked anew until it is put before a body or decided.
    """
    if application.state == ApplicationState.INFO_REQUESTED:
        raise AnswerOutstanding
    note = _short(note, most=rules.LONGEST_NOTE, field="note")
    known = {line.key for line in rules.checklist(application.rule_set.terms, {})}
    Check.objects.create(
        application=application,
        marks={key: str(mark) for key, mark in marks.items() if key in known},
        note=note,
        by=actor,
        at=at,
    )
    if application.state != ApplicationState.FORMAL_CHECK:
        advance(application, ApplicationState.FORMAL_CHECK, steps=APPLICATION_STEPS)
    return application


@action(may=permissions.may_handle)
def admit(application: Application, *, actor: Person) -> Application:
    """Say that an application is admissible: every point of its check is met (für zulässig erklären)."""
    latest = application.checks.last()
    if latest is None or not rules.may_pass(application.rule_set.terms, latest.marks):
        raise CheckOpen
    advance(application, ApplicationState.ADMISSIBLE, steps=APPLICATION_STEPS)
    return application


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What the office wants to know, and until when."""

    question: str
    due_on: date

    def checked(self, *, today: date) -> dict[str, object]:
        """The columns it comes to; raises why it may not be asked so."""
        question = self.question.strip()
        if not question:
            raise WordsMissing(_("Bitte sagen Sie, was fehlt."), field="question")
        if not today < self.due_on <= today + timedelta(days=rules.MOST_DAYS_TO_ANSWER):
            raise DayRefused
        return {
            "question": _short(question, most=rules.LONGEST_QUESTION, field="question"),
            "due_on": self.due_on,
        }


@action(may=permissions.may_handle)
def ask_back(application: Application, *, actor: Person, asking: Asking, at: datetime) -> Application:
    """Ask whoever applied for what is missing (nachfordern)."""
    columns = asking.checked(today=clock.local(at).date())
    advance(application, ApplicationState.INFO_REQUESTED, steps=APPLICATION_STEPS)
    inquiry = Inquiry.objects.create(application=application, asked_at=at, by=actor, **columns)
    tell(application, application.applicant, "funding/mail/inquiry.txt", inquiry=inquiry)
    return application


@action(may=permissions.may_answer)
def answer(
    application: Application, *, actor: Person, text: str, content: Content | None = None, at: datetime
) -> Application:
    """Answer what the office asked; with ``content`` the application says that from now on (Nachforderung beantworten).

    What was submitted before stays readable. The terms are those of the day on which it was submitted.
    """
    inquiry = _open_inquiry(application)
    said = _short(text.strip(), most=rules.LONGEST_ANSWER, field="answer")
    if not said:
        raise WordsMissing(_("Bitte schreiben Sie Ihre Antwort."), field="answer")
    columns = {}
    if content is not None:
        content = _whole(content, application)
    if content is not None and application.said is not None and content.digest != application.said.digest:
        terms, is_on_paper = application.rule_set.terms, application.is_on_paper
        for problem in rules.lacking_to_enter(content, terms, application.asks, is_on_paper=is_on_paper):
            raise Refused(problem.sentence, field=problem.field)
        Supplement.objects.create(
            application=application, inquiry=inquiry, content=content.as_json, digest=content.digest, at=at
        )
        columns = {"asked_cents": content.plan.asked_cents}
    if not permissions.has_applied(actor, application):
        inquiry.answered_by = actor
    _close(inquiry, answer=said, at=at)
    advance(application, ApplicationState.FORMAL_CHECK, steps=APPLICATION_STEPS, **columns)
    return application


@action(may=permissions.may_handle)
def go_on(application: Application, *, actor: Person, at: datetime) -> Application:
    """Go on without an answer: it came another way, or its day has passed (ohne Antwort weiter)."""
    _close(_open_inquiry(application), answer="", at=at)
    advance(application, ApplicationState.FORMAL_CHECK, steps=APPLICATION_STEPS)
    return application


@action(may=permissions.may_handle)
def permit_early_start(
    application: Application, *, actor: Person, from_on: date, note: str = "", at: datetime
) -> Application:
    """Permit that a project begins before it is decided; no claim follows (vorzeitigen Beginn erlauben).

    Never for a day that has passed: a permission afterwards is none (VV no. 1.3 on § 44 LHO NRW).
    """
    if not rules.may_permit_early_start(application.rule_set.terms, application.state):
        raise NotNeeded
    if EarlyStart.objects.filter(application=application).exists():
        raise PermittedAlready
    if from_on < clock.local(at).date():
        raise Refused(_("Rückwirkend lässt sich der Beginn nicht erlauben."), field="from_on")
    note = _short(note.strip(), most=rules.LONGEST_NOTE, field="note")
    early = EarlyStart.objects.create(application=application, from_on=from_on, note=note, by=actor, at=at)
    tell(application, application.applicant, "funding/mail/early_start.txt", early=early)
    note_change(from_on=from_on.isoformat())
    return application


@dataclass(frozen=True, kw_only=True)
class Assessing:
    """What the office makes of an application for whoever decides; ``cents`` is what it proposes, 0 for nothing."""

    title: str
    summary: str
    cents: int
    conditions: str = ""
    note: str = ""

    def checked(self, *, asked: int) -> dict[str, object]:
        """The columns it comes to; raises why it may not be so."""
        title = " ".join(self.title.split())
        if not title:
            raise WordsMissing(_("Bitte geben Sie eine Überschrift."), field="title")
        if not self.summary.strip():
            raise WordsMissing(_("Bitte sagen Sie, worum es geht."), field="summary")
        if not 0 <= self.cents <= asked:
            raise Refused(_("Vorschlagen lässt sich höchstens, was beantragt ist."), field="cents")
        return {
            "title": _short(title, most=rules.LONGEST_TITLE, field="title"),
            "summary": _short(self.summary.strip(), most=rules.LONGEST_SUMMARY_FOR_BODY, field="summary"),
            "cents": self.cents,
            "conditions": _short(self.conditions.strip(), most=rules.LONGEST_CONDITIONS, field="conditions"),
            "note": _short(self.note.strip(), most=rules.LONGEST_NOTE, field="note"),
        }


@action(may=permissions.may_handle)
def assess(application: Application, *, actor: Person, assessing: Assessing, at: datetime) -> Application:
    """Say what the office makes of an application, for whoever decides (einschätzen); a later one counts."""
    columns = assessing.checked(asked=application.asked_cents)
    advance(application, ApplicationState.ASSESSED, steps=APPLICATION_STEPS)
    Assessment.objects.create(application=application, by=actor, at=at, **columns)
    return application


def _whole(content: Content, application: Application) -> Content:
    """What is said, with the files that were submitted and without answers to what is not asked."""
    asked = application.questionnaire
    content = replace(content, answers={**content.answers, **queries.enclosed(application)})
    return content.answering(application.asks, version=asked.version if asked else 0)


def _open_inquiry(application: Application) -> Inquiry:
    inquiry = application.inquiries.filter(answered_at__isnull=True).first()
    if inquiry is None:
        raise NothingAsked
    return inquiry


def _close(inquiry: Inquiry, *, answer: str, at: datetime) -> None:
    inquiry.answer, inquiry.answered_at = answer, at
    inquiry.save(update_fields=["answer", "answered_at", "answered_by"])


def _short(text: str, *, most: int, field: str) -> str:
    if len(text) > most:
        raise Refused(_("Dieser Text ist zu lang."), field=field)
    return text
