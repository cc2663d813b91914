"""Votes and what they come to: added, never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.models.meetings import Item, Recusal
from quartierwerk.rooms.boards.models.procedures import Procedure
from quartierwerk.rooms.boards.models.seats import Seat
from quartierwerk.rooms.boards.rules import Choice, Here, Method, QuorumFinding, Result, Votes
from quartierwerk.rooms.budget.models import Pot


class Motion(models.Model):
    """What a body is asked to decide, in its full wording (Beschlussvorlage)."""

    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="motions", verbose_name=_("Tagesordnungspunkt")
    )
    wording = models.TextField(_("Wortlaut"), max_length=rules.LONGEST_WORDING)
    pot = models.ForeignKey(
        Pot, on_delete=models.PROTECT, null=True, blank=True, related_name="motions", verbose_name=_("Topf")
    )
    """Out of which pot it asks for money."""
    cents = models.BigIntegerField(_("Betrag"), null=True, blank=True)
    case = models.CharField(_("Vorgang"), max_length=rules.LONGEST_REFERENCE, blank=True)
    """Reference of what the money would be for."""

    class Meta:
        verbose_name = _("Beschlussvorlage")
        verbose_name_plural = _("Beschlussvorlagen")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(wording=""), name="boards_motion_says_something"),
            models.CheckConstraint(
                condition=Q(pot__isnull=True, cents__isnull=True) | Q(pot__isnull=False, cents__gt=0),
                name="boards_motion_names_pot_and_sum",
            ),
        ]

    def __str__(self) -> str:
        return self.wording[:80]


class Ballot(models.Model):
    """A body votes on a motion (Abstimmung). Who may vote is fixed when it opens, and kept."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="ballots", verbose_name=_("Vorlage"))
    method = models.CharField(_("Art"), max_length=10, choices=Method.choices)
    opened_at = models.DateTimeField(_("eröffnet"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("geschlossen"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("stimmberechtigte Sitze"))
    recused = models.PositiveIntegerField(_("davon befangen"))
    is_challenged = models.BooleanField(_("Beschlussfähigkeit bezweifelt"), default=False)
    override_reason = models.CharField(_("trotzdem eröffnet, weil"), max_length=rules.LONGEST_REASON, blank=True)
    """Why the body votes although too few are there."""
    void_reason = models.CharField(_("ungültig, weil"), max_length=rules.LONGEST_REASON, blank=True)
    """Why it was broken off; nothing follows from it then."""

    class Meta:
        verbose_name = _("Abstimmung")
        verbose_name_plural = _("Abstimmungen")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["motion"], condition=Q(closed_at__isnull=True), name="boards_one_open_ballot_per_motion"
            ),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="boards_ballot_method_is_known"),
            models.CheckConstraint(
                condition=Q(void_reason="") | Q(closed_at__isnull=False), name="boards_void_ballot_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id}/{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether votes are still taken."""
        return self.closed_at is None


class Entitlement(models.Model):
    """A seat that may vote in a ballot: there when it opened, and not recused (Stimmberechtigung)."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="entitlements")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="entitlements")
    is_chair = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Stimmberechtigung")
        verbose_name_plural = _("Stimmberechtigungen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "seat"], name="boards_each_seat_is_entitled_once"),
            models.UniqueConstraint(fields=["ballot"], condition=Q(is_chair=True), name="boards_one_chair_per_ballot"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.seat_id}"

    @property
    def vote(self) -> Vote | None:
        """The vote by name that counts, the latest one; read from those that were fetched with it."""
        return next(reversed(self.votes.all()), None)


class Vote(models.Model):
    """One seat's vote by name (Stimme): added, never changed; a changed mind is a later vote."""

    audit_private = frozenset({"choice"})

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(_("Stimme"), max_length=10, choices=Choice.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who entered it for the seat; empty where the seat did, so that nothing names its holder once it is forgotten."""

    class Meta:
        verbose_name = _("Stimme")
        verbose_name_plural = _("Stimmen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="boards_vote_choice_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_choice_display())


class Count(models.Model):
    """How many hands or slips somebody counted (Auszählung): added, never changed; whoever counts anew adds another."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="counts")
    yes = models.PositiveIntegerField(_("Ja"))
    no = models.PositiveIntegerField(_("Nein"))
    abstained = models.PositiveIntegerField(_("Enthaltungen"))
    invalid = models.PositiveIntegerField(_("ungültig"), default=0)
    chair = models.CharField(_("Stimme des Vorsitzes"), max_length=10, choices=Choice.choices, blank=True)
    """How the chair voted, where all saw it; decides where the rules let it."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Auszählung")
        verbose_name_plural = _("Auszählungen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.yes}:{self.no}:{self.abstained}"

    @property
    def votes(self) -> Votes:
        """The same for the rules."""
        return Votes(self.yes, self.no, self.abstained, self.invalid)


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    """Lists of resolutions, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ResolutionQuerySet:
        """Visitors see what a public body decided in public; those of the body all, but for what they are recused from.

        What was decided in public everybody sees, whoever was recused from it too.
        """
        public = Q(body__in=Body.objects.visible_to(person).values("pk"), item__is_public=True)
        inside = Q(body__in=Body.objects.inside(person).values("pk"))
        withheld = Q(item__in=Recusal.objects.of(person).values("item"))
        return self.filter(public | inside & ~withheld)


class Resolution(models.Model):
    """What a body decided, with the whole reasoning why it counts (Beschluss): added, never changed.

    Numbered by body and year. Without a quorum there is none, unless somebody overrides that with a reason.
    """

    audit_private = frozenset({"override_reason"})

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="resolutions", verbose_name=_("Gremium"))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    number = models.PositiveIntegerField(_("Nummer"))
    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="resolution")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="resolutions")
    wording = models.TextField(_("Wortlaut"), max_length=rules.LONGEST_WORDING)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="resolutions")
    seats = models.PositiveIntegerField(_("stimmberechtigte Sitze"))
    present = models.PositiveIntegerField(_("anwesend und stimmberechtigt"))
    recused = models.PositiveIntegerField(_("befangen"))
    quorum_needed = models.PositiveIntegerField(_("nötig für die Beschlussfähigkeit"))
    quorum_of = models.PositiveIntegerField()
    is_quorum_met = models.BooleanField(_("beschlussfähig"))
    is_quorum_presumed = models.BooleanField(default=False)
    is_quorum_waived = models.BooleanField(default=False)
    yes = models.PositiveIntegerField(_("Ja"))
    no = models.PositiveIntegerField(_("Nein"))
    abstained = models.PositiveIntegerField(_("Enthaltungen"))
    invalid = models.PositiveIntegerField(_("ungültig"))
    majority_of = models.PositiveIntegerField()
    majority_needed = models.PositiveIntegerField(_("nötig für die Mehrheit"))
    is_tied = models.BooleanField(default=False)
    is_by_chair = models.BooleanField(default=False)
    is_carried = models.BooleanField(_("angenommen"))
    override_reason = models.CharField(_("trotzdem beschlossen, weil"), max_length=rules.LONGEST_REASON, blank=True)
    """Why the body decided although too few were there; printed wherever the resolution is."""
    at = models.DateTimeField(_("gefasst"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="boards_each_resolution_number_once"),
            models.CheckConstraint(
                condition=Q(is_quorum_met=True) | ~Q(override_reason=""),
                name="boards_resolution_needs_a_quorum_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("yes") + F("no") + F("abstained") + F("invalid")),
                name="boards_no_more_votes_than_seats",
            ),
            models.CheckConstraint(
                condition=Q(is_carried=False) | Q(yes__gte=F("majority_needed")) | Q(is_by_chair=True, is_tied=True),
                name="boards_carried_by_enough_votes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"

    def get_absolute_url(self) -> str:
        return reverse("boards:resolution", args=[self.body.slug, self.year, self.number])

    @property
    def sentence(self) -> str:
        """What it came to and why, in words."""
        return rules.result_sentence(self.result, base=self.procedure.majority_base)

    @property
    def quorum_sentence(self) -> str:
        """Whether enough were there, in words."""
        return rules.quorum_sentence(self.quorum_finding)

    @property
    def here(self) -> Here:
        """Who was there, for the rules."""
        return Here(self.seats, self.present, self.recused)

    @property
    def votes(self) -> Votes:
        """What was voted, for the rules."""
        return Votes(self.yes, self.no, self.abstained, self.invalid)

    @property
    def quorum_finding(self) -> QuorumFinding:
        """Whether enough were there, as it was found then."""
        return QuorumFinding(
            self.is_quorum_met,
            self.present,
            self.quorum_needed,
            self.quorum_of,
            self.is_quorum_presumed,
            self.is_quorum_waived,
        )

    @property
    def result(self) -> Result:
        """What the vote came to, as it was found then."""
        return Result(
            self.is_carried, self.votes, self.majority_of, self.majority_needed, self.is_tied, self.is_by_chair
        )
