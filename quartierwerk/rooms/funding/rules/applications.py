"""What an application says, what it still lacks, and the steps it takes; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import written
from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.funding.rules.answers import Answers, kept, missing
from quartierwerk.rooms.funding.rules.plans import Expense, Income, IncomeKind, Plan, Promise, most
from quartierwerk.rooms.funding.rules.questionnaires import PAPER_SECTION, Section
from quartierwerk.rooms.funding.rules.terms import Start, Terms

LONGEST_NEED = 4_000
MOST_COAPPLICANTS = 10
LONGEST_LINE = 120
LONGEST_FILE_NUMBER = 60
MOST_EXPENSES = 12
MOST_INCOMES = 8
MOST_VOLUNTEER_HOURS = 100_000


class ApplicationState(TextChoices):
    """How far an application has got."""

    DRAFT = "draft", pgettext_lazy("application", "Entwurf")
    SUBMITTED = "submitted", pgettext_lazy("application", "eingereicht")
    FORMAL_CHECK = "formal_check", pgettext_lazy("application", "in der formalen Prüfung")
    INFO_REQUESTED = "info_requested", pgettext_lazy("application", "wartet auf eine Antwort")
    ADMISSIBLE = "admissible", pgettext_lazy("application", "zulässig")
    ASSESSED = "assessed", pgettext_lazy("application", "eingeschätzt")
    ON_AGENDA = "on_agenda", pgettext_lazy("application", "auf der Tagesordnung")
    DECIDED = "decided", pgettext_lazy("application", "entschieden")
    ISSUED = "issued", pgettext_lazy("application", "Schreiben ausgefertigt")
    SERVED = "served", pgettext_lazy("application", "bekannt gegeben")
    PROOF_SUBMITTED = "proof_submitted", pgettext_lazy("application", "Verwendungsnachweis eingereicht")
    PROOF_CHECKED = "proof_checked", pgettext_lazy("application", "Verwendungsnachweis geprüft")
    SETTLED = "settled", pgettext_lazy("application", "abgerechnet")
    CLOSED = "closed", pgettext_lazy("application", "abgeschlossen")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "zurückgezogen")


APPLICATION_STEPS = Steps(
    {
        ApplicationState.DRAFT: {ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN},
        ApplicationState.SUBMITTED: {ApplicationState.FORMAL_CHECK, ApplicationState.WITHDRAWN},
        ApplicationState.FORMAL_CHECK: {
            ApplicationState.INFO_REQUESTED,
            ApplicationState.ADMISSIBLE,
            ApplicationState.DECIDED,  # what is not admissible the office refuses
            ApplicationState.WITHDRAWN,
        },
        ApplicationState.INFO_REQUESTED: {ApplicationState.FORMAL_CHECK, ApplicationState.WITHDRAWN},
        ApplicationState.ADMISSIBLE: {
            ApplicationState.FORMAL_CHECK,
            ApplicationState.ASSESSED,
            ApplicationState.WITHDRAWN,
        },
        ApplicationState.ASSESSED: {
            ApplicationState.FORMAL_CHECK,
            ApplicationState.ASSESSED,
            ApplicationState.ON_AGENDA,
            ApplicationState.DECIDED,
            ApplicationState.WITHDRAWN,
        },
        ApplicationState.ON_AGENDA: {
            ApplicationState.ASSESSED,
            ApplicationState.DECIDED,
            ApplicationState.WITHDRAWN,
        },
        ApplicationState.DECIDED: {
            ApplicationState.DECIDED,  # a body that resolves once more in the same meeting
            ApplicationState.ISSUED,
            ApplicationState.WITHDRAWN,
        },
        ApplicationState.ISSUED: {ApplicationState.SERVED, ApplicationState.DECIDED},  # decided anew: amended
        ApplicationState.SERVED: {ApplicationState.DECIDED, ApplicationState.PROOF_SUBMITTED},
        ApplicationState.PROOF_SUBMITTED: {
            ApplicationState.SERVED,  # given back, to be handed in once more
            ApplicationState.PROOF_CHECKED,
        },
        ApplicationState.PROOF_CHECKED: {
            ApplicationState.SERVED,
            ApplicationState.PROOF_CHECKED,  # checked once more
            ApplicationState.SETTLED,
        },
        ApplicationState.SETTLED: {ApplicationState.CLOSED},
        ApplicationState.CLOSED: {ApplicationState.SETTLED},  # the last payment came back
    }
)
ANSWERED = (ApplicationState.DECIDED, ApplicationState.ISSUED, ApplicationState.SERVED)
"""In these an application has a decision that a letter tells of."""
IN_ACCOUNT = (
    ApplicationState.PROOF_SUBMITTED,
    ApplicationState.PROOF_CHECKED,
    ApplicationState.SETTLED,
    ApplicationState.CLOSED,
)
"""In these what was granted is accounted for, or has been."""
UNDER_WAY = frozenset(
    {
        ApplicationState.SUBMITTED,
        ApplicationState.FORMAL_CHECK,
        ApplicationState.INFO_REQUESTED,
        ApplicationState.ADMISSIBLE,
        ApplicationState.ASSESSED,
        ApplicationState.ON_AGENDA,
    }
)
"""On these nobody has decided yet."""


class Stage(TextChoices):
    """What everybody outside the office is told of where an application stands."""

    WRITING = "writing", pgettext_lazy("stage", "in Arbeit")
    RECEIVED = "received", pgettext_lazy("stage", "eingegangen")
    ASKED = "asked", pgettext_lazy("stage", "wartet auf Ihre Antwort")
    DECIDING = "deciding", pgettext_lazy("stage", "vor der Entscheidung")
    DECIDED = "decided", pgettext_lazy("stage", "entschieden, das Schreiben folgt")
    ANSWERED = "answered", pgettext_lazy("stage", "beschieden")
    PROVEN = "proven", pgettext_lazy("stage", "Verwendungsnachweis wird geprüft")
    SETTLED = "settled", pgettext_lazy("stage", "abgerechnet")
    WITHDRAWN = "withdrawn", pgettext_lazy("stage", "zurückgezogen")


def stage(state: ApplicationState | str) -> Stage:
    """The public name of a state: inside more is told apart than whoever applied needs to know."""
    return _STAGES[ApplicationState(state)]


_STAGES = {
    ApplicationState.DRAFT: Stage.WRITING,
    ApplicationState.SUBMITTED: Stage.RECEIVED,
    ApplicationState.FORMAL_CHECK: Stage.RECEIVED,
    ApplicationState.INFO_REQUESTED: Stage.ASKED,
    ApplicationState.ADMISSIBLE: Stage.DECIDING,
    ApplicationState.ASSESSED: Stage.DECIDING,
    ApplicationState.ON_AGENDA: Stage.DECIDING,
    ApplicationState.DECIDED: Stage.DECIDED,
    ApplicationState.ISSUED: Stage.DECIDED,
    ApplicationState.SERVED: Stage.ANSWERED,
    ApplicationState.PROOF_SUBMITTED: Stage.PROVEN,
    ApplicationState.PROOF_CHECKED: Stage.PROVEN,
    ApplicationState.SETTLED: Stage.SETTLED,
    ApplicationState.CLOSED: Stage.SETTLED,
    ApplicationState.WITHDRAWN: Stage.WITHDRAWN,
}


@dataclass(frozen=True, kw_only=True)
class Content:
    """What somebody says in an application (Antrag)."""

    need: str = ""
    """What the money is needed for."""
    plan: Plan = field(default_factory=Plan)
    has_not_begun: bool = False
    """Declared: the project has not begun."""
    is_subsidiary: bool = False
    """Declared: nobody else can fund it."""
    questionnaire: int = 0
    """The version of the programme's own questions; 0 where there are none."""
    answers: Answers = field(default_factory=dict)
    """To these questions, as ``rules.kept`` gives them."""

    @property
    def as_json(self) -> dict[str, Any]:
        """As it lies in the database; sums in cents."""
        return {
            "need": self.need,
            "expenses": [vars(one) for one in self.plan.expenses],
            "incomes": [vars(one) for one in self.plan.incomes],
            "volunteer_minutes": self.plan.volunteer_minutes,
            "asked_cents": self.plan.asked_cents,
            "has_not_begun": self.has_not_begun,
            "is_subsidiary": self.is_subsidiary,
            "questionnaire": self.questionnaire,
            "answers": dict(self.answers),
        }

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Content:
        """As it was kept."""
        incomes = (
            Income(**one | {"kind": IncomeKind(one["kind"]), "promise": Promise(one["promise"])})
            for one in said["incomes"]
        )
        plan = Plan(
            expenses=tuple(Expense(**one) for one in said["expenses"]),
            incomes=tuple(incomes),
            volunteer_minutes=said["volunteer_minutes"],
            asked_cents=said["asked_cents"],
        )
        return cls(
            need=said["need"],
            plan=plan,
            has_not_begun=said["has_not_begun"],
            is_subsidiary=said["is_subsidiary"],
            questionnaire=said["questionnaire"],
            answers=said["answers"],
        )

    def answering(self, sections: Sequence[Section], *, version: int) -> Content:
        """The same with the answers only that count, to the questions of a version."""
        return replace(self, questionnaire=version, answers=kept(sections, self.answers))

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in one order whatever the machine; it stands on the receipt."""
        return hashlib.sha256(json.dumps(self.as_json, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def lacking(content: Content, terms: Terms, sections: Sequence[Section] = ()) -> list[Problem]:
    """What an application still lacks before it can be submitted under these terms; empty when nothing does.

    ``sections`` are the programme's own questions.
    """
    found = []
    if not content.need.strip():
        found.append(Problem("need", _("Bitte sagen Sie, wofür Sie das Geld brauchen.")))
    elif len(content.need) > LONGEST_NEED:
        found.append(Problem("need", _("Dieser Text ist zu lang.")))
    found += _money(content.plan, terms)
    if terms.start != Start.FROM_APPLICATION and not content.has_not_begun:
        found.append(Problem("has_not_begun", _("Bitte bestätigen Sie, dass das Projekt noch nicht begonnen hat.")))
    if terms.is_subsidiary and not content.is_subsidiary:
        found.append(Problem("is_subsidiary", _("Bitte bestätigen Sie, dass niemand sonst das Projekt fördern kann.")))
    return found + missing(sections, content.answers)


OLDEST_PAPER = timedelta(days=90)
"""What came longer ago is a running case, which comes in by a list."""


def receipt_problem(received_on: date, *, today: date) -> Problem | None:
    """Why nothing can have come on paper on a day, or comes in another way; None where it can."""
    if received_on > today:
        return Problem("received_on", _("Dieser Tag liegt in der Zukunft."))
    if received_on < today - OLDEST_PAPER:
        sentence = _("Das ist über 90 Tage her. Laufende Anträge kommen mit einer Liste herein.")
        return Problem("received_on", sentence)
    return None


def lacking_on_paper(content: Content) -> list[Problem]:
    """What is missing before what came on paper can be entered: the sum, and the paper itself, which proves the day.

    For all else the office asks back.
    """
    found = []
    if content.plan.asked_cents <= 0:
        found.append(Problem("asked", _("Bitte tragen Sie ein, wie viel beantragt ist.")))
    return found + missing((PAPER_SECTION,), content.answers)


def lacking_to_enter(
    content: Content, terms: Terms, sections: Sequence[Section], *, is_on_paper: bool
) -> list[Problem]:
    """What stands in the way of taking an application in, or an answer that changes it."""
    return lacking_on_paper(content) if is_on_paper else lacking(content, terms, sections)


def _money(plan: Plan, terms: Terms) -> list[Problem]:
    if not plan.spent:
        return [Problem("expenses", _("Bitte tragen Sie ein, was das Projekt kostet."))]
    if plan.asked_cents <= 0:
        return [Problem("asked", _("Bitte sagen Sie, wie viel Sie beantragen."))]
    found = []
    offer = most(plan, terms)
    if plan.asked_cents > offer.cents:
        sentence = _("Möglich sind höchstens %(sum)s. %(reason)s")
        said = {"sum": written(offer.cents), "reason": offer.limits[0].reason}
        found.append(Problem("asked", sentence % said))
    elif plan.gap > 0:
        sentence = _("Im Plan fehlen noch %(sum)s. Ausgaben und Mittel müssen auf den Cent gleich sein.")
        found.append(Problem("asked", sentence % {"sum": written(plan.gap)}))
    elif plan.gap < 0:
        sentence = _("Der Plan hat %(sum)s zu viel. Ausgaben und Mittel müssen auf den Cent gleich sein.")
        found.append(Problem("asked", sentence % {"sum": written(-plan.gap)}))
    return found + [Problem("incomes", miss) for miss in offer.misses]


def number_of(year: int, count: int) -> str:
    """The number of an application: “2026-00012”; the last part counts within the year."""
    return f"{year}-{count:05d}"
