"""The audit trail: rows that are only ever added, and the seals that chain them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditSeal(models.Model):
    """A digest over a set of audit rows and the seal before it, so that a gap would show (Siegel der Prüfspur)."""

    rows_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.rows_count} rows, {self.digest[:12]}…"


class AuditRow(models.Model):
    """One step that somebody took through the door (Prüfspur).

    Never changed and never deleted: a trigger refuses everything but the step from unsealed to sealed.
    """

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    """Salts the digests of this row."""
    at = models.DateTimeField(_("Zeitpunkt"))
    verb = models.CharField(_("Schritt"), max_length=80)
    """Room and verb: ``directory.edit``."""
    actor = models.CharField(_("Wer"), max_length=80, blank=True)
    """Reference of the person; empty for a visitor without a session."""
    on_behalf_of = models.CharField(_("im Auftrag von"), max_length=80, blank=True, default="")
    """Reference of what says for whom the actor took the step, a deputyship or an errand; empty for themself."""
    channel = models.CharField(_("auf welchem Weg"), max_length=20, blank=True, default="")
    """How the wish reached the actor: as a deputy, by phone, by letter, in person."""
    subject = models.CharField(_("Woran"), max_length=120)
    """Reference of the thing."""
    changes = models.JSONField(_("Änderungen"), default=dict)
    """Field name → ``[old, new]``, or ``{"digest": …}`` for what may hold personal data."""
    seal = models.ForeignKey(AuditSeal, on_delete=models.PROTECT, null=True, editable=False, related_name="rows")
    """Set once, when the row is chained. Rows that commit late simply come under a later seal."""

    class Meta:
        verbose_name = _("Prüfzeile")
        verbose_name_plural = _("Prüfspur")
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_of_subject"),
            models.Index(fields=["actor", "at"], name="audit_of_actor"),
            models.Index(fields=["on_behalf_of"], name="audit_on_behalf_of", condition=~models.Q(on_behalf_of="")),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"
