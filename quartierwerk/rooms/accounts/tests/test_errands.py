"""Acting on somebody's behalf: who may, what the trail says, and how it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries, rules, schedule
from quartierwerk.rooms.accounts.models import Errand, Person
from quartierwerk.rooms.accounts.rules import Channel, RoleName
from quartierwerk.rooms.accounts.tests import factories

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC))


# rules


@given(moments, moments, st.none() | moments)
def test_an_errand_goes_on_for_its_time_and_never_once_ended(begun, at, ended):
    is_open = rules.is_open_errand(begun_at=begun, ends_at=begun + rules.ERRAND_LASTS, ended_at=ended, at=at)

    assert is_open == (ended is None and timedelta(0) <= at - begun < rules.ERRAND_LASTS)


# verbs


@pytest.fixture
def officer(db: None) -> Person:
    return factories.officer()


def begun(officer: Person | None, *, at: datetime | None = None, **values: object) -> Errand:
    wanted: dict[str, Any] = {"name": "Ilse Iven", "channel": Channel.PHONE, "asked_on": date(2024, 6, 3)} | values
    return actions.begin_errand(Errand(**wanted), actor=officer, at=at)


def acting(officer: Person, errand: Errand) -> Person:
    """The officer as the session reads them while the errand goes on."""
    somebody = Person.objects.get(pk=officer.pk)
    somebody.errand = queries.open_errand(somebody, key=errand.pk)
    return somebody


@pytest.mark.parametrize("channel", Channel)
def test_the_trail_says_who_acted_for_whom_and_how_they_asked(officer, channel):
    errand = begun(officer, channel=channel)

    newcomer = actions.join(Person(name="Ilse Iven"), actor=acting(officer, errand))

    row = AuditRow.objects.get(verb="accounts.join", subject=reference(newcomer))
    assert (row.actor, row.on_behalf_of, row.channel) == (reference(officer), reference(errand), channel)


def test_the_trail_keeps_no_name(officer):
    errand = begun(officer)
    actions.end_errand(errand, actor=officer)

    rows = AuditRow.objects.filter(subject=reference(errand))
    assert rows.count() == 2
    assert "Ilse" not in str(list(rows.values()))


def test_it_brings_no_rights(officer):
    keeper = factories.person()
    factories.role(keeper)
    errand = begun(officer, name="", person=keeper)

    somebody = acting(officer, errand)

    assert somebody.roles_today == officer.roles_today
    with pytest.raises(NotAllowed):
        actions.edit(keeper, actor=somebody, name="Anders", language="de")


@pytest.mark.parametrize("who", ["visitor", "somebody", "keeper", "machinery", "without second factor"])
def test_only_the_office_begins_one(officer, who):
    keeper = factories.person()
    factories.role(keeper)
    officer.has_shown_second_factor = False
    actor = {
        "somebody": factories.person(),
        "keeper": keeper,
        "machinery": queries.system("test"),
        "without second factor": officer,
    }.get(who)

    with pytest.raises(NotAllowed):
        begun(actor)


@pytest.mark.parametrize("wrong", ["nobody", "both", "oneself", "tomorrow"])
def test_what_makes_no_sense_is_refused(officer, wrong):
    values = {
        "nobody": {"name": " "},
        "both": {"person": factories.person()},
        "oneself": {"name": "", "person": officer},
        "tomorrow": {"asked_on": clock.today() + timedelta(days=2)},
    }[wrong]

    with pytest.raises(RuleBroken) as refusal:
        begun(officer, **values)

    assert refusal.value.field == ("asked_on" if wrong == "tomorrow" else "email")


@pytest.mark.parametrize("wrong", ["nobody", "both", "oneself", "time"])
def test_the_database_refuses_it_too(officer, wrong):
    at = clock.now()
    values = {"officer": officer, "name": "Ilse", "channel": "phone", "asked_on": clock.today(), "begun_at": at}
    values |= {"ends_at": at + timedelta(minutes=1)}
    values |= {
        "nobody": {"name": ""},
        "both": {"person": factories.person()},
        "oneself": {"name": "", "person": officer},
        "time": {"ends_at": at},
    }[wrong]

    with pytest.raises(IntegrityError), transaction.atomic():
        Errand.objects.create(**values)


def test_it_ends_after_its_time_and_once(officer):
    errand = begun(officer, at=clock.now() - rules.ERRAND_LASTS)

    assert acting(officer, errand).errand is None
    with pytest.raises(actions.ErrandOver):
        actions.end_errand(errand, actor=officer)


def test_a_second_one_ends_the_first_in_whatever_session_that_is(officer):
    first, second = begun(officer), begun(officer, name="Paul Papier")

    first.refresh_from_db()
    assert [one.is_open(at=clock.now()) for one in (first, second)] == [False, True]
    assert AuditRow.objects.filter(verb="accounts.end_errand", subject=reference(first)).count() == 1


def test_one_that_is_refused_leaves_the_first_as_it_was(officer):
    first = begun(officer)

    with pytest.raises(RuleBroken):
        begun(officer, name="")

    first.refresh_from_db()
    assert first.is_open(at=clock.now())


@pytest.mark.parametrize("who", ["visitor", "another officer"])
def test_nobody_else_ends_it_or_acts_in_it(officer, who):
    errand = begun(officer)
    other = factories.officer("Zweite Kraft") if who == "another officer" else None

    with pytest.raises(NotAllowed):
        actions.end_errand(errand, actor=other)
    assert other is None or acting(other, errand).errand is None


def test_names_without_an_account_are_forgotten_after_two_years(officer):
    old = begun(officer, at=clock.now() - timedelta(days=731))
    known = begun(officer, name="", person=factories.person(), at=clock.now() - timedelta(days=731))
    young = begun(officer)

    schedule.forget_errands()

    assert [Errand.objects.get(pk=one.pk).name for one in (old, known, young)] == [rules.FORGOTTEN, "", "Ilse Iven"]


def test_an_account_that_is_forgotten_leaves_the_errand_behind(officer):
    unconfirmed = factories.person("Nie Da")
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    errand = begun(officer, name="", person=unconfirmed)

    actions.forget_unconfirmed(clock.now(), actor=queries.system("test"))

    errand.refresh_from_db()
    assert (errand.person, errand.name) == (None, rules.FORGOTTEN)
    assert not Person.objects.filter(pk=unconfirmed.pk).exists()


def test_an_errand_goes_first_and_the_deputyship_that_gave_the_right_stands_beside_it(officer):
    absent, deputy = officer, factories.person("Dela Vertreter")
    factories.role(deputy, RoleName.DISTRICT_OFFICER, scope=factories.DISTRICT)
    lent = factories.deputyship(absent, deputy)
    errand = begun(Person.objects.get(pk=deputy.pk))
    somebody = acting(deputy, errand)

    actions.join(newcomer := Person(name="Paul Papier"), actor=somebody)
    actions.edit(somebody, actor=somebody, name="Dela V.", language="de")

    row = AuditRow.objects.get(verb="accounts.join", subject=reference(newcomer))
    assert (row.on_behalf_of, row.channel, row.changes) == (reference(errand), "phone", {"right": reference(lent)})
    row = AuditRow.objects.get(verb="accounts.edit")
    assert row.on_behalf_of == reference(errand)
    assert "right" not in row.changes


# pages


def test_the_line_says_that_a_deputyship_goes_on(client, officer):
    deputy = factories.officer("Dela Vertreter")
    client.force_login(deputy)
    client.post(reverse(PAGE), CALL)
    sentence = "Was Sie als Vertretung dürfen, gilt weiter"
    assert sentence not in client.get("/konto/").content.decode()

    factories.deputyship(officer, deputy)

    assert sentence in client.get("/konto/").content.decode()


def test_who_went_on_after_the_time_is_told_once(client, officer):
    client.force_login(officer)
    client.post(reverse(PAGE), {"name": "Ilse Iven", "channel": "phone", "asked_on": str(clock.today())})
    Errand.objects.update(ends_at=clock.now(), begun_at=clock.now() - rules.ERRAND_LASTS)

    pages = [client.get(reverse("portal:work")).content.decode() for _time in range(2)]

    assert ["Der Auftrag ist abgelaufen" in text for text in pages] == [True, False]


PAGE = "accounts:errands"
CALL = {"email": "", "name": "Ilse Iven", "channel": "phone", "asked_on": "2026-06-03"}


def test_a_line_stands_on_every_page_until_the_button_ends_it(client, officer):
    client.force_login(officer)
    client.post(reverse(PAGE), CALL)
    errand = Errand.objects.get()
    said = "Sie handeln für Ilse Iven (Telefon, 03.06.2026)"

    for path in ("/", "/konto/", "/verzeichnis/", "/gibt-es-nicht/"):
        assert said in client.get(path).content.decode()

    client.post(reverse("accounts:end_errand", args=[errand.pk]))
    assert said not in client.get("/konto/").content.decode()
    errand.refresh_from_db()
    assert errand.ended_at is not None


def test_what_is_done_meanwhile_is_marked_and_shown(client, officer):
    client.force_login(officer)
    client.post(reverse(PAGE), CALL)

    client.post(reverse("accounts:profile"), {"name": "Olga A.", "language": "de"})

    assert AuditRow.objects.get(verb="accounts.edit").on_behalf_of == reference(Errand.objects.get())
    shown = client.get(reverse(PAGE)).content.decode()
    assert "Olga A., im Auftrag von Ilse Iven (Telefon, 03.06.2026)" in shown
    assert "Olga A.: ein Schritt" in shown


def test_it_ends_with_signing_out(client, officer):
    client.force_login(officer)
    client.post(reverse(PAGE), CALL)

    client.post(reverse("account_logout"))

    assert Errand.objects.get().ended_at is not None
    client.force_login(officer)
    assert "Sie handeln für" not in client.get("/konto/").content.decode()


def test_another_one_ends_the_first_and_is_no_part_of_it(client, officer):
    client.force_login(officer)
    client.post(reverse(PAGE), CALL)

    client.post(reverse(PAGE), CALL | {"name": "Ivo Iversen", "channel": "letter"})

    first, second = Errand.objects.order_by("pk")
    assert first.ended_at is not None
    assert AuditRow.objects.get(subject=reference(second)).on_behalf_of == ""
    assert "Sie handeln für Ivo Iversen (Brief" in client.get("/konto/").content.decode()


def test_it_ends_after_its_time(client, officer):
    client.force_login(officer)
    client.post(reverse(PAGE), CALL)

    Errand.objects.update(begun_at=clock.now() - timedelta(hours=1), ends_at=clock.now() - timedelta(minutes=30))

    assert "Sie handeln für" not in client.get("/konto/").content.decode()


def test_another_session_knows_nothing_of_it(client, officer):
    client.force_login(officer)
    client.post(reverse(PAGE), CALL)
    other = client.__class__()
    other.force_login(officer)

    assert "Sie handeln für" not in other.get("/konto/").content.decode()


def test_somebody_with_an_account_is_named_by_address(client, officer):
    keeper = factories.person("Kim Profil")
    client.force_login(officer)

    client.post(reverse(PAGE), CALL | {"email": keeper.email, "name": ""})

    assert Errand.objects.get().person == keeper
    answer = client.post(reverse(PAGE), CALL | {"email": "niemand@beispiel.example", "name": ""})
    assert answer.status_code == 422
    assert "meldet sich niemand an" in answer.content.decode()


def test_others_do_not_see_the_page(client, db):
    client.force_login(factories.person())

    assert client.get(reverse(PAGE)).status_code == 403


def test_others_cannot_end_it_by_its_address(client, officer):
    errand = begun(officer)
    client.force_login(factories.officer("Zweite Kraft"))

    assert client.post(reverse("accounts:end_errand", args=[errand.pk])).status_code == 404


def test_the_page_asks_as_many_questions_with_one_errand_as_with_three(client, officer):
    client.force_login(officer)
    client.get(reverse(PAGE))
    counts = []
    for number in (1, 2):
        for _ in range(number):
            errand = begun(officer)
            actions.join(Person(name="Paul Papier"), actor=acting(officer, errand))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(PAGE))
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 15
