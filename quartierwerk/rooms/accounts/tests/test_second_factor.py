"""The second factor: who needs it, how it is set up and shown, and what it does not let past."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Device, Person
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories
from quartierwerk.rooms.accounts.tests.factories import forgotten
from quartierwerk.rooms.accounts.tests.test_views import (
    SIGN_IN,
    SIGN_IN_CODE,
    code_in,
    is_signed_in,
    last_mail,
    without_tokens,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("half_minute")]
SECURITY, APP, CODES = "/konto/sicherheit/", "/konto/sicherheit/app/", "/konto/sicherheit/notfallcodes/"
SHOW, CONFIRM = "/konto/anmelden/zweiter-faktor/", "/konto/sicherheit/bestaetigen/"


def sign_in(person: Person, agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0") -> Client:
    """A browser in which somebody has entered the mailed code."""
    client = Client(headers={"user-agent": agent})
    client.post(SIGN_IN, {"email": person.email})
    client.post(SIGN_IN_CODE, {"code": code_in(last_mail())})
    return client


def set_up_app(client: Client) -> str:
    """Set up an app as the page asks for it; returns the secret it holds."""
    secret = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": factories.app_code(secret)})
    assert (answer.status_code, answer["Location"]) == (302, CODES)
    return secret


def trail_of(thing, verb):
    return list(AuditRow.objects.filter(subject=reference(thing), verb=f"accounts.{verb}").order_by("pk"))


# who needs it


def test_an_officer_without_a_second_factor_is_led_to_set_it_up():
    client = sign_in(factories.officer())

    turned_away = client.get("/arbeit/", follow=True)

    assert turned_away.redirect_chain == [(f"{SECURITY}?next=/arbeit/", 302)]
    assert "Ihre Rolle im Amt gilt noch nicht" in turned_away.content.decode()


@pytest.mark.parametrize("path", ["/arbeit/", "/verzeichnis/neu/", "/verzeichnis/importe/", "/verzeichnis/synonyme/"])
def test_no_page_of_the_office_opens_before(path):
    client = sign_in(factories.officer())

    assert client.get(path)["Location"] == f"{SECURITY}?next={path}"
    assert client.post(path).status_code in (302, 405)


def test_no_verb_of_the_office_works_before_and_all_do_afterwards():
    officer, somebody = factories.officer(), factories.person("Bo", email=None)
    at_a_device = Person.objects.get(pk=officer.pk)
    at_a_device.has_shown_second_factor = False

    with pytest.raises(NotAllowed):
        actions.edit(somebody, actor=at_a_device, name="Bo Neu", language="de")
    at_a_device.has_shown_second_factor = True
    at_a_device.forget_roles()

    assert actions.edit(somebody, actor=at_a_device, name="Bo Neu", language="de").name == "Bo Neu"


def test_the_operators_window_stays_shut_before():
    operator = factories.person()
    Person.objects.filter(pk=operator.pk).update(is_staff=True)
    client = sign_in(operator)

    assert client.get("/betrieb/", follow=True).redirect_chain[-1][0].startswith(SECURITY)
    assert client.get("/betrieb/accounts/person/", follow=True).redirect_chain[-1][0].startswith(SECURITY)
    set_up_app(client)
    assert client.get("/betrieb/accounts/person/").status_code == 200


def test_the_operators_window_refuses_who_is_no_operator(client):
    client.force_login(factories.officer())

    assert client.get("/betrieb/", follow=True).status_code == 403


def test_the_operators_window_shows_no_secrets_of_libraries(client):
    operator = factories.person()
    Person.objects.filter(pk=operator.pk).update(is_staff=True)
    client.force_login(operator)

    assert client.get("/betrieb/mfa/authenticator/").status_code == 404


def test_who_keeps_a_profile_needs_none():
    person = factories.person()
    factories.role(person, RoleName.PROFILE_ADMIN)
    client = sign_in(person)

    assert client.get("/mein/").status_code == 200
    assert "Zweiten Faktor einrichten" not in client.get("/mein/").content.decode()
    assert client.get("/arbeit/").status_code == 403


def test_the_menu_reminds_an_officer():
    assert "Zweiten Faktor einrichten" in sign_in(factories.officer()).get("/mein/").content.decode()


def test_somebody_at_a_device_begins_held_back_and_the_machinery_does_not():
    officer = factories.officer()
    backend = settings.AUTHENTICATION_BACKENDS[-1]
    client = Client()
    client.force_login(officer, backend=backend)

    assert client.get("/arbeit/").status_code == 302
    assert queries.is_officer(Person.objects.get(pk=officer.pk))


# setting it up


def test_an_app_is_set_up_and_opens_the_office():
    officer = factories.officer()
    client = sign_in(officer)

    set_up_app(client)

    assert [factor.type for factor in queries.second_factors(officer)] == ["totp"]
    assert client.get("/arbeit/").status_code == 200
    shown = client.get(CODES)
    assert len(shown.context["unused_codes"]) == 10
    assert shown.context["unused_codes"][0] in shown.content.decode()
    assert "no-cache" in client.get(f"{CODES}datei/")["Cache-Control"]


def test_setting_up_leaves_a_row_and_a_mail(django_capture_on_commit_callbacks):
    person = factories.person()
    client = sign_in(person)

    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)

    (row,) = trail_of(person, "note_factor")
    assert (row.actor, row.changes) == (reference(person), {"factor": "totp", "is_new": True, "signed_out": 0})
    assert (last_mail().to, last_mail().subject) == (person.email, "Neuer zweiter Faktor in Ihrem Konto")


def test_setting_up_signs_out_every_other_device():
    person = factories.person()
    early, client = sign_in(person), sign_in(person)

    set_up_app(client)

    assert is_signed_in(client)
    assert early.get("/konto/").status_code == 302
    assert Device.objects.filter(person=person).count() == 1


def test_a_wrong_code_sets_up_nothing():
    client = sign_in(factories.person())
    client.get(APP)

    answer = client.post(APP, {"code": "000000"})

    assert "Das hat nicht geklappt." in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_secrets_are_kept_encrypted():
    secret = set_up_app(sign_in(factories.person()))

    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(factories.app_code(secret))


# showing it


def test_the_second_factor_is_asked_for_after_the_mailed_code():
    person = factories.person()
    secret = set_up_app(sign_in(person))

    client = sign_in(person)
    asked = client.get(SHOW)
    before = is_signed_in(client)
    entered = client.post(SHOW, {"code": factories.app_code(secret)})

    assert "Zweiter Faktor" in asked.content.decode()
    assert (before, is_signed_in(client)) == (False, True)
    assert (entered.status_code, entered["Location"]) == (302, "/")


def test_an_officer_who_has_shown_it_works_in_the_office():
    officer = factories.officer()
    secret = set_up_app(sign_in(officer))
    client = sign_in(officer)

    client.post(SHOW, {"code": factories.app_code(secret)})

    assert client.get("/arbeit/").status_code == 200


def test_a_recovery_code_works_once():
    person = factories.person()
    set_up_app(sign_in(person))
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]

    first, second = sign_in(person), sign_in(person)
    first.post(SHOW, {"code": code})
    again = second.post(SHOW, {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
    assert "Das hat nicht geklappt." in again.content.decode()


def test_wrong_codes_are_limited_for_the_person_over_all_browsers():
    person = factories.person()
    secret = set_up_app(sign_in(person))
    client = sign_in(person)

    for _attempt in range(12):
        client.post(SHOW, {"code": "000000"})
    late = client.post(SHOW, {"code": factories.app_code(secret)})

    assert not is_signed_in(client)
    assert "Das waren zu viele Versuche." in late.content.decode()


def test_a_session_from_before_is_asked_for_it():
    officer = factories.officer()
    client = sign_in(officer)
    secret = factories.app(officer)

    asked = client.get("/arbeit/")
    shown = client.post(asked["Location"], {"code": factories.app_code(secret), "next": "/arbeit/"})

    assert asked["Location"] == f"{CONFIRM}?next=/arbeit/"
    assert shown["Location"] == "/arbeit/"
    assert client.get("/arbeit/").status_code == 200


def test_the_second_factor_of_one_person_is_worth_nothing_in_the_session_of_another():
    officer = factories.officer()
    client = sign_in(factories.person())
    set_up_app(client)

    session = client.session
    session["_auth_user_id"] = str(officer.pk)
    session["_auth_user_hash"] = officer.get_session_auth_hash()
    session.save()

    assert client.get("/arbeit/").status_code == 302


# taking it away


def test_taking_it_away_wants_it_once_more_and_holds_the_office_back():
    officer = factories.officer()
    client = sign_in(officer)
    secret = set_up_app(client)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": time.time() - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()

    asked = client.post(f"{APP}entfernen/")
    client.post(asked["Location"], {"code": factories.app_code(secret), "next": f"{APP}entfernen/"})

    assert asked["Location"].startswith(CONFIRM)
    assert not Authenticator.objects.exists()
    assert client.get("/arbeit/")["Location"] == f"{SECURITY}?next=/arbeit/"
    assert trail_of(officer, "note_factor")[-1].changes["is_new"] is False
    assert last_mail().subject == "Zweiter Faktor aus Ihrem Konto entfernt"


def test_nobody_notes_a_second_factor_for_somebody_else():
    person = factories.person()

    for actor in (None, factories.officer(), factories.person()):
        with pytest.raises(NotAllowed):
            actions.note_factor(person, actor=actor, kind="totp", is_new=True, keep="")


def test_new_recovery_codes_replace_the_old_ones_and_are_told(django_capture_on_commit_callbacks):
    person = factories.person()
    client = sign_in(person)
    set_up_app(client)
    before = client.get(CODES).context["unused_codes"]

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{CODES}neu/")

    assert not set(before) & set(client.get(CODES).context["unused_codes"])
    assert OutgoingMail.objects.filter(to=person.email, subject="Neue Notfallcodes in Ihrem Konto").count() == 1


# no hint whether an address is known, or has a second factor


def test_signing_in_looks_the_same_with_and_without_a_second_factor_until_the_code_is_right():
    plain, double = (
        factories.person(email="einfach@beispiel.example"),
        factories.person(email="doppelt@beispiel.example"),
    )
    factories.app(double)
    pages = []

    for address in (plain.email, double.email, "unbekannt@beispiel.example"):
        visitor = Client()
        asked = visitor.post(SIGN_IN, {"email": address}, follow=True)
        wrong = visitor.post(SIGN_IN_CODE, {"code": "FALSCH"})
        pages.append([(page.status_code, without_tokens(page, address)) for page in (asked, wrong)])

    assert pages[0] == pages[1] == pages[2]


def test_a_passkey_is_asked_for_without_naming_anybody(client):
    factories.person()

    options = client.get("/konto/anmelden/passkey/", headers={"accept": "application/json"}).json()["request_options"]

    assert options["publicKey"].get("allowCredentials", []) == []
    assert options["publicKey"]["userVerification"] == "required"
    assert options["publicKey"]["rpId"] == "localhost"


@pytest.mark.parametrize("credential", ["{}", "[]", '{"response": {"userHandle": "AAAA"}}', "kein JSON"])
def test_a_made_up_passkey_opens_nothing(client, credential):
    client.get("/konto/anmelden/passkey/", headers={"accept": "application/json"})

    answer = client.post("/konto/anmelden/passkey/", {"credential": credential})

    assert (answer.status_code, is_signed_in(client)) == (302, False)


# devices


def test_people_see_where_they_are_signed_in():
    person = factories.person()
    sign_in(person, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605 Version/19.0 Mobile Safari/604.1")
    client = sign_in(person)

    shown = client.get("/konto/geraete/").content.decode()

    assert "Safari · iPhone" in shown and "Firefox · Linux" in shown
    assert shown.count("dieses Gerät") == 1


def test_one_device_is_signed_out_and_the_others_stay():
    person = factories.person()
    first, second, here = sign_in(person), sign_in(person), sign_in(person)
    lost = Device.objects.get(session_key=first.session.session_key)

    here.post(f"/konto/geraete/{lost.pk}/abmelden/")

    assert [is_signed_in(client) for client in (first, second, here)] == [False, True, True]
    assert first.get("/konto/").status_code == 302
    assert trail_of(person, "sign_out")[-1].changes == {"signed_out": 1}


def test_all_other_devices_are_signed_out():
    person = factories.person()
    first, here = sign_in(person), sign_in(person)

    here.post("/konto/geraete/abmelden/")

    assert [is_signed_in(client) for client in (first, here)] == [False, True]


def test_nobody_signs_out_the_devices_of_somebody_else():
    stranger = factories.person()
    client, here = sign_in(stranger), sign_in(factories.person())
    device = Device.objects.get(person=stranger)

    here.post(f"/konto/geraete/{device.pk}/abmelden/")

    assert is_signed_in(client)
    with pytest.raises(NotAllowed):
        actions.sign_out(stranger, actor=factories.officer(), keep="")


def test_devices_are_listed_in_a_constant_number_of_queries(django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        person = factories.person()
        clients = [sign_in(person) for _ in range(number)]
        clients[-1].get("/konto/geraete/")
        with django_assert_max_num_queries(15) as asked:
            clients[-1].get("/konto/geraete/")
        counts.append(len(asked.captured_queries))

    assert counts[0] == counts[1]


def test_devices_without_a_session_are_forgotten():
    person = factories.person()
    ended, kept = sign_in(person), sign_in(person)
    ended.session.flush()

    assert forgotten("accounts.devices") == 1

    assert list(Device.objects.values_list("session_key", flat=True)) == [kept.session.session_key]


def test_a_device_that_says_nothing_of_itself_has_a_name():
    assert str(Device()) == "Unbekanntes Gerät"
