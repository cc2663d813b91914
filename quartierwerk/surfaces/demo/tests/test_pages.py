"""The pages of the demo: they exist in a demo only, and sign in as the cast, as nobody else."""

from __future__ import annotations

import re

import pytest
from django.core import signing

from quartierwerk.foundation.mail import post
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.surfaces.demo.cast import CAST, part_of, token_for
from quartierwerk.surfaces.demo.city import reset_mark
from quartierwerk.surfaces.demo.entering import ByLink

pytestmark = pytest.mark.django_db
demo = pytest.mark.urls("quartierwerk.surfaces.demo.tests.urls")
OFFICER, OWNER = CAST[0], CAST[1]


@pytest.fixture
def played():
    """The people of the cast, as the demo city has them."""
    for part in CAST:
        factories.person(part.name, email=part.email)
    factories.make_officer(Person.objects.get(email=OFFICER.email))


def test_outside_a_demo_there_is_no_such_page(client, played):
    mail = post.write_down(to="a@b.example", subject="Hallo", text="")

    for path in ("", f"anmelden/{token_for(OFFICER)}/", "post/", f"post/{mail.pk}/"):
        assert client.get(f"/demo/{path}").status_code == 404
        assert client.post(f"/demo/{path}").status_code == 404


@demo
def test_cast_is_shown_with_a_way_in_for_each(client):
    answer = client.get("/demo/")

    tokens = re.findall(r'action="/demo/anmelden/([^"]+)/"', answer.content.decode())
    assert [part_of(token) for token in tokens] == list(CAST)
    assert "no-cache" in answer["Cache-Control"]


@demo
@pytest.mark.parametrize(("part", "leads_to"), [(OFFICER, "/arbeit/"), (OWNER, "/mein/")])
def test_button_signs_in_and_the_link_alone_does_not(client, played, part, leads_to):
    address = f"/demo/anmelden/{token_for(part)}/"

    asked = client.get(address)
    after_the_link = client.session.get("_auth_user_id")
    entered = client.post(address)

    assert (asked.status_code, after_the_link) == (200, None)
    assert (entered.status_code, entered["Location"]) == (302, leads_to)
    assert client.session["_auth_user_id"] == str(Person.objects.get(email=part.email).pk)
    assert client.get(leads_to).status_code == 200


@demo
def test_link_counts_as_both_factors_and_is_worth_nothing_elsewhere(client, played, settings):
    client.post(f"/demo/anmelden/{token_for(OFFICER)}/")
    in_the_demo = client.get("/arbeit/").status_code
    settings.AUTHENTICATION_BACKENDS = [
        backend for backend in settings.AUTHENTICATION_BACKENDS if not backend.startswith("quartierwerk.surfaces.demo")
    ]

    assert (in_the_demo, client.get("/arbeit/").status_code) == (200, 302)


def test_link_opens_no_session_by_what_somebody_types():
    assert ByLink().authenticate(None, email=OFFICER.email) is None


@demo
@pytest.mark.parametrize(
    "forge", [str, signing.dumps, lambda key: token_for(OFFICER)[:-1]], ids=["plain", "unsalted", "cut"]
)
def test_link_that_was_not_made_here_leads_nowhere(client, played, forge):
    answer = client.post(f"/demo/anmelden/{forge(OFFICER.key)}/")

    assert (answer.status_code, "_auth_user_id" in client.session) == (404, False)


@demo
def test_mails_that_would_have_gone_out_can_be_read(client):
    mail = post.write_down(to="a@b.example", subject="Ihr Code", text="Code: ABCD <b>x</b>\n", is_secret=True)

    listed = client.get("/demo/post/").content.decode()
    shown = client.get(f"/demo/post/{mail.pk}/").content.decode()

    assert ("Ihr Code" in listed, "a@b.example" in listed) == (True, True)
    assert ("Code: ABCD" in shown, "<b>x</b>" in shown) == (True, False)
    assert client.get("/demo/post/999/").status_code == 404


@demo
def test_mails_are_listed_in_a_constant_number_of_queries(client, django_assert_max_num_queries):
    for number in range(3):
        post.write_down(to="a@b.example", subject=f"Nr. {number}", text="")

    with django_assert_max_num_queries(3):
        client.get("/demo/post/")


@demo
def test_empty_post_says_what_will_be_here(client):
    assert "Noch keine Mails" in client.get("/demo/post/").content.decode()


@demo
def test_office_asks_for_the_practice_house_to_be_put_back(client, played, settings):
    settings.PRACTICE = True
    client.force_login(Person.objects.get(email=OFFICER.email))

    assert 'action="/demo/zuruecksetzen/"' in client.get("/demo/").content.decode()
    assert "einige Sekunden" in client.post("/demo/zuruecksetzen/").content.decode()
    assert reset_mark().exists()
    reset_mark().unlink()


@demo
def test_nobody_else_puts_the_practice_house_back(client, played, settings):
    settings.PRACTICE = True

    assert client.post("/demo/zuruecksetzen/")["Location"].startswith("/konto/anmelden/")
    client.force_login(Person.objects.get(email=OWNER.email))
    assert client.post("/demo/zuruecksetzen/").status_code == 403
    assert "Zurücksetzen</button>" not in client.get("/demo/").content.decode()
    assert not reset_mark().exists()


@demo
def test_an_ordinary_demo_has_no_button_to_put_it_back(client, played):
    client.force_login(Person.objects.get(email=OFFICER.email))

    assert client.post("/demo/zuruecksetzen/").status_code == 404
    assert "Von vorn beginnen" not in client.get("/demo/").content.decode()


@demo
@pytest.mark.parametrize("path", ["/", "/verzeichnis/", "/handbuch/", "/gibt-es-nicht/"])
def test_every_page_of_the_practice_house_says_so(client, played, settings, path):
    assert "Übungshaus</strong>" not in client.get(path).content.decode()
    settings.PRACTICE = True
    assert "Übungshaus</strong>" in client.get(path).content.decode()


def test_the_cockpit_leads_to_the_practice_house(client, officer, settings):
    client.force_login(officer)

    assert "Im Übungshaus" not in client.get("/arbeit/").content.decode()
    settings.PRACTICE_URL = "https://ueben.stadt.example"
    assert 'href="https://ueben.stadt.example"' in client.get("/arbeit/").content.decode()
