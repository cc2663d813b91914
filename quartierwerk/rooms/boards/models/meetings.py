"""Meetings: when a body meets, what is on its agenda, who was there, and who may not take part in what."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.models.procedures import Procedure
from quartierwerk.rooms.boards.models.seats import Seat
from quartierwerk.rooms.boards.rules import Ground, ItemKind, MeetingState, Stay, TieKind


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Lists of meetings, cut to what somebody may see."""

    def visible_to(self, person: Any) -> MeetingQuerySet:
        """Whoever sees a body sees when it meets; what is only planned is known to those who sit on it or keep it.

        So it is with what was called off before anybody was invited.
        """
        seen = self.filter(body__in=Body.objects.visible_to(person).values("pk"))
        inside = Q(body__in=Body.objects.inside(person).values("pk"))
        unsaid = Q(state=MeetingState.PLANNED) | Q(state=MeetingState.CANCELLED, invited_at__isnull=True)
        return seen.filter(inside | ~unsaid)


class Meeting(models.Model):
    """A body meets (Sitzung)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("Gremium"))
    title = models.CharField(_("Anlass"), max_length=rules.LONGEST_TITLE, blank=True)
    """Where it is not an ordinary one."""
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    """When it is planned to end."""
    place = models.CharField(_("Ort"), max_length=rules.LONGEST_PLACE)
    link = models.URLField(_("Zugang im Netz"), max_length=rules.LONGEST_LINK, blank=True)
    """How to take part from elsewhere; known to those who sit on the body."""
    repeats = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("wiederholt"),
    )
    """The meeting that had no quorum and whose items are called a second time."""
    state = models.CharField(_("Stand"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("Regeln")
    )
    """By which rules it decides, from the moment it was opened."""
    invited_at = models.DateTimeField(_("Eingeladen"), null=True, blank=True)
    is_notice_short = models.BooleanField(_("Einladungsfrist nicht eingehalten"), default=False)
    opened_at = models.DateTimeField(_("Eröffnet"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Geschlossen"), null=True, blank=True)
    challenged_at = models.DateTimeField(_("Beschlussfähigkeit bezweifelt"), null=True, blank=True)
    """From when a quorum that was presumed has to be counted."""
    created_at = models.DateTimeField(_("Angelegt"))
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often its time, place or state changed: calendars take the entry with the higher number."""

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sitzung")
        verbose_name_plural = _("Sitzungen")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["body", "starts_at"], name="boards_meeting_of_body")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="boards_meeting_state_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="boards_meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.INVITED, MeetingState.CANCELLED])
                | Q(opened_at__isnull=False, procedure__isnull=False),
                name="boards_meeting_is_held_by_rules",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.HELD) | Q(closed_at__gte=F("opened_at")),
                name="boards_meeting_is_closed_after_it_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.body}, {when(self.starts_at, 'short')}"

    def get_absolute_url(self) -> str:
        return reverse("boards:meeting", args=[self.body.slug, self.pk])

    @property
    def day(self) -> Any:
        """The day in Europe/Berlin on which it meets; whose seats count."""
        return clock.local(self.starts_at).date()

    @property
    def is_open(self) -> bool:
        """Whether it is going on."""
        return self.state == MeetingState.OPEN

    @property
    def is_to_come(self) -> bool:
        """Whether its agenda can still be changed."""
        return self.state in rules.TO_COME

    @property
    def is_second(self) -> bool:
        """Whether it is called a second time for the same items."""
        return self.repeats_id is not None


