from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.NOON
TODAY = date(2026, 6, 3)
PROFILE = "directory.profile:7"


def trail_of(thing, verb):
    return list(AuditRow.objects.filter(subject=reference(thing), verb=f"accounts.{verb}").order_by("pk"))


# join


def test_a_visitor_joins_with_an_address():
    person = actions.join(Person(email=" Ada@Beispiel.example ", language="en"), actor=None, at=NOON)

    person = Person.objects.get(pk=person.pk)
    assert (person.email, person.language, person.joined_at) == ("ada@beispiel.example", "en", NOON)
    assert person.has_login
    assert not person.has_usable_password()


def test_the_office_enters_somebody_without_a_login():
    person = actions.join(Person(name="Bo  Ohnepost"), actor=factories.officer())

    assert (person.name, person.email, person.has_login) == ("Bo Ohnepost", None, False)


def test_the_office_vouches_for_an_address_and_a_visitor_does_not():
    entered = actions.join(Person(email="ada@beispiel.example"), actor=factories.officer())
    joined = actions.join(Person(email="bo@beispiel.example"), actor=None)

    verified = dict(EmailAddress.objects.filter(user__in=[entered, joined]).values_list("user", "verified"))
    assert verified == {entered.pk: True, joined.pk: False}


@pytest.mark.parametrize(("who", "email"), [("visitor", None), ("somebody", None), ("somebody", "bo@beispiel.example")])
def test_nobody_else_enters_somebody(who, email):
    actor = None if who == "visitor" else factories.person()

    with pytest.raises(NotAllowed):
        actions.join(Person(name="Bo Ohnepost", email=email), actor=actor)


def test_an_address_joins_once_whatever_its_letters():
    factories.person(email="ada@beispiel.example")

    with pytest.raises(actions.AddressTaken) as refusal:
        actions.join(Person(email="ADA@beispiel.example"), actor=None)

    assert refusal.value.field == "email"


def test_somebody_without_a_login_needs_a_name():
    with pytest.raises(actions.NameMissing):
        actions.join(Person(), actor=factories.officer())


def test_joining_leaves_a_row_without_the_address():
    person = actions.join(Person(email="ada@beispiel.example"), actor=None, at=NOON)

    (row,) = trail_of(person, "join")
    assert (row.actor, row.at) == ("", NOON)
    assert "ada" not in str(row.changes)


def test_the_database_refuses_large_letters_and_a_system_person_with_an_address():
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="Ada@beispiel.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="ada@beispiel.example", system_name="ada")


# edit


def test_people_change_their_name_and_language():
    person = factories.person()

    actions.edit(person, actor=person, name=" Ada  Neu ", language="en")

    person.refresh_from_db()
    assert (person.name, person.language) == ("Ada Neu", "en")


def test_the_office_changes_the_name_of_somebody_without_a_login():
    person = factories.person("Bo Ohnepost", email=None)

    actions.edit(person, actor=factories.officer(), name="Bo Anders", language="de")

    person.refresh_from_db()
    assert person.name == "Bo Anders"


@pytest.mark.parametrize("who", ["visitor", "stranger", "officer", "locked"])
def test_nobody_changes_the_name_of_somebody_who_can_do_it_themselves(who):
    person = factories.person()
    if who == "locked":
        person.is_active = False
        person.save()
    actor = {"stranger": factories.person("Fremd"), "officer": factories.officer(), "locked": person}.get(who)

    with pytest.raises(NotAllowed):
        actions.edit(person, actor=actor, name="Falsch", language="de")


def test_an_unknown_language_is_refused():
    person = factories.person()

    with pytest.raises(RuleBroken) as refusal:
        actions.edit(person, actor=person, name="Ada", language="fr")

    assert refusal.value.field == "language"


def test_somebody_without_a_login_keeps_a_name():
    person = factories.person("Bo Ohnepost", email=None)

    with pytest.raises(actions.NameMissing):
        actions.edit(person, actor=factories.officer(), name=" ", language="de")


def test_a_change_of_name_leaves_a_row_that_does_not_tell_the_name():
    person = factories.person("Ada Alt")

    actions.edit(person, actor=person, name="Ada Neu", language="en")

    (row,) = trail_of(person, "edit")
    assert row.changes["language"] == ["de", "en"]
    assert list(row.changes["name"]) == ["digest"]


# grant


def test_an_officer_grants_a_role_from_today_on():
    person, officer = factories.person(), factories.officer()

    role = actions.grant(
        Role(person=person, name=RoleName.PROFILE_ADMIN, scope=PROFILE, source="directory.claim:3"),
        actor=officer,
        at=NOON,
    )

    role.refresh_from_db()
    assert (role.valid_from, role.valid_to, role.granted_by, role.source) == (TODAY, None, officer, "directory.claim:3")


def test_a_profiles_admin_takes_in_a_colleague():
    owner, colleague = factories.person(), factories.person()
    factories.role(owner, scope=PROFILE)

    actions.grant(Role(person=colleague, name=RoleName.PROFILE_ADMIN, scope=PROFILE), actor=owner)

    assert queries.has_role(colleague, RoleName.PROFILE_ADMIN, scope=PROFILE)


