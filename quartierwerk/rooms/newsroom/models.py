"""The pages of the newsroom and what they said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.newsroom import rules
from quartierwerk.rooms.newsroom.rules import PageKind


class Page(models.Model):
    """A page that the law or the house demands, once the office has published it (Seite).

    A page that nobody has published yet has no row: it says what the house makes of the city's own facts.
    """

    kind = models.CharField(_("Art"), max_length=20, choices=PageKind.choices, unique=True)
    version = models.PositiveIntegerField(_("Fassung"), default=0)
    """The number of the version that is shown."""

    class Meta:
        verbose_name = _("Seite")
        verbose_name_plural = _("Seiten")
        constraints = [models.CheckConstraint(condition=Q(kind__in=PageKind.values), name="page_kind_is_known")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse(f"newsroom:{self.kind}")


class PageVersion(models.Model):
    """What a page says or said, from the moment somebody published it (Seitenfassung)."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title_de = models.CharField(max_length=rules.LONGEST_TITLE)
    title_en = models.CharField(max_length=rules.LONGEST_TITLE, blank=True)
    text_de = models.TextField(max_length=rules.LONGEST_TEXT)
    text_en = models.TextField(max_length=rules.LONGEST_TEXT, blank=True)
    note = models.CharField(max_length=rules.LONGEST_NOTE, blank=True)
    """Why it was changed, for the office."""
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Seitenfassung")
        verbose_name_plural = _("Seitenfassungen")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="each_version_once_per_page"),
            models.CheckConstraint(condition=~Q(title_de="") & ~Q(text_de=""), name="page_version_says_something"),
            models.CheckConstraint(
                condition=Q(title_en="", text_en="") | (~Q(title_en="") & ~Q(text_en="")),
                name="page_version_is_english_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}:{self.number}"

    @property
    def wording(self) -> rules.Wording:
        """What it says, as a value."""
        return rules.Wording(title_de=self.title_de, text_de=self.text_de, title_en=self.title_en, text_en=self.text_en)
