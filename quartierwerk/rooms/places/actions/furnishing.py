"""How the house presents itself in its city."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.house.models import ACCENTS, THE_ONE, House, default_languages
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import journal
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import permissions
from quartierwerk.rooms.places.models import Place


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How the house presents itself; the fields of ``House``."""

    name: str
    name_en: str = ""
    accent: str = ACCENTS[0]
    languages: list[str] = field(default_factory=default_languages)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    contact_email: str = ""
    legal: dict[str, str] = field(default_factory=dict)


@action(may=permissions.may_found)
def furnish(city: Place, *, actor: Person, sign: Sign) -> Place:
    """Say how the house presents itself in its city: name, colour, languages, words, terms, contact and legal facts."""
    known = House.objects.filter(pk=THE_ONE).values_list("words", flat=True).first()
    House.objects.update_or_create(pk=THE_ONE, defaults=asdict(sign))
    note_change(
        accent=sign.accent,
        languages=list(sign.languages),
        words=sorted(sign.words),
        terms=sign.terms,
        legal=sorted(sign.legal),
    )
    if known != sign.words:
        # The cards in the index say what kind of place each one is.
        journal.note([reference(place) for place in Place.objects.exclude(pk=city.pk)])
    return city
