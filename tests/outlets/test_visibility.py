"""Every outlet, crawled as each person of the cast, tells no value that this person may not see."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.models import Contact, Profile
from quartierwerk.rooms.directory.models.profile import ContactQuerySet
from quartierwerk.rooms.directory.rules import ContactType, Visibility
from quartierwerk.rooms.directory.tests import factories
from tests.architecture.routes import Cast, paths_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST_PER_ROUTE = 4
"""So many addresses of one route and language are visited; beyond that it is the same page with another filter."""
LEFT_OUT = {"account_logout", "admin:logout"}
NUMBER = {Visibility.PUBLIC: "4117235", Visibility.SIGNED_IN: "5226846", Visibility.OFFICE: "6339457"}
WORD = {Visibility.PUBLIC: "zilpzalp", Visibility.SIGNED_IN: "wiedehopf", Visibility.OFFICE: "ziegenmelker"}
SEEN_BY = {Visibility.PUBLIC: {"visitor", "stranger"}, Visibility.SIGNED_IN: {"stranger"}, Visibility.OFFICE: set()}
"""Who sees a value beside those who keep the profile and the office."""
WITHDRAWN, PROPOSED, ASKING = "rohrdommel", "trauerschnaepper", "eisvogel"
"""Words that stand for a withdrawn profile, for a proposal that waits, and for the address of who claims a profile."""


def values(circle: Visibility) -> dict[ContactType, str]:
    """A value of each type that nothing else in the house contains."""
    return {
        ContactType.PHONE: f"+49 231 1{NUMBER[circle]}",
        ContactType.MOBILE: f"+49 151 2{NUMBER[circle]}",
        ContactType.WEBSITE: f"https://{WORD[circle]}-seite.example",
        ContactType.EMAIL: f"{WORD[circle]}-post@kanarie.example",
        ContactType.PERSON: f"{WORD[circle].title()} Person",
    }


def squeezed(text: str) -> str:
    """A text without blanks, signs and case, so that it does not matter how a number is written."""
    return re.sub(r"[\W_]", "", text).casefold()


def marks(circle: Visibility, kind: ContactType) -> set[str]:
    """What betrays a value, however it is written."""
    value = values(circle)[kind]
    return {squeezed(value)[-8:] if kind in (ContactType.PHONE, ContactType.MOBILE) else squeezed(value)}


@pytest.fixture
def house(profile: Profile, owner: Person, colleague: Person, officer: Person, stranger: Person) -> dict[str, str]:
    """A profile with every type of contact in every circle, what waits about it, and one that is withdrawn."""
    factories.city()
    contacts = tuple(
        rules.Contact(type=kind, value=value, visibility=circle)
        for circle in Visibility
        for kind, value in values(circle).items()
    )
    factories.edited(profile, actor=owner, contacts=contacts[: rules.MOST["contacts"]])
    rest = contacts[rules.MOST["contacts"] :]
    second = factories.profile(name="Zweites Haus", contacts=rest)
    factories.make_admin(colleague, of=second)
    factories.make_admin(owner, of=second)
    gone = factories.profile(
        name="Fort",
        contacts=(rules.Contact(type=ContactType.PERSON, value=WITHDRAWN.title(), visibility=Visibility.PUBLIC),),
    )
    factories.make_admin(owner, of=gone)
    factories.make_admin(colleague, of=gone)
    actions.withdraw(gone, actor=system("test"))
    factories.proposal(profile, tagline_de=f"Hier brütet der {PROPOSED.title()}", email="nele@post.example")
    factories.claim(profile, by=factories.person("Ina", email=f"{ASKING}@post.example"))
    follower.rebuild()
    cache.clear()
    return paths_of(Cast(profile, owner, officer))


def forbidden(who: str) -> set[str]:
    """What must not reach somebody, as marks."""
    if who in ("owner", "colleague", "officer"):
        return set()
    circles = {Visibility.PUBLIC} | ({Visibility.SIGNED_IN} if who == "stranger" else set())
    hidden = {
        mark
        for circle in Visibility
        for kind in ContactType
        if circle not in circles or kind == ContactType.EMAIL
        for mark in marks(circle, kind)
    }
    return hidden | {WITHDRAWN, PROPOSED, ASKING}


def read(answer: Any) -> str:
    """All text of an answer, a spreadsheet's and an archive's too; empty for pictures."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if "spreadsheetml" in kind or kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return "" if kind.startswith(("image/png", "image/webp", "image/avif")) else body.decode("utf-8", "replace")


