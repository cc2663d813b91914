"""Places of six kinds: the city, its parts, and the cities that it is a partner of."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.house.words import registered, word
from quartierwerk.rooms.places.rules import PlaceKind

PAGES = {
    PlaceKind.CITY: "places:city",
    PlaceKind.DISTRICT: "places:district",
    PlaceKind.NEIGHBOURHOOD: "places:neighbourhood",
    PlaceKind.CENTRE: "places:centre",
    PlaceKind.QUARTER: "places:quarter",
    PlaceKind.PARTNER_CITY: "places:partner",
}
"""The kinds of places and the route of their page."""


class Place(models.Model):
    """A part of the city, the city itself, or a partner city outside of it (Ort)."""

    Kind = models.TextChoices(
        "Kind",
        {
            "CITY": (PlaceKind.CITY.value, _("Stadt")),
            "DISTRICT": (PlaceKind.DISTRICT.value, _("Stadtbezirk")),
            "NEIGHBOURHOOD": (PlaceKind.NEIGHBOURHOOD.value, _("Stadtteil")),
            "CENTRE": (PlaceKind.CENTRE.value, _("Nebenzentrum")),
            "QUARTER": (PlaceKind.QUARTER.value, _("Kreativquartier")),
            "PARTNER_CITY": (PlaceKind.PARTNER_CITY.value, _("Partnerstadt")),
        },
    )

    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    slug = models.SlugField(_("Kurzname"), max_length=60)
    name = models.CharField(_("Name"), max_length=100)
    name_en = models.CharField(_("Name auf Englisch"), max_length=100, blank=True)
    aliases = models.JSONField(_("Weitere Namen"), default=list, blank=True)
    """Everyday names; several places may share one."""
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("liegt in")
    )
    center_lat = models.FloatField(_("Breite der Mitte"))
    center_lon = models.FloatField(_("Länge der Mitte"))
    radius_m = models.PositiveIntegerField(_("Umkreis in Metern"), null=True, blank=True)
    """For a place that is drawn as a circle as long as nobody has drawn its boundary."""
    hue = models.PositiveSmallIntegerField(_("Farbton"), default=1)
    """One of twelve hues of equal lightness; a quarter carries its district's."""
    text_de = models.TextField(_("Text"), blank=True)
    text_en = models.TextField(_("Text auf Englisch"), blank=True)
    country_de = models.CharField(_("Land"), max_length=60, blank=True)
    """Where a partner city lies; empty for the city and its parts."""
    country_en = models.CharField(_("Land auf Englisch"), max_length=60, blank=True)
    partner_since = models.PositiveSmallIntegerField(_("Partnerstadt seit"), null=True, blank=True)
    """The year in which the partnership was sealed."""

    class Meta:
        verbose_name = _("Ort")
        verbose_name_plural = _("Orte")
        # A slug is written without umlauts, so this order is the one of a German dictionary on both databases.
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="places_one_slug_per_kind"),
            models.CheckConstraint(
                condition=models.Q(center_lat__range=(-90, 90), center_lon__range=(-180, 180)),
                name="places_center_on_earth",
            ),
            models.CheckConstraint(condition=models.Q(hue__range=(1, 12)), name="places_hue_is_one_of_twelve"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return (self.name_en or self.name) if language() == "en" else self.name

    def get_kind_display(self) -> str:
        """What this city calls such a place."""
        return word(self.kind) if self.kind in registered() else str(self.Kind(self.kind).label)

    def get_absolute_url(self) -> str:
        """The page of the place."""
        arguments = [] if self.kind == PlaceKind.CITY else [self.slug]
        return reverse(PAGES[PlaceKind(self.kind)], args=arguments)


class KindManager(models.Manager[Any]):
    """Only the places of one kind."""

    def __init__(self, kind: PlaceKind) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(kind=self.kind)


class City(Place):
    """The whole city (Stadt)."""

    objects = KindManager(PlaceKind.CITY)

    class Meta:
        proxy = True
        verbose_name = _("Stadt")
        verbose_name_plural = _("Städte")


class District(Place):
    """One of the parts that the whole city is divided into, with a council of its own (Stadtbezirk)."""

    objects = KindManager(PlaceKind.DISTRICT)

    class Meta:
        proxy = True
        verbose_name = _("Stadtbezirk")
        verbose_name_plural = _("Stadtbezirke")


class Neighbourhood(Place):
    """A part of a district (Stadtteil)."""

    objects = KindManager(PlaceKind.NEIGHBOURHOOD)

    class Meta:
        proxy = True
        verbose_name = _("Stadtteil")
        verbose_name_plural = _("Stadtteile")


class Centre(Place):
    """A shopping and meeting centre outside the inner city (Nebenzentrum)."""

    objects = KindManager(PlaceKind.CENTRE)

    class Meta:
        proxy = True
        verbose_name = _("Nebenzentrum")
        verbose_name_plural = _("Nebenzentren")


class Quarter(Place):
    """A part of the city known for its creative uses; it may cross districts (Kreativquartier)."""

    objects = KindManager(PlaceKind.QUARTER)

    class Meta:
        proxy = True
        verbose_name = _("Kreativquartier")
        verbose_name_plural = _("Kreativquartiere")


class PartnerCity(Place):
    """A city elsewhere that the city is bound to, so that things can point to it (Partnerstadt)."""

    objects = KindManager(PlaceKind.PARTNER_CITY)

    class Meta:
        proxy = True
        verbose_name = _("Partnerstadt")
        verbose_name_plural = _("Partnerstädte")
