from datetime import date

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.facts.fact import listen
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts.tests import factories as people
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.facts import BoundariesTookEffect
from quartierwerk.rooms.places.models import Address, Boundary, City, Place
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.rules.shapes import NotAShape
from quartierwerk.rooms.places.tests import factories

pytestmark = pytest.mark.django_db
EARLY, MIDDLE, LATE = date(2020, 1, 1), date(2024, 1, 1), date(2026, 1, 1)
told = []


@listen(BoundariesTookEffect)
def remember(fact):
    """Keeps what it was told."""
    told.append(fact)


@pytest.fixture(autouse=True)
def nothing_told():
    told.clear()


def trail_of(thing, verb):
    return list(AuditRow.objects.filter(subject=reference(thing), verb=f"places.{verb}"))


def fresh(**changes):
    values = {"slug": "musterstadt", "name": "Musterstadt", "center_lat": 51.5, "center_lon": 7.48}
    return Place(**values | changes)


# found_city, create_place


def test_the_office_founds_a_city_and_adds_its_parts():
    officer = people.officer()

    city = actions.found_city(fresh(), actor=officer)
    district = actions.create_place(
        fresh(kind=PlaceKind.DISTRICT, slug="nord", name="Nord", parent=city), actor=officer
    )

    assert list(City.objects.all()) == [city]
    assert (district.parent, queries.city()) == (city, city)


@pytest.mark.parametrize("who", ["visitor", "somebody"])
def test_nobody_else_founds_or_adds(who):
    actor = None if who == "visitor" else people.person()

    with pytest.raises(NotAllowed):
        actions.found_city(fresh(), actor=actor)
    with pytest.raises(NotAllowed):
        actions.create_place(fresh(kind=PlaceKind.DISTRICT), actor=actor)


# furnish, describe


def test_the_office_says_how_the_house_presents_itself():
    city = factories.drawn_city()
    word = {"district": {"one": "Ortsteil", "many": "Ortsteile"}}
    sign = actions.Sign(
        name="Musterstadt",
        accent="brick",
        languages=["de"],
        words=word,
        contact_email="a@b.example",
        legal={"street": "Weg 1"},
    )

    actions.furnish(city, actor=people.officer(), sign=sign)

    here = house()
    assert (here.name, here.accent, here.languages, here.contact_email) == (
        "Musterstadt",
        "brick",
        ["de"],
        "a@b.example",
    )
    assert queries.districts()[0].get_kind_display() == "Ortsteil"
    [row] = trail_of(city, "furnish")
    assert row.changes == {
        "accent": "brick",
        "languages": ["de"],
        "words": ["district"],
        "terms": {},
        "legal": ["street"],
    }


def test_new_words_reach_the_cards_of_all_places_and_the_same_words_none():
    city, officer = factories.drawn_city(), people.officer()
    sign = actions.Sign(name="Musterstadt", words={"district": {"one": "Ortsteil", "many": "Ortsteile"}})
    before = IndexJournal.objects.count()

    actions.furnish(city, actor=officer, sign=sign)
    first = IndexJournal.objects.count() - before
    actions.furnish(city, actor=officer, sign=sign)

    assert first == 4  # the city itself, two districts, a quarter
    assert IndexJournal.objects.count() - before == first + 1


def test_a_colour_that_nobody_knows_is_refused_by_the_database():
    city = factories.city()

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.furnish(city, actor=people.officer(), sign=actions.Sign(name="Musterstadt", accent="beige"))


def test_the_office_corrects_what_is_known_of_a_place():
    place = factories.district("Nord", "nord", parent=factories.city())

    actions.correct(place, actor=people.officer(), name="Norden", aliases=["Nordseite"], hue=3)

    place.refresh_from_db()
    assert (place.name, place.aliases, place.hue, place.slug) == ("Norden", ["Nordseite"], 3, "nord")
    assert set(trail_of(place, "correct")[0].changes) == {"name", "aliases", "hue"}


def test_only_what_is_known_of_a_place_is_corrected():
    place = factories.district("Nord", "nord", parent=factories.city())

    with pytest.raises(TypeError, match="slug"):
        actions.correct(place, actor=people.officer(), slug="sued")


def test_nobody_else_furnishes_or_corrects():
    city = factories.city()

    with pytest.raises(NotAllowed):
        actions.furnish(city, actor=people.person(), sign=actions.Sign(name="Meine Stadt"))
    with pytest.raises(NotAllowed):
        actions.correct(city, actor=people.person(), name="Meine Stadt")


def test_a_short_name_is_given_once_per_kind():
    city = factories.city()
    factories.district("Nord", "nord", parent=city)

    with pytest.raises(actions.AlreadyThere):
        factories.district("Nord", "nord", parent=city)
    with pytest.raises(actions.AlreadyThere):
        factories.city()


def test_a_quarter_lies_in_a_district_only():
    with pytest.raises(actions.WrongParent):
        factories.quarter("Werft", "werft", parent=factories.city())


def test_founding_and_adding_leave_rows():
    city = factories.city()
    district = factories.district("Nord", "nord", parent=city)

    assert len(trail_of(city, "found_city")) == 1
    assert len(trail_of(district, "create_place")) == 1


def test_the_database_refuses_a_middle_off_the_globe():
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**{**vars_of(fresh(kind=PlaceKind.CITY)), "center_lat": 5_700_000})


def vars_of(place):
    return {name: getattr(place, name) for name in ("kind", "slug", "name", "center_lat", "center_lon")}


# draw_boundary


def draw(place, valid_from, *, at=(51.5, 7.48), actor=None):
    return actions.draw_boundary(
        place, actor=actor or people.officer(), geojson=factories.square(*at), valid_from=valid_from
    )


def spans(place):
    return list(place.boundaries.order_by("pk").values_list("valid_from", "valid_to"))


