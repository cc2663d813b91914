"""What bodies tell machines: the public ones with who sits on them today, in words close to OParl's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from quartierwerk.foundation import clock
from quartierwerk.foundation.paging import Listed, Paging
from quartierwerk.rooms.boards.models import Body, Seat
from quartierwerk.rooms.boards.rules import BodyKind, SeatRole

router = Router(tags=["boards"])


class MembershipOut(Schema):
    """Somebody's seat on a body (OParl: Membership)."""

    name: str = Field(description="Name of the person.")
    role: SeatRole = Field(description="What they are there.")
    voting_right: bool = Field(alias="is_voting", description="Whether they vote.")
    on_behalf_of: str = Field(alias="represents", description="For whom they sit there; empty where nothing is said.")
    start_date: date = Field(alias="valid_from", description="First day.")
    end_date: date | None = Field(alias="last_day", description="Last day; null while no end is set.")

    @staticmethod
    def resolve_name(seat: Seat) -> str:
        return seat.holder


class BodyOut(Schema):
    """A group of people that decides or advises (Gremium; OParl: Organization)."""

    slug: str = Field(description="Stable short name; it stands in addresses.")
    name: str = Field(alias="name_de", description="German name.")
    name_en: str = Field(description="English name, empty if there is none.")
    classification: BodyKind = Field(alias="kind", description="What it is.")
    district: str | None = Field(description="Short name of its district; null for a body of the whole city.")
    start_date: date = Field(alias="since_on", description="Since when there is this body.")
    end_date: date | None = Field(alias="until_on", description="Its last day; null while it exists.")
    membership: list[MembershipOut] = Field(description="Who sits on it today, the chair first.")
    url: str = Field(description="The page of the body.")

    @staticmethod
    def resolve_district(body: Body) -> str | None:
        return body.district.slug if body.district else None

    @staticmethod
    def resolve_membership(body: Body) -> list[Seat]:
        return list(body.seats.all())

    @staticmethod
    def resolve_url(body: Body, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(body.get_absolute_url())


class BodyList(Listed[BodyOut]):
    """A page of bodies by short name."""


class BodyFilter(Paging):
    """The filters of the page for people, by the same names."""

    district: list[str] = Field([], max_length=50, description="Slugs of districts.", examples=[["stadtmitte-nord"]])
    kind: list[BodyKind] = Field([], max_length=50, description="Kinds of bodies.", examples=[["steering_board"]])


@router.get("/bodies", response=BodyList, summary="All public bodies", operation_id="list_bodies")
def list_bodies(request: HttpRequest, filters: Query[BodyFilter]) -> dict[str, Any]:
    """The public bodies that exist today."""
    found = _public().existing(on=clock.today())
    if filters.district:
        found = found.in_districts(filters.district)
    if filters.kind:
        found = found.filter(kind__in=filters.kind)
    return filters.of_rows(request, found)


@router.get("/bodies/{slug:slug}", response=BodyOut, summary="One body", operation_id="get_body")
def get_body(request: HttpRequest, slug: str) -> Body:
    """One public body, also one that was dissolved."""
    return get_object_or_404(_public(), slug=slug)


def _public() -> QuerySet[Body]:
    seats = Prefetch("seats", Seat.objects.valid(on=clock.today()).in_order())
    return Body.objects.visible_to(None).select_related("district").prefetch_related(seats).order_by("slug")
