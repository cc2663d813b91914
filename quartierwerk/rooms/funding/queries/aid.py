"""Reads of de-minimis aid: what the office found of a grant, and the list of all aid with its entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from quartierwerk.foundation.privacy import Row, rows
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import AidCheck, AidEntry, Application, Letter
from quartierwerk.rooms.funding.rules import ApplicationState, Granted


def check_of(application: Application) -> AidCheck | None:
    """What the office found last; None where it has not looked."""
    return application.aid_checks.order_by("-pk").first()


def is_undertaking(application: Application) -> bool | None:
    """Whether an undertaking gets the money; None where nobody has said so."""
    found = check_of(application)
    return found.is_undertaking if found is not None else None


def asks_for_aid(application: Application) -> bool:
    """Whether somebody has to say if a grant of this application is aid: its terms make it so, and it stands."""
    rule_set = application.rule_set
    return rule_set is not None and rule_set.is_aid and application.state != ApplicationState.WITHDRAWN


def rows_of_aid(person: Any) -> Iterator[Row]:
    """What was found of somebody's applications, and what they found or noted themself."""
    checks = AidCheck.objects.filter(Q(application__applicant=person) | Q(by=person))
    yield from rows(checks.select_related("application"), "application", "undertaking", "sector", "at")
    yield from rows(AidEntry.objects.filter(by=person).select_related("letter"), "letter", "entered_on", "number", "at")


@dataclass(frozen=True, kw_only=True)
class Aid:
    """One grant that is aid, as it was made known; cents."""

    letter: Letter
    check: AidCheck
    granted: Granted
    entry: AidEntry | None
    enter_by: date | None
    """Until when it is to be entered; None before there was a register."""
    total: int
    """What the undertaking had within three years by then, this grant and what it declared included."""
    ceiling: int

    @property
    def is_over(self) -> bool:
        """Whether that is more than an undertaking may get."""
        return self.total > self.ceiling

    @property
    def is_open(self) -> bool:
        """Whether it is still to be entered."""
        return self.entry is None and self.enter_by is not None

    def is_late(self, *, on: date) -> bool:
        """Whether it should have been entered before a day."""
        return self.entry is None and self.enter_by is not None and self.enter_by < on


def aid_letters(person: Any) -> QuerySet[Letter]:
    """The last letter of each grant that is aid and that somebody sees, with all that the list needs."""
    told = Letter.objects.filter(application=OuterRef("application"), state__in=rules.STANDING)
    last = told.filter(decision__isnull=False).order_by("-number")
    latest = AidCheck.objects.filter(application=OuterRef("application")).order_by("-pk")
    found = Letter.objects.visible_to(person).filter(kind__in=rules.GRANTS, rule_set__is_aid=True)
    found = found.annotate(last=Subquery(last.values("pk")[:1])).filter(pk=F("last"))
    found = found.annotate(aid=Subquery(latest.values("is_undertaking")[:1])).filter(aid=True)
    checks = Prefetch("application__aid_checks", AidCheck.objects.order_by("pk"))
    entries = Prefetch("aid_entries", AidEntry.objects.order_by("pk"))
    return found.select_related("application__project", "application__programme", "decision").prefetch_related(
        "services", checks, entries
    )


def register(person: Any) -> list[Aid]:
    """All aid that was made known and that somebody sees: what is to be entered first, the most pressing above."""
    known = list(_granted(aid_letters(person)))
    theirs: dict[str, list[Granted]] = {}
    for _letter, check, granted in known:
        theirs.setdefault(rules.key_of(check.undertaking), []).append(granted)
    told = [_aid(*one, theirs[rules.key_of(one[1].undertaking)]) for one in known]
    waiting = sorted((one for one in told if one.is_open), key=lambda one: (one.enter_by, one.letter.pk))
    others = sorted((one for one in told if not one.is_open), key=lambda one: (one.granted.on, one.letter.pk))
    return [*waiting, *others[::-1]]


@dataclass(frozen=True, kw_only=True)
class AidStanding:
    """How an application stands that may be aid; cents."""

    check: AidCheck | None
    aid: Aid | None
    """What was granted and made known; None before that."""
    is_late: bool
    total: int
    """What the undertaking has within three years with this grant, or with what it asks for."""
    ceiling: int

    @property
    def is_over(self) -> bool:
        """Whether that is more than an undertaking may get."""
        return self.total > self.ceiling


def aid_standing(application: Application, person: Any, *, on: date) -> AidStanding:
    """How an application stands on a day, for whoever handles it."""
    check, known = check_of(application), register(person)
    aid = next((one for one in known if one.letter.application_id == application.pk), None)
    total = aid.total if aid is not None else 0
    if aid is None and check is not None and check.is_undertaking:
        key = rules.key_of(check.undertaking)
        theirs = (one.granted for one in known if rules.key_of(one.check.undertaking) == key)
        total = rules.counted(theirs, on=on) + check.declared_cents + _wanted(application)
    is_late = aid is not None and aid.is_late(on=on)
    return AidStanding(check=check, aid=aid, is_late=is_late, total=total, ceiling=rules.aid_ceiling(on))


def _wanted(application: Application) -> int:
    """What was decided, or else is asked for."""
    decision = application.decisions.final().last()
    return decision.cents if decision is not None else application.asked_cents


def _granted(letters: QuerySet[Letter]) -> Iterator[tuple[Letter, AidCheck, Granted]]:
    for letter in letters:
        day, decision = letter.effective_on, letter.decision
        if day is not None and decision is not None:
            yield letter, list(letter.application.aid_checks.all())[-1], Granted(day, decision.cents)


def _aid(letter: Letter, check: AidCheck, granted: Granted, theirs: list[Granted]) -> Aid:
    """With all that the same undertaking was granted."""
    return Aid(
        letter=letter,
        check=check,
        granted=granted,
        entry=next(reversed(letter.aid_entries.all()), None),
        enter_by=rules.enter_by(granted.on),
        total=rules.counted(theirs, on=granted.on) + check.declared_cents,
        ceiling=rules.aid_ceiling(granted.on),
    )


def number_open(person: Any, *, on: date) -> int:
    """How much aid that somebody sees was made known by a day and is still to be entered."""
    days = [letter.effective_on for letter in aid_letters(person).filter(aid_entries__isnull=True)]
    return sum(day is not None and day <= on and rules.enter_by(day) is not None for day in days)


def enter_aid_by(application: Application) -> date | None:
    """Until when the aid of an application is to be entered; None where it is none, or stands in the register."""
    if not asks_for_aid(application) or not is_undertaking(application):
        return None
    letter = application.letters.standing().filter(decision__isnull=False).prefetch_related("services").first()
    if letter is None or letter.kind not in rules.GRANTS or letter.effective_on is None:
        return None
    return None if letter.aid_entries.exists() else rules.enter_by(letter.effective_on)
