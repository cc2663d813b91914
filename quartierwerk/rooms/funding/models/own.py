"""Own projects of a district's group: money asked of its board, what the board resolved, invoices, and the close."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Body, Item, Meeting, Resolution, Seat
from quartierwerk.rooms.boards.permissions import RUNNING
from quartierwerk.rooms.boards.rules import BodyKind
from quartierwerk.rooms.budget.models import Earmark, Pot
from quartierwerk.rooms.budget.rules import grouped
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.paying import Payable, PayableQuerySet, sees_books
from quartierwerk.rooms.funding.models.projects import Project
from quartierwerk.rooms.funding.rules import Bill, DemandState, Expense, InvoiceState, RulingOutcome, SpentLine


class DemandQuerySet(models.QuerySet["Demand"]):
    """Lists of what is asked for, cut to what somebody may see."""

    def visible_to(self, person: Any) -> DemandQuerySet:
        """Whoever keeps or tends the project, keeps or audits the books, or runs the meetings of the board."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        if sees_books(person):
            return self
        own = Q(project__keeper=person) | Q(project__in=Project.objects.tended_by(person).values("pk"))
        return self.filter(own | Q(project__district__in=_boards_run_by(person).values("district")))

    def to_table_by(self, person: Any) -> DemandQuerySet:
        """What waits for a meeting of a board that somebody runs."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        return self.filter(state=DemandState.OPEN, project__district__in=_boards_run_by(person).values("district"))


class Demand(models.Model):
    """Money that an own project asks of the board of its district, with a plan of what it is for (Mittelanfrage)."""

    audit_private = frozenset({"wording"})

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="demands", verbose_name=_("Projekt"))
    lines = models.JSONField(_("Wofür"))
    """What is to be spent on what: rows of title and cents."""
    cents = models.BigIntegerField(_("Betrag"))
    """All lines together."""
    wording = models.TextField(_("Vorschlag für den Beschluss"), max_length=rules.LONGEST_WORDING_OF_DEMAND)
    state = models.CharField(_("Stand"), max_length=10, choices=DemandState.choices, default=DemandState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("angefragt am"))
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Where it stands on an agenda; empty once it was taken off."""

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mittelanfrage")
        verbose_name_plural = _("Mittelanfragen")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DemandState.values), name="funding_demand_state_is_known"),
            models.CheckConstraint(condition=Q(cents__gt=0) & ~Q(wording=""), name="funding_demand_asks_for_something"),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=[DemandState.OPEN, DemandState.TABLED]),
                name="funding_one_demand_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def expenses(self) -> list[Expense]:
        """What is to be spent on what."""
        return [Expense(title=one["title"], cents=one["cents"]) for one in self.lines]

    @property
    def is_under_way(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.state in rules.DEMAND_STEPS.open


class Ruling(models.Model):
    """What a board made of money that a project asked for (Mittelbeschluss): only added; those that grant add up."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="rulings", verbose_name=_("Projekt"))
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="rulings")
    outcome = models.CharField(_("Ergebnis"), max_length=10, choices=RulingOutcome.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sitzung"))
    resolution = models.OneToOneField(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Beschluss")
    )
    """Empty where the board has resolved on nothing."""
    cents = models.BigIntegerField(_("bewilligt"), default=0)
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    earmark = models.ForeignKey(Earmark, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Where the money was held back with the resolution; after the end of a year the same case goes on elsewhere."""
    at = models.DateTimeField(_("beschlossen am"))

    class Meta:
        verbose_name = _("Mittelbeschluss")
        verbose_name_plural = _("Mittelbeschlüsse")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome=RulingOutcome.GRANTED,
                    cents__gt=0,
                    resolution__isnull=False,
                    pot__isnull=False,
                    earmark__isnull=False,
                )
                | Q(
                    outcome__in=[RulingOutcome.REFUSED, RulingOutcome.DEFERRED],
                    cents=0,
                    pot__isnull=True,
                    earmark__isnull=True,
                ),
                name="funding_ruling_grants_held_money_or_none",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    @property
    def is_granting(self) -> bool:
        """Whether the project has money by it."""
        return self.outcome == RulingOutcome.GRANTED


