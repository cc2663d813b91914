"""What bodies tell machines: the public ones with who sits on them today, in words close to OParl's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from quartierwerk.foundation import clock
from quartierwerk.foundation.paging import Listed, Paging
from quartierwerk.rooms.boards import queries, rules
from quartierwerk.rooms.boards.models import Body, Meeting, Resolution, Seat
from quartierwerk.rooms.boards.rules import BodyKind, Branch, ItemKind, MeetingState, SeatRole

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
        found = found.in_districts([slug for slug in filters.district if "\x00" not in slug])
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


# --- Meetings and resolutions ------------------------------------------------------------------------------------


class AgendaItemOut(Schema):
    """A public item of an agenda (OParl: AgendaItem)."""

    number: str = Field(description="Its number; numbers that are missing belong to items that are not public.")
    name: str = Field(alias="title", description="What it is about.")
    kind: ItemKind = Field(description="What the body does with it.")


class MeetingOut(Schema):
    """A meeting of a body, once it was invited to (Sitzung; OParl: Meeting)."""

    id: int = Field(alias="pk", description="Stable key; it stands in addresses.")
    organization: str = Field(description="Short name of the body.")
    name: str = Field(alias="title", description="What it is about; empty for an ordinary one.")
    state: MeetingState = Field(description="How far it has got.")
    start: datetime = Field(alias="starts_at", description="When it begins.")
    end: datetime = Field(alias="ends_at", description="When it is planned to end.")
    location: str = Field(alias="place", description="Where it is.")
    agenda_item: list[AgendaItemOut] = Field(description="The public part of the agenda, in its order.")
    url: str = Field(description="The page of the meeting.")

    @staticmethod
    def resolve_organization(meeting: Meeting) -> str:
        return meeting.body.slug

    @staticmethod
    def resolve_agenda_item(meeting: Meeting) -> list[dict[str, Any]]:
        items = {item.pk: item for item in meeting.items.all()}
        numbers = rules.numbered(Branch(item.pk, item.parent_id, item.position) for item in items.values())
        public = ((items[key], number) for key, number in numbers if items[key].is_public)
        return [{"number": number, "title": item.title, "kind": item.kind} for item, number in public]

    @staticmethod
    def resolve_url(meeting: Meeting, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(meeting.get_absolute_url())


class ResolutionOut(Schema):
    """What a body decided in public, with the numbers that say why it counts (Beschluss; OParl: Paper, resolution)."""

    id: int = Field(alias="pk", description="Stable key.")
    organization: str = Field(description="Short name of the body.")
    year: int = Field(description="Year of the number.")
    number: int = Field(description="Number, counted by body and year.")
    name: str = Field(description="The item of the agenda.")
    text: str = Field(alias="wording", description="The wording.")
    is_carried: bool = Field(description="Whether it was carried.")
    date: datetime = Field(alias="at", description="When it was resolved.")
    meeting: int = Field(description="Key of the meeting.")
    yes: int = Field(description="Votes in favour.")
    no: int = Field(description="Votes against.")
    abstained: int = Field(description="Abstentions.")
    invalid: int = Field(description="Invalid votes.")
    majority_needed: int = Field(description="So many votes in favour carried it.")
    seats: int = Field(description="Voting seats that were filled.")
    present: int = Field(description="Of these, those that were there and might vote.")
    recused: int = Field(description="Of these, those that took no part because they were concerned.")
    quorum_needed: int = Field(description="So many had to be there.")
    is_quorum_met: bool = Field(description="Whether enough were there.")
    url: str = Field(description="The page of the resolution.")

    @staticmethod
    def resolve_organization(resolution: Resolution) -> str:
        return resolution.body.slug

    @staticmethod
    def resolve_name(resolution: Resolution) -> str:
        return resolution.item.title

    @staticmethod
    def resolve_meeting(resolution: Resolution) -> int:
        return resolution.item.meeting_id

    @staticmethod
    def resolve_url(resolution: Resolution, context: dict[str, Any]) -> str:
        return context["request"].build_absolute_uri(resolution.get_absolute_url())


class MeetingList(Listed[MeetingOut]):
    """A page of meetings, the latest first."""


class ResolutionList(Listed[ResolutionOut]):
    """A page of resolutions, the latest first."""


class OfBody(Paging):
    """The filter of meetings and resolutions."""

    organization: list[str] = Field([], max_length=50, description="Short names of bodies.", examples=[["vorstand"]])

    @property
    def bodies(self) -> list[str]:
        """The same, without what no database takes."""
        return [slug for slug in self.organization if "\x00" not in slug]


@router.get("/meetings", response=MeetingList, summary="All public meetings", operation_id="list_meetings")
def list_meetings(request: HttpRequest, filters: Query[OfBody]) -> dict[str, Any]:
    """The meetings of public bodies that were invited to, with the public part of their agenda."""
    found = queries.meetings(None).prefetch_related("items")
    if filters.organization:
        found = found.filter(body__slug__in=filters.bodies)
    return filters.of_rows(request, found)


@router.get("/meetings/{int:meeting_id}", response=MeetingOut, summary="One meeting", operation_id="get_meeting")
def get_meeting(request: HttpRequest, meeting_id: int) -> Meeting:
    """One public meeting."""
    return get_object_or_404(queries.meetings(None).prefetch_related("items"), pk=meeting_id)


@router.get("/resolutions", response=ResolutionList, summary="All public resolutions", operation_id="list_resolutions")
def list_resolutions(request: HttpRequest, filters: Query[OfBody]) -> dict[str, Any]:
    """What public bodies decided in public; nobody who voted."""
    found = queries.resolutions(None)
    if filters.organization:
        found = found.filter(body__slug__in=filters.bodies)
    return filters.of_rows(request, found)


@router.get(
    "/resolutions/{int:resolution_id}",
    response=ResolutionOut,
    summary="One resolution",
    operation_id="get_resolution",
)
def get_resolution(request: HttpRequest, resolution_id: int) -> Resolution:
    """One public resolution."""
    return get_object_or_404(queries.resolutions(None), pk=resolution_id)
