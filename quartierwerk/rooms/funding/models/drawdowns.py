"""Drawing a grant: what is asked for of it, and that somebody has waived going to court against a letter."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application, CoApplicant
from quartierwerk.rooms.funding.models.bank_details import BankDetails
from quartierwerk.rooms.funding.models.letters import Letter
from quartierwerk.rooms.funding.models.paying import Payable, PayableQuerySet, sees_books
from quartierwerk.rooms.funding.models.projects import Project
from quartierwerk.rooms.funding.models.rule_sets import RuleSet
from quartierwerk.rooms.funding.rules import DrawdownKind, DrawdownState


class DrawdownQuerySet(PayableQuerySet["Drawdown"]):
    """Lists of drawdowns."""

    def visible_to(self, person: Any) -> DrawdownQuerySet:
        """Whoever applied or writes along, whoever tends the project, and whoever sees the books."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        if sees_books(person):
            return self
        own = Q(application__applicant=person)
        own |= Q(application__in=CoApplicant.objects.of(person).values("application"))
        return self.filter(own | Q(application__project__in=Project.objects.tended_by(person).values("pk")))

    def to_check(self) -> DrawdownQuerySet:
        """Those at which nobody has looked."""
        return self.filter(state=DrawdownState.REQUESTED)

    def to_be_used_before(self, day: date) -> DrawdownQuerySet:
        """Those paid that had to be used before a day, each by the terms of its case; final payments are used."""
        meant = Q(pk__in=[])
        for months in RuleSet.objects.order_by().values_list("use_months", flat=True).distinct():
            last = clock.last_of(rules.paid_before(months, on=day))
            meant |= Q(application__rule_set__use_months=months, order__entry__at__lte=last)
        return self.paid().filter(meant, kind=DrawdownKind.REQUEST)

    def explained(self) -> DrawdownQuerySet:
        """With what a list says of them, and the accounts of each case."""
        related = ("application__project__district", "application__programme", "application__rule_set")
        rows = self.select_related(*related, "order__entry__reversed_by", "requested_by", "checked_by")
        return rows.prefetch_related("application__accounts__confirmation")


class Drawdown(Payable):
    """That whoever is funded asks for a part of it, or that the rest is to be paid at the end (Mittelabruf).

    What it asks for never changes; whether it is paid, its order says.
    """

    audit_private = frozenset({"purpose", "answer"})

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="drawdowns", verbose_name=_("Förderantrag")
    )
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    kind = models.CharField(_("Art"), max_length=10, choices=DrawdownKind.choices)
    cents = models.BigIntegerField(_("Betrag"))
    wanted_on = models.DateField(_("gebraucht am"))
    purpose = models.CharField(_("Wofür"), max_length=rules.LONGEST_DRAWN_FOR, blank=True)
    """What is due until the money has to be used; empty in a final payment."""
    has_spent_cover = models.BooleanField(_("die anderen Mittel sind verwendet"), default=False)
    """Declared where only the deficit is funded."""
    state = models.CharField(_("Stand"), max_length=10, choices=DrawdownState.choices, default=DrawdownState.REQUESTED)
    requested_at = models.DateTimeField(_("abgerufen am"))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("geprüft am"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    account = models.ForeignKey(BankDetails, on_delete=models.SET_NULL, null=True, blank=True, related_name="drawdowns")
    """To which it was ordered last; empty before, and once the account is forgotten."""
    told_at = models.DateTimeField(_("Auszahlung mitgeteilt am"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("an die Verwendung erinnert am"), null=True, blank=True)

    objects = DrawdownQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mittelabruf")
        verbose_name_plural = _("Mittelabrufe")
        ordering = ["-requested_at", "-pk"]
        indexes = [models.Index(fields=["state", "wanted_on"], name="funding_drawdown_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="funding_drawdowns_are_numbered"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(kind=DrawdownKind.FINAL) & ~Q(state__in=sorted(rules.VOID)),
                name="funding_one_final_payment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.KEPT_DRAWDOWN_STATES, kind__in=DrawdownKind.values),
                name="funding_drawdown_words_are_known",
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0) & (Q(kind=DrawdownKind.FINAL) | ~Q(purpose="")),
                name="funding_drawdown_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="funding_drawdown_is_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DrawdownState.CHECKED, DrawdownState.ORDERED]) | Q(checked_at__isnull=False),
                name="funding_drawdown_is_paid_once_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawdownState.ORDERED) | Q(order__isnull=False),
                name="funding_drawdown_is_ordered_by_an_order",
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawdownState.REFUSED) | ~Q(answer=""),
                name="funding_drawdown_is_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return rules.drawdown_number(self.application.number, self.number)

    def get_absolute_url(self) -> str:
        return reverse("funding:drawdown", args=[self.pk])

    @property
    def standing(self) -> DrawdownState:
        """Where it stands, seen with its order (``explained``)."""
        return DrawdownState(self.seen_with_order)

    @property
    def paid_on(self) -> date | None:
        """On which day it was paid; None as long as it was not, or where that was taken back."""
        return clock.local(self.entry.at).date() if self.standing == DrawdownState.PAID else None

    @property
    def use_by(self) -> date | None:
        """The last day on which it is to be used; None before it is paid, and for a final payment."""
        if self.kind == DrawdownKind.FINAL or self.paid_on is None or self.application.rule_set is None:
            return None
        return rules.use_by(self.application.rule_set.terms, paid_on=self.paid_on)

    @property
    def current_account(self) -> BankDetails | None:
        """The account of its case that counts now."""
        return next(reversed(self.application.accounts.all()), None)


class RemedyWaiver(models.Model):
    """That whoever a notice is for waives going to court against it (Rechtsbehelfsverzicht); it is final then."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="waiver", verbose_name=_("Schreiben"))
    waived_on = models.DateField(_("verzichtet am"))
    """In Europe/Berlin; of what came by post, the day on which it came."""
    at = models.DateTimeField(_("eingetragen am"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Rechtsbehelfsverzicht")
        verbose_name_plural = _("Rechtsbehelfsverzichte")

    def __str__(self) -> str:
        return str(self.letter)