class InvoiceQuerySet(PayableQuerySet["Invoice"]):
    """Lists of invoices."""

    def visible_to(self, person: Any) -> InvoiceQuerySet:
        """Whoever keeps or tends the project, and whoever keeps or audits the books."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        if sees_books(person):
            return self
        tended = Project.objects.tended_by(person).values("pk")
        return self.filter(Q(project__keeper=person) | Q(project__in=tended))

    def to_check(self) -> InvoiceQuerySet:
        """Those that nobody has looked at."""
        return self.filter(state=InvoiceState.ENTERED)

    def explained(self) -> InvoiceQuerySet:
        """With what a list says of them."""
        return self.select_related("project__district", "order__entry__reversed_by")


class Invoice(Payable):
    """What somebody wants to be paid for an own project, by the association (Rechnung).

    It never changes once it was checked. What was refused or withdrawn can come again; everything else comes once.
    """

    audit_private = frozenset({"payee", "iban", "number", "payee_key", "number_key"})

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("Projekt"))
    number = models.CharField(_("Rechnungsnummer"), max_length=rules.LONGEST_INVOICE_NUMBER, blank=True)
    """As it is printed there; empty, like payee and account, once the term is over."""
    dated_on = models.DateField(_("Datum der Rechnung"))
    payee = models.CharField(_("Wer das Geld bekommt"), max_length=rules.LONGEST_PAYEE, blank=True)
    """Often a private person: never public."""
    iban = models.CharField(_("IBAN"), max_length=rules.LONGEST_IBAN, blank=True)
    cents = models.BigIntegerField(_("Betrag"))
    line = models.CharField(_("Wofür"), max_length=rules.LONGEST_LINE)
    """Line of what the board was asked for."""
    number_key = models.CharField(max_length=rules.LONGEST_INVOICE_NUMBER * 3, blank=True, editable=False)
    payee_key = models.CharField(max_length=rules.LONGEST_PAYEE * 3, blank=True, editable=False)
    """By which the same invoice is found again, however it was typed."""
    state = models.CharField(_("Stand"), max_length=10, choices=InvoiceState.choices, default=InvoiceState.ENTERED)
    entered_at = models.DateTimeField(_("eingegangen am"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("geprüft am"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rechnung")
        verbose_name_plural = _("Rechnungen")
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(fields=["state", "entered_at"], name="funding_invoice_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=rules.KEPT_INVOICE_STATES), name="funding_invoice_state_is_known"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0) & ~Q(line=""), name="funding_invoice_asks_for_something"),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="funding_invoice_is_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InvoiceState.CHECKED, InvoiceState.ORDERED]) | Q(checked_at__isnull=False),
                name="funding_invoice_is_paid_once_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvoiceState.ORDERED) | Q(order__isnull=False),
                name="funding_invoice_is_ordered_by_an_order",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvoiceState.REFUSED) | ~Q(answer=""), name="funding_invoice_is_refused_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["payee_key", "number_key"],
                condition=~Q(state__in=[InvoiceState.REFUSED, InvoiceState.WITHDRAWN]) & ~Q(number_key=""),
                name="funding_each_invoice_once_by_name",
            ),
            models.UniqueConstraint(
                fields=["iban", "number_key"],
                condition=~Q(state__in=[InvoiceState.REFUSED, InvoiceState.WITHDRAWN]) & ~Q(number_key=""),
                name="funding_each_invoice_once_by_account",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Rechnung vom %(day)s") % {"day": f"{self.dated_on:%d.%m.%Y}"})

    def get_absolute_url(self) -> str:
        return reverse("funding:invoice", args=[self.project_id, self.pk])

    @property
    def standing(self) -> InvoiceState:
        """Where it stands, seen with its order (``explained``)."""
        return InvoiceState(self.seen_with_order)

    @property
    def account(self) -> str:
        """The account's number in groups of four, as people read it."""
        return grouped(self.iban)

    @property
    def bill(self) -> Bill:
        """What it says, as a value."""
        return Bill(**{name: getattr(self, name) for name in Bill.__dataclass_fields__})


class Closing(models.Model):
    """How an own project ended: what happened, who took part, what was spent on what (Projektabschluss)."""

    audit_private = frozenset({"text"})

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="closing", verbose_name=_("Projekt"))
    text = models.TextField(_("Was stattgefunden hat"), max_length=rules.LONGEST_CLOSING)
    participants = models.PositiveIntegerField(_("Wie viele dabei waren"))
    volunteer_hours = models.PositiveIntegerField(_("Stunden Ehrenamt"))
    lines = models.JSONField(_("Ausgaben"))
    """Rows of title, planned and paid; in cents, as they stood."""
    paid_cents = models.BigIntegerField(_("ausgegeben"))
    released_cents = models.BigIntegerField(_("zurück in den Topf"))
    """What was left, and went back into the pots with the same step."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("abgeschlossen am"))

    class Meta:
        verbose_name = _("Projektabschluss")
        verbose_name_plural = _("Projektabschlüsse")
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_cents__gte=0, released_cents__gte=0) & ~Q(text=""),
                name="funding_closing_says_what_happened",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def spent(self) -> list[SpentLine]:
        """What was spent on what."""
        return [SpentLine(one["title"], one["planned"], one["paid"]) for one in self.lines]


def _boards_run_by(person: Person) -> models.QuerySet[Body]:
    """The steering boards whose meetings somebody runs."""
    kept = Q(pk__in=Body.objects.kept_by(person).values("pk"))
    seats = Seat.objects.of(person).valid(on=clock.today()).filter(role__in=RUNNING)
    return Body.objects.filter(kept | Q(pk__in=seats.values("body")), kind=BodyKind.STEERING_BOARD)
