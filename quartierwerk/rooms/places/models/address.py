"""The register of addresses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
