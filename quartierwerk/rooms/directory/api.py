"""The directory's part of the open interface: what visitors see, nothing else."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from quartierwerk.foundation import search
from quartierwerk.foundation.paging import Listed, Paging
from quartierwerk.rooms.directory import queries, rules
from quartierwerk.rooms.directory.models import Contact, Location, Profession, Profile, Sector, Work, WorkPicture

router = Router(tags=["directory"])
MOST_VALUES = 50
"""So many values one filter takes."""
CELLS_FINER = 3
"""Cells are so many levels finer than the zoom: 45 to 90 pixels wide."""


class RenditionOut(Schema):
    """One file of a picture."""

    url: str = Field(description="Address of the file; what lies under it never changes.")
    type: str = Field(description="image/avif or image/webp; AVIF follows some seconds after the upload.")
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels, to within one.")


class FocusOut(Schema):
    """The point of a picture that should stay in sight wherever it is cut."""

    x: float = Field(description="Share of the width from the left: 0 is the left edge, 1 the right one.")
    y: float = Field(description="Share of the height from the top: 0 is the upper edge, 1 the lower one.")


class PictureOut(Schema):
    """A picture of a work, with what a reader needs who does not see it."""

    url: str = Field(description="Address of the picture, 1280 pixels wide at most.")
    alt_de: str = Field(description="What it shows, in German.")
    alt_en: str = Field(description="What it shows, in English; empty where it is not said.")
    focus: FocusOut = Field(description="Its focal point; the middle where nobody has said another.")
    creator: str = Field(description="Who made it.")
    licence: str = Field(description="SPDX identifier of its licence; empty means all rights reserved.")
    renditions: list[RenditionOut] = Field(description="Its files in all kinds and widths, for a picture element.")

    @staticmethod
    def resolve_focus(shown: WorkPicture) -> dict[str, float]:
        return shown.picture.focus._asdict()

    @staticmethod
    def resolve_renditions(shown: WorkPicture, context: dict[str, Any]) -> list[dict[str, Any]]:
        absolute = context["request"].build_absolute_uri
        return [one._asdict() | {"url": absolute(one.url)} for one in shown.picture.renditions]

    @staticmethod
    def resolve_url(shown: WorkPicture, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(shown.picture.url_for(1280))


class WordOut(Schema):
    """A sector or profession by which profiles are sorted."""

    slug: str = Field(description="Stable name, also the value of the filter.")
    name_de: str = Field(description="German name.")
    name_en: str = Field(description="English name; empty where there is none.")


class SectorOut(WordOut):
    """A sub-market of the culture and creative industries (Teilmarkt)."""

    wz_codes: list[str] = Field(description="Examples of WZ 2008 codes.")


class ProfessionOut(WordOut):
    """A profession (Beruf)."""

    sector: str = Field(description="Slug of the sector it belongs to.")
    other_names: list[str] = Field(description="Everyday German names it is found by.")

    @staticmethod
    def resolve_sector(profession: Profession) -> str:
        return profession.sector.slug


class LocationOut(Schema):
    """An address with its point."""

    addition: str = Field(description="What helps to find it: yard, floor, bell.")
    street: str = Field(description="Street without the number.")
    house_number: str = Field(description="House number with its letter.")
    postcode: str = Field(description="Five digits.")
    town: str = Field(description="Town.")
    lat: float | None = Field(description="Latitude in WGS 84; null when the address was not found.")
    lon: float | None = Field(description="Longitude in WGS 84.")
    precision: str = Field(description="pin, exact, street or postcode; the last two are rough.")
    district: str | None = Field(description="Slug of the district the point lies in.")
    quarters: list[str] = Field(description="Slugs of the quarters the point lies in.")

    @staticmethod
    def resolve_district(location: Location) -> str | None:
        return location.district.slug if location.district else None

    @staticmethod
    def resolve_quarters(location: Location) -> list[str]:
        return [quarter.slug for quarter in location.quarters.all()]


class ContactOut(Schema):
    """A contact field that its owner has made public."""

    type: str = Field(description="phone, mobile, website or person; an e-mail address is never given away.")
    value: str = Field(description="The address or number.")


class SpanOut(Schema):
    """A stretch of time on one weekday during which it is open."""

    weekday: int = Field(description="0 is Monday, 6 is Sunday.")
    opens: time = Field(description="When it opens, in Europe/Berlin.")
    closes: time = Field(description="When it closes, in Europe/Berlin.")


class OpeningOut(Schema):
    """Opening hours (Öffnungszeiten)."""

    mode: str = Field(description="unknown, weekly, by_appointment or closed_for_now.")
    spans: list[SpanOut] = Field(description="The hours of a usual week; empty where none are stated.")
    note: str = Field(description="A remark in the actor's own words.")


class WorkOut(Schema):
    """A piece of work that a profile shows (Arbeitsprobe)."""

    title_de: str = Field(description="German title.")
    title_en: str = Field(description="English title; empty where there is none.")
    about_de: str = Field(description="German text.")
    about_en: str = Field(description="English text.")
    year: int | None = Field(description="The year it was made.")
    pictures: list[PictureOut] = Field(description="Its pictures.")

    @staticmethod
    def resolve_pictures(work: Work) -> list[WorkPicture]:
        return list(work.pictures.all())


class LinkOut(Schema):
    """A link to a page elsewhere."""

    label: str = Field(description="The actor's own label.")
    url: str = Field(description="Address of the page.")


class ProfileOut(Schema):
    """A creative actor's entry in the directory (Profil)."""

    id: int = Field(description="Stable number.")
    name: str = Field(description="Name.")
    kind: str = Field(description="company, freelancer, association, institution, venue or collective.")
    url: str = Field(description="Address of the page for people.")
    sectors: list[str] = Field(description="Slugs of sectors, most important first.")
    professions: list[str] = Field(description="Slugs of professions.")
    keywords: list[str] = Field(description="Free keywords.")
    tagline_de: str = Field(description="One sentence in German.")
    tagline_en: str = Field(description="One sentence in English.")
    about_de: str = Field(description="German text.")
    about_en: str = Field(description="English text.")
    about_plain: str = Field(description="Text in plain German (Leichte Sprache).")
    locations: list[LocationOut] = Field(description="Addresses, the main one first.")
    contacts: list[ContactOut] = Field(description="Public contact fields.")
    links: list[LinkOut] = Field(description="Links to pages elsewhere.")
    works: list[WorkOut] = Field(description="Pieces of work that the profile shows.")
    opening: OpeningOut = Field(description="When somebody is there.")
    access: list[str] = Field(description="Facts about accessibility, like step_free.")
    is_open_for_cooperation: bool = Field(description="Whether the actor looks for partners.")
    cooperation_de: str = Field(description="Whom or what the actor looks for, in German.")
    cooperation_en: str = Field(description="The same in English.")
    founded: int | None = Field(description="Year of foundation.")
    closed_on: date | None = Field(description="The day it closed, if it did.")
    moved_on_to: str = Field(description="Where it went on, if it closed.")
    legal_form: str = Field(description="Legal form, as stated.")
    licence: str = Field(description="SPDX identifier of the licence of the texts; empty when not stated.")
    confirmed_at: datetime = Field(description="When somebody last said that all of this is right.")
    is_stale: bool = Field(description="Whether that is so long ago that a reader should know.")
    sealed_until: date | None = Field(
        description="The last day on which the city's seal “confirmed by the city” holds; absent where it has none."
    )
    created_at: datetime = Field(description="When it was taken into the directory.")
    changed_at: datetime = Field(description="When it was changed last.")

    @staticmethod
    def resolve_url(profile: Profile, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(profile.get_absolute_url())

    @staticmethod
    def resolve_is_stale(profile: Profile) -> bool:
        return queries.is_stale(profile)

    @staticmethod
    def resolve_sectors(profile: Profile) -> list[str]:
        return [ranked.sector.slug for ranked in profile.profile_sectors.all()]

    @staticmethod
    def resolve_professions(profile: Profile) -> list[str]:
        return [profession.slug for profession in profile.professions.all()]

    @staticmethod
    def resolve_contacts(profile: Profile) -> list[Contact]:
        return profile.public_contacts

    @staticmethod
    def resolve_works(profile: Profile) -> list[Work]:
        return list(profile.works.all())

    @staticmethod
    def resolve_opening(profile: Profile) -> dict[str, Any]:
        spans = [
            {"weekday": span.weekday, "opens": span.opens, "closes": span.closes}
            for span in map(rules.span_from_plain, profile.opening_spans)
        ]
        return {"mode": profile.opening_mode, "spans": spans, "note": profile.opening_note}

    @staticmethod
    def resolve_links(profile: Profile) -> list[dict[str, str]]:
        return [{"label": label, "url": url} for label, url in profile.links]


class ProfileList(Listed[ProfileOut]):
    """A page of profiles, best first."""


class SectorList(Listed[SectorOut]):
    """All sectors in the order of the office."""


class ProfessionList(Listed[ProfessionOut]):
    """All professions by German name."""


class ProfileFilter(Paging):
    """The filters of the list page, by the same names; several values of one filter are alternatives."""

    q: str = Field(
        "", max_length=300, description="Words to search for; places are understood.", examples=["Fotografin Altstadt"]
    )
    kind: list[rules.Kind] = Field(
        [], max_length=MOST_VALUES, description="Kinds of actors.", examples=[["freelancer"]]
    )
    sector: list[str] = Field([], max_length=MOST_VALUES, description="Slugs of sectors.", examples=[["design"]])
    profession: list[str] = Field(
        [], max_length=MOST_VALUES, description="Slugs of professions.", examples=[["fotografie"]]
    )
    district: list[str] = Field(
        [], max_length=MOST_VALUES, description="Slugs of districts.", examples=[["stadtmitte-nord"]]
    )
    quarter: list[str] = Field(
        [], max_length=MOST_VALUES, description="Slugs of quarters.", examples=[["werftquartier"]]
    )
    cooperation: bool = Field(False, description="Only those open for cooperation.", examples=[True])
    accessible: bool = Field(False, description="Only those that can be reached without steps.", examples=[True])
    near: str = Field(
        "",
        max_length=queries.LONGEST_ADDRESS,
        description="Only within a circle around “latitude,longitude”, an address of the city or the name of a place.",
        examples=["51.5136,7.4653"],
    )
    radius: int = Field(
        rules.DEFAULT_RADIUS, ge=1, le=rules.MOST_RADIUS, description="Radius of that circle in metres.", examples=[400]
    )
    box: str = Field(
        "",
        pattern=rf"^$|{rules.BOX_PATTERN}",
        max_length=80,
        description="Only within “west,south,east,north” in degrees; a box that holds nothing is left out.",
        examples=["7.4,51.4,7.6,51.6"],
    )
    sort: str = Field(
        "relevance",
        pattern="^(relevance|name|newest|distance)$",
        description="relevance, name, newest, or distance from the middle of the circle.",
        examples=["name"],
    )

    def wanted(self) -> queries.Wanted:
        """The same question as the page asks."""
        values = {name: tuple(str(value) for value in getattr(self, name)) for name in queries.FACETS}
        switches = {name for name in queries.SWITCHES if getattr(self, name)}
        return queries.Wanted(
            q=self.q,
            values={name: given for name, given in values.items() if given},
            switches=frozenset(switches),
            near=" ".join(self.near.replace("\x00", "").split()),
            radius=self.radius,
            box=rules.read_box(self.box),
            sort=self.sort,
        )


@router.get("/profiles", response=ProfileList, summary="Search the directory", operation_id="list_profiles")
def list_profiles(request: HttpRequest, filters: Query[ProfileFilter]) -> dict[str, Any]:
    """The public profiles that fit.

    By relevance the first 300 come best first, the others newest first; every other order holds to the end.
    """
    mark = queries.Mark.from_plain(given) if (given := filters.after(request)) else queries.Mark()
    found = queries.find(filters.wanted(), limit=filters.limit, counts=False, after=mark)
    if not found.is_ready:
        raise search.NotReady
    items = queries.public_profiles([hit.key for hit in found.hits])
    return filters.envelope(request, total=found.total, items=items, after=found.after and found.after.plain())


class ClusterOut(BaseModel):  # Not a Schema: that also reads objects, which takes long with hundreds of them.
    """The profiles in one cell of the map."""

    lat: float = Field(description="Latitude of the mean of all locations in the cell, whatever is asked for.")
    lon: float = Field(description="Longitude of the same.")
    count: int = Field(description="How many profiles; one with several locations in the cell counts once.")
    box: list[float] = Field(
        description="West, south, east and north of the cell; a value for the filter of that name."
    )


class ClusterList(Schema):
    """What was found, counted by cells of the map."""

    total: int = Field(description="How many profiles fit in all: the same as the list's.")
    locations: int = Field(description="At how many locations with a point they are.")
    without_location: int = Field(description="How many of them have none.")
    level: int = Field(description="How often the world was divided to get these cells.")
    items: list[ClusterOut] = Field(description="The occupied cells of the view and its surroundings.")


class ClusterFilter(ProfileFilter):
    """The filters of the list, and the part of the map that is looked at; paging and sort do not count."""

    bounds: str = Field(
        "-180,-85,180,85",
        pattern=rules.BOX_PATTERN,
        max_length=80,
        description="What the map shows: “west,south,east,north” in degrees. It filters nothing.",
        examples=["7.3,51.4,7.7,51.6"],
    )
    zoom: float = Field(
        11,
        ge=0,
        le=24,
        description="Zoom of the map, with tiles of 512 pixels; cells are an eighth of a tile wide.",
        examples=[11],
    )

    def spread(self) -> dict[str, Any]:
        """The answer."""
        view = rules.read_box(self.bounds) or rules.WORLD
        spread = queries.spread(self.wanted(), view=view, level=round(self.zoom) + CELLS_FINER)
        return {
            "total": spread.total,
            "locations": spread.locations,
            "without_location": spread.unlocated,
            "level": spread.level,
            "items": [_cluster(one) for one in spread.clusters],
        }


def _cluster(one: search.Cluster) -> dict[str, Any]:
    lat, lon = one.middle
    return {"lat": round(lat, 5), "lon": round(lon, 5), "count": one.count, "box": [round(e, 7) for e in one.bounds]}


@router.get(
    "/profiles/clusters", response=ClusterList, summary="Profiles on the map", operation_id="list_profile_clusters"
)
def list_clusters(request: HttpRequest, filters: Query[ClusterFilter]) -> dict[str, Any]:
    """Where the profiles are that fit, counted by cells."""
    return filters.spread()


@router.get("/profiles/{int:profile_id}", response=ProfileOut, summary="One profile", operation_id="get_profile")
def get_profile(request: HttpRequest, profile_id: int) -> Profile | HttpResponse:
    """One public profile; the number of one that was merged into another leads there for good (301)."""
    found = queries.public().filter(pk=profile_id).first()
    if found is None and (stays := queries.remaining_of(profile_id)):
        return redirect(f"{request.path.removesuffix(str(profile_id))}{stays.pk}", permanent=True)
    return found or get_object_or_404(queries.public(), pk=profile_id)


@router.get("/sectors", response=SectorList, summary="All sectors", operation_id="list_sectors")
def list_sectors(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The sub-markets of the culture and creative industries."""
    return paging.of_rows(request, Sector.objects.all())


@router.get("/professions", response=ProfessionList, summary="All professions", operation_id="list_professions")
def list_professions(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The professions by which profiles are filtered."""
    return paging.of_rows(request, Profession.objects.select_related("sector").order_by("name_de", "slug"))
