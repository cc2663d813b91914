"""What an actor shows: works with pictures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.files.models import StoredPicture
from quartierwerk.rooms.directory.models.profile import Profile


class Work(models.Model):
    """A piece of work that an actor shows on its profile (Arbeitsprobe)."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="works")
    position = models.PositiveSmallIntegerField(default=0)
    title_de = models.CharField(_("Titel"), max_length=120)
    title_en = models.CharField(_("Titel auf Englisch"), max_length=120, blank=True)
    about_de = models.TextField(_("Beschreibung"), max_length=1000, blank=True)
    about_en = models.TextField(_("Beschreibung auf Englisch"), max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("Arbeitsprobe")
        verbose_name_plural = _("Arbeitsproben")

    def __str__(self) -> str:
        return self.title_de


class WorkPicture(models.Model):
    """A picture of a work with its description for those who don't see it, and its rights (Bild einer Arbeitsprobe)."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(StoredPicture, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    alt_de = models.CharField(_("Bildbeschreibung"), max_length=250)
    alt_en = models.CharField(_("Bildbeschreibung auf Englisch"), max_length=250, blank=True)
    creator = models.CharField(_("Urheber:in"), max_length=120)
    licence = models.CharField(_("Lizenz"), max_length=40, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(alt_de=""), name="picture_is_described")]

    def __str__(self) -> str:
        return self.alt_de
