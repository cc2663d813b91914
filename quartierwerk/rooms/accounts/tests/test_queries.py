from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import find
from quartierwerk.rooms.accounts import queries
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories
from quartierwerk.rooms.accounts.tests.factories import forgotten

pytestmark = pytest.mark.django_db


def test_a_role_holds_within_its_scope_only():
    person = factories.person()
    factories.role(person, scope="directory.profile:7")

    assert queries.has_role(person, RoleName.PROFILE_ADMIN)
    assert queries.has_role(person, RoleName.PROFILE_ADMIN, scope="directory.profile:7")
    assert not queries.has_role(person, RoleName.PROFILE_ADMIN, scope="directory.profile:8")
    assert not queries.has_role(person, RoleName.OFFICER)


def test_the_scopes_of_a_role():
    person = factories.person()
    for number in (7, 8):
        factories.role(person, scope=f"directory.profile:{number}")
    factories.role(person, RoleName.DISTRICT_OFFICER, scope="places.place:3")

    assert queries.scopes_of(person, RoleName.PROFILE_ADMIN) == {"directory.profile:7", "directory.profile:8"}


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_a_visitor_holds_nothing(nobody):
    assert not queries.has_role(nobody, RoleName.OFFICER)
    assert not queries.is_officer(nobody)
    assert queries.scopes_of(nobody, RoleName.OFFICER) == set()


def test_roles_of_tomorrow_and_yesterday_do_not_hold():
    today = clock.today()
    person = factories.person()
    factories.role(person, scope="a:1", valid_from=today + timedelta(days=1))
    factories.role(person, scope="b:1", valid_from=today - timedelta(days=9), valid_to=today)

    assert queries.scopes_of(person, RoleName.PROFILE_ADMIN) == set()


def test_who_is_locked_holds_nothing():
    officer = factories.officer()
    officer.is_active = False
    officer.save()

    assert not queries.is_officer(Person.objects.get(pk=officer.pk))


def test_the_machinery_acts_for_the_office_without_a_role():
    worker = queries.system("worker")

    assert queries.is_officer(worker)
    assert not queries.has_role(worker, RoleName.OFFICER)
    assert queries.system("worker") == worker
    assert (worker.email, worker.has_login, worker.has_usable_password()) == (None, False, False)


def test_roles_are_read_once_per_person(django_assert_num_queries):
    person = factories.person()
    for number in range(3):
        factories.role(person, scope=f"directory.profile:{number}")
    person = Person.objects.get(pk=person.pk)

    with django_assert_num_queries(1):
        for number in range(3):
            assert queries.has_role(person, RoleName.PROFILE_ADMIN, scope=f"directory.profile:{number}")
        assert not queries.is_officer(person)


def test_the_holders_of_a_role():
    first, second, other = factories.person("Ada"), factories.person("Bo"), factories.person("Cy")
    for person in (first, second):
        factories.role(person, scope="directory.profile:7")
    factories.role(other, scope="directory.profile:8")

    assert list(queries.holders(RoleName.PROFILE_ADMIN, scope="directory.profile:7")) == [first, second]


def test_the_last_day_of_a_role_is_the_one_before_its_end():
    today = clock.today()
    role = factories.role(factories.person(), valid_from=today, valid_to=today + timedelta(days=10))

    assert role.last_day == today + timedelta(days=9)
    assert factories.role(factories.person()).last_day is None


def test_the_worker_forgets_after_a_week():
    every, run = find("accounts.unconfirmed").term.every, partial(forgotten, "accounts.unconfirmed")

    assert every == timedelta(hours=6)
    assert run() == 0


def test_people_are_called_by_name_or_address():
    assert str(factories.person("Ada")) == "Ada"
    assert str(Person(email="ada@beispiel.example")) == "ada@beispiel.example"
    assert str(Person()) == "Ohne Namen"
    assert Person.objects.get_by_natural_key(" " + (factories.person().email or "").upper()).name == "Ada Beispiel"
