"""Programmes: what there is money for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import text, text_language
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import Wording


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Lists of programmes, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ProgrammeQuerySet:
        """The public ones; the staff unit sees all."""
        return self if is_officer(person) else self.filter(is_public=True)

    def running(self, *, on: date) -> ProgrammeQuerySet:
        """Those that have not ended by a day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))


class Programme(models.Model):
    """Money that is given for projects of one kind, on terms that may change from a day on (Förderprogramm)."""

    slug = models.SlugField(_("Kurzname"), max_length=rules.LONGEST_NAME, unique=True)
    name_de = models.CharField(_("Name"), max_length=rules.LONGEST_NAME)
    name_en = models.CharField(_("Name auf Englisch"), max_length=rules.LONGEST_NAME, blank=True)
    summary_de = models.CharField(_("In einem Satz"), max_length=rules.LONGEST_SUMMARY)
    summary_en = models.CharField(_("In einem Satz, auf Englisch"), max_length=rules.LONGEST_SUMMARY, blank=True)
    purpose_de = models.TextField(_("Was gefördert wird"), max_length=rules.LONGEST_TEXT, blank=True)
    """In Markdown."""
    purpose_en = models.TextField(_("Was gefördert wird, auf Englisch"), max_length=rules.LONGEST_TEXT, blank=True)
    is_public = models.BooleanField(_("öffentlich sichtbar"), default=True)
    since_on = models.DateField(_("besteht seit"))
    until_on = models.DateField(_("letzter Tag"), null=True, blank=True)
    """The last day on which it takes applications; empty while no end is set."""

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Förderprogramm")
        verbose_name_plural = _("Förderprogramme")
        ordering = ["name_de", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_de="") & ~Q(summary_de=""), name="funding_programme_says_what_for"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="funding_programme_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:programme", args=[self.slug])

    @property
    def name(self) -> str:
        """What it is called in the reader's language."""
        return text(self, "name")

    @property
    def summary(self) -> str:
        """What it is for, in one sentence in the reader's language."""
        return text(self, "summary")

    @property
    def purpose(self) -> str:
        """What it is for in full, in Markdown, in the reader's language."""
        return text(self, "purpose")

    @property
    def purpose_language(self) -> str:
        """The language in which the purpose is shown to this reader."""
        return text_language(self, "purpose")

    @property
    def wording(self) -> Wording:
        """What is said of it, as a value."""
        return Wording(**{name: getattr(self, name) for name in Wording.__dataclass_fields__})

    def has_ended(self, *, on: date) -> bool:
        """Whether it takes no applications any more on a day."""
        return self.until_on is not None and self.until_on < on
