"""Changing the address: confirmed at the new one, told to the old one, and no hint whether the new one is known."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.tests import factories
from quartierwerk.rooms.accounts.tests.test_second_factor import sign_in
from quartierwerk.rooms.accounts.tests.test_views import code_in, is_signed_in, last_mail, without_tokens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("half_minute")]
ASK, CONFIRM = "/konto/adresse/aendern/", "/konto/adresse/bestaetigen/"
NEW = "neu@beispiel.example"


def test_the_new_address_is_confirmed_and_the_old_one_told():
    person = factories.person(email="alt@beispiel.example")
    elsewhere, client = sign_in(person), sign_in(person)

    asked = client.post(ASK, {"email": "Neu@Beispiel.example"})
    mail = last_mail()
    before = Person.objects.get(pk=person.pk).email
    done = client.post(CONFIRM, {"code": code_in(mail).lower()}, follow=True)

    person.refresh_from_db()
    assert (asked["Location"], mail.to, before) == (CONFIRM, NEW, "alt@beispiel.example")
    assert "Sie melden sich jetzt mit der neuen Adresse an." in done.content.decode()
    assert person.email == NEW
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    told = OutgoingMail.objects.get(to="alt@beispiel.example", subject="Ihre Adresse wurde geändert")
    assert NEW not in told.text
    assert (is_signed_in(client), elsewhere.get("/konto/").status_code) == (True, 302)
    assert is_signed_in(sign_in(person))


def test_three_wrong_codes_end_it_and_nothing_is_changed():
    person = factories.person()
    client = sign_in(person)
    client.post(ASK, {"email": NEW})
    code = code_in(last_mail())

    answers = [client.post(CONFIRM, {"code": "FALSCH"}) for _ in range(3)]
    late = client.post(CONFIRM, {"code": code})

    assert [answer.status_code for answer in answers] == [422, 422, 302]
    assert late["Location"] == ASK
    assert Person.objects.get(pk=person.pk).email == person.email


def test_the_code_holds_for_fifteen_minutes():
    client = sign_in(factories.person())
    begin = clock.now()
    with time_machine.travel(begin, tick=False):
        client.post(ASK, {"email": NEW})
    with time_machine.travel(begin + timedelta(minutes=16), tick=False):
        late = client.post(CONFIRM, {"code": code_in(last_mail())})

    assert late["Location"] == ASK
    assert not Person.objects.filter(email=NEW).exists()


def test_a_known_and_an_unknown_address_look_the_same():
    factories.person(email="bekannt@beispiel.example")
    client = sign_in(factories.person())
    client.get(ASK)  # what was said at signing in is not said again
    pages = []

    for address in ("bekannt@beispiel.example", "unbekannt@beispiel.example"):
        asked = client.post(ASK, {"email": address}, follow=True)
        wrong = client.post(CONFIRM, {"code": "FALSCH"})
        empty = client.post(CONFIRM, {"code": ""})
        pages.append([(page.status_code, without_tokens(page, address)) for page in (asked, wrong, empty)])

    assert pages[0] == pages[1]
    told = OutgoingMail.objects.filter(to="bekannt@beispiel.example").latest("pk")
    assert told.subject == "Zu Ihrer Adresse gibt es schon ein Konto"


def test_codes_to_new_addresses_are_limited():
    client = sign_in(factories.person())

    answers = [client.post(ASK, {"email": f"neu{number}@beispiel.example"}) for number in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]


def test_who_has_a_second_factor_shows_it_first():
    person = factories.person()
    client = sign_in(person)
    secret = factories.app(person)

    asked = client.get(ASK)
    shown = client.post(asked["Location"], {"code": factories.app_code(secret), "next": ASK})

    assert asked["Location"].startswith("/konto/sicherheit/bestaetigen/?next=")
    assert shown["Location"] == ASK
    assert client.get(ASK).status_code == 200


def test_nobody_confirms_without_having_asked():
    assert sign_in(factories.person()).get(CONFIRM)["Location"] == ASK


def test_an_address_that_was_taken_meanwhile_is_refused():
    client = sign_in(factories.person())
    client.post(ASK, {"email": NEW})
    code = code_in(last_mail())
    factories.person(email=NEW)

    answer = client.post(CONFIRM, {"code": code}, follow=True)

    assert "Mit dieser E-Mail-Adresse meldet sich schon jemand an." in answer.content.decode()


# the verb; that two at once cannot both have an address is tested with processes


def test_nobody_changes_the_address_of_somebody_else():
    person = factories.person()

    for actor in (None, factories.officer(), factories.person()):
        with pytest.raises(NotAllowed):
            actions.change_address(person, actor=actor, email=NEW, keep="")


def test_an_empty_address_is_refused():
    person = factories.person()

    with pytest.raises(RuleBroken):
        actions.change_address(person, actor=person, email=" ", keep="")


def test_the_change_leaves_a_row_that_tells_neither_address():
    person = factories.person(email="alt@beispiel.example")

    actions.change_address(person, actor=person, email=NEW, keep="")

    row = AuditRow.objects.get(subject=reference(person), verb="accounts.change_address")
    assert row.changes["signed_out"] == 0
    assert list(row.changes["email"]) == ["digest"]
    assert "beispiel" not in str(row.changes)
