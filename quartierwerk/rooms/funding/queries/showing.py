"""What a project shows: its pictures, what became of it, what it was granted, and what waits to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from quartierwerk.rooms.directory.rules import read_address
from quartierwerk.rooms.funding.models import Decision, Effect, Letter, Project, ProjectPicture
from quartierwerk.rooms.funding.rules import LetterState, ProjectState
from quartierwerk.rooms.places.queries import city_drawing, geocode, locator


@dataclass(frozen=True)
class Additions:
    """What was added to a project and waits for whoever tends it."""

    pictures: tuple[int, ...] = ()
    effect: int | None = None
    """Keys of pictures, and of what became of it."""

    @property
    def mark(self) -> str:
        """Of all of it, so that nobody lets others see what they did not see themself."""
        return ".".join(map(str, (self.effect or 0, *self.pictures))) if self else ""

    def __bool__(self) -> bool:
        return bool(self.pictures or self.effect)


class Grant(NamedTuple):
    """What a programme gives to a project, in cents."""

    title: str
    url: str
    """Of the programme's page; empty where it has none for everybody."""
    cents: int


def is_in_city(lat: float, lon: float) -> bool:
    """Whether a point lies in one of the districts of today; a city without boundaries has no outside."""
    return not city_drawing().districts or locator().locate(lat, lon).district is not None


def spot_at(address: str) -> tuple[float, float] | None:
    """Latitude and longitude of an address as somebody types it; None where no register knows it."""
    site = read_address(address)
    found = geocode(street=site.street, house_number=site.house_number, postcode=site.postcode, town=site.town)
    return (found.lat, found.lon) if found else None


def additions_of(project: Project) -> Additions:
    """What was added to a project since whoever tends it looked at it last."""
    pictures = project.pictures.filter(shown_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    effect = Effect.objects.filter(project=project).waiting().values_list("pk", flat=True).first()
    return Additions(tuple(pictures), effect)


def pictures_of(project: Project, *, sees_all: bool) -> list[ProjectPicture]:
    """The pictures of a project in their order: those that everybody sees, or all for those who look after it."""
    found = project.pictures.select_related("picture")
    return list(found if sees_all else found.shown())


def effect_of(project: Project, *, sees_all: bool = False) -> Effect | None:
    """What became of it: the latest that everybody sees, or the latest of all for those who look after it."""
    found = project.effects.order_by("-pk")
    return (found if sees_all else found.shown()).first()


def with_pictures(rows: QuerySet[Project]) -> QuerySet[Project]:
    """The projects with the pictures that everybody sees, fetched along as ``shown_pictures``."""
    shown = ProjectPicture.objects.shown().select_related("picture")
    return rows.prefetch_related(Prefetch("pictures", queryset=shown, to_attr="shown_pictures"))


def with_effects(rows: QuerySet[Project]) -> QuerySet[Project]:
    """The projects with what became of them, fetched along as ``shown_effects``, the latest first."""
    shown = Effect.objects.shown().order_by("-pk")
    return rows.prefetch_related(Prefetch("effects", queryset=shown, to_attr="shown_effects"))


def grants_of(project: Project) -> list[Grant]:
    """What programmes give to it: the latest decision of each application that whoever applied knows of.

    What was taken over from before was made known then.
    """
    known = Letter.objects.filter(decision=OuterRef("pk"), state=LetterState.SERVED)
    decided = Decision.objects.final().filter(application__project=project)
    told = decided.filter(Exists(known)) | decided.filter(application__taken_over_at__isnull=False)
    latest = {one.application_id: one for one in told.select_related("application__programme").order_by("number")}
    return [_grant(one) for one in latest.values() if one.cents]


def _grant(decision: Decision) -> Grant:
    programme = decision.application.programme
    is_known = programme.is_public
    return Grant(
        title=programme.name if is_known else _("weitere Förderung"),
        url=programme.get_absolute_url() if is_known else "",
        cents=decision.cents,
    )


def projects_with_additions(person: Any) -> QuerySet[Project]:
    """Public projects to which something was added that nobody has looked at; since when, as ``since``."""
    pictures = ProjectPicture.objects.filter(project=OuterRef("pk"), shown_at__isnull=True)
    effects = Effect.objects.filter(project=OuterRef("pk")).waiting()
    oldest = pictures.order_by().values("project").annotate(oldest=Min("added_at")).values("oldest")
    public = Project.objects.tended_by(person).filter(state=ProjectState.PUBLIC)
    return (
        public.filter(Exists(pictures) | Exists(effects))
        .annotate(since=Coalesce(Subquery(oldest), Subquery(effects.values("at")[:1])))
        .select_related("district")
    )
