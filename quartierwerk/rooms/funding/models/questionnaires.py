"""Questionnaires: what a programme asks of those who apply, version by version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding.models.programmes import Programme
from quartierwerk.rooms.funding.rules import Sections, read_sections


class Questionnaire(models.Model):
    """What a programme asks in an application beside the plan, in one version (Antragsfragen).

    Never changed: the database refuses it. New questions are a new version; an application keeps the one with which it
    was begun.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="questionnaires", verbose_name=_("Förderprogramm")
    )
    version = models.PositiveIntegerField(_("Fassung"))
    """Counts from one within the programme; the highest holds for whoever begins."""
    sections = models.JSONField(_("Abschnitte"))
    """Rows of ``rules.Section``; empty where nothing is asked any more."""
    set_at = models.DateTimeField(_("festgelegt am"))
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("festgelegt von"))

    class Meta:
        verbose_name = _("Antragsfragen")
        verbose_name_plural = _("Antragsfragen")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="funding_questionnaire_version_once"),
            models.CheckConstraint(condition=Q(version__gt=0), name="funding_questionnaire_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} · {self.version}"

    @property
    def asks(self) -> Sections:
        """What it asks, as a value."""
        return read_sections(self.sections)
