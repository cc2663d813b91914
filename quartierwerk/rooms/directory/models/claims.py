"""Claims: who says that a profile is theirs to keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.references import keys_of
from quartierwerk.rooms.accounts.queries import is_officer, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models.changes import REASON_LENGTH
from quartierwerk.rooms.directory.models.profile import Profile
from quartierwerk.rooms.directory.rules import ClaimState, ClaimWay


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Lists of claims, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ClaimQuerySet:
        """The staff unit sees all, admins those on their profiles, a person their own; links on their way nobody."""
        if person is None or not person.is_authenticated:
            return self.none()
        made = self.filter(claimant__isnull=False)
        if is_officer(person):
            return made
        kept = keys_of(Profile, scopes_of(person, RoleName.PROFILE_ADMIN))
        return made.filter(Q(profile__in=kept) | Q(claimant=person.pk))

    def to_settle(self, person: Any) -> ClaimQuerySet:
        """What waits for a decision of this person, who does not decide about themself."""
        return self.visible_to(person).waiting().exclude(claimant=getattr(person, "pk", None))

    def waiting(self) -> ClaimQuerySet:
        """Those on which somebody has to decide."""
        return self.filter(state=ClaimState.WAITING)


class Claim(models.Model):
    """Somebody's word that a profile is theirs to keep, by a mail to its address or through the office (Anspruch).

    The secret of a mailed link is kept as a digest only.
    """

    audit_private = frozenset({"note", "reason", "digest"})

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="claims", verbose_name=_("Profil"))
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Wer"),
    )
    """Empty while a link is on its way: who reads the mailbox is known when they use it."""
    way = models.CharField(_("Weg"), max_length=10, choices=ClaimWay.choices)
    state = models.CharField(_("Zustand"), max_length=10, choices=ClaimState.choices)
    note = models.TextField(_("Wie es zusammenhängt"), max_length=REASON_LENGTH, blank=True)
    """What the claimant writes about themself and the profile."""
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("Link gilt bis"), null=True, blank=True)
    created_at = models.DateTimeField(_("Eingegangen"))
    decided_at = models.DateTimeField(_("Entschieden"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Empty where the link alone decided."""
    reason = models.TextField(_("Begründung"), max_length=REASON_LENGTH, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When the words were deleted at the end of their term."""

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anspruch")
        verbose_name_plural = _("Ansprüche")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="claim_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=ClaimWay.values, state__in=ClaimState.values), name="claim_way_and_state_are_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.OPEN_CLAIMS, decided_at__isnull=True)
                | (~Q(state__in=rules.OPEN_CLAIMS) & Q(decided_at__isnull=False)),
                name="claim_is_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(way=ClaimWay.MAIL, digest__isnull=False, expires_at__isnull=False)
                | Q(way=ClaimWay.OFFICE, digest__isnull=True, claimant__isnull=False),
                name="claim_has_a_link_or_a_claimant",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.APPROVED) | Q(claimant__isnull=False),
                name="claim_is_approved_for_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.REFUSED) | ~Q(reason="") | Q(forgotten_at__isnull=False),
                name="claim_is_refused_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["profile", "claimant"],
                condition=Q(state=ClaimState.WAITING),
                name="one_waiting_claim_per_profile_and_person",
            ),
        ]

    def __str__(self) -> str:
        return self.profile.name

    def get_absolute_url(self) -> str:
        return reverse("directory:claim", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide."""
        return self.state == ClaimState.WAITING

    def is_usable(self, *, at: datetime) -> bool:
        """Whether the link still leads on; the last moment is too late."""
        return self.state == ClaimState.SENT and self.expires_at is not None and at < self.expires_at
