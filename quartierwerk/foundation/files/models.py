"""Stored pictures."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse


class StoredPicture(models.Model):
    """One uploaded picture in several widths (Gespeichertes Bild)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    """Size of the largest stored variant in pixels."""
    widths = models.JSONField(default=list)
    """The widths that are stored, ascending."""
    sha256 = models.CharField(max_length=64)
    """Digest of the upload as it arrived."""
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.key} ({self.width} × {self.height})"

    def url_for(self, width: int) -> str:
        """Address of the smallest variant that is at least ``width`` pixels wide, else of the largest."""
        fitting = [stored for stored in self.widths if stored >= width] or self.widths[-1:]
        return reverse("files:picture", args=[self.key, fitting[0]])

    @property
    def url(self) -> str:
        """Address of the middle variant."""
        return self.url_for(640)

    @property
    def srcset(self) -> str:
        """The ``srcset`` of an ``<img>`` with all stored widths."""
        return ", ".join(f"{self.url_for(width)} {width}w" for width in self.widths)
