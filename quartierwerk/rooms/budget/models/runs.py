"""Payment runs: released orders on their way to the bank, or to the city's treasury."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models.bank import StatementLine
from quartierwerk.rooms.budget.models.orders import Order
from quartierwerk.rooms.budget.models.pots import sees_all
from quartierwerk.rooms.budget.rules import RunState, SentState, Way


class HouseAccount(models.Model):
    """An account of the house from which runs are paid (Hauskonto); never changed, only closed and followed by others.

    One person enters it; nothing is paid from it before a second one has released a run that names it.
    """

    holder = models.CharField(_("Inhaber"), max_length=rules.LONGEST_NAME)
    iban = models.CharField(_("IBAN"), max_length=rules.LONGEST_IBAN)
    bic = models.CharField(_("BIC"), max_length=rules.LONGEST_BIC, blank=True)
    """Empty where the bank follows from the account's number, as within the SEPA area."""
    opened_at = models.DateTimeField(_("eingetragen"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("geschlossen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Hauskonto")
        verbose_name_plural = _("Hauskonten")
        ordering = ["closed_at", "holder", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["iban"], condition=Q(closed_at__isnull=True), name="each_house_account_once_while_open"
            ),
            models.CheckConstraint(condition=~Q(holder="") & ~Q(iban=""), name="house_account_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("budget:house_accounts")

    @property
    def number(self) -> str:
        """The account's number in groups of four, as people read it."""
        return rules.grouped(self.iban)


class PaymentRunQuerySet(models.QuerySet["PaymentRun"]):
    """Lists of runs."""

    def visible_to(self, person: Any) -> PaymentRunQuerySet:
        """Whoever sees every pot; a district's administration does not, for a run pays out of all of them."""
        return self if sees_all(person) else self.none()

    def explained(self) -> PaymentRunQuerySet:
        """With what a list says of them: how many payments (``number``), and what they come to.

        In cents: all of them (``cents``), and those that have not come back (``left``).
        """
        of_this = RunPayment.objects.filter(run=OuterRef("pk")).order_by().values("run")
        sums = {
            "number": Count("pk"),
            "cents": Sum("order__cents"),
            "left": Sum("order__cents", filter=Q(returned_at__isnull=True)),
        }
        # Each by a question within the question: joined rows would count in lists as so many runs.
        return self.select_related("account", "gathered_by", "released_by", "void_asked_by").annotate(
            **{name: Coalesce(Subquery(of_this.annotate(of=sum_).values("of")), 0) for name, sum_ in sums.items()}
        )


class PaymentRun(models.Model):
    """Released orders that are paid together (Zahlungslauf): gathered by one person, released by another.

    With its release the file is made and kept beside its sum; from then on the database refuses any change. In the
    books the payments stand already: the run is how they leave, and the bank's statement shows that they did.
    """

    audit_private = frozenset({"void_reason"})

    way = models.CharField(_("Weg"), max_length=10, choices=Way.choices)
    account = models.ForeignKey(
        HouseAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("vom Konto")
    )
    """Empty where the city's treasury pays."""
    message_id = models.CharField(_("Nummer"), max_length=rules.LONGEST_ID, unique=True)
    execute_on = models.DateField(_("Ausführung am"))
    state = models.CharField(_("Stand"), max_length=10, choices=RunState.choices, default=RunState.GATHERED)
    gathered_at = models.DateTimeField(_("Zusammengestellt"))
    gathered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("Freigegeben"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(_("Prüfsumme der Datei"), max_length=64, blank=True)
    """SHA-256 of the file's bytes."""
    executed_on = models.DateField(_("Ausgeführt am"), null=True, blank=True)
    """The day of the last line of the bank, or that of which the treasury told."""
    void_asked_at = models.DateTimeField(null=True, blank=True)
    void_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField(_("Begründung"), max_length=rules.LONGEST_REASON, blank=True)
    voided_at = models.DateTimeField(_("Verworfen"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PaymentRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zahlungslauf")
        verbose_name_plural = _("Zahlungsläufe")
        ordering = ["-gathered_at", "-pk"]
        indexes = [models.Index(fields=["state", "gathered_at"], name="run_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=Way.values, state__in=RunState.values), name="run_words_are_known"
            ),
            models.CheckConstraint(
                condition=Q(way=Way.BANK, account__isnull=False) | Q(way=Way.TREASURY, account__isnull=True),
                name="run_of_the_bank_names_its_account",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("gathered_by")),
                name="run_is_released_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RunState.GATHERED, RunState.VOIDED], released_at__isnull=True, digest="")
                | (
                    Q(state__in=[RunState.RELEASED, RunState.EXECUTED, RunState.VOIDED])
                    & Q(released_at__isnull=False, released_by__isnull=False)
                    & ~Q(digest="")
                ),
                name="run_is_released_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.EXECUTED, executed_on__isnull=False)
                | (~Q(state=RunState.EXECUTED) & Q(executed_on__isnull=True)),
                name="run_is_executed_on_a_day",
            ),
            models.CheckConstraint(
                condition=(~Q(state=RunState.VOIDED) & Q(voided_at__isnull=True))
                | (Q(state=RunState.VOIDED, voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                name="run_is_voided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.VOIDED)
                | Q(released_at__isnull=True)
                | (Q(void_asked_by__isnull=False) & ~Q(void_asked_by=F("voided_by"))),
                name="released_run_is_voided_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

    def get_absolute_url(self) -> str:
        return reverse("budget:run", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody else has to release it."""
        return self.state == RunState.GATHERED

    @property
    def is_asked_to_void(self) -> bool:
        """Whether somebody wants it voided, and nobody has agreed yet."""
        return self.void_asked_at is not None and self.voided_at is None


class RunFile(models.Model):
    """The bytes that went to bank or treasury (Datei eines Zahlungslaufs); forgotten with those whom they name."""

    audit_private = frozenset({"content"})

    run = models.OneToOneField(PaymentRun, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField(_("Datei"))
    made_at = models.DateTimeField(_("hergestellt"))

    class Meta:
        verbose_name = _("Datei eines Zahlungslaufs")
        verbose_name_plural = _("Dateien von Zahlungsläufen")

    def __str__(self) -> str:
        return f"{self.run_id}"


class RunPaymentQuerySet(models.QuerySet["RunPayment"]):
    """Lists of payments of runs."""

    def visible_to(self, person: Any) -> RunPaymentQuerySet:
        """Whoever sees the run sees what it pays."""
        return self.filter(run__in=PaymentRun.objects.visible_to(person))

    def under_way(self) -> RunPaymentQuerySet:
        """Released, and neither on a statement nor returned."""
        on_statement = StatementLine.objects.filter(Q(run=OuterRef("run")) | Q(entry__order=OuterRef("order")))
        return self.filter(~Exists(on_statement), run__state=RunState.RELEASED, returned_at__isnull=True)

    def explained(self) -> RunPaymentQuerySet:
        """With what a list says of them."""
        pot = [f"order__pot__{name}" for name in ("year", "pillar", "district")]
        return self.select_related(
            *("run__bank_line", "order__earmark", "order__entry__bank_line", "order__entry__reversed_by"), *pot
        )


class RunPayment(models.Model):
    """One order in a run (Zahlung eines Laufs); an order goes out once, unless the run is voided.

    Where the money comes back the entry is taken back; whoever is still owed gets a new order.
    """

    audit_private = frozenset({"reason"})

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="payments")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="sent")
    position = models.PositiveIntegerField()
    end_to_end = models.CharField(max_length=rules.LONGEST_ID, unique=True)
    """What it is called at both banks; it comes back with the statement."""
    is_standing = models.BooleanField(default=True)
    """False from the moment on in which its run is voided: then the order is free again."""
    returned_at = models.DateTimeField(_("zurückgekommen"), null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("Grund"), max_length=rules.LONGEST_REASON, blank=True)
    """Why it came back, as bank or treasury say it."""

    objects = RunPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zahlung eines Laufs")
        verbose_name_plural = _("Zahlungen eines Laufs")
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(is_standing=True), name="each_order_goes_out_once"),
            models.UniqueConstraint(fields=["run", "position"], name="each_position_once_per_run"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, reason="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False, is_standing=True) & ~Q(reason="")),
                name="payment_comes_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.end_to_end

    @property
    def state(self) -> SentState:
        """What has become of it; best asked of rows that were ``explained``."""
        on_statement = hasattr(self.run, "bank_line") or hasattr(self.order.entry, "bank_line")
        return rules.sent_state(self.run.state, is_returned=self.returned_at is not None, is_on_statement=on_statement)
