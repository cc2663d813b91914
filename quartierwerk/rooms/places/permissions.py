"""Who may change places."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import office
from quartierwerk.rooms.places.models import Place


def may_found(actor: Person | None, city: Place) -> bool:
    """The machinery founds the city when a house is set up; the staff unit may do it too."""
    return office(actor)


def may_shape(actor: Person | None, place: Place) -> bool:
    """The staff unit adds places, draws boundaries and imports addresses."""
    return office(actor)


def may_survey(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit checks files of boundaries and draws them."""
    return office(actor)


def may_describe(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit writes what is said of places, and whom to ask."""
    return office(actor)
