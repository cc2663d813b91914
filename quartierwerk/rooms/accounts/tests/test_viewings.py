"""Who looked at whose data: noted after the answer, once a day, and kept for a year."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.afterwards import afterwards
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Person, Viewing
from quartierwerk.rooms.accounts.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return factories.from_a_district()


@pytest.fixture
def officer(client) -> Person:
    somebody = factories.officer()
    factories.role(somebody)
    client.force_login(somebody)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now().timestamp()}]
    session.save()
    return somebody


def looked(viewer: Person, at: Person, *, ago: timedelta = timedelta(0)) -> None:
    Viewing.objects.note(viewer, about=at, page="accounts.colleague", at=clock.now() - ago)


@pytest.mark.parametrize("name", ["accounts:hand_over_of", "accounts:deputies_of"])
def test_the_page_of_a_colleague_is_noted_once_a_day(officer, person, client, name):
    path = reverse(name, args=[person.pk])

    assert [client.get(path).status_code for _ in range(2)] == [200, 200]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        looked(officer, person)

    assert [(row.viewer, row.about, row.page) for row in Viewing.objects.all()] == [
        (officer, reference(person), "accounts.colleague")
    ] * 2


def test_what_was_refused_is_not_noted(person, client):
    client.force_login(factories.person())

    assert client.get(reverse("accounts:hand_over_of", args=[person.pk])).status_code in (302, 403)
    assert not Viewing.objects.exists()


def test_nobody_is_noted_for_looking_at_themselves(officer):
    looked(officer, officer)

    assert not Viewing.objects.exists()


def test_it_is_written_after_the_answer_and_a_failure_there_hurts_nobody(caplog):
    done: list[str] = []
    answer = afterwards(HttpResponse("x"), lambda: done.append("x"))
    assert done == []
    answer.close()
    assert done == ["x"]

    with caplog.at_level(logging.ERROR):
        afterwards(HttpResponse("x"), lambda: 1 / 0).close()
    assert "Work after the answer failed." in caplog.text


def test_the_person_sees_it_and_nobody_elses_by_role_not_by_name(person, client):
    viewer = factories.officer("Olga Amt")
    looked(viewer, person)
    looked(viewer, factories.person("Berta Fremd"))
    client.force_login(person)

    text = client.get(reverse("accounts:own_data")).content.decode()

    assert "Übergabe und Vertretungen" in text and "Olga" not in text
    assert len(list(queries.rows_of_viewings(person))) == 1


def test_rows_are_kept_for_a_year_by_the_database_and_then_forgotten(person):
    viewer = factories.officer()
    looked(viewer, person, ago=timedelta(days=366))
    looked(viewer, person, ago=timedelta(days=364))
    for change in (Viewing.objects.all().delete, lambda: Viewing.objects.update(page="accounts.person")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert factories.forgotten("accounts.viewings") == 1

    assert Viewing.objects.count() == 1
    with pytest.raises(NotAllowed):
        actions.forget_viewings(clock.now(), actor=viewer)


def test_an_erased_account_stays_in_the_notes_without_a_name(person):
    viewer = factories.officer("Olga Amt")
    factories.officer("Zweite Kraft")
    looked(viewer, person)
    actions.erase(viewer, actor=viewer)

    [row] = queries.rows_of_viewings(person)
    assert "Olga" not in str(row)
