"""What places announces."""

from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact


@dataclass(frozen=True)
class BoundaryDrawn(Fact):
    """A place has a new boundary from ``valid_from`` on (a day, as ISO text); points may belong elsewhere now."""

    place_id: int
    valid_from: str
    is_schematic: bool
