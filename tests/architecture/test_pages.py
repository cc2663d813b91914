"""House rules 7 and 8: a route is public by name or turns a visitor away, and answers with and without HTMX."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.models import Profile
from tests.architecture.house import templates
from tests.architecture.routes import FRAGMENTS, MAY_BE_UNREADY, OPEN_BY_DESIGN, PUBLIC, SIGN_IN, Cast, paths_of, routes


def is_public(name: str) -> bool:
    return name in PUBLIC or name.partition(":")[0].partition("-")[0] in OPEN_BY_DESIGN


def turns_away(answer: HttpResponse) -> bool:
    if answer.status_code in (301, 302):
        return any(word in answer["Location"] for word in ("/login", "/konto/anmelden"))
    return answer.status_code in (401, 403)


def without_token(content: bytes) -> bytes:
    """A page without its CSRF token, which is another one each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", content)


@pytest.fixture
def paths(profile: Profile, owner: Person, officer: Person) -> dict[str, str]:
    return paths_of(Cast(profile, owner, officer))


def test_every_route_is_public_by_name_or_turns_a_visitor_away(client: Client, paths: dict[str, str]):
    wrong = []
    for name, path in paths.items():
        answer = client.get(path)
        if answer.status_code == 405:
            answer = client.post(path)
        if is_public(name):
            if (answer.status_code >= 500 and name not in MAY_BE_UNREADY) or turns_away(answer):
                wrong.append(f"{name} is on the public list, but answers {answer.status_code}")
        elif name not in SIGN_IN and not turns_away(answer):
            wrong.append(f"{name} ({path}) answers a visitor with {answer.status_code}")

    assert wrong == []


def test_the_public_list_names_only_routes_that_exist():
    assert sorted(PUBLIC - {route.name for route in routes()}) == []


def test_every_public_page_answers_its_htmx_and_its_plain_form(client: Client, paths: dict[str, str]):
    wrong = []
    for name in sorted(PUBLIC & set(paths)):
        plain = client.get(paths[name])
        if plain.status_code != 200 or not plain["Content-Type"].startswith("text/html"):
            continue
        fragment = client.get(paths[name], headers={"HX-Request": "true"})
        if b"<html" not in plain.content and name not in FRAGMENTS:
            wrong.append(f"{name}: the plain answer is no whole page")
        if fragment.status_code != 200:
            wrong.append(f"{name}: HTMX gets {fragment.status_code}")
        elif without_token(plain.content) != without_token(fragment.content) and "HX-Request" not in fragment.get(
            "Vary", ""
        ):
            wrong.append(f"{name}: a fragment without “Vary: HX-Request” would be kept as the page")

    assert wrong == []


def test_every_sample_leads_to_a_page(client: Client, paths: dict[str, str]):
    lost = {name for name in PUBLIC & set(paths) if client.get(paths[name]).status_code == 404}

    assert lost == {
        "files:avif",
        "files:picture",
        "places:tile",
    }  # no picture and no base map is there; the routes' own tests have one


def test_an_open_door_is_noticed():
    assert not turns_away(HttpResponse(status=200))
    assert not turns_away(HttpResponse(status=404))
    assert turns_away(HttpResponse(status=403))
    assert turns_away(HttpResponse(status=302, headers={"Location": "/konto/anmelden/?next=/arbeit/"}))


LONG, LONG_LINES = 240, 345
"""So many lines of templates are longer than that; the number only sinks, since no change is seen in such a line."""


def test_lines_of_templates_do_not_grow():
    long = [
        f"{path.name}:{at}"
        for path in templates()
        for at, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONG
    ]

    assert len(long) <= LONG_LINES, "one element per line: " + ", ".join(long[-5:])
