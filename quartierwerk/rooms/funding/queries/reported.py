"""Reads of what was reported elsewhere of a year."""

from __future__ import annotations

from django.db.models import QuerySet

from quartierwerk.rooms.funding.models import ReportedFigure


def reported(*, since: int | None = None, until: int | None = None, lead: str = "") -> QuerySet[ReportedFigure]:
    """What was reported of these years, of the whole city, or of one district; the earliest first."""
    rows = ReportedFigure.objects.select_related("district")
    if since is not None:
        rows = rows.filter(year__gte=since)
    if until is not None:
        rows = rows.filter(year__lte=until)
    return rows.filter(district__slug=lead) if lead else rows.filter(district=None)


def reported_anywhere() -> QuerySet[ReportedFigure]:
    """All that was reported, of the city and of its districts."""
    return ReportedFigure.objects.select_related("district")
