"""Stored papers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """What a paper is, told by what is in it; the value is the ending of its name."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ODT = "odt", _("OpenDocument-Text")
    ODS = "ods", _("OpenDocument-Tabelle")

    @property
    def type(self) -> str:
        """The media type."""
        return TYPES[self]


OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    PaperKind.PDF: "application/pdf",
    PaperKind.JPEG: "image/jpeg",
    PaperKind.PNG: "image/png",
    PaperKind.WEBP: "image/webp",
    PaperKind.DOCX: f"{OFFICE}.wordprocessingml.document",
    PaperKind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    PaperKind.ODT: "application/vnd.oasis.opendocument.text",
    PaperKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
LONGEST_NAME = 120


class StoredPaper(models.Model):
    """One file that somebody handed in, for whoever its room lets read it (Gespeicherte Unterlage).

    Never changed: what is stored is what its digest says. Its room points to it and decides who reads it.
    """

    audit_private = frozenset({"name"})

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    name = models.CharField(_("Dateiname"), max_length=LONGEST_NAME)
    """As it was called when it came, cleaned, with the ending of its kind."""
    size = models.PositiveIntegerField()
    """Bytes."""
    sha256 = models.CharField(max_length=64)
    """Digest of the bytes as they are stored."""
    stored_at = models.DateTimeField(_("gespeichert am"))
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values, size__gt=0) & ~Q(name=""), name="paper_is_something"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> str:
        """The media type."""
        return PaperKind(self.kind).type
