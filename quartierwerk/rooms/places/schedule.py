"""Periodic work of places; what is forgotten after a term stands in ``privacy.py``."""

from __future__ import annotations

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.models import Boundary


def let_boundaries_take_effect() -> int:
    """Announce the boundaries whose day has begun; returns how many there were."""
    at = clock.now()
    waiting = Boundary.objects.waiting(on=clock.local(at).date()).count()
    if waiting and (city := queries.city()) is not None:
        actions.take_effect(city, actor=system("worker"), at=at)
    return waiting


CHORES = [("let boundaries take effect", timedelta(minutes=1), let_boundaries_take_effect)]
