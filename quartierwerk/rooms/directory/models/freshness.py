"""Asking whether an entry still holds, and telling the office what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models.profile import Profile
from quartierwerk.rooms.directory.rules import Answer, Stage, Way

NOTE_LENGTH = 500


class AskingQuerySet(models.QuerySet["Asking"]):
    """Lists of questions, cut to what somebody may see."""

    def visible_to(self, person: Any) -> AskingQuerySet:
        """The staff unit sees all; who keeps an entry, or has the mail, answers by its link."""
        return self if is_officer(person) else self.none()


class Asking(models.Model):
    """One time that somebody is asked whether an entry still holds (Nachfrage)."""

    audit_private = frozenset({"note"})

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="askings")
    asked_at = models.DateTimeField(_("Gefragt"))
    way = models.CharField(_("Gefragt wurden"), max_length=10, choices=Way.choices)
    reminded_at = models.DateTimeField(_("Erinnert"), null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    """When somebody answered that there is no such thing any more; the office looks into it."""
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who ended it, where they were signed in."""
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    note = models.CharField(_("Notiz"), max_length=NOTE_LENGTH, blank=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Nachfrage")
        verbose_name_plural = _("Nachfragen")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["asked_at"], name="asking_open", condition=Q(answered_at__isnull=True)),
            models.Index(fields=["answered_at"], name="asking_answered"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["profile"], condition=Q(answered_at__isnull=True), name="one_open_asking_per_profile"
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="asking_way_is_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False, answer__in=Answer.values),
                name="asking_ends_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_at is None

    def stage(self, *, terms: rules.Terms) -> Stage:
        """How fresh its profile is today, while it is open."""
        asked = rules.Asked(
            on=clock.local(self.asked_at).date(),
            reminded_on=clock.local(self.reminded_at).date() if self.reminded_at else None,
            is_reaching=self.way != Way.NOBODY,
            is_gone=self.gone_at is not None,
        )
        confirmed_on = clock.local(self.profile.confirmed_at).date()
        return rules.stage(confirmed_on, asked=asked, today=clock.today(), terms=terms)


class Digest(models.Model):
    """What somebody in the office hears by mail about how fresh the directory is (Übersicht)."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(_("gewünscht"), default=True)
    looked_at = models.DateTimeField(_("Zuletzt"), null=True, blank=True)
    """Up to when it has been told what happened; nothing is sent where nothing did."""

    class Meta:
        verbose_name = _("Übersicht")
        verbose_name_plural = _("Übersichten")

    def __str__(self) -> str:
        return str(self.person)
