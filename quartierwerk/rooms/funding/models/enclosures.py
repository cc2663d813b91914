"""Enclosures: files that belong to an application."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.rules import Attached


class Enclosure(models.Model):
    """A file with which somebody answers a question in an application (Anlage).

    It comes and goes while the application is being written; from its submission on the database keeps it.
    """

    audit_private = frozenset({"paper"})

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="enclosures", verbose_name=_("Förderantrag")
    )
    question = models.CharField(_("Frage"), max_length=20)
    """Key of the question."""
    paper = models.OneToOneField(StoredPaper, on_delete=models.PROTECT, related_name="+", verbose_name=_("Datei"))
    added_at = models.DateTimeField(_("hinzugefügt am"))
    kept_at = models.DateTimeField(_("eingereicht am"), null=True, blank=True)
    """When it was submitted."""

    class Meta:
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")
        ordering = ["pk"]
        indexes = [models.Index(fields=["application", "question"], name="funding_enclosure_of")]

    def __str__(self) -> str:
        return str(self.paper)

    def get_absolute_url(self) -> str:
        return reverse("funding:enclosure", args=[self.application_id, self.pk])

    @property
    def as_answer(self) -> Attached:
        """As the answer to its question names it."""
        paper = self.paper
        return Attached(key=paper.key.hex, name=paper.name, size=paper.size, sha256=paper.sha256)
