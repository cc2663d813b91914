"""All routes: which of them a visitor may open, and what fills the blanks in their paths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories as directory
from quartierwerk.rooms.places.models import District
from quartierwerk.rooms.places.tests import factories as places

PUBLIC = {
    "healthz",
    "readyz",
    "robots",
    "manifest",
    "security",
    "sitemap",
    "sitemap_pages",
    "sitemap_profiles",
    "ui:style",
    "portal:home",
    "portal:search",
    "portal:retention",
    "places:districts",
    "places:district",
    "places:quarters",
    "places:quarter",
    "places:city",
    "places:neighbourhood",
    "places:centre",
    "places:partners",
    "places:partner",
    "places:profile",
    "places:picture",
    "places:themes",
    "places:tile",
    "directory:list",
    "directory:map",
    "directory:embed",
    "directory:oembed",
    "directory:map_code",
    "directory:map_picture",
    "directory:suggest",
    "directory:alike",
    "directory:feed",
    "directory:export",
    "directory:short",
    "directory:profile",
    "directory:write",
    "directory:written",
    "directory:propose",
    "directory:propose_entry",
    "directory:report",
    "directory:reported",
    "directory:follow",
    "directory:take_back",
    "directory:answer",
    "directory:make_claim",
    "directory:use_link",
    "files:avif",
    "files:picture",
    "newsroom:imprint",
    "newsroom:privacy",
    "newsroom:accessibility",
    "newsroom:plain_language",
    "newsroom:sign_language",
    "newsroom:report",
    "newsroom:reported",
    "handbook:contents",
    "handbook:chapter",
    "account_request_login_code",
    "account_signup",
}
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


def samples(profile: Profile) -> dict[str, dict[str, object]]:
    """Route name → arguments of a page that exists, made from the cast's profile and the district it lies in."""
    of_profile = {"pk": profile.pk}
    location = {"pk": profile.pk, "location_id": profile.locations.first().pk}
    version = places.furnish(District.objects.get(slug="innenstadt-nord"))
    proposal = directory.proposal(profile, tagline_de="Neu")
    actions.ask([profile], actor=system("worker"))
    asking = profile.askings.get()
    followed = {"pk": proposal.pk, "key": queries.key_to(proposal)}
    claim, secret = directory.sent_link(directory.profile(name="Unverwaltet", contacts=(directory.email(),)))
    names = (
        "history",
        "confirm",
        "ask_again",
        "seal",
        "make_claim",
        "propose",
        "short",
        "write",
        "written",
        "report",
        "reported",
        "edit",
        "withdraw",
        "restore",
        "works",
        "remove_work",
    )
    return {
        **{f"directory:{name}": of_profile for name in names},
        "directory:profile": {"pk": profile.pk, "slug": profile.slug},
        "directory:request": {"pk": proposal.pk},
        "directory:claim": {"pk": claim.pk},
        "directory:withdraw_claim": {"pk": claim.pk},
        "directory:use_link": {"secret": secret},
        "directory:follow": followed,
        "directory:report_case": {"pk": directory.report(profile).pk},
        "directory:take_back": followed,
        "directory:answer": {"key": queries.key_to_askings([asking])},
        "directory:restore_version": {"pk": profile.pk, "number": 1},
        "directory:pin": location,
        "directory:export": {"format": "csv"},
        "directory:statistics_file": {"format": "csv"},
        "directory:remove_work": {"pk": profile.pk, "work_id": 1},
        "directory:edit_work": {"pk": profile.pk, "work_id": 1},
        "accounts:mailing_list": {"purpose": "accounts.news", "format": "csv"},
        "handbook:chapter": {"slug": "finden"},
        **{f"newsroom:{name}": {"kind": "imprint"} for name in ("edit", "history")},
        "newsroom:restore": {"kind": "imprint", "number": 1},
        "places:district": {"slug": "innenstadt-nord"},
        "places:quarter": {"slug": "nordstadt"},
        "places:picture": {"pk": version.place_id},
        "places:profile": {"pk": version.place_id, "version": version.pk},
    }


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


def paths_of(profile: Profile) -> dict[str, str]:
    """Route name → a path that leads to something, for all routes but those that only work with more than a blank."""
    known, found = samples(profile), {}
    for route in dict.fromkeys(routes()):
        try:
            found[route.name] = route.path(known)
        except (NoReverseMatch, KeyError):
            if not route.name.startswith("admin:"):
                raise
    return found