@pytest.mark.parametrize("who", ["visitor", "stranger", "locked officer"])
def test_who_holds_no_role_there_grants_none(who):
    person = factories.person()
    actor = None
    if who == "stranger":
        actor = factories.person("Fremd")
        factories.role(actor, scope="directory.profile:8")
    elif who == "locked officer":
        actor = factories.officer()
        actor.is_active = False

    with pytest.raises(NotAllowed):
        actions.grant(Role(person=person, name=RoleName.PROFILE_ADMIN, scope=PROFILE), actor=actor)

    assert not person.roles.exists()


def test_an_officer_does_not_make_operators():
    with pytest.raises(NotAllowed):
        actions.grant(Role(person=factories.person(), name=RoleName.OPERATOR), actor=factories.officer())


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ((TODAY, None), (TODAY, None)),
        ((TODAY, None), (TODAY + timedelta(days=9), None)),
        ((TODAY + timedelta(days=9), None), (TODAY, None)),
        ((TODAY, TODAY + timedelta(days=9)), (TODAY + timedelta(days=8), TODAY + timedelta(days=20))),
    ],
)
def test_nobody_holds_a_role_twice_at_a_time(held, wanted):
    person = factories.person()
    factories.role(person, scope=PROFILE, valid_from=held[0], valid_to=held[1])

    with pytest.raises(actions.AlreadyHeld):
        factories.role(person, scope=PROFILE, valid_from=wanted[0], valid_to=wanted[1])


def test_a_role_can_follow_another():
    person = factories.person()
    factories.role(person, scope=PROFILE, valid_from=TODAY, valid_to=TODAY + timedelta(days=9))

    factories.role(person, scope=PROFILE, valid_from=TODAY + timedelta(days=9))

    assert person.roles.count() == 2


def test_a_role_does_not_end_before_it_begins():
    with pytest.raises(RuleBroken) as refusal:
        factories.role(factories.person(), valid_from=TODAY, valid_to=TODAY)

    assert refusal.value.field == "valid_to"


def test_a_grant_leaves_a_row():
    role = factories.role(factories.person(), at=NOON)

    (row,) = trail_of(role, "grant")
    assert (row.actor, row.at) == (reference(queries.system("test")), NOON)


def test_the_database_knows_one_open_role_per_person_and_scope():
    held = factories.role(factories.person())

    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(person=held.person, name=held.name, scope=held.scope, valid_from=held.valid_from)


# revoke


def test_a_revoked_role_holds_no_more_on_the_same_day():
    person = factories.person()
    role = factories.role(person, scope=PROFILE)

    actions.revoke(role, actor=factories.officer())

    person.refresh_from_db()
    assert not queries.has_role(person, RoleName.PROFILE_ADMIN)


def test_people_give_up_their_own_role():
    person = factories.person()
    role = factories.role(person, at=NOON)
    factories.role(factories.person(), at=NOON)  # the last one would not go

    actions.revoke(role, actor=person, at=NOON)

    role.refresh_from_db()
    assert role.valid_to == TODAY


def test_a_role_that_was_to_begin_later_never_does():
    role = factories.role(factories.person(), valid_from=TODAY + timedelta(days=5), at=NOON)

    actions.revoke(role, actor=queries.system("test"), at=NOON)

    role.refresh_from_db()
    assert (role.valid_from, role.valid_to) == (TODAY + timedelta(days=5), TODAY + timedelta(days=5))


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_strangers_revoke_nothing(who):
    role = factories.role(factories.person())

    with pytest.raises(NotAllowed):
        actions.revoke(role, actor=None if who == "visitor" else factories.person())


def test_a_role_ends_once():
    role = factories.role(factories.person(), at=NOON)
    actions.revoke(role, actor=queries.system("test"), at=NOON)

    with pytest.raises(actions.AlreadyEnded):
        actions.revoke(role, actor=queries.system("test"), at=NOON + timedelta(days=1))


def test_a_revoked_role_leaves_a_row():
    role = factories.role(factories.person(), at=NOON)

    actions.revoke(role, actor=queries.system("test"), at=NOON)

    (row,) = trail_of(role, "revoke")
    assert row.changes["valid_to"] == [None, "2026-06-03"]


# forget_unconfirmed


def asked(person, *, verified):
    EmailAddress.objects.filter(user=person).update(verified=verified)
    return person


def test_addresses_that_nobody_confirmed_are_forgotten():
    stale = asked(factories.person(at=NOON), verified=False)
    fresh = asked(factories.person(at=NOON + timedelta(days=2)), verified=False)
    confirmed = asked(factories.person(at=NOON), verified=True)
    entered = factories.person(at=NOON)
    with_role = asked(factories.person(at=NOON), verified=False)
    factories.role(with_role)
    was_here = asked(factories.person(at=NOON), verified=False)
    was_here.last_login = timezone.now()
    was_here.save()

    actions.forget_unconfirmed(NOON + timedelta(days=1), actor=queries.system("worker"))

    left = set(Person.objects.filter(system_name=None))
    assert left == {fresh, confirmed, entered, with_role, was_here}
    assert stale not in left


@pytest.mark.parametrize("who", ["visitor", "officer"])
def test_only_the_machinery_forgets(who):
    with pytest.raises(NotAllowed):
        actions.forget_unconfirmed(NOON, actor=None if who == "visitor" else factories.officer())


def test_forgetting_leaves_no_trace_of_whom():
    asked(factories.person(at=NOON), verified=False)

    actions.forget_unconfirmed(NOON + timedelta(days=1), actor=queries.system("worker"))

    assert not AuditRow.objects.filter(verb="accounts.forget_unconfirmed").exists()
