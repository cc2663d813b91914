"""The pages of claims: finding out how, the link, the office's list, one claim."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.waiting import piles_of
from quartierwerk.rooms.accounts.queries import holders, system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Claim, Profile
from quartierwerk.rooms.directory.rules import ClaimState
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db
ON_FILE = "post@lichtwerk.example"


@pytest.fixture
def patient(time_machine):
    """Time goes on by as many seconds as a person needs to read."""
    time_machine.move_to(factories.NOON, tick=False)
    return lambda seconds=30: time_machine.shift(seconds)


@pytest.fixture
def unkept(db) -> Profile:
    return factories.profile(contacts=(factories.email(ON_FILE),))


@pytest.fixture
def claimant(db) -> Any:
    return factories.person("Lia Licht", email="lia@post.example")


def way_to(profile: Profile) -> str:
    return reverse("directory:make_claim", args=[profile.pk])


def ask_for_link(client, profile: Profile, patient) -> Any:
    stamp = client.get(way_to(profile)).context["link"]["stamp"].value()
    patient()
    return client.post(way_to(profile), {"step": "link", "stamp": stamp, "homepage": ""})


def is_kept_by(person: Any, profile: Profile) -> bool:
    return holders(RoleName.PROFILE_ADMIN, scope=profile.reference).filter(pk=person.pk).exists()


# Finding out how


def test_the_page_of_a_profile_leads_there_and_says_who_keeps_it(client, unkept, claimant):
    page = client.get(unkept.get_absolute_url()).content.decode()
    assert "Ist das Ihr Eintrag?" in page
    assert way_to(unkept) in page

    factories.make_admin(claimant, of=unkept)
    page = client.get(unkept.get_absolute_url()).content.decode()
    assert "vom Profil selbst" in page
    assert "Gehören Sie auch dazu?" in page

    client.force_login(claimant)
    assert way_to(unkept) not in client.get(unkept.get_absolute_url()).content.decode()


def test_a_visitor_has_a_link_sent_and_never_sees_the_address(client, unkept, patient):
    answer = ask_for_link(client, unkept, patient)

    assert answer.status_code == 302
    assert OutgoingMail.objects.get().to == ON_FILE
    pages = client.get(way_to(unkept)).content.decode() + client.get(unkept.get_absolute_url()).content.decode()
    assert "unterwegs an die hinterlegte Adresse" in pages
    assert ON_FILE not in pages


def test_the_fourth_link_within_an_hour_is_refused(client, unkept, patient):
    for _ in range(3):
        assert ask_for_link(client, unkept, patient).status_code == 302

    answer = ask_for_link(client, unkept, patient)

    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert OutgoingMail.objects.count() == 3


def test_a_machine_sends_no_link(client, unkept):
    stamp = client.get(way_to(unkept)).context["link"]["stamp"].value()

    for sent in ({"stamp": stamp, "homepage": "http://spam.example"}, {"stamp": stamp}, {}):
        assert client.post(way_to(unkept), {"step": "link", **sent}).status_code == 422
    assert not Claim.objects.exists()


def test_without_an_address_on_file_the_page_says_so(client):
    page = client.get(way_to(factories.profile(contacts=()))).content.decode()

    assert "dieser Weg geht deshalb nicht" in page
    assert "Link schicken" not in page


def test_who_is_signed_in_asks_the_office_and_reads_how_it_stands(client, unkept, claimant):
    client.force_login(claimant)

    answer = client.post(way_to(unkept), {"step": "ask", "note": "Ich führe das Studio."}, follow=True)

    claim = Claim.objects.get()
    assert claim.claimant == claimant
    assert "Ihre Bitte liegt vor" in answer.content.decode()
    assert claim.get_absolute_url() in client.get(reverse("portal:mine")).content.decode()
    assert "Ihre Bitte wartet auf eine Entscheidung." in client.get(claim.get_absolute_url()).content.decode()


def test_without_words_the_form_says_so_and_keeps_the_page(client, unkept, claimant):
    client.force_login(claimant)

    answer = client.post(way_to(unkept), {"step": "ask", "note": ""})

    assert answer.status_code == 422
    assert answer.context["asking"].errors["note"]


def test_a_visitor_who_asks_the_office_signs_in_first(client, unkept):
    answer = client.post(way_to(unkept), {"step": "ask", "note": "Ich bin es."})

    assert answer.url.startswith(reverse("account_login"))
    assert not Claim.objects.exists()


def test_who_keeps_it_is_led_to_the_keepers(client, profile, owner):
    client.force_login(owner)

    assert client.get(way_to(profile)).url == reverse("accounts:keepers", args=[profile.reference])


def test_of_what_is_withdrawn_nobody_learns_anything(client, unkept):
    actions.withdraw(unkept, actor=system("test"))

    assert client.get(way_to(unkept)).status_code == 404


# The link


@pytest.mark.parametrize("verb", ["get", "head", "options"])
def test_looking_at_a_link_changes_nothing(client, unkept, claimant, verb):
    _claim, secret = factories.sent_link(unkept)
    client.force_login(claimant)

    getattr(client, verb)(reverse("directory:use_link", args=[secret]))

    assert Claim.objects.get().state == ClaimState.SENT
    assert not is_kept_by(claimant, unkept)


def test_a_visitor_reads_what_the_link_is_for_and_signs_in(client, unkept):
    _claim, secret = factories.sent_link(unkept)
    path = reverse("directory:use_link", args=[secret])

    answer = client.get(path)

    assert "Anmelden und weiter" in answer.content.decode()
    assert answer["Cache-Control"].find("no-store") >= 0
    assert client.post(path).url.startswith(reverse("account_login"))


def test_the_button_makes_a_keeper_who_goes_on_to_the_form(client, unkept, claimant):
    _claim, secret = factories.sent_link(unkept)
    client.force_login(claimant)

    answer = client.post(reverse("directory:use_link", args=[secret]), follow=True)

    assert answer.redirect_chain == [(reverse("directory:edit", args=[unkept.pk]), 302)]
    assert answer.status_code == 200
    assert is_kept_by(claimant, unkept)


def test_a_used_link_says_so_and_how_to_go_on(client, unkept, claimant):
    claim, secret = factories.sent_link(unkept)
    actions.use_link(claim, actor=claimant, secret=secret)
    client.force_login(factories.person("Zweite"))
    path = reverse("directory:use_link", args=[secret])

    assert "Dieser Link gilt nicht mehr" in client.get(path).content.decode()
    assert client.post(path).status_code == 422
    assert client.get(reverse("directory:use_link", args=["geraten"])).status_code == 404


# Deciding


def test_the_office_sees_what_speaks_for_it_and_approves(client, officer, claimant):
    profile = factories.profile(contacts=(factories.email("lia@post.example"),))
    claim = factories.claim(profile, by=claimant)
    rival = factories.claim(profile, by=factories.person("Rita Rival"))
    correction = factories.proposal(profile, actor=claimant, tagline_de="Stimmt so")
    client.force_login(officer)

    page = client.get(claim.get_absolute_url()).content.decode()
    assert "die beim Profil hinterlegt ist" in page
    assert rival.get_absolute_url() in page
    assert correction.get_absolute_url() in page

    answer = client.post(claim.get_absolute_url(), {"step": "approve", "seen": ""}, follow=True)
    assert "Lia Licht verwaltet jetzt" in answer.content.decode()
    assert is_kept_by(claimant, profile)


def test_the_reviewer_is_told_who_came_meanwhile(client, officer, unkept, claimant):
    claim = factories.claim(unkept, by=claimant)
    client.force_login(officer)
    factories.make_admin(factories.person("Rita Rival"), of=unkept)

    answer = client.post(claim.get_absolute_url(), {"step": "approve", "seen": "x,"})

    assert answer.status_code == 422
    assert "Rita Rival" in answer.content.decode()
    assert not is_kept_by(claimant, unkept)


def test_a_refusal_without_a_reason_keeps_the_page(client, officer, unkept, claimant):
    claim = factories.claim(unkept, by=claimant)
    client.force_login(officer)

    assert client.post(claim.get_absolute_url(), {"step": "turn_down", "words": ""}).status_code == 422
    client.post(claim.get_absolute_url(), {"step": "turn_down", "words": "Steht nicht im Impressum."})

    client.force_login(claimant)
    assert "Steht nicht im Impressum." in client.get(claim.get_absolute_url()).content.decode()


def test_a_claim_is_nobody_elses_business(client, unkept, claimant, stranger):
    claim = factories.claim(unkept, by=claimant)

    assert client.get(claim.get_absolute_url()).status_code == 302  # to sign in
    client.force_login(stranger)
    assert client.get(claim.get_absolute_url()).status_code == 404
    assert client.get(reverse("directory:claims")).status_code == 403
    client.force_login(claimant)
    assert client.post(claim.get_absolute_url(), {"step": "approve", "seen": ""}).status_code == 403


def test_who_asked_takes_it_back_after_a_second_look(client, unkept, claimant, stranger):
    claim = factories.claim(unkept, by=claimant)
    path = reverse("directory:withdraw_claim", args=[claim.pk])
    client.force_login(stranger)
    assert client.post(path).status_code == 404
    client.force_login(claimant)

    client.get(path)
    claim.refresh_from_db()
    assert claim.is_waiting
    client.post(path)

    claim.refresh_from_db()
    assert claim.state == ClaimState.WITHDRAWN


def test_the_list_shows_what_waits_what_is_decided_and_who_is_left_alone(client, officer, unkept, claimant):
    factories.claim(unkept, by=claimant)
    done = factories.claim(unkept, by=factories.person("Erledigt"))
    actions.turn_down(done, actor=officer, reason="Nein.")
    alone = factories.profile(name="Verlassen")
    gone = factories.make_admin(factories.person("Weg"), of=alone)
    gone.is_active = False
    gone.save()
    client.force_login(officer)
    path = reverse("directory:claims")

    assert "Lia Licht" in client.get(path).content.decode()
    assert "Erledigt" in client.get(path, {"state": "decided"}).content.decode()
    assert "Verlassen" in client.get(path, {"state": "alone"}).content.decode()
    assert "Lia Licht" in client.get(path, {"state": "?"}).content.decode()
    numbers = {str(pile.label): pile.number for pile in piles_of(officer)}
    assert numbers["Ansprüche auf Profile, die auf eine Entscheidung warten"] == 1
    assert numbers["Profile, die niemand mehr verwaltet"] == 1


@pytest.mark.parametrize("state", ["open", "alone"])
def test_the_list_asks_the_same_number_of_questions(client, officer, django_assert_max_num_queries, state):
    client.force_login(officer)
    path = f"{reverse('directory:claims')}?state={state}"
    client.get(path)
    for number in range(3):
        profile = factories.profile(name=f"Haus {number}", contacts=())
        factories.claim(profile, by=factories.person(f"Wer {number}"))
        keeper = factories.make_admin(factories.person(f"Weg {number}"), of=profile)
        keeper.is_active = False
        keeper.save()

    with django_assert_max_num_queries(15):
        assert "Haus 2" in client.get(path).content.decode()


def test_who_keeps_a_profile_finds_who_asks_in_their_corner(client, profile, owner, claimant):
    claim = factories.claim(profile, by=claimant)
    client.force_login(owner)

    page = client.get(reverse("portal:mine")).content.decode()

    assert "Wer mit verwalten möchte" in page
    assert claim.get_absolute_url() in page
    assert client.get(claim.get_absolute_url()).status_code == 200
