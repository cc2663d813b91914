"""Deputies: who holds what on which day, and what the trail says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries, rules
from quartierwerk.rooms.accounts.models import Deputyship, Person, Role
from quartierwerk.rooms.accounts.rules import OWN, Grant, RoleName, Span, Standing
from quartierwerk.rooms.accounts.tests import factories

PROFILE = "directory.profile:7"
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


DISTRICT = "places.place:9"
SITS = (RoleName.DISTRICT_OFFICER, DISTRICT)


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
    """Somebody who keeps a profile and works in the office."""
    somebody = factories.officer("Abba Urlaub")
    factories.role(somebody, scope=PROFILE)
    return somebody


@pytest.fixture
def deputy(db: None) -> Person:
    """A colleague from a district."""
    somebody = factories.person("Dela Vertreter")
    factories.role(somebody, RoleName.DISTRICT_OFFICER, scope=DISTRICT)
    return somebody


def again(person: Person) -> Person:
    """The person as the next request reads them."""
    return Person.objects.get(pk=person.pk)


def test_a_deputy_holds_all_roles_or_the_one_that_was_named(absent, deputy):
    factories.deputyship(absent, deputy)
    other = factories.person()
    factories.deputyship(absent, other, role=absent.roles.get(name=RoleName.PROFILE_ADMIN))

    assert again(deputy).roles_today == {SITS, KEEPS, WORKS}
    assert again(other).roles_today == {KEEPS}
    assert again(absent).roles_today == {KEEPS, WORKS}


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

    assert (again(deputy).roles_today == {SITS, KEEPS, WORKS}) == holds


def test_a_role_in_the_office_passes_only_to_who_works_there(absent, colleague):
    factories.deputyship(absent, colleague)

    assert again(colleague).roles_today == {KEEPS}


def test_who_leaves_the_office_does_not_keep_it_by_standing_in(absent, deputy):
    factories.deputyship(absent, deputy)

    actions.revoke(deputy.roles.get(), actor=queries.system("test"))

    assert again(deputy).roles_today == {KEEPS}


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

    assert again(further).roles_today == {(RoleName.PROFILE_ADMIN, "directory.profile:8")}


def test_who_loses_a_role_takes_it_from_the_deputy_on_the_same_day(absent, deputy):
    factories.deputyship(absent, deputy)
    factories.officer("Jemand Anderes")  # the last one in the office would not go

    actions.revoke(absent.roles.get(name=RoleName.OFFICER), actor=absent)

    assert again(deputy).roles_today == {SITS, KEEPS}


def test_who_is_locked_lends_nothing(absent, deputy):
    factories.deputyship(absent, deputy)

    Person.objects.filter(pk=absent.pk).update(is_active=False)

    assert again(deputy).roles_today == {SITS}


def test_a_deputy_without_second_factor_has_no_role_of_the_office_either(absent, deputy):
    factories.deputyship(absent, deputy)
    somebody = again(deputy)
    somebody.has_shown_second_factor = False

    assert somebody.roles_today == {KEEPS}
    assert somebody.is_held_back


def test_reading_roles_asks_once_and_for_a_deputy_twice(absent, deputy, django_assert_num_queries):
    factories.deputyship(absent, deputy)
    first, second = again(absent), again(deputy)

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

    actions.join(newcomer, actor=again(deputy))
    actions.edit(deputy, actor=again(deputy), name="Dela V.", language="de")

    row = AuditRow.objects.get(verb="accounts.join", subject=reference(newcomer))
    assert (row.actor, row.on_behalf_of, row.channel) == (reference(deputy), reference(held), "deputy")
    row = AuditRow.objects.get(verb="accounts.edit")
    assert (row.actor, row.on_behalf_of, row.channel) == (reference(deputy), "", "")


def test_the_trail_names_the_deputyship_that_gave_the_right(absent, deputy):
    keeper = factories.person("Kim Profil")
    factories.role(keeper, scope="directory.profile:9")
    factories.deputyship(keeper, deputy)
    right = factories.deputyship(absent, deputy)

    actions.join(Person(name="Paul Papier"), actor=again(deputy))

    assert AuditRow.objects.filter(verb="accounts.join").latest("pk").on_behalf_of == reference(right)


# arranging


def arrange(absent: Person, deputy: Person, *, actor: Person | None, role: Role | None = None, **days: date):
    span = {"starts_on": clock.today(), "ends_on": clock.today()} | days
    return actions.arrange_deputy(Deputyship(absent=absent, deputy=deputy, role=role, **span), actor=actor)


def test_the_deputy_and_the_absent_person_get_a_mail(absent, deputy):
    role = absent.roles.get(name=RoleName.OFFICER)

    arrange(absent, deputy, actor=factories.officer(), role=role)

    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {absent.email, deputy.email}


def test_the_office_lends_single_roles_that_it_may_hand_out(absent, deputy):
    officer = factories.officer()
    operator = factories.person("Otto Betrieb")
    runs = factories.role(operator, RoleName.OPERATOR, scope=factories.CITY)

    assert arrange(absent, deputy, actor=officer, role=absent.roles.get(name=RoleName.OFFICER)).pk
    with pytest.raises(NotAllowed):
        arrange(absent, deputy, actor=officer)
    with pytest.raises(NotAllowed):
        arrange(operator, officer, actor=officer, role=runs)


@pytest.mark.parametrize("who", ["visitor", "somebody", "keeper of the same profile", "deputy"])
def test_nobody_else_arranges(absent, deputy, who):
    actor = {"somebody": factories.person(), "keeper of the same profile": factories.person(), "deputy": deputy}.get(
        who
    )
    if who == "keeper of the same profile":
        factories.role(actor, scope=PROFILE)
    if who == "deputy":
        factories.deputyship(absent, deputy)

    with pytest.raises(NotAllowed):
        arrange(absent, factories.person(), actor=actor, role=absent.roles.get(name=RoleName.OFFICER))


def test_a_deputy_hands_out_no_roles_and_invites_nobody(absent, deputy):
    factories.deputyship(absent, deputy)

    with pytest.raises(NotAllowed):
        actions.grant(Role(person=deputy, name=RoleName.OFFICER, scope=factories.CITY), actor=again(deputy))


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(-1, 3, "starts_on"), (3, 2, "ends_on"), (0, 367, "ends_on")],
)
def test_days_that_make_no_sense_are_refused(absent, deputy, first, last, field):
    today = clock.today()

    with pytest.raises(RuleBroken) as refusal:
        arrange(
            absent,
            deputy,
            actor=absent,
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
        )

    assert refusal.value.field == field


def test_nobody_stands_in_for_themselves_or_without_a_login(absent, deputy):
    for other in (absent, factories.person("Ohne Konto", email=None)):
        with pytest.raises(RuleBroken) as refusal:
            arrange(absent, other, actor=absent)
        assert refusal.value.field == "deputy"


def test_only_what_somebody_holds_is_lent(absent, deputy):
    others = factories.role(factories.person(), scope="directory.profile:8")

    with pytest.raises(RuleBroken, match="hat die Person nicht"):
        arrange(absent, deputy, actor=absent, role=others)
    with pytest.raises(RuleBroken, match="nichts zu vertreten"):
        arrange(nobody := factories.person("Ohne Rolle"), absent, actor=nobody)


def test_the_same_days_are_not_lent_twice(absent, deputy):
    today = clock.today()
    held = arrange(absent, deputy, actor=absent, ends_on=today + timedelta(days=2))

    with pytest.raises(actions.AlreadyDeputy):
        arrange(absent, deputy, actor=absent, starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=3))
    assert arrange(
        absent, deputy, actor=absent, starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=3)
    ).pk
    actions.end_deputy(held, actor=absent)
    assert arrange(absent, deputy, actor=absent).pk


@pytest.mark.parametrize("for_one_role", [True, False])
def test_the_database_refuses_days_that_overlap(absent, deputy, for_one_role):
    role = absent.roles.first() if for_one_role else None
    held = factories.deputyship(absent, deputy, role=role)
    later = factories.deputyship(absent, deputy, role=role, starts_on=held.ends_on + timedelta(days=1))
    values = {"absent": absent, "deputy": deputy, "role": role, "arranged_at": clock.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Deputyship.objects.create(**values, starts_on=held.ends_on, ends_on=held.ends_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputyship.objects.filter(pk=later.pk).update(starts_on=held.ends_on)

    Deputyship.objects.filter(pk=held.pk).update(ended_at=clock.now())
    assert Deputyship.objects.create(**values, starts_on=held.ends_on, ends_on=held.ends_on).pk


@pytest.mark.parametrize("wrong", ["self", "days"])
def test_the_database_refuses_what_makes_no_sense(absent, deputy, wrong):
    today = clock.today()
    other = absent if wrong == "self" else deputy
    last = today - timedelta(days=1) if wrong == "days" else today

    with pytest.raises(IntegrityError), transaction.atomic():
        Deputyship.objects.create(absent=absent, deputy=other, starts_on=today, ends_on=last, arranged_at=clock.now())


# ending


@pytest.mark.parametrize("who", ["absent", "deputy", "officer"])
def test_it_is_ended_early_by_who_has_to_do_with_it(absent, deputy, who):
    held = factories.deputyship(absent, deputy)
    actor = {"absent": absent, "deputy": deputy, "officer": factories.officer()}[who]

    actions.end_deputy(held, actor=actor)

    assert again(deputy).roles_today == {SITS}
    with pytest.raises(actions.DeputyshipOver):
        actions.end_deputy(held, actor=actor)


@pytest.mark.parametrize("who", ["visitor", "somebody"])
def test_nobody_else_ends_it(absent, deputy, who):
    held = factories.deputyship(absent, deputy)

    with pytest.raises(NotAllowed):
        actions.end_deputy(held, actor=factories.person() if who == "somebody" else None)


# pages


@pytest.fixture
def colleague(db: None) -> Person:
    somebody = factories.person("Kolja Mitan")
    factories.role(somebody, scope=PROFILE)
    return somebody


def sent(deputy: Person, role: Role | None = None, **days: date) -> dict[str, str]:
    today = clock.today()
    wanted = {"starts_on": today, "ends_on": today} | days
    return {"deputy": str(deputy.pk), "role": str(role.pk) if role else ""} | {k: str(v) for k, v in wanted.items()}


def test_somebody_names_a_deputy_and_ends_it(client, absent, colleague):
    client.force_login(absent)

    answer = client.post(reverse("accounts:deputies"), sent(colleague), follow=True)

    assert "Kolja Mitan" in answer.content.decode()
    held = absent.deputies.get()
    assert (held.deputy, held.role, held.arranged_by) == (colleague, None, absent)
    client.post(reverse("accounts:end_deputy", args=[held.pk]))
    assert not queries.deputies_of(absent).exists()


def test_the_office_arranges_for_a_colleague(client, absent, colleague):
    officer = factories.officer()
    client.force_login(officer)
    page = reverse("accounts:deputies_of", args=[absent.pk])
    role = absent.roles.get(name=RoleName.OFFICER)

    assert client.post(page, sent(officer)).status_code == 422
    answer = client.post(page, sent(officer, role), follow=True)

    held = absent.deputies.get()
    assert (held.deputy, held.role, held.arranged_by) == (officer, role, officer)
    assert "eingerichtet von Olga Amt" in answer.content.decode()


def test_a_refusal_stands_at_its_field_and_nothing_is_lost(client, absent, colleague):
    client.force_login(absent)
    yesterday = clock.today() - timedelta(days=1)

    answer = client.post(reverse("accounts:deputies"), sent(colleague, starts_on=yesterday))

    assert answer.status_code == 422
    assert "Der erste Tag ist schon vorbei." in answer.content.decode()
    assert str(yesterday) in answer.content.decode()


def test_only_people_of_the_same_scope_are_offered(absent, colleague):
    factories.role(factories.person("Fremda"), scope="directory.profile:8")
    keeper = factories.person("Kim")
    factories.role(keeper, scope=PROFILE)

    assert set(queries.possible_deputies(keeper)) == {absent, colleague}
    assert set(queries.possible_deputies(absent)) == {colleague, keeper}


def test_who_has_nobody_to_choose_reads_why(client, deputy):
    client.force_login(deputy)

    assert "Hier steht noch niemand zur Wahl" in client.get(reverse("accounts:deputies")).content.decode()


@pytest.mark.parametrize("who", ["colleague", "deputy of the officer"])
def test_others_do_not_see_the_page_of_the_office(client, absent, colleague, who):
    if who == "deputy of the officer":
        factories.deputyship(absent, colleague)
    client.force_login(colleague)

    assert client.get(reverse("accounts:deputies_of", args=[absent.pk])).status_code == 403
    assert client.get(reverse("accounts:office")).status_code == 403


def test_others_cannot_end_it_by_its_address(client, absent, colleague):
    held = factories.deputyship(absent, colleague)
    client.force_login(factories.person())

    assert client.post(reverse("accounts:end_deputy", args=[held.pk])).status_code == 404


def test_ones_account_says_for_whom_one_stands_in(client, absent, deputy):
    factories.deputyship(absent, deputy)
    client.force_login(deputy)

    assert "Sie vertreten Abba Urlaub" in client.get(reverse("accounts:profile")).content.decode()


def test_the_page_asks_as_many_questions_with_one_deputy_as_with_three(client, absent):
    client.force_login(absent)
    client.get(reverse("accounts:deputies"))  # the first visit notes the device
    counts = []
    for number in (1, 2):
        for _ in range(number):
            somebody = factories.person()
            factories.role(somebody, scope=PROFILE)
            factories.deputyship(absent, somebody)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("accounts:deputies"))
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 15
