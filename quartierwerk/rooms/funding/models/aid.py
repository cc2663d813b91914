"""De-minimis aid: whether a grant goes to an undertaking, and that it stands in the central register."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.models.letters import Letter
from quartierwerk.rooms.funding.rules import AidFinding


class AidCheckQuerySet(models.QuerySet["AidCheck"]):
    """Lists of what the office found."""

    def visible_to(self, person: Any) -> AidCheckQuerySet:
        """Those of applications of others that somebody sees."""
        seen = Application.objects.visible_to(person).exclude(applicant=person)
        return self.filter(application__in=seen.values("pk"))


class AidCheck(models.Model):
    """Whether a grant goes to an undertaking and is aid (Beihilfeprüfung); never changed, the latest counts."""

    audit_private = frozenset({"undertaking"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="aid_checks")
    is_undertaking = models.BooleanField(_("geht an ein Unternehmen"))
    undertaking = models.CharField(_("Unternehmen"), max_length=rules.LONGEST_UNDERTAKING, blank=True)
    sector = models.CharField(_("Wirtschaftszweig"), max_length=rules.LONGEST_SECTOR, blank=True)
    """Class after NACE."""
    declared_cents = models.BigIntegerField(_("von anderen, nach eigener Erklärung"), default=0)
    """De-minimis aid of others within the last three years, as the undertaking declares it."""
    at = models.DateTimeField(_("geprüft am"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AidCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beihilfeprüfung")
        verbose_name_plural = _("Beihilfeprüfungen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_undertaking=False, undertaking="", sector="", declared_cents=0)
                | (Q(is_undertaking=True, declared_cents__gte=0) & ~Q(undertaking="") & ~Q(sector="")),
                name="funding_aid_names_the_undertaking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.pk}"

    @property
    def finding(self) -> AidFinding:
        """It as a value."""
        return AidFinding(
            is_undertaking=self.is_undertaking,
            undertaking=self.undertaking,
            sector=self.sector,
            declared_cents=self.declared_cents,
        )


class AidEntry(models.Model):
    """That aid of a letter stands in the central register (Registereintrag); noted anew, the last one counts."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="aid_entries")
    entered_on = models.DateField(_("eingetragen am"))
    number = models.CharField(_("Nummer im Register"), max_length=rules.LONGEST_REGISTER_NUMBER)
    at = models.DateTimeField(_("vermerkt am"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Registereintrag")
        verbose_name_plural = _("Registereinträge")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="funding_aid_entry_has_a_number")]

    def __str__(self) -> str:
        return self.number
