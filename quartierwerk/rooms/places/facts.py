"""What places announces."""

from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact


@dataclass(frozen=True)
class BoundariesTookEffect(Fact):
    """The boundaries of a place, or of parts of a city, hold now; points may belong elsewhere since ``since``.

    ``since`` is a day as ISO text, today or in the past. A boundary that is drawn for a day to come is announced
    when that day has begun. The same change may be announced twice; what listens must not mind.
    """

    place_id: int
    since: str
