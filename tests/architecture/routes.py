"""All routes: which of them a visitor may open, and what fills the blanks in their paths.

Each part of the house says so of its own routes in ``tests/samples.py``: ``PUBLIC`` holds the names of routes that
answer a visitor, and ``samples(cast)`` makes things and says what of them fills the blanks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.models import Profile
from tests.architecture.house import rooms

FLOORS = ("foundation", "rooms", "surfaces")


def catalogues() -> list[ModuleType]:
    """The ``tests/samples.py`` of all parts of the house that have one."""
    return [
        import_module(f"quartierwerk.{part.parent.name}.{part.name}.tests.samples")
        for part in rooms(floors=FLOORS)
        if (part / "tests" / "samples.py").exists()
    ]


PUBLIC: set[str] = set().union(*(catalogue.PUBLIC for catalogue in catalogues()))
"""Names of routes that answer a visitor; every other route must turn visitors away."""

OPEN_BY_DESIGN = {"api"}
"""Namespaces that are public as a whole: the read API."""

SIGN_IN = {
    "account_login": "leads to the page where one asks for a code",
    "account_confirm_login_code": "leads there too without a code under way",
    "account_email_verification_sent": "leads there too without an address under way",
    "account_logout": "leads a visitor home",
    "mfa_login_webauthn": "leads to the page with the button for passkeys",
    "mfa_authenticate": "leads there too without somebody who is signing in",
    "mfa_list_webauthn": "leads to the page of the second factor, which asks to sign in",
    "account_inactive": "says why somebody cannot sign in",
    "account_email": "leads to one's own account, which asks to sign in",
    "admin:logout": "leads a visitor home",
}
"""Steps of signing in: what they answer belongs to allauth, which tests it."""

FRAGMENTS = {"directory:suggest"}
"""Public routes that only ever answer a part of a page."""

MAY_BE_UNREADY = {"readyz", "api-v1:list_profiles", "directory:feed", "directory:export"}
"""Public routes that answer 503 as long as the index is missing: they hand out data, and none would be a lie."""

BLANKS = {"int": 1, "slug": "probe", "str": "probe", "uuid": "5f2b8a1e-0000-4000-8000-000000000001", "path": "probe"}
"""What fills a blank by its converter, where the route has no sample."""


@dataclass(frozen=True)
class Cast:
    """Around whom samples are made: a profile with an address, who keeps it, and somebody in the office."""

    profile: Profile
    owner: Person
    officer: Person


def samples(cast: Cast) -> dict[str, dict[str, object]]:
    """Route name → arguments of a page that exists."""
    found: dict[str, dict[str, object]] = {}
    for catalogue in catalogues():
        if make := getattr(catalogue, "samples", None):
            found |= make(cast)
    return found


@dataclass(frozen=True)
class Route:
    """A named route with its converters."""

    name: str
    converters: dict[str, object] = field(hash=False, compare=False)

    def path(self, samples: dict[str, dict[str, object]]) -> str:
        blanks = {name: BLANKS[kind_of(converter)] for name, converter in self.converters.items()}
        return reverse(self.name, kwargs=samples.get(self.name, blanks))


def kind_of(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").replace("String", "Str").lower()


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Route(space + entry.name, dict(entry.pattern.converters))


def paths_of(cast: Cast) -> dict[str, str]:
    """Route name → a path that leads to something, for all routes but those that only work with more than a blank."""
    known, found = samples(cast), {}
    for route in dict.fromkeys(routes()):
        try:
            found[route.name] = route.path(known)
        except (NoReverseMatch, KeyError):
            if not route.name.startswith("admin:"):
                raise
    return found
