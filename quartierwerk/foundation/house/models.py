"""The one row that says whose house this is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import language

THE_ONE = 1
"""The key of the only row."""
ACCENTS = ("petrol", "magenta", "violet", "forest", "brick")
LANGUAGES = ("de", "en")
"""The languages of the product; a city offers German and perhaps English."""
LONGEST_NAME = 100
LEGAL = (
    *("publisher", "represented_by", "street", "postcode", "town", "phone", "vat_id", "editor"),
    *("data_protection_email", "supervisory_authority"),
    *("accessibility_law", "enforcement_body", "enforcement_address", "enforcement_email", "enforcement_url"),
)
"""What the law wants to be said of who runs the house, by the names of the city's file; all of it may be missing."""


def default_languages() -> list[str]:
    """Both languages."""
    return list(LANGUAGES)


class House(models.Model):
    """How the house is called in its city, its colour, its languages, and the city's own words (Haus)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    name = models.CharField(_("Name der Stadt"), max_length=LONGEST_NAME, blank=True)
    """Empty as long as no city has been founded."""
    name_en = models.CharField(_("Name der Stadt auf Englisch"), max_length=LONGEST_NAME, blank=True)
    accent = models.CharField(_("Akzentfarbe"), max_length=20, default=ACCENTS[0])
    languages = models.JSONField(_("Sprachen"), default=default_languages)
    """German first; see ``LANGUAGES``."""
    words = models.JSONField(_("Wörter der Stadt"), default=dict, blank=True)
    """Key of a word → ``one``, ``many``, ``one_en``, ``many_en``; only what differs from the product's own words."""
    terms = models.JSONField(_("Fristen der Stadt"), default=dict, blank=True)
    """Key of a term → a whole number; only what differs from the product's own (``house.terms``)."""
    contact_email = models.EmailField(_("Kontaktadresse"), blank=True)
    legal = models.JSONField(_("Angaben für Impressum und Datenschutz"), default=dict, blank=True)
    """Name → text; see ``LEGAL``."""

    class Meta:
        verbose_name = _("Haus")
        verbose_name_plural = _("Häuser")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=THE_ONE), name="house_is_one"),
            models.CheckConstraint(condition=models.Q(accent__in=ACCENTS), name="house_accent_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The city's name in the reader's language."""
        return (self.name_en or self.name) if language() == "en" else self.name
