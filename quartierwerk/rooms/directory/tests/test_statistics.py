"""The directory in numbers: pure counting, the questions to the database, the page and its file."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.queries.statistics import Counted, statistics
from quartierwerk.rooms.directory.rules import Age
from quartierwerk.rooms.directory.tests import factories

YEARS = st.integers(min_value=1200, max_value=2100)


@pytest.mark.parametrize(
    ("founded", "age"),
    [
        (None, Age.UNKNOWN),
        (2027, Age.NEW),
        (2026, Age.NEW),
        (2025, Age.NEW),
        (2024, Age.YOUNG),
        (2022, Age.YOUNG),
        (2021, Age.SETTLED),
        (2017, Age.SETTLED),
        (2016, Age.GROWN),
        (2007, Age.GROWN),
        (2006, Age.OLD),
        (1200, Age.OLD),
    ],
)
def test_each_year_of_foundation_lies_in_one_band(founded, age):
    assert rules.age_in(2026, founded=founded) == age


@given(st.dictionaries(st.none() | YEARS, st.integers(min_value=0, max_value=10**6)), YEARS)
def test_bands_lose_nobody_and_stand_in_order(founded, year):
    found = rules.by_age(founded, year=year)

    assert list(found) == list(Age)
    assert sum(found.values()) == sum(founded.values())


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_a_share_lies_between_nothing_and_all(part, rest):
    share = rules.percent(part, part + rest)

    assert 0 <= share <= 100
    assert part + rest == 0 or abs(share - 100 * part / (part + rest)) <= 0.5 + 1e-6


@given(st.lists(st.integers(min_value=0, max_value=10**9)))
def test_bars_keep_their_order_and_show_what_is_there(numbers):
    lengths = rules.widths(numbers)

    assert all((length > 0) == (number > 0) for number, length in zip(numbers, lengths, strict=True))
    assert all(length <= 1000 for length in lengths)
    assert not any(numbers) or max(lengths) == 1000


def test_the_last_years_are_shown_with_those_in_which_nothing_happened():
    years = rules.turnover({2026: 2, 2010: 9}, {2020: 1}, year=2026)

    assert [one.year for one in years] == list(range(2026, 2016, -1))
    assert (years[0], years[6]) == ((2026, 2, 0), (2020, 0, 1))


@pytest.fixture
def city(db):
    """Two in the north, one of them kept, one in the south that has closed, and one that is withdrawn."""
    factories.city()
    south = factories.site(factories.SOUTH, street="Hörder Straße", postcode="44263")
    kept = factories.profile(name="Eins", founded=2025, sectors=("design", "musik"), sites=(factories.site(),))
    factories.make_admin(factories.person("Ova Eigen"), of=kept)
    factories.profile(name="Zwei", founded=2001, sites=(factories.site(), factories.site(addition="Hof")))
    factories.profile(name="Drei", founded=2019, closed_on=date(2026, 1, 31), sites=(south,))
    gone = factories.profile(name="Vier", sites=(factories.site(),))
    actions.withdraw(gone, actor=system("test"))


def numbers(**chosen):
    return statistics(queries.words(), **chosen, at=factories.NOON)


def counted(groups: list[Counted]) -> dict[str, int]:
    return {one.slug: one.number for one in groups if one.number}


def test_what_is_public_and_open_is_counted_once_in_each_group(city):
    found = numbers()

    assert (found.total, found.closed, found.kept, found.confirmed) == (2, 1, 1, 2)
    assert counted(found.sectors) == {"design": 2, "musik": 1}
    assert counted(found.districts) == {"innenstadt-nord": 2}
    assert counted(found.quarters) == {"nordstadt": 2}
    assert found.ages[Age.NEW] == found.ages[Age.OLD] == 1
    assert {one.year: (one.opened, one.closed) for one in found.years if one.opened or one.closed} == {
        2025: (1, 0),
        2019: (1, 0),
        2026: (0, 1),
    }


def test_a_selection_counts_only_what_lies_in_it(city):
    assert numbers(sector="musik").total == 1
    assert numbers(district="innenstadt-nord").total == 2
    south = numbers(district="hoerde")
    assert (south.total, south.closed) == (0, 1)


def test_what_closes_in_the_future_is_open_today(db):
    factories.city()
    factories.profile(name="Bald", closed_on=date(2027, 6, 3))

    assert (numbers().total, numbers().closed) == (1, 0)


def test_the_page_shows_numbers_that_lead_to_their_lists(client, officer, city):
    client.force_login(officer)

    page = client.get(reverse("directory:statistics"), {"district": "innenstadt-nord", "sector": "erfunden"})

    assert page.context["chosen"] == {"sector": "", "district": "innenstadt-nord"}
    text = page.content.decode()
    assert "/verzeichnis/?district=innenstadt-nord&amp;sector=musik" in text
    assert "selbst verwaltet" in text


def test_the_numbers_can_be_taken_along(client, officer, city):
    client.force_login(officer)

    lines = b"".join(client.get(reverse("directory:statistics_file", args=["csv"])).streaming_content).decode()

    assert "Alle;Profile;2" in lines
    assert "Teilmarkt;Design;2" in lines
    assert "Geschlossen;2026;1" in lines
    sheet = client.get(reverse("directory:statistics_file", args=["xlsx"]))
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    assert client.get(reverse("directory:statistics_file", args=["pdf"])).status_code == 404


def test_the_numbers_are_for_the_office(client, owner, stranger):
    for person in (owner, stranger):
        client.force_login(person)
        assert client.get(reverse("directory:statistics")).status_code == 403
        assert client.get(reverse("directory:statistics_file", args=["csv"])).status_code == 403


def test_the_page_asks_the_same_number_of_questions(client, officer, city, django_assert_max_num_queries):
    client.force_login(officer)
    path = reverse("directory:statistics")
    client.get(path)
    with django_assert_max_num_queries(15) as few:
        client.get(path)
    for number in range(3):
        factories.profile(name=f"Haus {number}", founded=2010 + number, sites=(factories.site(),))

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(path)
