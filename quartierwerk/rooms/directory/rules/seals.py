"""The seal of the city: until when it holds, and what makes the office look again."""

from __future__ import annotations

from datetime import date, timedelta

from quartierwerk.rooms.directory.rules.content import ProfileContent
from quartierwerk.rooms.directory.rules.freshness import Terms

LOOK_AT_SEAL_WITHIN = timedelta(days=30)
"""So soon the office looks at an entry with a seal that got another name or address."""


def sealed_until(granted_on: date, *, terms: Terms) -> date:
    """The last day on which a seal holds that is granted on a day."""
    return granted_on + timedelta(days=terms.seal_lasts)


def is_another(before: ProfileContent, after: ProfileContent) -> bool:
    """Whether a profile has another name or another address, which is what a seal vouches for most."""
    return (before.name, _addresses(before)) != (after.name, _addresses(after))


def _addresses(content: ProfileContent) -> list[tuple[str, str, str, str]]:
    return sorted((site.street, site.house_number, site.postcode, site.town) for site in content.sites)
