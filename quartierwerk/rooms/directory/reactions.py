"""What the directory does when a room below announces something."""

from __future__ import annotations

from quartierwerk.foundation.facts.fact import listen
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.places.facts import BoundariesTookEffect
from quartierwerk.rooms.places.models import Place


@listen(BoundariesTookEffect)
def follow_the_boundaries(fact: BoundariesTookEffect) -> None:
    """Boundaries that hold from now on assign the addresses to districts and quarters anew."""
    actions.relocate(Place.objects.get(pk=fact.place_id), actor=system("boundaries"))
