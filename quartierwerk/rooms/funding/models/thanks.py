"""That those who gave money to a project were thanked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.projects import Contribution
from quartierwerk.rooms.funding.rules import MoneyReceipt, ThanksWay


class Thanks(models.Model):
    """That somebody was thanked for money that came in, with what was written and confirmed (Dank)."""

    audit_private = frozenset({"text", "email", "postal"})

    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="thanks", verbose_name=_("Beitrag")
    )
    way = models.CharField(_("Weg"), max_length=20, choices=ThanksWay.choices)
    text = models.TextField(_("Dank"), max_length=rules.LONGEST_THANKS)
    received_on = models.DateField(_("Tag des Eingangs"))
    project_title = models.CharField(_("Projekt"), max_length=rules.LONGEST_TITLE)
    """What the project was called then."""
    purpose = models.CharField(_("Zweck"), max_length=rules.LONGEST_PURPOSE)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    postal = models.TextField(_("Anschrift"), max_length=rules.LONGEST_ADDRESSEE, blank=True)
    """Where it went; both are forgotten when the term is over."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("gedankt am"))

    class Meta:
        verbose_name = _("Dank")
        verbose_name_plural = _("Danksagungen")
        indexes = [models.Index(fields=["at"], name="funding_thanks_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=ThanksWay.values) & ~Q(text="") & ~Q(purpose=""), name="funding_thanks_say_for_what"
            ),
        ]

    def __str__(self) -> str:
        return self.project_title

    def get_absolute_url(self) -> str:
        return reverse("funding:thank", args=[self.contribution.project_id, self.contribution_id])

    @property
    def receipt(self) -> MoneyReceipt:
        """What was confirmed with it."""
        return MoneyReceipt(
            source=self.contribution.source,
            cents=self.contribution.cents,
            received_on=self.received_on,
            project=self.project_title,
            purpose=self.purpose,
        )
