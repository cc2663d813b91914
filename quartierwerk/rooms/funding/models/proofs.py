"""Proofs of use, their vouchers, what the office found in them, and how a grant was settled."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.rules import ProofContent, ProofLevel, ProofMarks, ProofState, VoucherEntry


class ProofOfUseQuerySet(models.QuerySet["ProofOfUse"]):
    """Lists of proofs of use."""

    def visible_to(self, person: Any) -> ProofOfUseQuerySet:
        """Whoever sees the application sees the proof."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        return self.filter(application__in=Application.objects.visible_to(person).values("pk"))

    def standing(self) -> ProofOfUseQuerySet:
        """Of each application the one that counts: those that were given back are followed by another."""
        return self.filter(returned_at__isnull=True)


class ProofOfUse(models.Model):
    """What whoever got the money says of what they did with it (Verwendungsnachweis).

    It is an autosaved draft, and vouchers that are kept one by one, until it is handed in; from then on the database
    refuses any change. One that is given back is followed by another, with the same vouchers.
    """

    audit_private = frozenset({"content", "answer"})

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="proofs", verbose_name=_("Förderantrag")
    )
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    level = models.CharField(_("Umfang"), max_length=20, choices=ProofLevel.choices)
    """By the terms of the application, or more where the office asks for it."""
    begun_at = models.DateTimeField(_("begonnen am"))
    submitted_at = models.DateTimeField(_("eingereicht am"), null=True, blank=True)
    content = models.JSONField(_("Angaben"), null=True, blank=True)
    """``rules.ProofContent`` as it was handed in."""
    digest = models.CharField(_("Prüfsumme"), max_length=64, blank=True)
    returned_at = models.DateTimeField(_("zurückgegeben am"), null=True, blank=True)
    answer = models.TextField(_("warum zurückgegeben"), max_length=rules.LONGEST_WHY_RETURNED, blank=True)

    objects = ProofOfUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verwendungsnachweis")
        verbose_name_plural = _("Verwendungsnachweise")
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="funding_proofs_are_numbered"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(returned_at__isnull=True), name="funding_one_proof_at_a_time"
            ),
            models.CheckConstraint(condition=Q(level__in=ProofLevel.values), name="funding_proof_words_are_known"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, content__isnull=True, digest="", returned_at__isnull=True)
                | (Q(submitted_at__isnull=False, content__isnull=False) & ~Q(digest="")),
                name="funding_proof_is_handed_in_whole",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, answer="") | (Q(returned_at__isnull=False) & ~Q(answer="")),
                name="funding_proof_is_returned_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.number}"

    @property
    def said(self) -> ProofContent | None:
        """What it says, once it was handed in."""
        return ProofContent.read(self.content) if self.content is not None else None

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.submitted_at is None

    @property
    def state(self) -> ProofState:
        """How far it has got."""
        return rules.proof_state(
            is_submitted=not self.is_draft, is_returned=self.returned_at is not None, is_checked=self.checks.exists()
        )

    @property
    def has_vouchers(self) -> bool:
        """Whether a list of all vouchers is part of it."""
        return self.level == ProofLevel.VOUCHERS


