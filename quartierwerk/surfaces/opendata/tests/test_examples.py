"""The examples of the description are answers of the interface, and valid by its own schemas."""

from __future__ import annotations

import json
import os
from datetime import date, time
from typing import Any

import jsonschema_rs
import pytest
from ninja import NinjaAPI

from quartierwerk.foundation.files.focus import Focus
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards.models import Resolution
from quartierwerk.rooms.boards.rules import SeatRole
from quartierwerk.rooms.boards.tests import factories as boards
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.funding.models import Project
from quartierwerk.rooms.funding.tests import factories as funding
from quartierwerk.rooms.funding.tests import showing_factories as shows
from quartierwerk.rooms.places import actions as places
from quartierwerk.rooms.places.models import City, Place, Theme
from quartierwerk.rooms.places.rules.portraits import Portrait
from quartierwerk.rooms.places.tests import factories as place_factories
from quartierwerk.surfaces.opendata import examples
from quartierwerk.surfaces.opendata.api import api

pytestmark = pytest.mark.django_db
SLUGS = {"quarters": "werftquartier", "bodies": "beirat", "programmes": "hafenfonds"}
"""What fills the blank, by a part of the path; elsewhere it is a district."""
PROBLEMS = {
    "400": "/profiles?cursor=abc",
    "404": "/profiles/4711",
    "422": "/profiles?limit=0&kind=raumschiff",
}


@pytest.fixture
def invented(db):
    """A profile that says everything, and a district that has everything, in an invented city."""
    office = system("test")
    place_factories.drawn_city()
    website = rules.Contact(
        type=rules.ContactType.WEBSITE, value="https://lichtwerk.example", visibility=rules.Visibility.PUBLIC
    )
    content = factories.content(
        keywords=("Porträt", "Reportage"),
        tagline_en="Portraits in daylight",
        about_en="We take pictures of people where they work.",
        about_plain="Wir machen Fotos von Menschen bei der Arbeit.",
        contacts=(factories.phone(), website),
        links=(rules.WebLink(label="Mappe", url="https://lichtwerk.example/mappe"),),
        opening=rules.Opening(
            mode=rules.OpeningMode.WEEKLY,
            spans=(rules.OpenSpan(weekday=4, opens=time(10), closes=time(18)),),
            note="Bitte klingeln.",
        ),
        access=(rules.AccessFact.STEP_FREE,),
        is_open_for_cooperation=True,
        cooperation_de="Sucht eine Stimme für Hörstücke.",
        cooperation_en="Looks for a voice for audio pieces.",
        founded=2014,
        licence="CC-BY-4.0",
        sites=(factories.site((51.53, 7.46), postcode="12345", town="Musterstadt"),),
    )
    factories.vocabulary()
    profile = actions.create(content, actor=office, source="office", at=factories.NOON)
    factories.work(
        profile,
        title_en="Early shift",
        alt_en="A baker against the light",
        focus=Focus(0.3, 0.25),
        year=2025,
        licence="CC-BY-4.0",
    )
    factories.profile(name="Klangraum Süd", sectors=("musik",), professions=("komposition",))
    north = Place.objects.get(slug="stadtmitte-nord")
    place_factories.furnish(north)
    theme = Theme(city=City.objects.get(), name_de="Räume", name_en="Rooms", valid_from=date(2024, 1, 1))
    theme = places.set_theme(Theme(), actor=office, given=theme)
    text = Portrait(strengths_de="Kurze Wege", strengths_en="Short ways", priorities_de="Ateliers halten")
    places.write_profile(north, actor=office, content=text, valid_from=date(2024, 1, 1))
    boards.seat(boards.body("Beirat", name_en="Advisory board", district=north), role=SeatRole.CHAIR)
    board = boards.assembled(voting=3)
    keeper = board.secretary.person
    item = boards.item(boards.running(board, here=3, by=keeper), by=keeper, title="Sommerfest am Hafen")
    boards.decided(boards.motion(item, by=keeper), by=keeper, yes=3)
    summary = {"summary_de": "Für Feste am Hafen.", "summary_en": "For festivals at the harbour."}
    fund = funding.regulated(funding.programme("Hafenfonds", name_en="Harbour fund", **summary))
    funding.called(fund)
    festival = funding.project("Sommerfest am Hafen", partners="Musikschule", plain="Es gibt Musik.", further=True)
    shows.received(festival)
    shows.picture(festival, licence="CC-BY-4.0")
    shows.effect(festival)
    shows.pinned(festival, factories.NORTH)
    follower.rebuild()
    return profile


@pytest.fixture
def described(db) -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))


@pytest.fixture
def answered(client, invented, settings):
    """What the interface answers to the questions of the examples."""
    follower.rebuild()
    resolution = Resolution.objects.get()
    keys = {"profile_id": invented.pk, "meeting_id": resolution.item.meeting_id, "resolution_id": resolution.pk}
    keys["project_id"] = Project.objects.get().pk
    told: dict[str, Any] = {}
    for path, operations in NinjaAPI.get_openapi_schema(api)["paths"].items():
        slug = next((slug for part, slug in SLUGS.items() if part in path), "stadtmitte-nord")
        address = path.format(slug=slug, **keys)
        parameters = {} if "{" in path or "clusters" in path else {"limit": 1}
        told[operations["get"]["operationId"]] = client.get(address, parameters).json()
    told["problems"] = {status: client.get(f"/api/v1{path}").json() for status, path in PROBLEMS.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "INDEX_DIR", settings.INDEX_DIR / "none")
        told["problems"]["503"] = client.get("/api/v1/profiles").json()
    return told


def shape(value: Any) -> Any:
    """What a value is made of, without what it says."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return "list" if isinstance(value, list) else "value"


def test_examples_are_answers_of_the_interface(answered):
    if os.environ.get("EXAMPLES") == "write":
        text = json.dumps(answered, ensure_ascii=False, indent=1).replace("http://testserver", examples.SITE)
        examples.FILE.write_text(text + "\n", encoding="utf-8")
        examples.written.cache_clear()

    assert {name: shape(value) for name, value in examples.written().items()} == {
        name: shape(value) for name, value in answered.items()
    }


def test_every_schema_parameter_and_answer_has_a_valid_example(described):
    schemas = described["components"]["schemas"]
    checked = []

    def check(where: str, part: dict[str, Any], example: Any) -> None:
        rooted = {**part, "components": described["components"]}
        assert jsonschema_rs.is_valid(rooted, example), (where, example)
        checked.append(where)

    for name, part in schemas.items():
        # The library also lists its bundles of parameters; nothing refers to them, each parameter stands for itself.
        if f'schemas/{name}"' in json.dumps(described):
            check(name, part, part["example"])
    for path, operations in described["paths"].items():
        for parameter in operations["get"].get("parameters", []):
            where = f"{path} {parameter['name']}"
            check(where, parameter["schema"], [*parameter["schema"].get("examples", []), parameter.get("example")][0])
        for status, answer in operations["get"]["responses"].items():
            for content in answer.get("content", {}).values():
                check(f"{path} {status}", content["schema"], content["example"])

    assert len(checked) > 100


def test_examples_name_nobody_real(described):
    text = examples.FILE.read_text(encoding="utf-8")

    assert "testserver" not in text and "@" not in text
