"""Reading reports about entries."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from quartierwerk.rooms.directory.models import Report


def beyond_reporters_term(before: datetime) -> QuerySet[Report]:
    """Reports decided before this moment that still hold their reporter's data."""
    return Report.objects.filter(forgotten_at__isnull=True, decided_at__lt=before)