def links(text: str) -> Iterator[str]:
    """The addresses of this house in a text, whatever its format."""
    for found in re.findall(rf"(?:[\"'>]|^)(?:{re.escape(settings.SITE_URL)}|http://testserver)?(/[^\s\"'<>]*)", text):
        address = html.unescape(found).replace("\\u0026", "&")
        if not address.startswith(("//", settings.STATIC_URL)):
            yield address


def crawl(client: Client, seeds: Iterable[str], *, most: int = MOST_PER_ROUTE) -> Iterator[tuple[str, str]]:
    """Follow every link from these addresses on; yields addresses and what they answer."""
    waiting, seen, visits = deque(seeds), set(), Counter[tuple[str, str]]()
    while waiting:
        address = waiting.popleft().partition("#")[0]
        if address in seen:
            continue
        seen.add(address)
        try:
            route = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        language = "en" if address.startswith("/en/") else "de"
        if route in LEFT_OUT or visits[route, language] >= most:
            continue
        visits[route, language] += 1
        answer = client.get(address)
        text = read(answer)
        yield address, text + " ".join(f"{name}: {value}" for name, value in answer.items())
        waiting.extend(links(text))
        if answer.status_code in (301, 302):
            waiting.extend(links(f'"{answer["Location"]}"'))


def seeds(paths: dict[str, str]) -> list[str]:
    """Every named route, the exports in each format, and what asks for everything."""
    exports = [reverse("directory:export", args=[form]) for form in ("csv", "xlsx", "geojson")]
    return [
        *paths.values(),
        *exports,
        "/en/",
        "/api/v1/openapi.json",
        "/api/v1/profiles?limit=100",
        f"{reverse('directory:list')}?sort=newest",
    ]


def leaks(client: Client, paths: dict[str, str], who: str) -> tuple[list[str], int]:
    """Where something forbidden stands, and how many addresses were visited."""
    hidden, found, visited = forbidden(who), [], 0
    for address, text in crawl(client, seeds(paths)):
        visited += 1
        said = squeezed(html.unescape(text))
        found += [f"{who}: {address} tells {mark}" for mark in sorted(hidden) if mark in said]
    return found, visited


@pytest.mark.parametrize("who", ["visitor", "stranger", "owner", "officer"])
def test_no_outlet_tells_anybody_what_they_may_not_see(client: Client, house: dict[str, str], who: str, request: Any):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))

    found, visited = leaks(client, house, who)

    assert found == []
    assert visited > 100, "the crawl has found next to nothing"


def test_who_may_see_a_value_does(client: Client, house: dict[str, str], owner: Person, stranger: Person):
    """Else a crawl of empty pages would find nothing either."""
    pages = {}
    for who, person in (("visitor", None), ("stranger", stranger), ("owner", owner)):
        browser = Client()
        if person:
            browser.force_login(person)
        pages[who] = squeezed(" ".join(text for _address, text in crawl(browser, seeds(house))))

    for kind in ContactType:
        for circle in Visibility:
            sees = {who for who, text in pages.items() if all(mark in text for mark in marks(circle, kind))}
            wanted = {"owner"}
            if kind != ContactType.EMAIL:
                wanted |= {Visibility.PUBLIC: {"visitor", "stranger"}, Visibility.SIGNED_IN: {"stranger"}}.get(
                    circle, set()
                )
            assert sees == wanted, (kind, circle)


@pytest.mark.parametrize("who", ["visitor", "stranger", "officer"])
def test_a_hidden_value_finds_nothing(client: Client, house: dict[str, str], who: str, request: Any):
    """Whoever knows half a number must not be told by the search whose it is."""
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))

    for circle in (Visibility.SIGNED_IN, Visibility.OFFICE):
        for kind, value in values(circle).items():
            answer = client.get("/api/v1/profiles", {"q": value})
            assert answer.json()["total"] == 0, (kind, circle)


def test_an_outlet_that_forgot_the_circles_would_be_noticed(client: Client, house: dict[str, str], monkeypatch: Any):
    monkeypatch.setattr(ContactQuerySet, "visible_to", lambda self, person: self)
    assert Contact.objects.visible_to(None).filter(visibility=Visibility.OFFICE).exists()
    cache.clear()

    found, _visited = leaks(client, house, "visitor")

    told = " ".join(found)
    assert "/api/v1/profiles" in told
    assert "/verzeichnis/export/csv/" in told
    assert NUMBER[Visibility.OFFICE] in told
