"""Proposed changes, what is said about them, and what profiles said before."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.references import keys_of
from quartierwerk.rooms.accounts.models import Sender
from quartierwerk.rooms.accounts.queries import is_officer, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models.profile import Profile
from quartierwerk.rooms.directory.rules import RequestState

REASON_LENGTH = 2000


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    """Lists of proposed changes, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ChangeRequestQuerySet:
        """The staff unit sees all, admins those to their profiles, a person their own; a visitor none by themself."""
        if person is None or not person.is_authenticated:
            return self.none()
        if is_officer(person):
            return self
        kept = keys_of(Profile, scopes_of(person, RoleName.PROFILE_ADMIN))
        return self.filter(Q(profile__in=kept) | Q(proposer=person.pk))

    def to_decide(self, person: Any) -> ChangeRequestQuerySet:
        """What waits for a decision of this person, and not for an answer; the same sentence as ``may_decide``."""
        found = self.visible_to(person).filter(state=RequestState.WAITING)
        return found if is_officer(person) else found.exclude(proposer=person)

    def open(self) -> ChangeRequestQuerySet:
        """Those on which somebody has still to decide."""
        return self.filter(state__in=rules.OPEN)


class ChangeRequest(models.Model):
    """A new entry or a change to one that somebody proposes, waiting for a decision (Vorschlag)."""

    audit_private = frozenset({"base", "wanted", "note", "proposer_email", "reason"})

    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, null=True, blank=True, related_name="requests", verbose_name=_("Profil")
    )
    """The profile to be changed; for a proposed entry the one that came of it."""
    is_new_entry = models.BooleanField(_("neuer Eintrag"), default=False)
    state = models.CharField(_("Zustand"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    base = models.JSONField()
    """The parts that are to be changed as the proposer saw them (see ``rules.merging``)."""
    wanted = models.JSONField()
    """The same parts as they are to be."""
    note = models.TextField(_("Warum"), max_length=REASON_LENGTH, blank=True)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who proposed it, where they were signed in."""
    proposer_email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    """Where a visitor wants to hear what becomes of it."""
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    created_at = models.DateTimeField(_("Eingegangen"))
    decided_at = models.DateTimeField(_("Entschieden"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("Begründung"), max_length=REASON_LENGTH, blank=True)
    taken = models.JSONField(default=list, blank=True)
    """The units that were taken (``rules.UNITS``)."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When address, words and values were deleted at the end of their term."""

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("proposal", "Vorschlag")
        verbose_name_plural = pgettext_lazy("proposal", "Vorschläge")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="change_request_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="change_request_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=rules.OPEN, decided_at__isnull=True)
                | (~Q(state__in=rules.OPEN) & Q(decided_at__isnull=False)),
                name="change_request_is_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(reason=""), name="change_request_is_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(profile__isnull=False)
                | (Q(is_new_entry=True) & ~Q(state__in=[RequestState.ACCEPTED, RequestState.PARTLY])),
                name="change_request_is_about_a_profile",
            ),
            models.CheckConstraint(
                condition=Q(proposer__isnull=True) | Q(proposer_email=""), name="change_request_keeps_one_address"
            ),
        ]

    def __str__(self) -> str:
        return self.profile.name if self.profile else str(self.wanted.get("name") or _("Neuer Eintrag"))

    def get_absolute_url(self) -> str:
        return reverse("directory:request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to decide."""
        return self.state in rules.OPEN

    @property
    def address(self) -> str:
        """Where the proposer hears of it; empty where they can only look at their page."""
        return Sender(person=self.proposer, email=self.proposer_email).address

    @property
    def units(self) -> list[str]:
        """What is to be changed, in the order of a profile."""
        return [unit for unit, parts in rules.UNITS.items() if parts[0] in self.wanted]

    @property
    def gist(self) -> str:
        """What is to be changed in one line, with the words of short texts."""
        return "; ".join(
            f"{rules.LABELS[unit]}: {words}" if (words := rules.gist(unit, self.wanted)) else str(rules.LABELS[unit])
            for unit in self.units
        )

    @property
    def labels(self) -> list[str]:
        """The same as people call it."""
        return [str(rules.LABELS[unit]) for unit in self.units]


class Remark(models.Model):
    """A question about a proposed change, or its answer (Bemerkung)."""

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="remarks")
    is_question = models.BooleanField()
    """Whether a reviewer asks; else the proposer answers."""
    text = models.TextField(max_length=REASON_LENGTH)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_says_something")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.at:%Y-%m-%d}"


class ProfileVersion(models.Model):
    """What a profile said before somebody changed it (Fassung)."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    """The last ``Profile.version`` that said this."""
    content = models.JSONField()
    """See ``rules.to_plain``."""
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=10, choices=rules.How.choices)
    """By what way it was replaced."""
    why = models.CharField(max_length=300, blank=True)
    request = models.ForeignKey(ChangeRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["replaced_at"], name="profile_version_term")]
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="each_version_once_per_profile"),
            models.CheckConstraint(condition=Q(how__in=rules.How.values), name="profile_version_way_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}:{self.number}"

    @property
    def said(self) -> rules.ProfileContent:
        """The content as a value."""
        return rules.from_plain(self.content)
