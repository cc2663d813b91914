"""Figures of a year that somebody has reported elsewhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import WHOLE, Reported, Rounded
from quartierwerk.rooms.places.models import Place


class ReportedFigure(models.Model):
    """What a source says of a year, in the whole city or in one district (berichtete Zahl).

    It is read and written as a ``rules.Reported``, and stands beside what is computed, never in place of it. Two
    sources may say different things of one year.
    """

    year = models.PositiveSmallIntegerField(_("Jahr"))
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Stadtbezirk")
    )
    """Empty for the whole city."""
    projects = models.PositiveIntegerField(_("Projekte"), null=True, blank=True)
    with_third_party = models.PositiveIntegerField(_("mit Drittmitteln"), null=True, blank=True)
    third_party_share_bp = models.PositiveIntegerField(_("Anteil mit Drittmitteln"), null=True, blank=True)
    paid_out_cents = models.BigIntegerField(_("ausgezahlt"), null=True, blank=True)
    city_grant_cents = models.BigIntegerField(_("Zuschuss der Stadt"), null=True, blank=True)
    rounded = models.CharField(_("nur ungefähr bekannt"), max_length=30, choices=Rounded.choices, blank=True)
    source = models.CharField(_("Quelle"), max_length=rules.LONGEST_ORIGIN)
    doubt = models.CharField(_("Zweifel"), max_length=rules.LONGEST_DOUBT, blank=True)
    entered_at = models.DateTimeField(_("eingetragen am"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("berichtete Zahl")
        verbose_name_plural = _("berichtete Zahlen")
        ordering = ["year", F("district__name").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "district", "source"],
                condition=Q(district__isnull=False),
                name="funding_reported_once_by_district",
            ),
            models.UniqueConstraint(
                fields=["year", "source"], condition=Q(district__isnull=True), name="funding_reported_once_for_the_city"
            ),
            models.CheckConstraint(
                condition=Q(projects__isnull=False)
                | Q(with_third_party__isnull=False)
                | Q(third_party_share_bp__isnull=False)
                | Q(paid_out_cents__isnull=False)
                | Q(city_grant_cents__isnull=False),
                name="funding_reported_says_something",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="funding_reported_has_a_source"),
            models.CheckConstraint(
                condition=(Q(third_party_share_bp__isnull=True) | Q(third_party_share_bp__lte=WHOLE))
                & (Q(paid_out_cents__isnull=True) | Q(paid_out_cents__gte=0))
                & (Q(city_grant_cents__isnull=True) | Q(city_grant_cents__gte=0)),
                name="funding_reported_sums_are_sums",
            ),
            models.CheckConstraint(
                condition=Q(projects__isnull=True)
                | Q(with_third_party__isnull=True)
                | Q(with_third_party__lte=F("projects")),
                name="funding_reported_part_is_within_the_whole",
            ),
            models.CheckConstraint(condition=Q(rounded__in=Rounded.values), name="funding_reported_rounds_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.source}"

    def get_absolute_url(self) -> str:
        return reverse("funding:correct_reported", args=[self.pk])

    @property
    def share(self) -> str:
        """The share of projects with third-party money, as readers write it; empty where nothing is known of it."""
        known = self.reported.share_bp
        return "" if known is None else rules.percent(known)

    @property
    def reported(self) -> Reported:
        """What was reported, as a value."""
        said = {name: getattr(self, name) for name in Reported.__dataclass_fields__}
        return Reported(**said | {"district": self.district_id, "rounded": Rounded(self.rounded)})


def columns_of(reported: Reported) -> dict[str, Any]:
    """The columns in which a value stands."""
    columns = vars(reported) | {"district_id": reported.district}
    del columns["district"]
    return columns
