"""What funding tells machines: the public programmes with their terms and rounds, and the public projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from quartierwerk.foundation import clock
from quartierwerk.foundation.paging import Listed, Paging
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Programme, Project, ProjectPicture, RuleSet
from quartierwerk.rooms.funding.rules import (
    Applicant,
    Financing,
    Grantor,
    Intake,
    Payout,
    ProjectKind,
    ProjectState,
    Start,
    YearKind,
)

router = Router(tags=["funding"])


class TermsOut(Schema):
    """On which terms a programme gives money today (Regelwerk). Sums are cents, shares basis points."""

    valid_from: date = Field(description="Since when they hold.")
    grantor: Grantor = Field(description="Who gives the money.")
    applicants: list[Applicant] = Field(description="Who may apply.")
    intake: Intake = Field(description="Whether applications are taken at any time or in rounds.")
    needs_first: bool = Field(description="Whether a need has to be registered before applying.")
    financing: Financing = Field(description="How a grant is reckoned.")
    max_rate_bp: int | None = Field(description="Most of the eligible expenditure, in basis points; null for no rate.")
    max_cents: int | None = Field(description="Most per project, in cents; null for no limit.")
    min_cents: int = Field(description="Below this sum nothing is granted, in cents.")
    min_own_share_bp: int = Field(description="Least share of one's own, in basis points.")
    start: Start = Field(description="Whether a project may begin before the decision.")
    payout: Payout = Field(description="When the money is paid.")
    survey_from_cents: int | None = Field(
        description="From so much granted on whoever applied is asked afterwards, in cents; null for nobody."
    )
    use_months: int = Field(description="Within so many months of its payment money is to be used.")
    basis: str = Field(description="Where it is written, in German.")


class RoundOut(Schema):
    """The days between which a programme takes applications (Förderrunde)."""

    name: str = Field(description="Name of the round.")
    opens_on: date = Field(description="First day.")
    closes_on: date = Field(description="Last day, until its end in Europe/Berlin.")


class ProgrammeOut(Schema):
    """What there is money for (Förderprogramm)."""

    slug: str = Field(description="Stable short name; it stands in addresses.")
    name: str = Field(alias="name_de", description="German name.")
    name_en: str = Field(description="English name, empty if there is none.")
    summary: str = Field(alias="summary_de", description="What it is for, in one German sentence.")
    summary_en: str = Field(description="The same in English, empty if there is none.")
    start_date: date = Field(alias="since_on", description="Since when there is this programme.")
    end_date: date | None = Field(alias="until_on", description="Its last day; null while no end is set.")
    is_open: bool = Field(description="Whether it takes applications today.")
    terms: TermsOut | None = Field(description="The terms of today; null where none hold yet.")
    rounds: list[RoundOut] = Field(description="All its rounds, the latest first.")
    url: str = Field(description="The page of the programme.")

    @staticmethod
    def resolve_is_open(programme: Programme) -> bool:
        return queries.standing(programme, on=clock.today()).is_open

    @staticmethod
    def resolve_terms(programme: Programme) -> RuleSet | None:
        return queries.standing(programme, on=clock.today()).rule_set

    @staticmethod
    def resolve_rounds(programme: Programme) -> list[Any]:
        return list(programme.rounds.all())

    @staticmethod
    def resolve_url(programme: Programme, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(programme.get_absolute_url())


class ProgrammeList(Listed[ProgrammeOut]):
    """A page of programmes by short name."""


@router.get("/programmes", response=ProgrammeList, summary="All public programmes", operation_id="list_programmes")
def list_programmes(request: HttpRequest, filters: Query[Paging]) -> dict[str, Any]:
    """The public programmes that have not ended."""
    return filters.of_rows(request, queries.programmes(None).running(on=clock.today()).order_by("slug"))


@router.get("/programmes/{slug:slug}", response=ProgrammeOut, summary="One programme", operation_id="get_programme")
def get_programme(request: HttpRequest, slug: str) -> Programme:
    """One public programme, also one that has ended."""
    return get_object_or_404(queries.programmes(None), slug=slug)


class ProjectPictureOut(Schema):
    """A picture on the page of a project (Bild eines Projekts)."""

    url: str = Field(description="Where the picture lies, about 1280 pixels wide, as WebP.")
    alt: str = Field(description="What is to be seen, in German.")
    credit: str = Field(description="Who made it.")
    licence: str = Field(description="Its licence; empty means that all rights are reserved.")

    @staticmethod
    def resolve_url(shown: ProjectPicture, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(shown.picture.url_for(1280))


class EffectOut(Schema):
    """What became of a project (Wirkung)."""

    text: str = Field(description="In words, in German.")
    participants: int = Field(description="How many people took part.")
    volunteer_hours: int = Field(description="Hours of voluntary work.")


class ProjectOut(Schema):
    """Something that is done in one or several districts (Projekt). Private persons are never named."""

    id: int = Field(alias="pk", description="Stable key; it stands in addresses.")
    title: str = Field(description="Title.")
    summary: str = Field(description="What happens, in German.")
    kind: ProjectKind = Field(description="Who carries it out.")
    state: ProjectState = Field(description="Whether it takes place.")
    carrier: str = Field(alias="named_carrier", description="Who carries it out; empty for private persons.")
    partners: list[str] = Field(alias="partner_lines", description="Organisations that take part.")
    district: str = Field(description="Short name of the district in the lead; in the city it counts once, there.")
    further_districts: list[str] = Field(description="Short names of further districts.")
    theme: str | None = Field(description="Its theme, in German; null where none is named.")
    start_date: date = Field(alias="starts_on", description="First day.")
    end_date: date = Field(alias="ends_on", description="Last day.")
    plain: str = Field(description="What happens once more in plain German; empty where nobody has written it.")
    place: str = Field(description="Where it happens, in words; may be empty.")
    lat: float | None = Field(description="Latitude in degrees (WGS 84); null where it has no spot on the map.")
    lon: float | None = Field(description="Longitude in degrees (WGS 84); null where it has no spot on the map.")
    pictures: list[ProjectPictureOut] = Field(description="Its pictures, the first one first.")
    effect: EffectOut | None = Field(description="What became of it; null until it is told.")
    received_cents: int = Field(description="Money from elsewhere that has come in, in cents.")
    third_party_cents: int = Field(description="What of it came from others, in cents.")
    has_third_party_money: bool = Field(description="Whether money from others has come in.")
    resolved_cents: int = Field(
        description="What the board of the district resolved on for an own project, less what went back, in cents."
    )
    paid_cents: int = Field(description="What of it was paid, in cents.")
    is_closed: bool = Field(description="Whether an own project is accounted for.")
    url: str = Field(description="The page of the project.")

    @staticmethod
    def resolve_district(project: Project) -> str:
        return project.district.slug

    @staticmethod
    def resolve_further_districts(project: Project) -> list[str]:
        return [place.slug for place in project.others.all()]

    @staticmethod
    def resolve_theme(project: Project) -> str | None:
        return project.theme.name_de if project.theme else None

    @staticmethod
    def resolve_received_cents(project: Project) -> int:
        return project.means.received

    @staticmethod
    def resolve_pictures(project: Project) -> list[Any]:
        return project.shown_pictures  # type: ignore[attr-defined]

    @staticmethod
    def resolve_effect(project: Project) -> Any:
        return next(iter(project.shown_effects), None)  # type: ignore[attr-defined]

    @staticmethod
    def resolve_third_party_cents(project: Project) -> int:
        return project.means.third_party_received

    @staticmethod
    def resolve_has_third_party_money(project: Project) -> bool:
        return project.means.has_third_party

    @staticmethod
    def resolve_resolved_cents(project: Project) -> int:
        return project.means.resolved

    @staticmethod
    def resolve_paid_cents(project: Project) -> int:
        return project.means.paid

    @staticmethod
    def resolve_is_closed(project: Project) -> bool:
        return project.closed_at is not None

    @staticmethod
    def resolve_url(project: Project, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(project.get_absolute_url())


class ProjectList(Listed[ProjectOut]):
    """A page of projects by their keys."""


@router.get("/projects", response=ProjectList, summary="All public projects", operation_id="list_projects")
def list_projects(request: HttpRequest, filters: Query[Paging]) -> dict[str, Any]:
    """The public projects, also those that were called off later."""
    return filters.of_rows(request, _projects().order_by("pk"))


@router.get("/projects/{int:project_id}", response=ProjectOut, summary="One project", operation_id="get_project")
def get_project(request: HttpRequest, project_id: int) -> Project:
    """One public project."""
    return get_object_or_404(_projects(), pk=project_id)


def _projects() -> Any:
    return queries.with_effects(queries.with_pictures(queries.projects(None).with_money()))


class YearOut(Schema):
    """Projects and payments of one year in the city or in a district: as counted here, or as a source reported them."""

    year: int = Field(description="Calendar year.")
    district: str | None = Field(description="Short name of the district in the lead; null for the whole city.")
    kind: YearKind = Field(description="Counted out of the cases here, or reported elsewhere.")
    projects: int | None = Field(description="How many projects began in that year; null where nothing was reported.")
    with_third_party: int | None = Field(description="How many of them have money from others; null if not reported.")
    third_party_share_bp: int | None = Field(description="Their share in basis points; null where it is not known.")
    paid_out_cents: int | None = Field(description="Payments less repayments of that year, in cents.")
    city_grant_cents: int | None = Field(description="What the city gave in that year, in cents; only reported.")
    rounded: str = Field(description="Name of the field that is known only roughly; empty for none.")
    source: str = Field(description="Where a reported figure is written, in German; empty for what is counted here.")
    doubt: str = Field(description="What speaks against a reported figure, in German; empty for nothing.")


class YearList(Listed[YearOut]):
    """A page of years, by year, the whole city before its districts, counted before reported."""


class YearPaging(Paging):
    """Which years."""

    year: int | None = Field(None, description="Only this year.", examples=[2026])
    district: str = Field("", description="Only the district of this short name.", examples=["probe-nord"])
    is_city: bool = Field(False, description="Only the whole city.", examples=[False])
    kind: YearKind | None = Field(None, description="Only counted or only reported figures.", examples=["computed"])


@router.get(
    "/statistics/projects",
    response=YearList,
    summary="Projects and payments by year and district",
    operation_id="list_project_years",
)
def list_project_years(request: HttpRequest, filters: Query[YearPaging]) -> dict[str, Any]:
    """What is counted here and what was reported elsewhere, side by side; see “definitions” on the page of figures."""
    rows = queries.years(
        year=filters.year,
        district=filters.district,
        is_city=filters.is_city,
        kind=filters.kind,
        on=clock.today(),
    )
    after = filters.after(request)
    ahead = [row for row in rows if after is None or list(row.place) > after]
    items = ahead[: filters.limit]
    more = list(items[-1].place) if len(ahead) > len(items) else None
    return filters.envelope(request, total=len(rows), items=items, after=more)
