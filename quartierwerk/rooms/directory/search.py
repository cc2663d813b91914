"""What the search index may know of a profile."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.kept.memory import kept
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import KEYWORD, PLACE, PUBLIC, TEXT, Document, Hint, SearchEntry, register
from quartierwerk.foundation.ui.showing import Shown
from quartierwerk.rooms.directory import queries, rules
from quartierwerk.rooms.directory.models import Profession, Profile, Sector, Synonym, Work, WorkPicture

WIDEST = 640
"""Pixels that a picture takes on a card, on a screen of the densest kind."""


@register
class ProfileCard(SearchEntry):
    """A public profile: its words, its facets, and the card that lists show."""

    model = Profile
    audience = PUBLIC
    weights = {
        "professions": KEYWORD,
        "sectors": KEYWORD,
        "keywords": KEYWORD,
        "tagline": PLACE,
        "places": PLACE,
        "about": TEXT,
        "works": TEXT,
    }
    facets = ("kind", "sector", "profession", "district", "quarter", "cooperation", "accessible")
    single = ("kind",)
    heading = _("Im Verzeichnis")
    leads = True
    list_url = "directory:list"
    list_label = _("Alle Treffer im Verzeichnis")
    hints = "directory/_hints.html"

    @classmethod
    def queryset(cls) -> QuerySet[Profile]:
        """The public profiles with all that a document reads."""
        shown = Prefetch("pictures", WorkPicture.objects.select_related("picture"))
        works = Prefetch("works", Work.objects.prefetch_related(shown))
        return Profile.objects.visible_to(None).with_parts().prefetch_related(works)

    @classmethod
    def document(cls, thing: Profile) -> Document:
        """The document of one profile, from rows that are already fetched."""
        professions = list(thing.professions.all())
        sectors = [ranked.sector for ranked in thing.profile_sectors.all()]
        locations = list(thing.locations.all())
        districts = {place.pk: place for location in locations if (place := location.district)}
        quarters = {place.pk: place for location in locations for place in location.quarters.all()}
        works = list(thing.works.all())
        near = [*quarters.values(), *districts.values()]
        return Document(
            name=thing.name,
            texts={
                "professions": [word for p in professions for word in (p.name_de, *p.other_names)],
                "sectors": [sector.name_de for sector in sectors],
                "keywords": thing.keywords,
                "tagline": thing.tagline_de,
                "places": [
                    *(name for place in near for name in (place.name, *place.aliases)),
                    *(
                        f"{location.street} {location.house_number} {location.postcode} {location.town}"
                        for location in locations
                    ),
                ],
                "about": [thing.about_de, thing.about_plain, thing.cooperation_de],
                "works": [text for work in works for text in (work.title_de, work.about_de)],
            },
            english={
                "professions": [p.name_en for p in professions],
                "sectors": [sector.name_en for sector in sectors],
                "tagline": thing.tagline_en,
                "about": [thing.about_en, thing.cooperation_en],
                "works": [text for work in works for text in (work.title_en, work.about_en)],
            },
            facets={
                "kind": [thing.kind],
                "sector": [sector.pk for sector in sectors],
                "profession": [p.pk for p in professions],
                "district": list(districts),
                "quarter": list(quarters),
                "cooperation": [1] if thing.is_open_for_cooperation else [],
                "accessible": [1] if thing.is_accessible else [],
            },
            sort_key=thing.sort_key,
            newest=thing.created_at,
            points=[(location.lat, location.lon) for location in locations if location.lat is not None],
            card=_card(thing, professions, sectors, near)
            | {
                "features": {
                    "professions": [p.pk for p in professions],
                    "sectors": [sector.pk for sector in sectors],
                    "keywords": [rules.fold(word) for word in thing.keywords],
                    "quarters": list(quarters),
                    "districts": list(districts),
                }
            },
            about=[reference(place) for place in near],
            hints=[
                *(Hint("profession", p.name_de) for p in professions),
                *(Hint("place", place.name) for place in near),
            ],
        )

    @classmethod
    def answer(cls, text: str, *, limit: int) -> queries.Found:
        """As the list answers: it understands places and shows what is public at this moment."""
        return queries.find(queries.Wanted(q=text), limit=limit, counts=False)

    @classmethod
    def synonyms_version(cls) -> Hashable:
        """The groups themselves: another answer whenever the office edits one."""
        return _synonyms()

    @classmethod
    def synonyms(cls) -> Iterable[Sequence[str]]:
        """The groups of words that mean the same."""
        return _synonyms()

    @classmethod
    def words(cls) -> Iterable[str]:
        """The vocabulary's own names: they count as parts of compounds."""
        yield from Sector.objects.values_list("name_de", flat=True)
        for name, others in Profession.objects.values_list("name_de", "other_names"):
            yield from (name, *others)


@kept(Synonym)
def _synonyms() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in Synonym.objects.order_by("pk").values_list("words", flat=True) if group)


def _card(thing: Profile, professions: Sequence[Profession], sectors: Sequence[Sector], near: Sequence) -> dict:
    """What a list shows of a profile without asking the database."""
    district = next((place for place in reversed(near)), None)
    return {
        "title": thing.name,
        "slug": thing.slug,
        "kind": thing.kind,
        "line": ", ".join(p.name_de for p in professions[:3]) or ", ".join(s.name_de for s in sectors[:2]),
        "line_en": ", ".join(p.name_en or p.name_de for p in professions[:3])
        or ", ".join(s.name_en or s.name_de for s in sectors[:2]),
        "text": thing.tagline_de or thing.tagline_en,
        "text_en": thing.tagline_en or thing.tagline_de,
        "text_language": "de" if thing.tagline_de else "en",
        "text_language_en": "en" if thing.tagline_en else "de",
        "place": near[0].name if near else "",
        "place_en": (near[0].name_en or near[0].name) if near else "",
        "hue": district.hue if district else 0,
        "url": thing.get_absolute_url(),
        "cooperation": thing.is_open_for_cooperation,
        "closed": thing.closed_on is not None,
        "confirmed": clock.local(thing.confirmed_at).date().isoformat(),
        "sealed_until": until.isoformat() if (until := thing.sealed_until) else "",
        **_picture(thing),
    }


def _picture(thing: Profile) -> dict[str, Shown]:
    """The first picture among its works."""
    shown = next((shown for work in thing.works.all() for shown in work.pictures.all()), None)
    if shown is None:
        return {}
    return {"picture": shown.picture.shown_within(WIDEST)}
