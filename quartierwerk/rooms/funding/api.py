"""What funding tells machines: the public programmes, their terms of today and their rounds."""

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
from quartierwerk.rooms.funding.models import Programme, RuleSet
from quartierwerk.rooms.funding.rules import Applicant, Financing, Grantor, Intake, Payout, Start

router = Router(tags=["funding"])


class TermsOut(Schema):
    """On which terms a programme gives money today (Regelwerk). Sums are cents, shares basis points."""

    valid_from: date = Field(description="Since when they hold.")
    grantor: Grantor = Field(description="Who gives the money.")
    applicants: list[Applicant] = Field(description="Who may apply.")
    intake: Intake = Field(description="Whether applications are taken at any time or in rounds.")
    financing: Financing = Field(description="How a grant is reckoned.")
    max_rate_bp: int | None = Field(description="Most of the eligible expenditure, in basis points; null for no rate.")
    max_cents: int | None = Field(description="Most per project, in cents; null for no limit.")
    min_cents: int = Field(description="Below this sum nothing is granted, in cents.")
    min_own_share_bp: int = Field(description="Least share of one's own, in basis points.")
    start: Start = Field(description="Whether a project may begin before the decision.")
    payout: Payout = Field(description="When the money is paid.")
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