class Voucher(models.Model):
    """A receipt or an invoice that was paid, as an entry of a proof's list (Beleg); its picture stays with it."""

    audit_private = frozenset({"payee", "reason", "paper"})

    proof = models.ForeignKey(ProofOfUse, on_delete=models.PROTECT, related_name="vouchers")
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    line = models.SmallIntegerField(_("Wozu"))
    """Line of the plan, counted from 0; ``rules.UNPLANNED`` where it is in none."""
    dated_on = models.DateField(_("Datum des Belegs"))
    payee = models.CharField(_("Wer das Geld bekommen hat"), max_length=rules.LONGEST_VOUCHER_PAYEE)
    reason = models.CharField(_("Wofür"), max_length=rules.LONGEST_VOUCHER_REASON)
    cents = models.BigIntegerField(_("Betrag"))
    paper = models.ForeignKey(
        StoredPaper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Foto oder Datei"),
    )
    """Of a proof that was given back, the next one shows the same."""
    added_at = models.DateTimeField(_("hinzugefügt am"))
    kept_at = models.DateTimeField(_("eingereicht am"), null=True, blank=True)
    """When it was handed in."""

    class Meta:
        verbose_name = _("Beleg")
        verbose_name_plural = _("Belege")
        ordering = ["proof", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proof", "number"], name="funding_vouchers_are_numbered"),
            models.CheckConstraint(
                condition=Q(cents__gt=0, line__gte=rules.UNPLANNED) & ~Q(payee="") & ~Q(reason=""),
                name="funding_voucher_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.reason}"

    def get_absolute_url(self) -> str:
        return reverse("funding:voucher", args=[self.proof.application_id, self.number])

    @property
    def entry(self) -> VoucherEntry:
        """What it says, as a value."""
        return VoucherEntry(
            number=self.number,
            line=self.line,
            dated_on=self.dated_on,
            payee=self.payee,
            reason=self.reason,
            cents=self.cents,
            sha256=self.paper.sha256 if self.paper else "",
        )


class ProofSample(models.Model):
    """Which vouchers of a proof are looked at whole, drawn once by a seed that is kept (Stichprobe)."""

    proof = models.OneToOneField(ProofOfUse, on_delete=models.PROTECT, related_name="sample")
    seed = models.BigIntegerField(_("Startwert"))
    rate_bp = models.PositiveIntegerField(_("Anteil"))
    """Basis points of the vouchers."""
    numbers = models.JSONField(_("gezogene Belege"))
    """Numbers of the vouchers; ``rules.drawn`` gives the same again."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("gezogen am"))

    class Meta:
        verbose_name = _("Stichprobe")
        verbose_name_plural = _("Stichproben")

    def __str__(self) -> str:
        return f"{self.proof_id}: {self.numbers}"


class ProofCheck(models.Model):
    """What the office found in a proof of use, and what the grant comes to by it (Prüfvermerk); the latest counts."""

    audit_private = frozenset({"marks", "note"})

    proof = models.ForeignKey(ProofOfUse, on_delete=models.PROTECT, related_name="checks")
    marks = models.JSONField(_("nicht anerkannt"))
    """``rules.ProofMarks``."""
    note = models.TextField(_("Prüfvermerk"), max_length=rules.LONGEST_CHECK_NOTE)
    granted_cents = models.BigIntegerField(_("bewilligt"))
    final_cents = models.BigIntegerField(_("Förderung am Ende"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("geprüft am"))

    class Meta:
        verbose_name = _("Prüfvermerk")
        verbose_name_plural = _("Prüfvermerke")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="funding_proof_check_has_a_note"),
            models.CheckConstraint(
                condition=Q(final_cents__gte=0, final_cents__lte=models.F("granted_cents")),
                name="funding_proof_check_never_raises_a_grant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proof_id}/{self.pk}"

    @property
    def found(self) -> ProofMarks:
        """What the office found."""
        return ProofMarks.read(self.marks)


class Settlement(models.Model):
    """What a grant came to in the end, and what went back into the pot with it (Abrechnung)."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="settlement")
    proof_check = models.OneToOneField(ProofCheck, on_delete=models.PROTECT, related_name="settlement")
    """On which it rests."""
    granted_cents = models.BigIntegerField(_("bewilligt"))
    final_cents = models.BigIntegerField(_("Förderung am Ende"))
    paid_cents = models.BigIntegerField(_("bis dahin ausgezahlt"))
    released_cents = models.BigIntegerField(_("zurück in den Topf"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("abgerechnet am"))

    class Meta:
        verbose_name = _("Abrechnung")
        verbose_name_plural = _("Abrechnungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    final_cents__gte=0,
                    final_cents__lte=models.F("granted_cents"),
                    paid_cents__gte=0,
                    released_cents__gte=0,
                ),
                name="funding_settlement_never_raises_a_grant",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def balance(self) -> int:
        """What was still to be paid where positive, to be paid back where negative; cents."""
        return self.final_cents - self.paid_cents

    @property
    def to_pay(self) -> int:
        """What was still to be paid; cents."""
        return max(0, self.balance)

    @property
    def to_pay_back(self) -> int:
        """What was to be paid back; cents."""
        return max(0, -self.balance)
