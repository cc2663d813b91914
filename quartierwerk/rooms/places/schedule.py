"""Periodic work of places."""

from __future__ import annotations

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.models import Boundary, ContactPerson

KEPT_AFTERWARDS = timedelta(days=2 * 365)
"""So long somebody's name stays after their time, for the office only."""


def let_boundaries_take_effect() -> int:
    """Announce the boundaries whose day has begun; returns how many there were."""
    at = clock.now()
    waiting = Boundary.objects.waiting(on=clock.local(at).date()).count()
    if waiting and (city := queries.city()) is not None:
        actions.take_effect(city, actor=system("worker"), at=at)
    return waiting


def forget_contacts() -> int:
    """Delete the people to ask whose time ended two years ago; returns how many there were."""
    at = clock.now()
    before = clock.local(at).date() - KEPT_AFTERWARDS
    old = ContactPerson.objects.filter(valid_to__lt=before).count()
    if old and (city := queries.city()) is not None:
        actions.forget_contacts(city, actor=system("worker"), before=before, at=at)
    return old


CHORES = [
    ("let boundaries take effect", timedelta(minutes=1), let_boundaries_take_effect),
    ("forget old contact people", timedelta(hours=6), forget_contacts),
]
