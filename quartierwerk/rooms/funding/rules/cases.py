"""What becomes of an application in the office: its formal check, what is asked back, how it is decided; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import written
from quartierwerk.rooms.funding.rules.aid import AID_LAW
from quartierwerk.rooms.funding.rules.applications import UNDER_WAY, Content, lacking
from quartierwerk.rooms.funding.rules.deadlines import months_after
from quartierwerk.rooms.funding.rules.questionnaires import Sections
from quartierwerk.rooms.funding.rules.terms import Start, Terms

LONGEST_NOTE = 2_000
LONGEST_QUESTION = 2_000
LONGEST_MESSAGE = 4_000
LONGEST_ANSWER = 4_000
LONGEST_SUMMARY_FOR_BODY = 4_000
LONGEST_CONDITIONS = 2_000
LONGEST_REASON_OF_DECISION = 4_000
ANSWER_WITHIN_DAYS = 14
"""So long somebody has to answer, unless the office sets another day."""
MOST_DAYS_TO_ANSWER = 120
MONTHS_TO_DECIDE = 3
REMIND_DAYS_BEFORE = 3
"""So many days before an answer is due whoever applied is reminded of it."""


class Point(TextChoices):
    """One point of the formal check (formale Prüfung)."""

    APPLICANT = "applicant", gettext_lazy("Wer den Antrag stellt, darf das nach den Bedingungen.")
    PURPOSE = "purpose", gettext_lazy("Das Projekt passt zum Zweck des Programms.")
    COMPLETE = "complete", gettext_lazy("Die Angaben sind vollständig und nachvollziehbar.")
    PLAN = "plan", gettext_lazy("Ausgaben und Mittel sind angemessen und belegt.")
    START = "start", gettext_lazy("Das Projekt hat noch nicht begonnen, oder der Beginn war erlaubt.")
    SUBSIDIARY = "subsidiary", gettext_lazy("Niemand sonst kann das Projekt fördern.")
    DOUBLE = "double", gettext_lazy("Dieselben Ausgaben werden nicht auch anderswo gefördert.")


class Mark(TextChoices):
    """What a point of the check came to."""

    OPEN = "open", pgettext_lazy("mark", "offen")
    MET = "met", pgettext_lazy("mark", "erfüllt")
    UNMET = "unmet", pgettext_lazy("mark", "nicht erfüllt")


class Line(NamedTuple):
    """One line of the checklist, and what it came to."""

    key: str
    sentence: str
    mark: Mark


def checklist(terms: Terms, given: Mapping[str, str]) -> list[Line]:
    """What is checked under these terms, the programme's own points last; what nobody has marked is open."""
    asked = {
        Point.START: terms.start != Start.FROM_APPLICATION,
        Point.SUBSIDIARY: terms.is_subsidiary,
    }
    points = [(point.value, str(point.label)) for point in Point if asked.get(point, True)]
    points += [(f"own{number}", sentence) for number, sentence in enumerate(terms.checks)]
    return [Line(key, sentence, Mark(given.get(key, Mark.OPEN))) for key, sentence in points]


def may_pass(terms: Terms, given: Mapping[str, str]) -> bool:
    """Whether an application is admissible: every point of the check is met."""
    return all(line.mark == Mark.MET for line in checklist(terms, given))


class Finding(NamedTuple):
    """What the house found by itself in an application."""

    is_fine: bool
    sentence: str


def findings(
    content: Content, terms: Terms, asks: Sections, *, starts_on: date, on: date, may_start_from: date | None
) -> list[Finding]:
    """What can be reckoned of an application on a day, for whoever checks it; the office alone decides.

    ``may_start_from`` is from when an early start was permitted.
    """
    found = [Finding(False, str(problem.sentence)) for problem in lacking(content, terms, asks)]
    if not found:
        found.append(Finding(True, _("Der Plan geht auf den Cent auf und hält die Bedingungen ein.")))
    if starts_on > on:
        found.append(Finding(True, _("Das Projekt beginnt erst noch.")))
    elif terms.start == Start.FROM_APPLICATION:
        found.append(Finding(True, _("Das Projekt durfte mit dem Eingang des Antrags beginnen.")))
    elif may_start_from is not None and may_start_from <= starts_on:
        found.append(Finding(True, _("Das Projekt hat begonnen; das war erlaubt.")))
    else:
        found.append(Finding(False, _("Nach dem Plan hat das Projekt schon begonnen, ohne dass das erlaubt wurde.")))
    return found


