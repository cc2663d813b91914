"""What stands in the menus and on the pages of things, declared by the rooms and surfaces themselves.

A higher floor lists each ``Link`` in its ``links.py`` as one of ``LINKS``; a lower floor's page shows it without an
import. Where an entry stands is said by its band; within a band the settings' order of rooms decides, then the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from quartierwerk.foundation.gathering import enter

MENUS = ("main", "footer", "office", "mine")


class Band(IntEnum):
    """Where in a menu an entry stands, from top to bottom."""

    FIRST = 1
    """What one begins with."""
    DECIDE = 2
    """What comes in and waits for a decision."""
    LOOK = 3
    """What one looks at: lists and figures."""
    SET_UP = 4
    """What one sees to once in a while: vocabulary, boundaries, texts."""
    PEOPLE = 5
    """Accounts, colleagues, roles."""
    DUTY = 6
    """What law demands of every house."""
    LAST = 7


@dataclass(frozen=True, kw_only=True)
class Link:
    """One entry of a menu (``where``) or one next step on the page of a kind of thing (``on``)."""

    label: str | Promise = field(compare=False)
    """Read when a page is drawn, since the city may have its own word for it."""
    url_name: str
    where: str = ""
    on: str = ""
    """Kind of reference, like ``directory.profile``; such links belong to no menu."""
    band: Band = Band.LOOK
    may: Callable[..., bool] | None = None
    """``may(person)`` for menus, ``may(person, reference)`` on a thing; absent means everybody."""
    arguments: Callable[[str], Mapping[str, Any]] | None = None
    """For links on a thing: reference to the URL's keyword arguments; default ``{"reference": …}``."""
    icon: str = ""
    hint: str | Promise = ""
    is_primary: bool = False

    def __post_init__(self) -> None:
        if bool(self.where) == bool(self.on):
            raise ValueError(f"The link to {self.url_name} needs either a menu or a kind of thing.")
        if self.where and self.where not in MENUS:
            raise ValueError(f"There is no menu {self.where!r}; menus are {', '.join(MENUS)}.")

    def address(self, reference: str = "") -> str:
        """The address this link leads to, in the language that is active."""
        if not self.on:
            return _address(self.url_name, get_language())
        arguments = self.arguments(reference) if self.arguments else {"reference": reference}
        return reverse(self.url_name, kwargs=dict(arguments))


@lru_cache(maxsize=256)
def _address(url_name: str, language: str | None) -> str:
    """Kept, for every page shows its menus twice; ``language`` is the active one."""
    return reverse(url_name)


_registered: dict[str, Link] = {}


def register(*links: Link) -> None:
    """Add links; the same link twice changes nothing.

    Raises SameName where two lead from one menu, or from one kind of thing, to one page.
    """
    for link in links:
        enter(_registered, f"{link.where or link.on} → {link.url_name}", link)


def links_for(where: str, person: Any) -> list[Link]:
    """The entries of a menu that this person may follow, in their order."""
    return _sorted(
        link for link in _registered.values() if link.where == where and (link.may is None or link.may(person))
    )


def links_on(reference: str, person: Any) -> list[Link]:
    """The next steps that other rooms offer for a thing, given by its reference (``directory.profile:12``)."""
    kind = reference.partition(":")[0]
    return _sorted(
        link for link in _registered.values() if link.on == kind and (link.may is None or link.may(person, reference))
    )


def check_links(**kwargs: Any) -> list[CheckMessage]:
    """Every menu entry has a route; a missing one would break every page."""
    problems: list[CheckMessage] = []
    for link in _registered.values():
        if link.where:
            try:
                link.address()
            except NoReverseMatch:
                problems.append(Error(f"The link {link.url_name!r} leads nowhere.", id="ui.E001"))
    return problems


def _sorted(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.band)
