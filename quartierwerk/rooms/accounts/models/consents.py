"""Consents: that somebody agreed to something, and to which words."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models.people import Person

RUNNING = Q(withdrawn_at__isnull=True)
LONGEST_WORDING = 2000


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Questions about consents."""

    def running(self) -> ConsentQuerySet:
        """Those that nobody has withdrawn or given anew."""
        return self.filter(RUNNING)

    def over(self, before: datetime) -> ConsentQuerySet:
        """Those that ended before a moment."""
        return self.filter(withdrawn_at__lt=before)


class Consent(models.Model):
    """Somebody agreed to what the house may do with their data, having read these words (Einwilligung).

    Who gives it has to be able to see later what for, and the city to show it (Art. 7 Abs. 1 DSGVO): the text stands
    in the row as it was read, and only its end is ever written behind it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("Zweck"), max_length=60)
    """What the room calls it: ``accounts.news``."""
    version = models.PositiveSmallIntegerField(_("Textfassung"))
    language = models.CharField(_("Sprache"), max_length=5)
    text = models.TextField(_("Text"), max_length=LONGEST_WORDING)
    given_at = models.DateTimeField(_("Erteilt"))
    withdrawn_at = models.DateTimeField(_("Beendet"), null=True, blank=True)
    """When it was withdrawn, or given anew for a later text."""

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        ordering = ["-given_at", "-pk"]
        indexes = [
            models.Index(fields=["purpose", "version"], condition=RUNNING, name="accounts_consent_running"),
            models.Index(fields=["withdrawn_at"], name="accounts_consent_over"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=RUNNING, name="accounts_one_running_consent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="accounts_consent_ends_after_it_began",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="accounts_consent_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.version}"
