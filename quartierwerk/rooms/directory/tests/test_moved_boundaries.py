"""Boundaries that move: addresses follow on the day, past or future, and earlier days stay as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import shapely
import time_machine

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import Location
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places import actions as places
from quartierwerk.rooms.places import queries as where
from quartierwerk.rooms.places import schedule
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.tests.factories import geojson

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)
BETWEEN = (51.505, 7.412)
"""In the east while the border runs at 7.41, in the west when it runs at 7.415."""


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def lightwork():
    """A studio between two borders, and one far from them."""
    factories.city()
    draw(7.41, valid_from=date(2020, 1, 1), moves_outline=True)
    factories.profile(name="Weit im Westen", sites=(factories.site((51.505, 7.401)),))
    made = factories.profile(sites=(factories.site(BETWEEN),))
    deliver_waiting()
    return made


def check(border, *, valid_from, **more):
    shapes = {
        "Innenstadt-Nord": shapely.box(7.40, 51.50, border, 51.51),
        "Hörde": shapely.box(border, 51.50, 7.43, 51.51),
    }
    file = places.BoundaryFile(
        content=geojson(shapes),
        filename="b.geojson",
        kind=PlaceKind.DISTRICT,
        valid_from=valid_from,
        source="Amt",
        **more,
    )
    return places.check_survey(file, actor=system("test"))


def draw(border, **more):
    places.draw_survey(check(border, **more), actor=system("test"))


def district(profile):
    return profile.locations.get().district.slug


def moved():
    return [row.changes["moved"] for row in AuditRow.objects.filter(verb="directory.relocate").order_by("pk")]


def test_a_boundary_of_the_past_moves_addresses_now_and_leaves_earlier_days(lightwork):
    since = date(2024, 1, 1)
    assert district(lightwork) == "hoerde"

    draw(7.415, valid_from=since)
    deliver_waiting()

    assert district(lightwork) == "innenstadt-nord"
    location = lightwork.locations.get()
    assert [(stay.key.slug, stay.since, stay.until) for stay in where.stays(location.lat, location.lon)] == [
        ("hoerde", date(2020, 1, 1), since),
        ("innenstadt-nord", since, None),
    ]
    assert where.locate(*BETWEEN, on=date(2023, 12, 31)).district.slug == "hoerde"


def test_a_boundary_of_the_future_moves_addresses_on_its_day_and_not_before(lightwork):
    draw(7.415, valid_from=date(2027, 1, 1))
    deliver_waiting()
    assert district(lightwork) == "hoerde"

    with time_machine.travel(datetime(2026, 12, 31, 22, 30, tzinfo=UTC), tick=False):
        schedule.let_boundaries_take_effect()
        deliver_waiting()
        assert district(lightwork) == "hoerde"

    with time_machine.travel(datetime(2027, 1, 1, 0, 30, tzinfo=UTC), tick=False):
        schedule.let_boundaries_take_effect()
        deliver_waiting()
        assert district(lightwork) == "innenstadt-nord"


def test_a_boundary_between_two_others_does_not_move_what_holds_today(lightwork):
    draw(7.415, valid_from=date(2025, 1, 1))
    draw(7.409, valid_from=date(2022, 1, 1))
    deliver_waiting()

    assert district(lightwork) == "innenstadt-nord"
    assert where.locate(51.505, 7.4095, on=date(2023, 1, 1)).district.slug == "hoerde"
    assert where.locate(51.505, 7.4095).district.slug == "innenstadt-nord"


def test_assigning_twice_changes_nothing_the_second_time(lightwork):
    draw(7.415, valid_from=date(2026, 1, 1))
    deliver_waiting()
    before = list(Location.objects.order_by("pk").values())

    actions.relocate(Place.objects.get(slug="hoerde"), actor=system("test"))

    assert moved()[-2:] == [1, 0]
    assert list(Location.objects.order_by("pk").values()) == before


def test_quarters_follow_their_boundaries_too(lightwork):
    quarter = Place.objects.get(slug="nordstadt")
    shape = {"Nordstadt": shapely.box(7.411, 51.50, 7.42, 51.51)}
    file = places.BoundaryFile(
        content=geojson(shape), filename="q.geojson", kind=PlaceKind.QUARTER, valid_from=date(2026, 1, 1), source="Amt"
    )
    places.draw_survey(places.check_survey(file, actor=system("test")), actor=system("test"))
    deliver_waiting()

    assert list(lightwork.locations.get().quarters.all()) == [quarter]
    assert moved()[-1] == 1


def test_a_register_larger_than_a_block_is_assigned_whole(lightwork, monkeypatch):
    monkeypatch.setattr("quartierwerk.rooms.directory.actions.writer.REHOUSED_AT_ONCE", 2)
    for number in range(5):
        factories.profile(name=f"Atelier {number}", sites=(factories.site(BETWEEN),))

    draw(7.415, valid_from=date(2026, 1, 1))
    deliver_waiting()

    assert moved()[-1] == 6


def test_the_dry_run_says_how_many_addresses_would_move(lightwork, monkeypatch):
    def said():
        return [
            (str(moving.label), moving.number) for moving in where.preview(check(7.415, valid_from=DAY.date())).moving
        ]

    assert said() == [("Standort", 1)]
    monkeypatch.setattr("quartierwerk.rooms.directory.queries.vocabulary.MOST_COUNTED", 0)
    assert said() == []


def test_the_places_tell_how_many_profiles_they_have_and_which_are_new(lightwork):
    city, east = where.city(), lightwork.locations.get().district
    factories.profile(name="Ohne Adresse")
    counted = where.counting.counts_at([city, east])

    assert [counted[place.pk][0].number for place in (city, east)] == [3, 1]
    assert counted[city.pk][0].url == "/verzeichnis/"
    assert [news.title for news in queries.new_at(east, 5)] == ["Lichtwerk Nord"]
    assert len(queries.new_at(city, 2)) == 2
    assert queries.new_at(Place(kind=PlaceKind.PARTNER_CITY), 5) == []
