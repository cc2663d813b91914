"""What would become of the rows of a list of cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.folding import fold
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding.models import Application, Programme, RuleSet
from quartierwerk.rooms.funding.rules.applications import Content
from quartierwerk.rooms.funding.rules.taking import (
    CaseRow,
    Known,
    KnownPot,
    KnownProgramme,
    KnownTerms,
    Refusal,
    pot_key,
    read_row,
)
from quartierwerk.rooms.funding.rules.taking_plan import Case, Planned, case_of, plan
from quartierwerk.rooms.places.models import District


def planned_cases(rows: Sequence[dict[str, str]], *, on: date) -> list[Planned]:
    """What would become of the rows of a list on a day, each by its cells."""
    known = known_names()
    read = [read_row(cells, known=known, on=on) for cells in rows]
    return plan(read, there=_cases_there(read), known=known)


def known_names() -> Known:
    """What names in a list can mean today."""
    terms: dict[int, list[KnownTerms]] = {}
    for one in RuleSet.objects.standing():
        terms.setdefault(one.programme_id, []).append(KnownTerms(one.valid_from, one.pk, one.terms))
    programmes = {}
    for programme in Programme.objects.all():
        found = KnownProgramme(programme.pk, terms.get(programme.pk, []))
        programmes |= {fold(name): found for name in (programme.slug, programme.name_en, programme.name_de) if name}
    return Known(programmes, {fold(one.name): one.pk for one in District.objects.all()}, _pots())


def _pots() -> dict[str, list[KnownPot]]:
    """The open pots by year and name, in every language of the pages."""
    found: dict[str, list[KnownPot]] = {}
    for pot in Pot.objects.filter(closed_at__isnull=True, year__closed_at__isnull=True).named():
        one = KnownPot(pot.pk, pot.pillar_id, pot.district_id, pot.available)
        for key in {_key_of(pot, language) for language, _name in settings.LANGUAGES}:
            found.setdefault(key, []).append(one)
    return found


def _key_of(pot: Pot, language: str) -> str:
    with translation.override(language):
        return pot_key(f"{pot.year} {pot}")


def _cases_there(rows: Sequence[CaseRow | Refusal]) -> list[Case]:
    """What was submitted to the programmes of a list, as the rules know it again."""
    programmes = {row.programme for row in rows if isinstance(row, CaseRow)}
    kept = Application.objects.filter(programme__in=programmes, submitted_at__isnull=False).order_by("pk")
    said = kept.values_list("programme", "file_number", "submitted_at", "taken_over_at", "content", "project__title")
    found = []
    for programme, file_number, submitted_at, taken_over_at, first, title in said:
        content = Content.read(first)
        before = [one.title for one in content.plan.expenses] if taken_over_at else []  # as it was called in the list
        found.append(
            case_of(
                programme=programme,
                file_number=file_number,
                titles=[title, *before],
                received_on=clock.local(submitted_at).date(),
                content=content,
            )
        )
    return found