class ItemQuerySet(models.QuerySet["Item"]):
    """Lists of items, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ItemQuerySet:
        """Visitors see the public part, once they are invited; those of the body all.

        Of what somebody is recused from they see the title alone: ``Recusal.objects.of`` says from what.
        """
        inside = Q(meeting__body__in=Body.objects.inside(person).values("pk"))
        shown = self.filter(meeting__in=Meeting.objects.visible_to(person).values("pk"))
        return shown.filter(Q(is_public=True) | inside)


class Item(models.Model):
    """One item of an agenda, which may have others below it (Tagesordnungspunkt)."""

    audit_private = frozenset({"text"})

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items", verbose_name=_("Sitzung"))
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts", verbose_name=_("gehört zu")
    )
    position = models.PositiveSmallIntegerField(_("Stelle"), default=0)
    title = models.CharField(_("Gegenstand"), max_length=rules.LONGEST_TITLE)
    """What it is about; the invitation names it (§ 32 (1) BGB)."""
    text = models.TextField(_("Erläuterung"), max_length=rules.LONGEST_ITEM, blank=True)
    kind = models.CharField(_("Art"), max_length=15, choices=ItemKind.choices, default=ItemKind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(_("Dauer in Minuten"), null=True, blank=True)
    is_public = models.BooleanField(_("öffentlich"), default=True)
    """Whether visitors see it; what says something of people who apply is closed."""
    parties = models.JSONField(_("Beteiligte"), default=list, blank=True)
    """References of those whom it concerns, so that recusals can be proposed."""
    papers = models.JSONField(_("Unterlagen"), default=list, blank=True)
    """References of what is to be read for it, anywhere in the house."""

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnungspunkte")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="boards_item_is_about_something"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="boards_item_kind_is_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="boards_item_is_not_below_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#top-{self.pk}"


class Attendance(models.Model):
    """From when to when a seat was filled in a meeting, to the minute (Anwesenheit)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    is_substitute = models.BooleanField(_("vertreten durch Ersatz"), default=False)
    substitute = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Ersatz")
    )
    """Who stood in then; the seat may have another substitute by now."""
    came_at = models.DateTimeField(_("gekommen"))
    left_at = models.DateTimeField(_("gegangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Anwesenheit")
        verbose_name_plural = _("Anwesenheiten")
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(left_at__isnull=True), name="boards_nobody_is_there_twice"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="boards_nobody_leaves_before_they_come",
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | Q(is_substitute=True),
                name="boards_who_stands_in_is_a_substitute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.seat_id}"

    @property
    def stay(self) -> Stay:
        """The same for the rules."""
        return Stay(self.seat_id, self.came_at, self.left_at)


class Binding(models.Model):
    """What ties a person to a profile, an organisation, an application: declared once, minded always (Bindung)."""

    audit_private = frozenset({"to", "kind"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bindings", verbose_name=_("Person"))
    to = models.CharField(_("an"), max_length=rules.LONGEST_REFERENCE)
    """Reference of what somebody is bound to."""
    kind = models.CharField(_("Art"), max_length=15, choices=TieKind.choices)
    declared_at = models.DateTimeField(_("angezeigt"))
    ended_at = models.DateTimeField(_("beendet"), null=True, blank=True)

    class Meta:
        verbose_name = _("Bindung")
        verbose_name_plural = _("Bindungen")
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "to", "kind"], condition=Q(ended_at__isnull=True), name="boards_each_binding_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="boards_binding_kind_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RecusalQuerySet(models.QuerySet["Recusal"]):
    """Lists of recusals: the one place where it is asked who is recused from what."""

    def of(self, person: Any) -> RecusalQuerySet:
        """Those of the seats of somebody; nobody knows of a visitor's."""
        return self.filter(seat__in=Seat.objects.of(person).values("pk")) if isinstance(person, Person) else self.none()

    def at(self, item: Item) -> RecusalQuerySet:
        """Those to an item."""
        return self.filter(item=item)


class Recusal(models.Model):
    """A seat takes no part in an item: neither advises nor votes, and does not see its papers (Befangenheit)."""

    audit_private = frozenset({"reason"})

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField(_("Grund"), max_length=15, choices=Ground.choices)
    reason = models.CharField(_("Erläuterung"), max_length=rules.LONGEST_REASON, blank=True)
    declared_at = models.DateTimeField(_("erklärt"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who entered it for the seat; empty where the seat did, so that nothing names its holder once it is forgotten."""

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("Befangenheit")
        verbose_name_plural = _("Befangenheiten")
        ordering = ["declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="boards_each_seat_is_recused_once"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="boards_recusal_ground_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.seat_id}"