def test_a_boundary_holds_from_its_day_on():
    city = factories.city()

    boundary = draw(city, MIDDLE)

    assert spans(city) == [(MIDDLE, None)]
    assert not boundary.is_schematic


def test_a_later_boundary_ends_the_one_before():
    city = factories.city()
    draw(city, EARLY)

    draw(city, LATE)

    assert spans(city) == [(EARLY, LATE), (LATE, None)]


def test_a_boundary_for_the_past_ends_where_the_next_begins():
    city = factories.city()
    draw(city, EARLY)
    draw(city, LATE)

    draw(city, MIDDLE)

    assert spans(city) == [(EARLY, MIDDLE), (LATE, None), (MIDDLE, LATE)]


def test_a_boundary_drawn_again_for_the_same_day_never_held():
    city = factories.city()
    draw(city, MIDDLE)

    second = draw(city, MIDDLE, at=(51.6, 7.48))

    assert spans(city) == [(MIDDLE, MIDDLE), (MIDDLE, None)]
    assert list(Boundary.objects.valid(on=MIDDLE)) == [second]


@pytest.mark.parametrize("who", ["visitor", "somebody"])
def test_nobody_else_draws(who):
    city = factories.city()

    with pytest.raises(NotAllowed):
        actions.draw_boundary(
            city,
            actor=None if who == "visitor" else people.person(),
            geojson=factories.square(51.5, 7.48),
            valid_from=MIDDLE,
        )


def test_what_is_no_area_is_not_drawn_and_ends_nothing():
    city = factories.city()
    draw(city, EARLY)

    with pytest.raises(NotAShape):
        actions.draw_boundary(city, actor=people.officer(), geojson={"type": "Point"}, valid_from=LATE)

    assert spans(city) == [(EARLY, None)]


def test_drawing_leaves_a_row_and_a_fact():
    city = factories.city()
    boundary = draw(city, MIDDLE)

    (row,) = trail_of(city, "draw_boundary")
    deliver_waiting()

    assert row.changes == {"boundary": boundary.pk, "valid_from": "2024-01-01", "is_schematic": False}
    assert told == [BoundariesTookEffect(place_id=city.pk, since="2024-01-01")]


def test_the_database_knows_one_open_boundary_per_place():
    boundary = draw(factories.city(), MIDDLE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Boundary.objects.create(place=boundary.place, valid_from=LATE, geojson=boundary.geojson)


# draw_schematic


def test_a_city_is_divided_among_its_districts():
    city = factories.drawn_city()

    drawn = Boundary.objects.valid(on=LATE).values_list("place__slug", "is_schematic")

    assert sorted(drawn) == [
        ("musterstadt", True),
        ("stadtmitte-nord", True),
        ("suedermuehl", True),
        ("werftquartier", True),
    ]
    assert len(trail_of(city, "draw_schematic")) == 1


def test_a_quarter_without_a_radius_is_not_drawn():
    city = factories.city()
    north = factories.district("Nord", "nord", parent=city)
    factories.quarter("Werft", "werft", parent=north, radius_m=None)

    actions.draw_schematic(city, actor=people.officer(), valid_from=EARLY)

    assert not Boundary.objects.filter(place__kind=PlaceKind.QUARTER).exists()


def test_a_city_without_districts_cannot_be_divided():
    with pytest.raises(actions.NothingToDivide):
        actions.draw_schematic(factories.city(), actor=people.officer(), valid_from=EARLY)


def test_nobody_else_divides():
    with pytest.raises(NotAllowed):
        actions.draw_schematic(factories.city(), actor=people.person(), valid_from=EARLY)


# import_addresses


def test_addresses_are_taken_in_and_moved_by_a_second_import():
    city, officer = factories.city(), people.officer()
    rows = [factories.house("Hafenstr.", "12 a"), factories.house("Hafenstraße", "13")]
    moved = [factories.house("HAFENSTRASSE", "12A", lat=51.6)]

    first = actions.import_addresses(city, actor=officer, rows=rows)
    second = actions.import_addresses(city, actor=officer, rows=moved)

    assert (first, second) == (2, 1)
    assert list(Address.objects.order_by("number_key").values_list("street", "house_number", "lat")) == [
        ("HAFENSTRASSE", "12A", 51.6),
        ("Hafenstraße", "13", 51.5),
    ]


def test_a_register_larger_than_a_block_is_taken_in_whole():
    rows = (factories.house("Lange Straße", str(number)) for number in range(1, actions.BLOCK + 12))

    count = actions.import_addresses(factories.city(), actor=people.officer(), rows=rows)

    assert count == Address.objects.count() == actions.BLOCK + 11


def test_the_same_house_twice_in_a_block_counts_once():
    rows = [factories.house("Hafenstr.", "1"), factories.house("Hafenstraße", "1", lat=51.6)]

    assert actions.import_addresses(factories.city(), actor=people.officer(), rows=rows) == 1
    assert Address.objects.get().lat == 51.6


def test_a_broken_source_leaves_the_register_as_it_was():
    def rows():
        yield from (factories.house("Lange Straße", str(number)) for number in range(1, actions.BLOCK + 12))
        raise OSError

    with pytest.raises(OSError):
        actions.import_addresses(factories.city(), actor=people.officer(), rows=rows())

    assert not Address.objects.exists()


def test_nobody_else_imports():
    with pytest.raises(NotAllowed):
        actions.import_addresses(factories.city(), actor=people.person(), rows=[])


def test_an_import_leaves_one_row_with_the_number_of_houses():
    city = factories.city()
    actions.import_addresses(city, actor=people.officer(), rows=[factories.house("Hafenstr.", "1")])

    (row,) = trail_of(city, "import_addresses")
    assert row.changes == {"addresses": 1}
