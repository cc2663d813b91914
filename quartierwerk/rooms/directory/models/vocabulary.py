"""The words in which profiles are sorted and found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import bilingual


class Sector(models.Model):
    """A sub-market of the culture and creative industries (Teilmarkt)."""

    slug = models.SlugField(unique=True)
    name_de = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("Name auf Englisch"), max_length=80, blank=True)
    wz_codes = models.JSONField(_("Wirtschaftszweige"), default=list, blank=True)
    """Examples of codes of the German classification of economic activities (WZ 2008)."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("Teilmarkt")
        verbose_name_plural = _("Teilmärkte")

    def __str__(self) -> str:
        return bilingual.text(self, "name")


class Profession(models.Model):
    """What somebody does for a living, in neutral wording, with the everyday names it is searched by (Beruf)."""

    slug = models.SlugField(unique=True)
    name_de = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("Name auf Englisch"), max_length=80, blank=True)
    other_names = models.JSONField(_("Andere Namen"), default=list, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="professions")

    class Meta:
        ordering = ["name_de"]
        verbose_name = _("Beruf")
        verbose_name_plural = _("Berufe")

    def __str__(self) -> str:
        return bilingual.text(self, "name")


class Synonym(models.Model):
    """A group of words that the search treats as the same; the office edits it (Synonymgruppe)."""

    words = models.JSONField(_("Wörter"))
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Synonymgruppe")
        verbose_name_plural = _("Synonymgruppen")

    def __str__(self) -> str:
        return ", ".join(self.words)
