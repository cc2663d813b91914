"""The pillars of a city's scheme, and the pots of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, rules
from quartierwerk.rooms.budget.actions._books import PotClosed, said, short
from quartierwerk.rooms.budget.actions._opening import Opening, make_pot
from quartierwerk.rooms.budget.models import Pillar, Pot


class YearRefused(RuleBroken):
    """A pillar cannot end before it begins, nor before a pot that was opened for it."""

    sentence = _("In einem späteren Jahr gibt es schon Töpfe dieser Säule. Bitte nennen Sie dieses oder ein späteres.")
    field = "last_year"


class SumsRefused(RuleBroken):
    """A pillar provides for a share of each district, or for one sum, and for no debt."""

    sentence = _("Bitte geben Sie genau einen der beiden Beträge an: je Bezirk oder zusammen.")
    field = "total_cents"


class PillarOver(RuleBroken):
    """The part of the scheme does not hold in the year of the pot."""

    sentence = _("Diese Säule gilt in dem Jahr nicht.")
    field = "pillar"


@dataclass(frozen=True, kw_only=True)
class PillarTerms:
    """What a part of the scheme provides for; sums in cents."""

    name_de: str
    first_year: int
    basis: str
    name_en: str = ""
    last_year: int | None = None
    per_district_cents: int | None = None
    total_cents: int = 0


@action(may=permissions.may_keep_books)
def add_pillar(terms: PillarTerms, *, actor: Person) -> Pillar:
    """Enter what a resolution provides for, from a year on (Säule anlegen)."""
    said(terms.name_de, field="name_de", most=rules.LONGEST_NAME)
    short(terms.name_en, field="name_en", most=rules.LONGEST_NAME)
    said(terms.basis, field="basis")
    if not rules.is_year(terms.first_year):
        raise YearRefused(_("Das Jahr ist keines."), field="first_year")
    if terms.last_year is not None:
        _last(terms.last_year, first=terms.first_year)
    if not rules.provides(per_district=terms.per_district_cents, total=terms.total_cents):
        raise SumsRefused
    return Pillar.objects.create(**vars(terms))


@action(may=permissions.may_keep_books)
def end_pillar(pillar: Pillar, *, actor: Person, last_year: int) -> Pillar:
    """Let a pillar hold up to a year and no longer; pots that there are stay (Säule beenden)."""
    _last(last_year, first=pillar.first_year)
    if pillar.pots.filter(year__year__gt=last_year).exists():
        raise YearRefused
    pillar.last_year = last_year
    pillar.save(update_fields=["last_year"])
    return pillar


@action(may=permissions.may_keep_books, first=lambda actor, opening: lock(opening.year))
def open_pot(opening: Opening, *, actor: Person, at: datetime) -> Pot:
    """Open a pot in a year that is not closed; it holds nothing yet (Topf eröffnen)."""
    if opening.year.is_closed:
        raise NotNow
    pillar = opening.pillar
    if pillar is None:
        said(opening.purpose, field="purpose", most=rules.LONGEST_NAME)
    elif not rules.holds_in(opening.year.year, first=pillar.first_year, last=pillar.last_year):
        raise PillarOver
    return make_pot(opening)


@action(may=permissions.may_keep_books)
def edit_pot(pot: Pot, *, actor: Person, account: str) -> Pot:
    """Enter how the city's treasury calls a pot (Buchungsstelle ändern)."""
    if pot.closed_at is not None:
        raise PotClosed
    pot.account = short(account, field="account", most=rules.LONGEST_REFERENCE)
    pot.save(update_fields=["account"])
    return pot


def _last(year: int, *, first: int) -> None:
    """Refuse a last year that is none, or lies before the first."""
    if not rules.is_year(year):
        raise YearRefused(_("Das Jahr ist keines."))
    if year < first:
        raise YearRefused(_("Das letzte Jahr liegt vor dem ersten."))
