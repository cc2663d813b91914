"""Stored pictures."""

import enum
import uuid
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse


class Kind(enum.Enum):
    """What a picture is written as: the ending of its files; AVIF is the smaller one."""

    AVIF = "avif"
    WEBP = "webp"

    @property
    def type(self) -> str:
        """The media type."""
        return f"image/{self.value}"

    @property
    def route(self) -> str:
        """The name of its address."""
        return "picture" if self is Kind.WEBP else self.value


class Rendition(NamedTuple):
    """One file of a picture."""

    url: str
    type: str
    width: int
    height: int


class StoredPicture(models.Model):
    """One uploaded picture in several widths (Gespeichertes Bild)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    """Size of the largest stored variant in pixels."""
    widths = models.JSONField(default=list)
    """The widths that are stored, ascending."""
    has_avif = models.BooleanField(default=False)
    """Whether each width is there as AVIF too."""
    finished_at = models.DateTimeField(null=True, blank=True)
    """When the worker was done with what needs more time than an upload has; empty while it has yet to come."""
    sha256 = models.CharField(max_length=64)
    """Digest of the upload as it arrived."""
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["stored_at"], name="picture_unfinished", condition=models.Q(finished_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.width} × {self.height})"

    def url_for(self, width: int) -> str:
        """Address of the smallest variant that is at least ``width`` pixels wide, else of the largest."""
        fitting = [stored for stored in self.widths if stored >= width] or self.widths[-1:]
        return reverse("files:picture", args=[self.key, fitting[0]])

    @property
    def renditions(self) -> list[Rendition]:
        """Every file that there is of it, the smallest kind first and each from narrow to wide."""
        return [
            Rendition(
                url=reverse(f"files:{kind.route}", args=[self.key, width]),
                type=kind.type,
                width=width,
                height=max(1, round(self.height * width / self.width)),
            )
            for kind in Kind
            if kind is Kind.WEBP or self.has_avif
            for width in self.widths
        ]

    @property
    def avif_srcset(self) -> str:
        """The ``srcset`` of a ``<source type="image/avif">``; empty as long as there is none."""
        made = (one for one in self.renditions if one.type == Kind.AVIF.type)
        return ", ".join(f"{one.url} {one.width}w" for one in made)

    @property
    def url(self) -> str:
        """Address of the middle variant."""
        return self.url_for(640)

    @property
    def srcset(self) -> str:
        """The ``srcset`` of an ``<img>`` with all stored widths."""
        return ", ".join(f"{self.url_for(width)} {width}w" for width in self.widths)
