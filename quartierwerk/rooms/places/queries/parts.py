"""Which places there are."""

from __future__ import annotations

from quartierwerk.rooms.places.models import City, District, Place, Quarter


def city() -> Place | None:
    """The city this house is for: the one that was founded first."""
    return City.objects.order_by("pk").first()


def districts() -> list[Place]:
    """All districts, as a dictionary would list them."""
    return list(District.objects.all())


def quarters() -> list[Place]:
    """All quarters with the district where each has its middle, as a dictionary would list them."""
    return list(Quarter.objects.select_related("parent"))
