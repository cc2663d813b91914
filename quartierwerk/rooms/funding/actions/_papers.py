"""What verbs of several nouns do with the files of an application."""

from __future__ import annotations

from collections.abc import Iterable

from quartierwerk.foundation.papers import storing
from quartierwerk.rooms.funding.models import Enclosure


def remove_enclosures(enclosures: Iterable[Enclosure]) -> None:
    """Remove files that were not submitted, from the disk too once that is committed."""
    for one in enclosures:
        paper = one.paper
        one.delete()
        storing.remove(paper)
