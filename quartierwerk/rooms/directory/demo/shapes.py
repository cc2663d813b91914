"""The values that the demo city hands over."""

from __future__ import annotations

from dataclasses import dataclass

from quartierwerk.rooms.directory.demo.artwork import artwork
from quartierwerk.rooms.directory.rules.content import ProfileContent


@dataclass(frozen=True, kw_only=True)
class DemoWork:
    """One invented work of an actor with the seed of its generated picture."""

    title_de: str
    title_en: str
    year: int
    about_de: str
    about_en: str
    alt_de: str
    alt_en: str
    seed: str
    hue: int

    def picture(self) -> bytes:
        """The picture of the work as JPEG."""
        return artwork(self.seed, hue=self.hue, size=(960, 640))


@dataclass(frozen=True, kw_only=True)
class DemoActor:
    """One invented actor: what its profile says and what happened to it so far."""

    content: ProfileContent
    works: tuple[DemoWork, ...] = ()
    days_ago_created: int
    days_ago_confirmed: int
    is_claimed: bool
    trait: str = ""
    """What makes this actor a case: stale, duplicate, unclaimed, english_only, no_location, closed, long_name."""
    in_company_list: bool
    hue: int
    district: str = ""
    quarter: str = ""
    """Where it is meant to be; empty when it has no location or none inside a quarter."""
    duplicate_of: str = ""
    """The name of the actor that this entry describes a second time."""
