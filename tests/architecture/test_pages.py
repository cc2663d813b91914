"""House rules 7 and 8: a route is public by name or turns a visitor away, and answers with and without HTMX."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from tests.architecture.routes import BLANKS, OPEN_BY_DESIGN, PUBLIC, SAMPLES


@dataclass(frozen=True)
class Route:
    """A named route with its converters."""

    name: str
    converters: dict[str, object] = field(hash=False, compare=False)

    def path(self) -> str:
        blanks = {name: BLANKS[kind_of(converter)] for name, converter in self.converters.items()}
        return reverse(self.name, kwargs=SAMPLES.get(self.name, blanks))


def kind_of(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").replace("String", "Str").lower()


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Route(space + entry.name, dict(entry.pattern.converters))


def is_public(name: str) -> bool:
    return name in PUBLIC or name.partition(":")[0].partition("-")[0] in OPEN_BY_DESIGN


def turns_away(answer: HttpResponse) -> bool:
    if answer.status_code in (301, 302):
        return any(word in answer["Location"] for word in ("/login", "/konto/", "/anmelden"))
    return answer.status_code in (401, 403)


def answer_to_visitor(client: Client, path: str) -> HttpResponse:
    answer = client.get(path)
    return client.post(path) if answer.status_code == 405 else answer


def pages_to_try() -> list[Route]:
    """All routes but those of libraries whose paths need more than a blank."""
    found = []
    for route in dict.fromkeys(routes()):
        try:
            route.path()
        except (NoReverseMatch, KeyError):
            if not route.name.startswith("admin:"):
                raise
        else:
            found.append(route)
    return found


@pytest.fixture
def sample_city(db: None) -> None:
    """Enough of a city that every public page of SAMPLES has something to show."""


def test_every_route_is_public_by_name_or_turns_a_visitor_away(client: Client, sample_city: None):
    wrong = []
    for route in pages_to_try():
        answer = answer_to_visitor(client, route.path())
        if is_public(route.name):
            if answer.status_code >= 500 or turns_away(answer):
                wrong.append(f"{route.name} is on the public list, but answers {answer.status_code}")
        elif not turns_away(answer):
            wrong.append(f"{route.name} ({route.path()}) answers a visitor with {answer.status_code}")

    assert wrong == []


def test_the_public_list_names_only_routes_that_exist():
    assert sorted(PUBLIC - {route.name for route in routes()}) == []


def test_every_public_page_answers_its_htmx_and_its_plain_form(client: Client, sample_city: None):
    wrong = []
    for route in pages_to_try():
        plain = client.get(route.path()) if route.name in PUBLIC else None
        if plain is None or plain.status_code != 200 or not plain["Content-Type"].startswith("text/html"):
            continue
        fragment = client.get(route.path(), headers={"HX-Request": "true"})
        if b"<html" not in plain.content:
            wrong.append(f"{route.name}: the plain answer is no whole page")
        if fragment.status_code != 200:
            wrong.append(f"{route.name}: HTMX gets {fragment.status_code}")
        elif b"<html" not in fragment.content and "HX-Request" not in fragment.get("Vary", ""):
            wrong.append(f"{route.name}: a fragment without “Vary: HX-Request” would be cached as the page")

    assert wrong == []


def test_an_open_door_is_noticed():
    assert not turns_away(HttpResponse(status=200))
    assert not turns_away(HttpResponse(status=404))
    assert turns_away(HttpResponse(status=403))
    assert turns_away(HttpResponse(status=302, headers={"Location": "/konto/anmelden/?next=/arbeit/"}))