class Deadline(NamedTuple):
    """A day by which something has to be done about a case, and where that is written."""

    day: date
    what: str
    source: str


def due_days(
    *,
    submitted_on: date,
    is_undecided: bool,
    is_notice: bool,
    answer_by: date | None,
    decided_by: date | None,
    proof_by: date | None,
    final_on: date | None,
    aid_by: date | None,
    basis: str,
) -> list[Deadline]:
    """The days that count for a case, the next one first; ``basis`` is what its terms rest on.

    Whoever waits for a notice can go to court after three months (§ 75 VwGO).
    """
    found = []
    if answer_by is not None:
        found.append(Deadline(answer_by, _("Antwort auf die Nachforderung"), _("vom Büro gesetzt")))
    if decided_by is not None and is_undecided:
        found.append(Deadline(decided_by, _("Entscheidung angekündigt"), _("Ausschreibung der Runde")))
    if is_notice and is_undecided:
        day = months_after(submitted_on, MONTHS_TO_DECIDE)
        found.append(Deadline(day, _("Danach ist eine Untätigkeitsklage möglich"), "§ 75 VwGO"))
    if final_on is not None:
        found.append(Deadline(final_on, _("Der Bescheid wird bestandskräftig"), "§ 74 VwGO"))
    if proof_by is not None:
        found.append(Deadline(proof_by, _("Verwendungsnachweis"), basis))
    if aid_by is not None:
        found.append(Deadline(aid_by, _("Die Beihilfe steht im Register"), AID_LAW))
    return sorted(found)


def may_permit_early_start(terms: Terms, state: str) -> bool:
    """Whether the office may permit that a project begins now: the terms ask for it, and nothing is decided yet.

    A permission afterwards is none (VV no. 1.3 on § 44 LHO NRW).
    """
    return terms.start == Start.PERMISSION and state in UNDER_WAY


class Outcome(TextChoices):
    """How an application was decided (Entscheidung)."""

    FULL = "full", pgettext_lazy("outcome", "bewilligt")
    PARTIAL = "partial", pgettext_lazy("outcome", "zum Teil bewilligt")
    CONDITIONAL = "conditional", pgettext_lazy("outcome", "unter Bedingungen bewilligt")
    DEFERRED = "deferred", pgettext_lazy("outcome", "vertagt")
    REJECTED = "rejected", pgettext_lazy("outcome", "abgelehnt")


GRANTING = frozenset({Outcome.FULL, Outcome.PARTIAL, Outcome.CONDITIONAL})
"""Outcomes with which somebody gets money."""


def outcome(*, asked: int, granted: int, conditions: str) -> Outcome:
    """What a decision is called that grants so many cents of those asked for, perhaps under conditions."""
    if granted <= 0:
        return Outcome.REJECTED
    if conditions.strip():
        return Outcome.CONDITIONAL
    return Outcome.FULL if granted >= asked else Outcome.PARTIAL


def does_office_decide(terms: Terms, cents: int) -> bool:
    """Whether the office may decide on so many cents itself (laufendes Geschäft, Bagatellgrenze)."""
    return terms.does_office_decide or cents <= terms.delegated_cents


def decision_problems(*, asked: int, granted: int, reason: str, conditions: str, terms: Terms) -> list[Problem]:
    """What stands against a decision of the office; empty when nothing does.

    Less than what was asked for is said with a reason (§ 39 VwVfG NRW).
    """
    found = []
    if granted < 0 or granted > asked:
        sentence = _("Bewilligt werden kann höchstens, was beantragt ist: %(sum)s.")
        found.append(Problem("cents", sentence % {"sum": written(asked)}))
    elif 0 < granted < terms.min_cents:
        sentence = _("Unter %(sum)s wird nichts bewilligt.")
        found.append(Problem("cents", sentence % {"sum": written(terms.min_cents)}))
    elif granted < asked and not reason.strip():
        found.append(Problem("reason", _("Wer weniger bewilligt als beantragt, sagt warum.")))
    if granted == 0 and conditions.strip():
        found.append(Problem("conditions", _("Eine Ablehnung hat keine Bedingungen.")))
    return found
