"""The journal that tells every index what has changed."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.transactions import TransactionNumber


class IndexJournal(models.Model):
    """One thing that has changed since the index last read it (Indexjournal)."""

    reference = models.CharField(_("Woran"), max_length=120)
    transaction = models.BigIntegerField(db_default=TransactionNumber(), editable=False)
    at = models.DateTimeField(_("Zeitpunkt"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("Zeile im Indexjournal")
        verbose_name_plural = _("Indexjournal")
        indexes = [
            models.Index(fields=["transaction", "id"], name="index_journal_in_order"),
            models.Index(fields=["at"], name="index_journal_by_age"),
        ]

    def __str__(self) -> str:
        return self.reference
