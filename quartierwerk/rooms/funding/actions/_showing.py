"""What everybody sees of a project besides its words, once whoever tends it has looked at it."""

from __future__ import annotations

from datetime import datetime

from quartierwerk.foundation.actions import note_change
from quartierwerk.rooms.funding.models import Effect, Project


def let_everybody_see(project: Project, *, at: datetime) -> None:
    """Show the pictures and the effect that wait; called with the project locked."""
    pictures = project.pictures.filter(shown_at__isnull=True).update(shown_at=at)
    waiting = list(Effect.objects.filter(project=project).waiting().values_list("pk", flat=True))
    effects = Effect.objects.filter(pk__in=waiting).update(shown_at=at)
    if pictures or effects:
        note_change(pictures=pictures, effects=effects)
