"""The nouns of places: places of five kinds, their dated boundaries, and the register of addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.house.words import word
from quartierwerk.rooms.places.rules import PlaceKind

PAGES = {PlaceKind.DISTRICT: "places:district", PlaceKind.QUARTER: "places:quarter"}
"""The kinds that have a page of their own, and its route."""


class Place(models.Model):
    """A part of the city, or the city itself (Ort)."""

    Kind = models.TextChoices(
        "Kind",
        {
            "CITY": (PlaceKind.CITY.value, _("Stadt")),
            "DISTRICT": (PlaceKind.DISTRICT.value, _("Stadtbezirk")),
            "NEIGHBOURHOOD": (PlaceKind.NEIGHBOURHOOD.value, _("Stadtteil")),
            "CENTRE": (PlaceKind.CENTRE.value, _("Nebenzentrum")),
            "QUARTER": (PlaceKind.QUARTER.value, _("Kreativquartier")),
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

    @property
    def has_page(self) -> bool:
        return self.kind in PAGES

    def get_kind_display(self) -> str:
        """What this city calls such a place."""
        return word(self.kind) if self.kind != PlaceKind.CITY else str(self.Kind(self.kind).label)

    def get_absolute_url(self) -> str:
        """The page of the place; kinds without one lead to the list of districts."""
        route = PAGES.get(PlaceKind(self.kind))
        return reverse(route, args=[self.slug]) if route else reverse("places:districts")


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


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    """Questions about boundaries."""

    def valid(self, *, on: date) -> BoundaryQuerySet:
        """The boundaries that hold on this day."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=on), valid_from__lte=on)


class Boundary(models.Model):
    """The shape of a place from one day on (Grenze)."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="boundaries", verbose_name=_("Ort"))
    valid_from = models.DateField(_("gilt ab"))
    valid_to = models.DateField(_("gilt bis vor"), null=True, blank=True)
    """The first day on which it holds no more; empty while no later boundary is drawn."""
    geojson = models.JSONField(_("Form"))
    """A Polygon or MultiPolygon as GeoJSON has it: longitude before latitude, WGS 84."""
    digest = models.CharField(max_length=32, editable=False)
    """Of the shape, so that a process knows whether the shapes it has prepared are still the right ones."""
    is_schematic = models.BooleanField(_("nur schematisch"), default=False)
    """Computed from centres, not surveyed; every drawing says so."""
    source = models.CharField(_("Quelle"), max_length=200, blank=True)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Grenze")
        verbose_name_plural = _("Grenzen")
        ordering = ["place_id", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(valid_to__isnull=True), name="places_one_open_boundary"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="places_boundary_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.valid_from:%Y-%m-%d}"


class Address(models.Model):
    """One house of the city's register of addresses, with its point (Adresse)."""

    street = models.CharField(_("Straße"), max_length=120)
    house_number = models.CharField(_("Hausnummer"), max_length=20)
    postcode = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    town = models.CharField(pgettext_lazy("address", "Ort"), max_length=80, blank=True)
    lat = models.FloatField(_("Breite"))
    lon = models.FloatField(_("Länge"))
    street_key = models.CharField(max_length=120, editable=False)
    """The street as all its spellings agree; see ``rules.addresses``."""
    number_key = models.CharField(max_length=20, editable=False)

    class Meta:
        verbose_name = _("Adresse")
        verbose_name_plural = _("Adressen")
        constraints = [
            models.UniqueConstraint(
                fields=["street_key", "number_key", "postcode"], name="places_one_point_per_address"
            ),
            models.CheckConstraint(
                condition=models.Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="places_address_on_earth"
            ),
        ]
        indexes = [models.Index(fields=["postcode"], name="places_address_postcode")]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}, {self.postcode} {self.town}".strip()
