"""Arranging deputies and ending them early: the verbs, the mails, the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Deputyship, Person, Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories

PROFILE = factories.PROFILE
SITS = (RoleName.DISTRICT_OFFICER, factories.DISTRICT)


@pytest.fixture
def absent(db: None) -> Person:
    return factories.absent()


@pytest.fixture
def deputy(db: None) -> Person:
    return factories.from_a_district()


@pytest.fixture
def colleague(db: None) -> Person:
    return factories.beside_the_office()


# arranging


def arrange(absent: Person, deputy: Person, *, actor: Person | None, role: Role | None = None, **days: date):
    span = {"starts_on": clock.today(), "ends_on": clock.today()} | days
    return actions.arrange_deputy(actions.Arrangement(absent=absent, deputy=deputy, role=role, **span), actor=actor)


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
        actions.grant(Role(person=deputy, name=RoleName.OFFICER, scope=factories.CITY), actor=factories.again(deputy))


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

    assert factories.again(deputy).roles_today == {SITS}
    with pytest.raises(actions.DeputyshipOver):
        actions.end_deputy(held, actor=actor)


@pytest.mark.parametrize("who", ["visitor", "somebody"])
def test_nobody_else_ends_it(absent, deputy, who):
    held = factories.deputyship(absent, deputy)

    with pytest.raises(NotAllowed):
        actions.end_deputy(held, actor=factories.person() if who == "somebody" else None)


def heard() -> list[tuple[str, str]]:
    """Who heard of an end, and of which one."""
    return sorted(OutgoingMail.objects.filter(subject__startswith="Vertretung beendet").values_list("to", "subject"))


@pytest.mark.parametrize(
    ("who", "told"), [("absent", {"deputy"}), ("deputy", {"absent"}), ("officer", {"absent", "deputy"})]
)
def test_the_other_side_hears_of_the_end_and_nobody_twice(absent, deputy, who, told):
    held = factories.deputyship(absent, deputy)
    people = {"absent": absent, "deputy": deputy, "officer": factories.officer()}

    actions.end_deputy(held, actor=people[who])

    assert [to for to, _subject in heard()] == sorted(people[one].email for one in told)


def test_each_reads_it_in_their_language_and_from_their_side(absent):
    deputy = factories.person("Dela Deputy", language="en")
    factories.role(deputy, scope=PROFILE)

    actions.end_deputy(factories.deputyship(absent, deputy), actor=factories.officer())

    mails = {mail.to: mail.text for mail in OutgoingMail.objects.filter(to__in=[absent.email, deputy.email])}
    assert "nicht mehr für Sie" in mails[absent.email]
    assert "Your deputyship for Abba Urlaub" in mails[deputy.email]


def test_a_deputyship_ends_with_the_role_it_was_for(absent, deputy):
    factories.officer("Jemand Anderes")
    role = absent.roles.get(name=RoleName.OFFICER)
    for_role, for_all = factories.deputyship(absent, deputy, role=role), factories.deputyship(absent, deputy)

    actions.revoke(role, actor=queries.system("test"))

    for_role.refresh_from_db()
    for_all.refresh_from_db()
    assert (for_role.ended_at is None, for_all.ended_at is None) == (False, True)
    assert [to for to, _subject in heard()] == sorted([absent.email, deputy.email])
    row = AuditRow.objects.get(verb="accounts.end_idle_deputies")
    assert row.subject == reference(for_role)


def test_it_ends_where_the_deputy_loses_what_let_the_role_pass(absent, deputy):
    held = factories.deputyship(absent, deputy, role=absent.roles.get(name=RoleName.OFFICER))

    actions.revoke(deputy.roles.get(), actor=factories.officer())

    held.refresh_from_db()
    assert held.ended_at is not None


def test_it_goes_on_while_anything_is_left_to_hold(absent, deputy):
    held = factories.deputyship(absent, deputy)
    later = clock.today() + timedelta(days=30)
    factories.role(absent, scope="directory.profile:30", valid_from=later)
    factories.officer("Jemand Anderes")

    for name in (RoleName.OFFICER, RoleName.PROFILE_ADMIN):
        actions.revoke(
            absent.roles.filter(valid_to=None, name=name, valid_from__lt=later).get(), actor=queries.system("t")
        )

    held.refresh_from_db()
    assert held.ended_at is None
    assert heard() == []


@pytest.mark.parametrize("who", ["visitor", "locked"])
def test_nobody_clears_away_who_is_not_here(absent, deputy, who):
    factories.deputyship(absent, deputy)
    actor = factories.person() if who == "locked" else None
    if actor:
        actor.is_active = False

    with pytest.raises(NotAllowed):
        actions.end_idle_deputies({absent.pk}, actor=actor)


# pages


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
