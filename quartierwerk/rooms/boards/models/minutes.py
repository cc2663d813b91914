"""Minutes, what somebody objects to in them, and what became of resolutions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.models.meetings import Item, Meeting
from quartierwerk.rooms.boards.models.votes import Resolution
from quartierwerk.rooms.boards.rules import MinutesState


class MinutesQuerySet(models.QuerySet["Minutes"]):
    """Lists of minutes."""

    def visible_to(self, person: Any) -> MinutesQuerySet:
        """Those of the body see them from the draft on; visitors the public part of what is approved."""
        inside = Q(meeting__body__in=Body.objects.inside(person).values("pk"))
        public = Q(state=MinutesState.APPROVED, meeting__body__in=Body.objects.visible_to(person).values("pk"))
        return self.filter(inside | public)


class Minutes(models.Model):
    """The record of a meeting, from its draft to its approval (Niederschrift)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("Sitzung"))
    state = models.CharField(_("Stand"), max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFTING)
    sent_at = models.DateTimeField(_("verschickt"), null=True, blank=True)
    objections_until = models.DateField(_("Einwendungen bis"), null=True, blank=True)
    """The last day on which somebody may object."""
    approved_at = models.DateTimeField(_("genehmigt"), null=True, blank=True)
    approved_in = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approves",
        verbose_name=_("genehmigt in"),
    )
    """The meeting in which they were approved; empty where the term for objections simply passed."""

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("Niederschrift")
        verbose_name_plural = _("Niederschriften")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MinutesState.values), name="boards_minutes_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=MinutesState.APPROVED) | Q(approved_at__isnull=False, sent_at__isnull=False),
                name="boards_minutes_are_approved_after_they_were_sent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return reverse("boards:minutes", args=[self.meeting.body.slug, self.meeting_id])

    @property
    def is_draft(self) -> bool:
        """Whether they are still being written."""
        return self.state == MinutesState.DRAFTING


class Passage(models.Model):
    """What was said to one item, as somebody writes it down (Protokolltext)."""

    audit_private = frozenset({"text"})

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="passages")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="passage")
    text = models.TextField(_("Protokolltext"), max_length=rules.LONGEST_PASSAGE, blank=True)
    version = models.PositiveIntegerField(default=0)
    """How often it was saved; whoever saves says what they had before them."""

    class Meta:
        verbose_name = _("Protokolltext")
        verbose_name_plural = _("Protokolltexte")

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.item_id}"


class MinutesVersion(models.Model):
    """Minutes as they were sent or approved (Fassung der Niederschrift): whole, with their sum, never changed."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("Fassung"))
    content = models.JSONField()
    """Everything they say, as ``queries.assembled`` puts it together."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the content, in hexadecimal."""
    is_approved = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Fassung einer Niederschrift")
        verbose_name_plural = _("Fassungen von Niederschriften")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="boards_each_version_of_minutes_once"),
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(is_approved=True), name="boards_minutes_are_approved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.number}"


class Objection(models.Model):
    """Somebody says that the minutes are wrong, and what becomes of it (Einwendung)."""

    audit_private = frozenset({"text", "answer"})

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField(_("Einwendung"), max_length=rules.LONGEST_OBJECTION)
    at = models.DateTimeField()
    answer = models.TextField(_("Antwort"), max_length=rules.LONGEST_OBJECTION, blank=True)
    is_accepted = models.BooleanField(_("übernommen"), null=True, blank=True)
    """None as long as nobody has answered."""
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Einwendung")
        verbose_name_plural = _("Einwendungen")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_accepted__isnull=True, answered_at__isnull=True)
                | (Q(is_accepted__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="boards_objection_is_answered_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.pk}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Lists of what has to be done."""

    def visible_to(self, person: Any) -> FollowUpQuerySet:
        """For those of the body, after the resolutions that they see."""
        seen = Resolution.objects.visible_to(person).filter(body__in=Body.objects.inside(person).values("pk"))
        return self.filter(resolution__in=seen.values("pk"))


class FollowUp(models.Model):
    """What has to be done after a resolution, and by whom (Umsetzung); the next meetings ask for its state."""

    audit_private = frozenset({"task", "who"})

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="follow_ups")
    task = models.CharField(_("Aufgabe"), max_length=rules.LONGEST_REASON)
    who = models.CharField(_("zuständig"), max_length=rules.LONGEST_TITLE)
    due_on = models.DateField(_("bis"), null=True, blank=True)
    done_at = models.DateTimeField(_("erledigt"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("Umsetzung")
        verbose_name_plural = _("Umsetzungen")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.task


class FollowUpReport(models.Model):
    """How far something has got, told to a meeting (Stand der Umsetzung)."""

    audit_private = frozenset({"text"})

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="reports")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reports")
    text = models.CharField(_("Stand"), max_length=rules.LONGEST_REASON)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Stand einer Umsetzung")
        verbose_name_plural = _("Stände von Umsetzungen")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "meeting"], name="boards_each_meeting_hears_once"),
        ]

    def __str__(self) -> str:
        return self.text
