"""The verbs of the texts of letters: laying down clauses and passages from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import Clause, ClauseSet, Passage
from quartierwerk.rooms.funding.rules import ClauseText, Grantor, Instrument, LetterKind, Part


class TextRefused(RuleBroken):
    """A text cannot be laid down so; the sentence names the first reason."""


class TextBeginsEarlier(RuleBroken):
    """The text would change letters of days that have passed, or begins on the day of another one."""

    sentence = _("Texte gelten ab heute oder einem späteren Tag, und an einem Tag beginnt nur eine Fassung.")
    field = "valid_from"


@dataclass(frozen=True, kw_only=True)
class ClausesToBe:
    """A set of clauses that is to be."""

    grantor: Grantor
    clauses: tuple[ClauseText, ...]
    valid_from: date
    basis: str
    """Who gave these words, and when."""


@action(may=permissions.may_lay_down_texts)
def lay_down_clauses(wanted: ClausesToBe, *, actor: Person, at: datetime) -> ClauseSet:
    """Lay down the collateral clauses of who grants from a day on (Nebenbestimmungen festlegen)."""
    clauses = tuple(ClauseText(one.key.strip(), one.kind, one.text.strip()) for one in wanted.clauses)
    for problem in rules.clause_problems(clauses):
        raise TextRefused(problem.sentence, field=problem.field)
    basis = " ".join(wanted.basis.split())
    if not basis or len(basis) > rules.LONGEST_BASIS:
        raise TextRefused(_("Bitte sagen Sie, woher die Texte kommen, mit Tag."), field="basis")
    _not_too_early(wanted.valid_from, is_first=not ClauseSet.objects.filter(grantor=wanted.grantor).exists(), at=at)
    try:
        with transaction.atomic():
            made = ClauseSet.objects.create(
                grantor=wanted.grantor, valid_from=wanted.valid_from, basis=basis, set_at=at, set_by=actor
            )
    except IntegrityError:
        raise TextBeginsEarlier from None
    Clause.objects.bulk_create(
        Clause(clause_set=made, position=number, key=one.key, kind=one.kind, text=one.text)
        for number, one in enumerate(clauses, start=1)
    )
    return made


@dataclass(frozen=True, kw_only=True)
class PassageToBe:
    """A passage that is to be; ``kind`` is None where it stands in letters of every kind."""

    part: Part
    instrument: Instrument
    text: str
    valid_from: date
    kind: LetterKind | None = None


@action(may=permissions.may_lay_down_texts)
def lay_down_passage(wanted: PassageToBe, *, actor: Person, at: datetime) -> Passage:
    """Lay down a part of letters from a day on (Textbaustein festlegen)."""
    text = wanted.text.strip()
    if said := rules.text_problem(text, longest=rules.LONGEST_PASSAGE):
        raise TextRefused(said, field="text")
    place = {"part": wanted.part, "instrument": wanted.instrument, "kind": wanted.kind or ""}
    _not_too_early(wanted.valid_from, is_first=not Passage.objects.filter(**place).exists(), at=at)
    try:
        with transaction.atomic():
            return Passage.objects.create(**place, text=text, valid_from=wanted.valid_from, set_at=at, set_by=actor)
    except IntegrityError:
        raise TextBeginsEarlier from None


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """The texts that the house proposes, from a day on."""

    valid_from: date
    basis: str


@action(may=permissions.may_lay_down_texts, bulk=True)
def begin_with_proposals(wanted: Proposals, *, actor: Person, at: datetime) -> list[ClauseSet]:
    """Lay down the house's proposals where there are no texts yet, so that the office begins from something."""
    made = [
        lay_down_clauses(
            ClausesToBe(
                grantor=grantor,
                clauses=rules.proposed_clauses(grantor),
                valid_from=wanted.valid_from,
                basis=wanted.basis,
            ),
            actor=actor,
            at=at,
        )
        for grantor in Grantor
        if not ClauseSet.objects.filter(grantor=grantor).exists()
    ]
    for one in rules.proposed_passages():
        if not Passage.objects.filter(part=one.part, instrument=one.instrument, kind=one.kind).exists():
            lay_down_passage(
                PassageToBe(
                    part=one.part,
                    instrument=Instrument(one.instrument),
                    kind=LetterKind(one.kind) if one.kind else None,
                    text=one.text,
                    valid_from=wanted.valid_from,
                ),
                actor=actor,
                at=at,
            )
    return made


def _not_too_early(valid_from: date, *, is_first: bool, at: datetime) -> None:
    """What holds is never changed afterwards; only the first text may reach back."""
    if not is_first and valid_from < clock.local(at).date():
        raise TextBeginsEarlier
