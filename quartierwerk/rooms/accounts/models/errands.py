"""Errands: for whom somebody in the office enters something just now."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.ui import writing
from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.models.people import Person
from quartierwerk.rooms.accounts.rules import Channel


class ErrandQuerySet(models.QuerySet["Errand"]):
    """Questions about errands."""

    def open(self, *, at: datetime) -> ErrandQuerySet:
        """The errands that go on at this moment; the same sentence as ``rules.is_open_errand``."""
        return self.filter(ended_at__isnull=True, begun_at__lte=at, ends_at__gt=at)


class Errand(models.Model):
    """The office enters something for somebody who asked by phone, by letter or in person (Auftrag).

    It brings no rights: it says for whom the steps are taken that the officer may take anyway.
    """

    audit_private = frozenset({"name"})

    officer = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="errands", verbose_name=gettext_lazy("Büro")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("für")
    )
    name = models.CharField(gettext_lazy("Name ohne Konto"), max_length=rules.MOST_LETTERS, blank=True)
    """For somebody without an account; forgotten after two years."""
    channel = models.CharField(
        gettext_lazy("Weg"),
        max_length=20,
        choices=[
            (Channel.PHONE.value, gettext_lazy("Telefon")),
            (Channel.LETTER.value, gettext_lazy("Brief")),
            (Channel.IN_PERSON.value, gettext_lazy("persönlich")),
        ],
    )
    asked_on = models.DateField(gettext_lazy("Tag des Anrufs, Briefs oder Gesprächs"))
    begun_at = models.DateTimeField(gettext_lazy("begonnen am"))
    ends_at = models.DateTimeField(gettext_lazy("endet von selbst am"))
    ended_at = models.DateTimeField(gettext_lazy("beendet am"), null=True, blank=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Auftrag")
        verbose_name_plural = gettext_lazy("Aufträge")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, name="")
                | (models.Q(person__isnull=True) & ~models.Q(name="")),
                name="accounts_errand_is_for_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("officer")), name="accounts_errand_is_for_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begun_at")), name="accounts_errand_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.for_whom

    @property
    def for_whom(self) -> str:
        """The name of whoever asked."""
        return str(self.person or self.name)

    @property
    def in_words(self) -> str:
        """For whom and how they asked: “Ilse Iven (Telefon, 12.11.2026)”."""
        return _("%(name)s (%(channel)s, %(day)s)") % {
            "name": self.for_whom,
            "channel": self.get_channel_display(),
            "day": writing.when(self.asked_on, "short"),
        }

    def is_open(self, *, at: datetime) -> bool:
        """It goes on at this moment."""
        return rules.is_open_errand(begun_at=self.begun_at, ends_at=self.ends_at, ended_at=self.ended_at, at=at)
