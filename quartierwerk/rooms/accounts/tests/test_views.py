import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "ada@beispiel.example"
SIGN_IN, SIGN_IN_CODE = "/konto/anmelden/", "/konto/anmelden/code/"
JOIN, JOIN_CODE = "/konto/registrieren/", "/konto/registrieren/code/"


def last_mail():
    return OutgoingMail.objects.latest("pk")


def code_in(mail):
    return re.search(r"^ {4}(\S+)$", mail.text, re.MULTILINE)[1]


def without_tokens(answer, *words):
    """A page without what differs from one visit to the next, or from one address to another."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    for word in words:
        text = text.replace(word, "…")
    return text


def is_signed_in(client):
    return "_auth_user_id" in client.session


# signing in


def test_somebody_signs_in_with_a_mailed_code(client):
    person = factories.person(email=ADDRESS)

    asked = client.post(SIGN_IN, {"email": " Ada@Beispiel.example"}, follow=True)
    mail = last_mail()
    entered = client.post(SIGN_IN_CODE, {"code": code_in(mail).lower()})

    assert asked.redirect_chain == [(SIGN_IN_CODE, 302)]
    assert (mail.to, mail.subject, mail.is_secret) == (ADDRESS, "Ihr Code zum Anmelden", True)
    assert (entered.status_code, entered["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_way_leads_back_to_where_it_began(client):
    factories.person(email=ADDRESS)

    turned_away = client.get("/konto/", follow=True)
    assert turned_away.redirect_chain == [(f"{SIGN_IN}?next=/konto/", 302)]
    asked = client.post(f"{SIGN_IN}?next=/konto/", {"email": ADDRESS, "next": "/konto/"})
    entered = client.post(asked["Location"], {"code": code_in(last_mail()), "next": "/konto/"})

    assert entered["Location"] == "/konto/"


def test_the_way_leads_to_no_other_house(client):
    factories.person(email=ADDRESS)

    asked = client.post(SIGN_IN, {"email": ADDRESS, "next": "https://anderswo.example/"})
    entered = client.post(asked["Location"], {"code": code_in(last_mail()), "next": "https://anderswo.example/"})

    assert entered["Location"] == "/"


def test_people_without_a_name_are_asked_for_it(client):
    factories.person("", email=ADDRESS)

    client.post(SIGN_IN, {"email": ADDRESS})
    entered = client.post(SIGN_IN_CODE, {"code": code_in(last_mail())})

    assert entered["Location"] == "/konto/"


def test_pages_and_mails_speak_english_where_the_reader_does(client):
    factories.person(email=ADDRESS)

    client.post(f"/en{SIGN_IN}", {"email": ADDRESS})

    mail = last_mail()
    with translation.override("en"):
        assert reverse("account_request_login_code") == f"/en{SIGN_IN}"
    assert mail.language == "en"


def test_a_wrong_code_lets_nobody_in_and_the_third_ends_it(client):
    factories.person(email=ADDRESS)
    client.post(SIGN_IN, {"email": ADDRESS})
    code = code_in(last_mail())

    first = client.post(SIGN_IN_CODE, {"code": "FALSCH"})
    client.post(SIGN_IN_CODE, {"code": "FALSCH"})
    third = client.post(SIGN_IN_CODE, {"code": "FALSCH"})
    late = client.post(SIGN_IN_CODE, {"code": code})

    assert "Dieser Code stimmt nicht." in first.content.decode()
    assert (third.status_code, third["Location"]) == (302, SIGN_IN)
    assert late.status_code == 302
    assert not is_signed_in(client)


def test_a_code_holds_for_fifteen_minutes(client):
    factories.person(email=ADDRESS)
    begin = clock.now()
    with time_machine.travel(begin, tick=False):
        client.post(SIGN_IN, {"email": ADDRESS})
    with time_machine.travel(begin + timedelta(minutes=16), tick=False):
        client.post(SIGN_IN_CODE, {"code": code_in(last_mail())})

    assert not is_signed_in(client)


def test_a_code_works_in_the_browser_that_asked_for_it_only(client):
    factories.person(email=ADDRESS)
    client.post(SIGN_IN, {"email": ADDRESS})
    other = Client()

    other.post(SIGN_IN_CODE, {"code": code_in(last_mail())})

    assert not is_signed_in(other)


def test_a_new_code_can_be_asked_for(client):
    factories.person(email=ADDRESS)
    client.post(SIGN_IN, {"email": ADDRESS})
    first = code_in(last_mail())

    client.post(SIGN_IN_CODE, {"action": "resend"})
    second = code_in(last_mail())
    client.post(SIGN_IN_CODE, {"code": second})

    assert first != second
    assert is_signed_in(client)


def test_who_is_locked_does_not_come_in(client):
    person = factories.person(email=ADDRESS)
    person.is_active = False
    person.save()

    client.post(SIGN_IN, {"email": ADDRESS})

    assert last_mail().subject == "Zu Ihrer Adresse gibt es kein Konto"


def test_there_is_no_page_for_passwords(client):
    assert client.get("/konto/anmeldung/")["Location"] == SIGN_IN
    assert 'type="password"' not in client.get(SIGN_IN).content.decode() + client.get(JOIN).content.decode()


# joining


def test_somebody_new_joins_with_a_mailed_code(client):
    client.post(JOIN, {"email": "Neu@beispiel.example"})
    person = Person.objects.get(email="neu@beispiel.example")
    assert not is_signed_in(client)

    mail = last_mail()
    entered = client.post(JOIN_CODE, {"code": code_in(mail)})

    assert (mail.to, mail.subject) == ("neu@beispiel.example", "Bitte bestätigen Sie Ihre Adresse")
    assert entered["Location"] == "/konto/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_whoever_joined_signs_in_with_one_code_the_next_time(client):
    client.post(JOIN, {"email": ADDRESS})
    client.post(JOIN_CODE, {"code": code_in(last_mail())})
    client.logout()

    client.post(SIGN_IN, {"email": ADDRESS})
    client.post(SIGN_IN_CODE, {"code": code_in(last_mail())})

    assert is_signed_in(client)


def test_somebody_entered_by_the_office_needs_one_code_only(client):
    actions.join(Person(name="Ada", email=ADDRESS), actor=factories.officer())

    client.post(SIGN_IN, {"email": ADDRESS})
    entered = client.post(SIGN_IN_CODE, {"code": code_in(last_mail())})

    assert OutgoingMail.objects.count() == 1
    assert entered["Location"] == "/"
    assert is_signed_in(client)


def test_who_joins_on_the_english_page_is_written_to_in_english(client):
    client.post(f"/en{JOIN}", {"email": ADDRESS})

    assert Person.objects.get(email=ADDRESS).language == "en"


# no hint whether an address is known


def test_signing_in_looks_the_same_for_a_known_and_an_unknown_address():
    factories.person(email="bekannt@beispiel.example")
    pages = []

    for address in ("bekannt@beispiel.example", "unbekannt@beispiel.example"):
        visitor = Client()
        asked = visitor.post(SIGN_IN, {"email": address}, follow=True)
        wrong = visitor.post(SIGN_IN_CODE, {"code": "FALSCH"})
        again = visitor.post(SIGN_IN_CODE, {"action": "resend"}, follow=True)
        pages.append(
            [(page.status_code, without_tokens(page, address)) for page in (asked, wrong, again)]
            + [asked.redirect_chain, again.redirect_chain]
        )

    assert pages[0] == pages[1]
    told = OutgoingMail.objects.get(to="unbekannt@beispiel.example")
    assert told.subject == "Zu Ihrer Adresse gibt es kein Konto"
    assert f"{settings.SITE_URL}{JOIN}" in told.text


def test_joining_looks_the_same_for_a_known_and_an_unknown_address():
    factories.person(email="bekannt@beispiel.example")
    pages = []

    for address in ("bekannt@beispiel.example", "unbekannt@beispiel.example"):
        visitor = Client()
        asked = visitor.post(JOIN, {"email": address}, follow=True)
        wrong = visitor.post(JOIN_CODE, {"code": "FALSCH"})
        pages.append([(page.status_code, without_tokens(page, address)) for page in (asked, wrong)])
        pages[-1].append(asked.redirect_chain)

    assert pages[0] == pages[1]
    told = OutgoingMail.objects.get(to="bekannt@beispiel.example")
    assert told.subject == "Sie haben schon ein Konto"
    assert f"{settings.SITE_URL}{SIGN_IN}" in told.text


# limits


def test_codes_for_one_address_are_limited():
    factories.person(email=ADDRESS)

    answers = [Client().post(SIGN_IN, {"email": ADDRESS}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Das waren zu viele Versuche." in answers[-1].content.decode()
    assert OutgoingMail.objects.count() == 3


def test_visits_from_one_network_are_limited(client):
    answers = [client.post(JOIN, {"email": f"neu{number}@beispiel.example"}) for number in range(22)]

    assert answers[-1].status_code == 429
    assert Person.objects.filter(email__startswith="neu").count() <= 20


# one's own account


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/konto/")["Location"] == f"{SIGN_IN}?next=/konto/"


def test_people_see_and_change_their_own_account(client):
    person = factories.officer("Olga Amt")
    client.force_login(person)

    shown = client.get("/konto/").content.decode()
    saved = client.post("/konto/", {"name": "Olga Neu", "language": "en"}, follow=True)

    assert "Olga Amt" in shown and "Stabsstelle" in shown
    assert "Ihre Angaben sind gespeichert." in saved.content.decode()
    person.refresh_from_db()
    assert (person.name, person.language) == ("Olga Neu", "en")


def test_a_wrong_language_is_said_at_the_field(client):
    client.force_login(factories.person())

    answer = client.post("/konto/", {"name": "Ada", "language": "fr"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["language"]


def test_the_account_asks_a_constant_number_of_questions(client, django_assert_max_num_queries):
    counts = []
    for roles in (1, 3):
        person = factories.person()
        for number in range(roles):
            factories.role(person, scope=f"directory.profile:{number}")
        client.force_login(person)
        client.get("/konto/")
        with django_assert_max_num_queries(15) as asked:
            client.get("/konto/")
        counts.append(len(asked.captured_queries))

    assert counts[0] == counts[1]


def test_signing_out_asks_first_and_then_does_it(client):
    client.force_login(factories.person())

    asked = client.get("/konto/abmelden/")
    done = client.post("/konto/abmelden/")

    assert "Möchten Sie sich auf diesem Gerät abmelden?" in asked.content.decode()
    assert done["Location"] == "/"
    assert not is_signed_in(client)


def test_who_is_locked_reads_why(client):
    assert "Dieses Konto ist gesperrt" in client.get("/konto/gesperrt/").content.decode()


def test_operators_look_and_change_nothing(client):
    operator = factories.person()
    operator.is_staff = True
    operator.save()
    client.force_login(operator)
    person = queries.system("worker")

    assert client.get("/betrieb/accounts/person/").status_code == 200
    assert client.get(f"/betrieb/accounts/person/{person.pk}/change/").status_code == 200
    assert client.post(f"/betrieb/accounts/person/{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/betrieb/accounts/role/add/").status_code == 403


def test_an_officer_is_no_operator(client):
    client.force_login(factories.officer())

    assert client.get("/betrieb/").status_code == 302
