"""What is said of a place: its profile in dated versions, the themes of the city, and whom to ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self, TypeVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import text
from quartierwerk.rooms.places.models.place import Place

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """What holds from one day on and perhaps until another."""

    def valid(self, *, on: date) -> Self:
        """What holds on this day."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=on), valid_from__lte=on)


class Dated(models.Model):
    """Something with a first day and perhaps a last one."""

    valid_from = models.DateField(_("gilt ab"))
    valid_to = models.DateField(_("gilt bis vor"), null=True, blank=True)
    """The first day on which it holds no more; empty while no end is set."""

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None while no end is set."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")), name=name
    )


class Theme(Dated):
    """A focus of the city's work from one day on and perhaps until another (Handlungsschwerpunkt)."""

    city = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="themes", verbose_name=_("Stadt"))
    name_de = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name auf Englisch"), max_length=120, blank=True)
    about_de = models.TextField(_("Worum es geht"), blank=True)
    about_en = models.TextField(_("Worum es geht (Englisch)"), blank=True)

    class Meta:
        verbose_name = _("Handlungsschwerpunkt")
        verbose_name_plural = _("Handlungsschwerpunkte")
        ordering = ["valid_from", "pk"]
        constraints = [_ends_after_it_begins("places_theme_ends_after_it_begins")]

    def __str__(self) -> str:
        return text(self, "name")

    def get_absolute_url(self) -> str:
        return f"{reverse('places:themes')}#theme-{self.pk}"


class PlaceProfile(models.Model):
    """What makes a place strong and what it strives for, as it was written down on a day (Standortprofil)."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="profiles", verbose_name=_("Ort"))
    valid_from = models.DateField(_("gilt ab"))
    strengths_de = models.TextField(_("Stärken"), blank=True)
    """One a line, as are the priorities."""
    strengths_en = models.TextField(_("Stärken (Englisch)"), blank=True)
    priorities_de = models.TextField(_("Prioritäten"), blank=True)
    priorities_en = models.TextField(_("Prioritäten (Englisch)"), blank=True)
    themes = models.ManyToManyField(Theme, related_name="profiles", blank=True, verbose_name=_("Handlungsschwerpunkte"))
    written_at = models.DateTimeField(_("Geschrieben"))

    class Meta:
        verbose_name = _("Standortprofil")
        verbose_name_plural = _("Standortprofile")
        # Of two versions for the same day the one written last holds.
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.valid_from:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("places:profile", args=[self.place_id, self.pk])

    @property
    def strengths(self) -> list[str]:
        """The strengths in the reader's language, one by one."""
        return text(self, "strengths").splitlines()

    @property
    def priorities(self) -> list[str]:
        """The priorities in the reader's language, one by one."""
        return text(self, "priorities").splitlines()


class ContactPerson(Dated):
    """Somebody to ask about a place, in a function and perhaps a body, for a time (Ansprechperson)."""

    audit_private = frozenset({"name", "email", "phone"})

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="contact_people", verbose_name=_("Ort"))
    name = models.CharField(_("Name"), max_length=120)
    function_de = models.CharField(_("Funktion"), max_length=160)
    function_en = models.CharField(_("Funktion (Englisch)"), max_length=160, blank=True)
    body_de = models.CharField(_("Gremium oder Stelle"), max_length=160, blank=True)
    body_en = models.CharField(_("Gremium oder Stelle (Englisch)"), max_length=160, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("Ansprechperson")
        verbose_name_plural = _("Ansprechpersonen")
        ordering = ["-valid_from", "pk"]
        constraints = [_ends_after_it_begins("places_contact_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name
