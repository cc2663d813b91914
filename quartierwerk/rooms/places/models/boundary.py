"""The dated shapes of places."""

from __future__ import annotations

import json
from datetime import date

import shapely
from django.db import models
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from quartierwerk.rooms.places.models.place import Place


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    """Questions about boundaries."""

    def valid(self, *, on: date) -> BoundaryQuerySet:
        """The boundaries that hold on this day."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=on), valid_from__lte=on)

    def ever_valid(self) -> BoundaryQuerySet:
        """Without those that were drawn again for their own first day and therefore never held."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")))

    def waiting(self, *, on: date) -> BoundaryQuerySet:
        """Those whose day has come by ``on``, but whose effect nobody has been told of."""
        return self.filter(took_effect_at__isnull=True, valid_from__lte=on)


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
    took_effect_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the rooms above were told that it holds; empty while its day is yet to come."""

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
        indexes = [
            models.Index(
                fields=["valid_from"], condition=models.Q(took_effect_at__isnull=True), name="places_boundary_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.valid_from:%Y-%m-%d}"

    @property
    def shape(self) -> BaseGeometry:
        """The area, in degrees; it was checked when it was drawn."""
        return shapely.from_geojson(json.dumps(self.geojson))
