"""What places tell machines: districts and quarters, with the boundary that holds today."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from quartierwerk.foundation import clock
from quartierwerk.foundation.paging import Listed, Paging
from quartierwerk.rooms.places import queries
from quartierwerk.rooms.places.models import (
    Boundary,
    Centre,
    District,
    Neighbourhood,
    PartnerCity,
    Place,
    PlaceProfile,
    Quarter,
    Theme,
)

router = Router(tags=["places"])


class PointOut(Schema):
    """A point in WGS 84."""

    lat: float = Field(description="Latitude in degrees.")
    lon: float = Field(description="Longitude in degrees.")


class GeometryOut(Schema):
    """An area as GeoJSON."""

    type: Literal["Polygon", "MultiPolygon"] = Field(description="Kind of geometry.")
    coordinates: list[Any] = Field(description="Rings of points, longitude before latitude (RFC 7946).")


class BoundaryOut(Schema):
    """The shape of a place from one day on."""

    valid_from: date = Field(description="First day on which the boundary holds.")
    valid_to: date | None = Field(description="First day on which it holds no more; null while no end is set.")
    is_schematic: bool = Field(description="True if it is computed from centres and not surveyed.")
    source: str = Field(description="Who drew it.")
    geometry: GeometryOut = Field(alias="geojson", description="The area.")


class PlaceOut(Schema):
    """What districts and quarters have in common."""

    slug: str = Field(description="Stable short name; it stands in addresses and filters.")
    name: str = Field(description="German name.")
    name_en: str = Field(description="English name, empty if it is the same.")
    aliases: list[str] = Field(description="Everyday names.")
    center: PointOut = Field(description="The middle, for orientation.")
    hue: int = Field(description="Number of the hue in which the place is drawn, 1 to 12.")
    text_de: str = Field(description="A few German sentences.")
    text_en: str = Field(description="The same in English.")
    url: str = Field(description="The page of the place.")

    @staticmethod
    def resolve_center(place: Place) -> dict[str, float]:
        return {"lat": place.center_lat, "lon": place.center_lon}

    @staticmethod
    def resolve_url(place: Place, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(place.get_absolute_url())


class DistrictOut(PlaceOut):
    """One of the parts that the whole city is divided into (Stadtbezirk)."""


class QuarterOut(PlaceOut):
    """A part of the city known for its creative uses (Kreativquartier)."""

    district: str = Field(
        description="Short name of the district in which the middle lies; a quarter may reach further."
    )
    radius_m: int | None = Field(description="Radius in metres, if the quarter is drawn as a circle.")

    @staticmethod
    def resolve_district(place: Place) -> str:
        return place.parent.slug


class PartOut(PlaceOut):
    """A neighbourhood (Stadtteil) or a centre outside the inner city (Nebenzentrum)."""

    district: str = Field(description="Short name of the district in which it lies.")

    @staticmethod
    def resolve_district(place: Place) -> str:
        return place.parent.slug


class PartnerOut(PlaceOut):
    """A city elsewhere that the city is bound to (Partnerstadt)."""

    country_de: str = Field(description="German name of the country.")
    country_en: str = Field(description="English name of the country.")
    partner_since: int | None = Field(description="Year in which the partnership was sealed.")


class ThemeOut(Schema):
    """A focus of the city's work (Handlungsschwerpunkt) with its days."""

    id: int = Field(description="Stable number.")
    name_de: str = Field(description="German name.")
    name_en: str = Field(description="English name, empty if there is none.")
    about_de: str = Field(description="What it is about, in German.")
    about_en: str = Field(description="The same in English.")
    valid_from: date = Field(description="First day on which it holds.")
    valid_to: date | None = Field(description="First day on which it holds no more; null while no end is set.")


class ProfileVersionOut(Schema):
    """One version of a place's profile (Standortprofil)."""

    valid_from: date = Field(description="First day on which it holds; the next version ends it.")
    strengths_de: list[str] = Field(description="Strengths in German.")
    strengths_en: list[str] = Field(description="Strengths in English, empty if not translated.")
    priorities_de: list[str] = Field(description="Priorities in German, the first one first.")
    priorities_en: list[str] = Field(description="Priorities in English, empty if not translated.")
    themes: list[int] = Field(description="Numbers of the themes (`/themes`).")

    @classmethod
    def of(cls, profile: PlaceProfile) -> ProfileVersionOut:
        """The version as the open interface tells it; needs its themes fetched."""
        return cls(
            valid_from=profile.valid_from,
            strengths_de=profile.strengths_de.splitlines(),
            strengths_en=profile.strengths_en.splitlines(),
            priorities_de=profile.priorities_de.splitlines(),
            priorities_en=profile.priorities_en.splitlines(),
            themes=[theme.pk for theme in profile.themes.all()],
        )


