"""To which account a grant is paid, and who has looked at a change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget.rules import LONGEST_IBAN, grouped
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.models.paying import sees_books
from quartierwerk.rooms.funding.models.projects import Project
from quartierwerk.rooms.funding.rules import Account, AccountNews


class BankDetailsQuerySet(models.QuerySet["BankDetails"]):
    """Questions about accounts."""

    def visible_to(self, person: Any) -> BankDetailsQuerySet:
        """Whoever applied, whoever tends the project, and whoever sees the books; nobody who only writes along."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        if sees_books(person):
            return self
        tended = Project.objects.tended_by(person).values("pk")
        return self.filter(Q(application__applicant=person) | Q(application__project__in=tended))

    def latest(self) -> BankDetailsQuerySet:
        """Of each application the last one, which alone counts."""
        later = self.model.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def unconfirmed(self) -> BankDetailsQuerySet:
        """Those at which nobody in the office has looked yet."""
        return self.filter(confirmation__isnull=True)


class BankDetails(models.Model):
    """To which account a grant is paid, and whose it is (Bankverbindung): only added, the latest counts."""

    audit_private = frozenset({"holder", "iban"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="accounts")
    holder = models.CharField(_("Das Konto lautet auf"), max_length=rules.LONGEST_HOLDER)
    iban = models.CharField(_("IBAN"), max_length=LONGEST_IBAN)
    """Without blanks, in capitals."""
    news = models.CharField(_("Was daran neu ist"), max_length=10, choices=AccountNews.choices)
    """As it was when it was entered."""
    entered_at = models.DateTimeField(_("eingetragen am"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = BankDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bankverbindung")
        verbose_name_plural = _("Bankverbindungen")
        ordering = ["pk"]
        indexes = [models.Index(fields=["iban"], name="funding_account_iban")]
        constraints = [
            models.CheckConstraint(condition=~Q(holder="") & ~Q(iban=""), name="funding_account_says_whose_it_is"),
            models.CheckConstraint(condition=Q(news__in=AccountNews.values), name="funding_account_news_are_known"),
        ]

    def __str__(self) -> str:
        return rules.masked(self.iban)

    @property
    def account(self) -> Account:
        """It as a value."""
        return Account(holder=self.holder, iban=self.iban)

    @property
    def number(self) -> str:
        """Its number in groups of four, as people read it."""
        return grouped(self.iban)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody in the office has looked at it."""
        return hasattr(self, "confirmation")

    @property
    def is_new_here(self) -> bool:
        """Whether it is the first one of its case, and nobody else's: whoever checks the first drawdown looks at it."""
        return self.news == AccountNews.FIRST

    @property
    def warning(self) -> Promise | str:
        """What to mind before paying to it; empty where there is nothing."""
        return rules.account_warning(self.iban)

    @property
    def look_needs_words(self) -> bool:
        """Whether whoever confirms it today has to say how they made sure of it."""
        entered_on = clock.local(self.entered_at).date()
        return not self.is_new_here and rules.look_needs_words(entered_on, on=clock.today())


class AccountConfirmation(models.Model):
    """That somebody in the office looked at an account that somebody else has entered (Kontobestätigung)."""

    audit_private = frozenset({"note"})

    account = models.OneToOneField(BankDetails, on_delete=models.CASCADE, related_name="confirmation")
    note = models.CharField(_("wie sichergestellt"), max_length=rules.LONGEST_LOOK, blank=True)
    at = models.DateTimeField(_("bestätigt am"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Kontobestätigung")
        verbose_name_plural = _("Kontobestätigungen")

    def __str__(self) -> str:
        return str(self.account_id)
