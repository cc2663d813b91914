"""Stored pictures."""

import enum
import uuid
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse

from quartierwerk.foundation.files.focus import MIDDLE, Focus
from quartierwerk.foundation.ui.showing import Shown


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
    focus_x = models.FloatField(default=MIDDLE.x)
    focus_y = models.FloatField(default=MIDDLE.y)
    """Which point stays in sight wherever it is cut: shares of the width from the left, of the height from the top."""
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focus_x__gte=0, focus_x__lte=1, focus_y__gte=0, focus_y__lte=1),
                name="focus_is_on_picture",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.width} × {self.height})"

    def url_for(self, width: int) -> str:
        """Address of the smallest variant that is at least ``width`` pixels wide, else of the largest."""
        fitting = [stored for stored in self.widths if stored >= width] or self.widths[-1:]
        return self._address(Kind.WEBP, fitting[0])

    @property
    def renditions(self) -> list[Rendition]:
        """Every file that there is of it, the smallest kind first and each from narrow to wide."""
        return [
            Rendition(
                url=self._address(kind, width),
                type=kind.type,
                width=width,
                height=max(1, round(self.height * width / self.width)),
            )
            for kind in Kind
            if kind is Kind.WEBP or self.has_avif
            for width in self.widths
        ]

    @property
    def focus(self) -> Focus:
        """The point that stays in sight."""
        return Focus(self.focus_x, self.focus_y)

    @focus.setter
    def focus(self, point: Focus) -> None:
        self.focus_x, self.focus_y = point

    @property
    def shown(self) -> Shown:
        """What a page needs to show it as wide as there is room."""
        return self.shown_within(self.width)

    def shown_within(self, most: int) -> Shown:
        """What a page needs to show it where it never takes more than ``most`` pixels: on cards, in rows."""
        widths = [width for width in self.widths if width <= most] or self.widths[:1]
        return Shown(
            src=self.url_for(min(640, widths[-1])),
            srcset=self._srcset(Kind.WEBP, widths),
            avif=self._srcset(Kind.AVIF, widths),
            width=self.width,
            height=self.height,
            focus=self.focus.css,
        )

    def _address(self, kind: Kind, width: int) -> str:
        return reverse(f"files:{kind.route}", args=[self.key, width])

    def _srcset(self, kind: Kind, widths: list[int]) -> str:
        return ", ".join(f"{self._address(kind, width)} {width}w" for width in widths)