class Detail(Schema):
    """What a single place says beside what the list has."""

    boundary: BoundaryOut | None = Field(description="The boundary that holds today; null if none is known.")
    boundaries: list[BoundaryOut] = Field(
        alias="boundaries_of_all_days",
        description="All boundaries that held, hold or will hold, the latest first.",
    )
    profile_versions: list[ProfileVersionOut] = Field(
        description="All versions of the profile, the latest first; the first that has begun holds."
    )


class DistrictDetail(DistrictOut, Detail):
    """A district with its boundaries and its profile."""


class QuarterDetail(QuarterOut, Detail):
    """A quarter with its boundaries and its profile."""


class Districts(Listed[DistrictOut]):
    """One part of the list of districts, by short name."""


class Quarters(Listed[QuarterOut]):
    """One part of the list of quarters, by short name."""


class Parts(Listed[PartOut]):
    """One part of the list of neighbourhoods or centres, by short name."""


class Partners(Listed[PartnerOut]):
    """One part of the list of partner cities, by short name."""


class Themes(Listed[ThemeOut]):
    """One part of the list of themes, by their first days."""


class PlaceFilter(Paging):
    """Which places of a list are wanted."""

    q: str = Field("", max_length=100, description="Part of the name.", examples=["Nord"])

    def fitting(self, places: QuerySet[Place]) -> QuerySet[Place]:
        """The places that fit, by short name."""
        word = self.q.replace("\x00", "").strip()
        return places.filter(Q(name__icontains=word) | Q(name_en__icontains=word)) if word else places

    def answer(self, request: HttpRequest, places: QuerySet[Place]) -> dict[str, Any]:
        """One part of the list."""
        return self.of_rows(request, self.fitting(places))


class QuarterFilter(PlaceFilter):
    """Which quarters are wanted; several districts are alternatives."""

    district: list[str] = Field(
        [],
        max_length=50,
        description="Short names of districts in which the middle lies.",
        examples=[["stadtmitte-nord"]],
    )

    def fitting(self, places: QuerySet[Place]) -> QuerySet[Place]:
        """The quarters that fit, by short name."""
        wanted = [slug for slug in self.district if "\x00" not in slug]
        places = super().fitting(places)
        return places.filter(parent__slug__in=wanted) if self.district else places


@router.get("/districts", response=Districts, summary="All districts", operation_id="list_districts")
def list_districts(request: HttpRequest, filters: Query[PlaceFilter]) -> dict[str, Any]:
    """The districts of the city."""
    return filters.answer(request, District.objects.all())


@router.get("/districts/{slug:slug}", response=DistrictDetail, summary="One district", operation_id="get_district")
def get_district(request: HttpRequest, slug: str) -> Place:
    """One district with its boundary."""
    return _with_boundary(District.objects.all(), slug)


@router.get("/quarters", response=Quarters, summary="All quarters", operation_id="list_quarters")
def list_quarters(request: HttpRequest, filters: Query[QuarterFilter]) -> dict[str, Any]:
    """The creative quarters of the city."""
    return filters.answer(request, Quarter.objects.select_related("parent"))


@router.get("/quarters/{slug:slug}", response=QuarterDetail, summary="One quarter", operation_id="get_quarter")
def get_quarter(request: HttpRequest, slug: str) -> Place:
    """One quarter with its boundary."""
    return _with_boundary(Quarter.objects.select_related("parent"), slug)


@router.get("/neighbourhoods", response=Parts, summary="All neighbourhoods", operation_id="list_neighbourhoods")
def list_neighbourhoods(request: HttpRequest, filters: Query[QuarterFilter]) -> dict[str, Any]:
    """The neighbourhoods of the city."""
    return filters.answer(request, Neighbourhood.objects.select_related("parent"))


@router.get("/centres", response=Parts, summary="All centres", operation_id="list_centres")
def list_centres(request: HttpRequest, filters: Query[QuarterFilter]) -> dict[str, Any]:
    """The centres outside the inner city."""
    return filters.answer(request, Centre.objects.select_related("parent"))


@router.get("/partner-cities", response=Partners, summary="All partner cities", operation_id="list_partner_cities")
def list_partner_cities(request: HttpRequest, filters: Query[PlaceFilter]) -> dict[str, Any]:
    """The cities elsewhere that the city is bound to."""
    return filters.answer(request, PartnerCity.objects.all())


@router.get("/themes", response=Themes, summary="All themes", operation_id="list_themes")
def list_themes(request: HttpRequest, filters: Query[Paging]) -> dict[str, Any]:
    """What the city works on, with the days from which and until which it does."""
    return filters.of_rows(request, Theme.objects.all())


def _with_boundary(places: QuerySet[Place], slug: str) -> Place:
    place = get_object_or_404(places, slug=slug)
    place.boundaries_of_all_days = list(Boundary.objects.ever_valid().filter(place=place))
    place.profile_versions = [ProfileVersionOut.of(version) for version in queries.versions(place)]
    place.boundary = Boundary.objects.valid(on=clock.today()).filter(place=place).first()
    return place
