"""Bodies: who decides or advises in the city and its districts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.bilingual import text, text_language
from quartierwerk.foundation.references import keys_of, reference_to
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.rules import BodyKind
from quartierwerk.rooms.places.models import Place


class BodyQuerySet(models.QuerySet["Body"]):
    """Lists of bodies, cut to what somebody may see."""

    def existing(self, *, on: date) -> BodyQuerySet:
        """The bodies that there are on a day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), since_on__lte=on)

    def in_districts(self, slugs: Collection[str], *, or_city: bool = False) -> BodyQuerySet:
        """The bodies of these districts, and those of the whole city too where these are wanted."""
        wanted = Q(district__slug__in=slugs)
        return self.filter(wanted | Q(district__isnull=True) if or_city else wanted)

    def kept_by(self, person: Any) -> BodyQuerySet:
        """The bodies that somebody keeps: the office all, a district officer those of their own districts."""
        if is_officer(person):
            return self
        return self.filter(district__in=_districts_of(person))

    def visible_to(self, person: Any) -> BodyQuerySet:
        """The public ones, those that somebody keeps, and those on which they sit today."""
        return self.filter(Q(is_public=True) | _inside(person))

    def inside(self, person: Any) -> BodyQuerySet:
        """Those that somebody keeps, and those on which they sit today: there they see what is not public."""
        return self.filter(_inside(person))


class Body(models.Model):
    """A group of people that decides or advises for the city or a district, until it is dissolved (Gremium)."""

    kind = models.CharField(_("Art"), max_length=20, choices=BodyKind.choices)
    slug = models.SlugField(_("Kurzname"), max_length=rules.LONGEST_NAME, unique=True)
    name_de = models.CharField(_("Name"), max_length=rules.LONGEST_NAME)
    name_en = models.CharField(_("Name auf Englisch"), max_length=rules.LONGEST_NAME, blank=True)
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("Stadtbezirk")
    )
    """Empty for a body of the whole city."""
    statutes_de = models.TextField(_("Satzungstext"), max_length=rules.LONGEST_STATUTES, blank=True)
    """Statutes or standing orders in Markdown; the German text alone is binding."""
    statutes_en = models.TextField(_("Satzungstext auf Englisch"), max_length=rules.LONGEST_STATUTES, blank=True)
    is_public = models.BooleanField(_("öffentlich sichtbar"), default=True)
    """Whether visitors see it and who sits on it."""
    since_on = models.DateField(_("besteht seit"))
    until_on = models.DateField(_("letzter Tag"), null=True, blank=True)
    """The last day on which there was this body; empty while it exists."""

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BodyKind.values), name="boards_body_kind_is_known"),
            models.CheckConstraint(condition=~Q(name_de=""), name="boards_body_has_a_name"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="boards_body_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("boards:body", args=[self.slug])

    @property
    def name(self) -> str:
        """What it is called in the reader's language."""
        return text(self, "name")

    @property
    def statutes_language(self) -> str:
        """The language in which the statutes are shown to this reader."""
        return text_language(self, "statutes")

    @property
    def statutes(self) -> str:
        """The statutes as this reader sees them, in Markdown."""
        return text(self, "statutes")

    @property
    def wording(self) -> rules.Wording:
        """What is said of it, as a value."""
        return rules.Wording(
            name_de=self.name_de,
            name_en=self.name_en,
            statutes_de=self.statutes_de,
            statutes_en=self.statutes_en,
            is_public=self.is_public,
        )

    @property
    def scope(self) -> str:
        """The reference of its district, within which a role may hold; empty for a body of the whole city."""
        return reference_to(Place, self.district_id) if self.district_id else ""

    def exists(self, *, on: date) -> bool:
        """Whether there is this body on a day."""
        return self.since_on <= on and (self.until_on is None or on <= self.until_on)


def _inside(person: Any) -> Q:
    if not isinstance(person, Person) or not person.is_active:
        return Q(pk__in=[])
    if is_officer(person):
        return Q(pk__isnull=False)  # all of them; an empty Q would be lost beside another
    seats = person.seats.model.objects  # their module stands above this one
    sits = seats.of(person).valid(on=clock.today())
    return Q(district__in=_districts_of(person)) | Q(Exists(sits.filter(body=OuterRef("pk"))))


def _districts_of(person: Any) -> list[int]:
    return keys_of(Place, scopes_of(person, RoleName.DISTRICT_OFFICER))
