"""The directory's part of the open interface: what visitors see, nothing else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from quartierwerk.foundation.paging import Paging
from quartierwerk.rooms.directory import queries, rules
from quartierwerk.rooms.directory.models import Contact, Location, Profession, Profile, Sector

router = Router(tags=["directory"])
MOST_VALUES = 50
"""So many values one filter takes."""


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

    type: str = Field(description="email, phone, mobile, website or person.")
    value: str = Field(description="The address or number.")


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
    access: list[str] = Field(description="Facts about accessibility, like step_free.")
    is_open_for_cooperation: bool = Field(description="Whether the actor looks for partners.")
    founded: int | None = Field(description="Year of foundation.")
    closed_on: date | None = Field(description="The day it closed, if it did.")
    legal_form: str = Field(description="Legal form, as stated.")
    licence: str = Field(description="SPDX identifier of the licence of the texts; empty when not stated.")
    created_at: datetime = Field(description="When it was taken into the directory.")
    changed_at: datetime = Field(description="When it was changed last.")

    @staticmethod
    def resolve_url(profile: Profile, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(profile.get_absolute_url())

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
    def resolve_links(profile: Profile) -> list[dict[str, str]]:
        return [{"label": label, "url": url} for label, url in profile.links]


class ProfileList(Schema):
    """A page of profiles."""

    total: int = Field(description="How many profiles fit in all.")
    items: list[ProfileOut] = Field(description="The profiles of this page.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class SectorList(Schema):
    """All sectors."""

    total: int = Field(description="How many there are.")
    items: list[SectorOut] = Field(description="The sectors in the order of the office.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class ProfessionList(Schema):
    """All professions."""

    total: int = Field(description="How many there are.")
    items: list[ProfessionOut] = Field(description="The professions by German name.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class ProfileFilter(Paging):
    """The filters of the list page, by the same names; several values of one filter are alternatives."""

    q: str = Field(
        "", max_length=300, description="Words to search for; places are understood.", examples=["Fotografin Altstadt"]
    )
    kind: list[rules.Kind] = Field([], max_length=MOST_VALUES, description="Kinds of actors.")
    sector: list[str] = Field([], max_length=MOST_VALUES, description="Slugs of sectors.", examples=[["design"]])
    profession: list[str] = Field([], max_length=MOST_VALUES, description="Slugs of professions.")
    district: list[str] = Field([], max_length=MOST_VALUES, description="Slugs of districts.")
    quarter: list[str] = Field([], max_length=MOST_VALUES, description="Slugs of quarters.")
    cooperation: bool = Field(False, description="Only those open for cooperation.")
    accessible: bool = Field(False, description="Only those that can be reached without steps.")
    sort: str = Field("relevance", pattern="^(relevance|name|newest)$", description="relevance, name or newest.")

    def wanted(self) -> queries.Wanted:
        """The same question as the page asks."""
        values = {name: tuple(str(value) for value in getattr(self, name)) for name in queries.FACETS}
        switches = {name for name in queries.SWITCHES if getattr(self, name)}
        return queries.Wanted(
            q=self.q,
            values={name: given for name, given in values.items() if given},
            switches=frozenset(switches),
            sort=self.sort,
        )


@router.get("/profiles", response=ProfileList, summary="Search the directory", operation_id="list_profiles")
def list_profiles(request: HttpRequest, filters: Query[ProfileFilter]) -> dict[str, Any]:
    """The public profiles that fit, best first."""
    found = queries.find(filters.wanted(), person=None, offset=filters.offset, limit=filters.limit, counts=False)
    items = queries.public_profiles([hit.key for hit in found.hits])
    return filters.envelope(request, total=found.total, items=items)


@router.get("/profiles/{int:profile_id}", response=ProfileOut, summary="One profile", operation_id="get_profile")
def get_profile(request: HttpRequest, profile_id: int) -> Profile:
    """One public profile."""
    return get_object_or_404(queries.public(), pk=profile_id)


@router.get("/sectors", response=SectorList, summary="All sectors", operation_id="list_sectors")
def list_sectors(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The sub-markets of the culture and creative industries."""
    return paging.of_rows(request, Sector.objects.all())


@router.get("/professions", response=ProfessionList, summary="All professions", operation_id="list_professions")
def list_professions(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The professions by which profiles are filtered."""
    return paging.of_rows(request, Profession.objects.select_related("sector").order_by("name_de", "slug"))
