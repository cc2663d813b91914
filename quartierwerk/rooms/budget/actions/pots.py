"""The pillars of a city's scheme, and the pots of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions
from quartierwerk.rooms.budget.actions._books import said
from quartierwerk.rooms.budget.models import FiscalYear, Pillar, Pot
from quartierwerk.rooms.budget.rules import Source
from quartierwerk.rooms.places.models import Place


class PotThere(RuleBroken):
    """The year has such a pot already."""

    sentence = _("Diesen Topf gibt es in dem Jahr schon. Ein anderer Zweck unterscheidet die beiden.")
    field = "purpose"


class YearRefused(RuleBroken):
    """A pillar cannot end before it begins, nor before a pot that was opened for it."""

    sentence = _("In einem späteren Jahr gibt es schon Töpfe dieser Säule. Bitte nennen Sie dieses oder ein späteres.")
    field = "last_year"


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
    said(terms.name_de, field="name_de")
    said(terms.basis, field="basis")
    if terms.last_year is not None and terms.last_year < terms.first_year:
        raise YearRefused(_("Das letzte Jahr liegt vor dem ersten."))
    return Pillar.objects.create(**vars(terms))


@action(may=permissions.may_keep_books)
def end_pillar(pillar: Pillar, *, actor: Person, last_year: int) -> Pillar:
    """Let a pillar hold up to a year and no longer; pots that there are stay (Säule beenden)."""
    if last_year < pillar.first_year or pillar.pots.filter(year__year__gt=last_year).exists():
        raise YearRefused
    pillar.last_year = last_year
    pillar.save(update_fields=["last_year"])
    return pillar


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A pot to be opened."""

    year: FiscalYear
    source: Source
    pillar: Pillar | None = None
    district: Place | None = None
    purpose: str = ""
    account: str = ""


@action(may=permissions.may_keep_books, first=lambda actor, opening: lock(opening.year))
def open_pot(opening: Opening, *, actor: Person, at: datetime) -> Pot:
    """Open a pot in a year that is not closed; it holds nothing yet (Topf eröffnen)."""
    if opening.year.is_closed:
        raise NotNow
    if opening.pillar is None:
        said(opening.purpose, field="purpose")
    return make_pot(opening)


@action(may=permissions.may_keep_books)
def edit_pot(pot: Pot, *, actor: Person, account: str) -> Pot:
    """Enter how the city's treasury calls a pot (Buchungsstelle ändern)."""
    pot.account = account.strip()
    pot.save(update_fields=["account"])
    return pot


def make_pot(opening: Opening, *, follows: Pot | None = None) -> Pot:
    """A new pot; raises PotThere where the year has such a one."""
    given = vars(opening) | {"purpose": " ".join(opening.purpose.split()), "account": opening.account.strip()}
    try:
        with transaction.atomic():
            return Pot.objects.create(**given, follows=follows)
    except IntegrityError as error:
        raise PotThere from error
