"""Needs that somebody registers before applying."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.programmes import Programme
from quartierwerk.rooms.funding.models.projects import Project
from quartierwerk.rooms.funding.models.rounds import Round


class NeedsRegistrationQuerySet(models.QuerySet["NeedsRegistration"]):
    """Lists of registrations, cut to what somebody may see."""

    def visible_to(self, person: Any) -> NeedsRegistrationQuerySet:
        """Those for one's projects; the staff unit sees all, a district's administration what its district leads."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        if is_officer(person):
            return self.all()
        tended = Project.objects.tended_by(person)
        return self.filter(Q(project__keeper=person) | Q(project__in=tended.values("pk")))

    def standing(self) -> NeedsRegistrationQuerySet:
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class NeedsRegistration(models.Model):
    """That somebody will ask a programme for about so much, before they apply (Bedarfsanmeldung).

    Nothing is decided by it: the office plans with it, and says what it thinks of it.
    """

    audit_private = frozenset({"text", "answer"})

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="needs", verbose_name=_("Förderprogramm")
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="needs", verbose_name=_("Projekt"))
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("Runde")
    )
    """For which it counts; empty where applications are taken at any time."""
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("angemeldet von")
    )
    cents = models.BigIntegerField(_("geschätzter Bedarf"))
    text = models.TextField(_("wofür"), max_length=rules.LONGEST_NEED_IN_SHORT)
    at = models.DateTimeField(_("angemeldet am"))
    withdrawn_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True)
    answer = models.TextField(_("Hinweis des Büros"), max_length=rules.LONGEST_ANSWER_TO_NEED, blank=True)
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beantwortet von"),
    )

    objects = NeedsRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bedarfsanmeldung")
        verbose_name_plural = _("Bedarfsanmeldungen")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "project", "round"],
                condition=Q(withdrawn_at__isnull=True, round__isnull=False),
                name="funding_one_need_in_a_round",
            ),
            models.UniqueConstraint(
                fields=["programme", "project"],
                condition=Q(withdrawn_at__isnull=True, round__isnull=True),
                name="funding_one_need_without_a_round",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0) & ~Q(text=""), name="funding_need_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="funding_need_is_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("funding:register_need", args=[self.programme.slug])
