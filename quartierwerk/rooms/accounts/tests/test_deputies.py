"""Deputies: who holds what on which day, and what the trail says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries, rules
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.rules import OWN, Grant, RoleName, Span, Standing
from quartierwerk.rooms.accounts.tests import factories

PROFILE = factories.PROFILE
KEEPS = (RoleName.PROFILE_ADMIN, PROFILE)
WORKS = (RoleName.OFFICER, factories.CITY)
ME, FIRST, SECOND, THIRD = 1, 2, 3, 4

people = st.sampled_from([ME, FIRST, SECOND, THIRD])
grants = st.lists(
    st.builds(Grant, people, st.integers(1, 9), st.sampled_from(list(RoleName)), st.sampled_from(["a.a:1", "b.b:2"])),
    max_size=9,
)
standings = st.lists(
    st.builds(Standing, st.integers(1, 9), st.sampled_from([FIRST, SECOND]), st.none() | st.integers(1, 9)),
    max_size=4,
    unique_by=lambda standing: standing.deputyship,
)
days = st.dates(date(2026, 1, 1), date(2026, 3, 1))
spans = st.tuples(days, days).map(lambda pair: Span(min(pair), max(pair)))


SITS = (RoleName.DISTRICT_OFFICER, factories.DISTRICT)


# rules


@given(grants, standings)
def test_a_deputy_holds_their_own_and_what_the_absent_people_hold_and_nothing_else(grants, standings):
    held = rules.held_by(ME, grants=grants, standings=standings)

    own = {(grant.name, grant.scope) for grant in grants if grant.holder == ME}
    assert held.pop(OWN, frozenset()) == own
    is_in_office = any(name in rules.OFFICE_ROLES for name, _scope in own)
    for standing in standings:
        lent = held.pop(standing.deputyship, frozenset())
        others = {(grant.name, grant.scope) for grant in grants if grant.holder == standing.absent}
        may_pass = {(name, scope) for name, scope in others if is_in_office or name not in rules.OFFICE_ROLES}
        assert lent <= may_pass
        if standing.role is None:
            assert lent == may_pass
    assert held == {}


@given(grants, standings)
def test_without_a_deputyship_everybody_holds_their_own(grants, standings):
    alone = rules.held_by(THIRD, grants=grants, standings=[])

    assert set(alone) <= {OWN}
    assert alone.get(OWN, frozenset()) == rules.held_by(THIRD, grants=grants, standings=standings).get(OWN, frozenset())


@given(spans, spans, days)
def test_spans_meet_exactly_where_a_day_is_in_both(first, second, day):
    assert first.meets(second) == second.meets(first)
    assert not (first.holds(day) and second.holds(day)) or first.meets(second)
    assert not first.meets(second) or first.holds(max(first.first, second.first))


@given(spans)
def test_both_ends_of_a_span_belong_to_it(span):
    assert span.holds(span.first)
    assert span.holds(span.last)
    assert not span.holds(span.first - timedelta(days=1))
    assert not span.holds(span.last + timedelta(days=1))


# who holds what


@pytest.fixture
def absent(db: None) -> Person:
    return factories.absent()


@pytest.fixture
def deputy(db: None) -> Person:
    return factories.from_a_district()


@pytest.fixture
def colleague(db: None) -> Person:
    return factories.beside_the_office()


def test_a_deputy_holds_all_roles_or_the_one_that_was_named(absent, deputy):
    factories.deputyship(absent, deputy)
    other = factories.person()
    factories.deputyship(absent, other, role=absent.roles.get(name=RoleName.PROFILE_ADMIN))

    assert factories.again(deputy).roles_today == {SITS, KEEPS, WORKS}
    assert factories.again(other).roles_today == {KEEPS}
    assert factories.again(absent).roles_today == {KEEPS, WORKS}


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (datetime(2026, 7, 9, 23, 59, tzinfo=clock.BERLIN), False),
        (datetime(2026, 7, 10, 0, 0, tzinfo=clock.BERLIN), True),
        (datetime(2026, 7, 12, 23, 59, tzinfo=clock.BERLIN), True),
        (datetime(2026, 7, 13, 0, 0, tzinfo=clock.BERLIN), False),
    ],
)
def test_it_holds_from_the_first_to_the_last_day_as_the_clocks_in_berlin_show_them(
    absent, deputy, monkeypatch, moment, holds
):
    Role.objects.update(valid_from=date(2026, 6, 1))
    first, last = date(2026, 7, 10), date(2026, 7, 12)
    factories.deputyship(absent, deputy, starts_on=first, ends_on=last, at=factories.NOON)
    monkeypatch.setattr(clock, "now", lambda: moment)

    assert (factories.again(deputy).roles_today == {SITS, KEEPS, WORKS}) == holds


def test_a_role_in_the_office_passes_only_to_who_works_there(absent, colleague):
    factories.deputyship(absent, colleague)

    assert factories.again(colleague).roles_today == {KEEPS}


def test_who_leaves_the_office_does_not_keep_it_by_standing_in(absent, deputy):
    factories.deputyship(absent, deputy)

    actions.revoke(deputy.roles.get(), actor=queries.system("test"))

    assert factories.again(deputy).roles_today == {KEEPS}


def test_a_single_role_in_the_office_is_not_lent_to_anybody_else(absent, colleague):
    with pytest.raises(RuleBroken, match="der selbst im Amt arbeitet"):
        factories.deputyship(absent, colleague, role=absent.roles.get(name=RoleName.OFFICER))


def test_when_somebody_is_away_is_no_business_of_those_they_once_worked_with(absent, deputy):
    factories.role(factories.person("Kim"), scope=PROFILE)
    held = factories.deputyship(absent, deputy)
    assert list(queries.deputyships_in(PROFILE)) == [held]

    actions.revoke(absent.roles.get(name=RoleName.PROFILE_ADMIN), actor=absent)

    assert list(queries.deputyships_in(PROFILE)) == []


def test_there_is_no_chain(absent, deputy):
    factories.deputyship(absent, deputy)
    factories.role(deputy, scope="directory.profile:8")
    further = factories.person("Dritte Hand")
    factories.deputyship(deputy, further)

    assert factories.again(further).roles_today == {(RoleName.PROFILE_ADMIN, "directory.profile:8")}


def test_who_loses_a_role_takes_it_from_the_deputy_on_the_same_day(absent, deputy):
    factories.deputyship(absent, deputy)
    factories.officer("Jemand Anderes")  # the last one in the office would not go

    actions.revoke(absent.roles.get(name=RoleName.OFFICER), actor=absent)

    assert factories.again(deputy).roles_today == {SITS, KEEPS}


def test_who_is_locked_lends_nothing(absent, deputy):
    factories.deputyship(absent, deputy)

    Person.objects.filter(pk=absent.pk).update(is_active=False)

    assert factories.again(deputy).roles_today == {SITS}


def test_a_deputy_without_second_factor_has_no_role_of_the_office_either(absent, deputy):
    factories.deputyship(absent, deputy)
    somebody = factories.again(deputy)
    somebody.has_shown_second_factor = False

    assert somebody.roles_today == {KEEPS}
    assert somebody.is_held_back


def test_reading_roles_asks_once_and_for_a_deputy_twice(absent, deputy, django_assert_num_queries):
    factories.deputyship(absent, deputy)
    first, second = factories.again(absent), factories.again(deputy)

    with django_assert_num_queries(1):
        assert first.roles_today == {KEEPS, WORKS}
    with django_assert_num_queries(2):
        assert second.roles_today == {SITS, KEEPS, WORKS}


def test_what_waits_for_the_absent_person_waits_for_the_deputy_too(client, absent, deputy):
    factories.deputyship(absent, deputy)
    client.force_login(deputy)

    assert client.get(reverse("portal:work")).status_code == 200


# what it leaves behind


def test_the_trail_says_who_acted_and_for_whom(absent, deputy):
    held = factories.deputyship(absent, deputy)
    newcomer = Person(name="Paul Papier")

    actions.join(newcomer, actor=factories.again(deputy))
    actions.edit(deputy, actor=factories.again(deputy), name="Dela V.", language="de")

    row = AuditRow.objects.get(verb="accounts.join", subject=reference(newcomer))
    assert (row.actor, row.on_behalf_of, row.channel) == (reference(deputy), reference(held), "deputy")
    row = AuditRow.objects.get(verb="accounts.edit")
    assert (row.actor, row.on_behalf_of, row.channel) == (reference(deputy), "", "")


def test_the_trail_names_the_deputyship_that_gave_the_right(absent, deputy):
    keeper = factories.person("Kim Profil")
    factories.role(keeper, scope="directory.profile:9")
    factories.deputyship(keeper, deputy)
    right = factories.deputyship(absent, deputy)

    actions.join(Person(name="Paul Papier"), actor=factories.again(deputy))

    assert AuditRow.objects.filter(verb="accounts.join").latest("pk").on_behalf_of == reference(right)
