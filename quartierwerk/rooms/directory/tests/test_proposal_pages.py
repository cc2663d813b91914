"""The pages of proposals: a stranger's form, the proposer's page, the office's list, the review, the history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from quartierwerk.foundation.search import follower
from quartierwerk.foundation.ui.guarding import SIGNER
from quartierwerk.foundation.waiting import piles_of
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import ChangeRequest, Profile
from quartierwerk.rooms.directory.rules import RequestState
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db
RICH = {
    "name": "Lichtwerk Nord",
    "sectors": ("musik", "design"),
    "professions": ("komposition", "fotografie"),
    "keywords": ("Porträt", "Analog"),
    "about_de": "Eins\n\nZwei",
    "sites": (factories.site(), factories.site(None, street="Hörder Straße", house_number="1", postcode="44263")),
    "opening": rules.Opening(
        mode=rules.OpeningMode.WEEKLY, spans=rules.spans_from_text(0, "9-12, 14-18"), note="Bitte klingeln"
    ),
    "contacts": (
        factories.email(),
        factories.phone("+49 231 123456"),
        factories.phone("+49 231 999999", visibility=rules.Visibility.OFFICE),
        factories.phone("+49 231 888888", visibility=rules.Visibility.SIGNED_IN),
    ),
    "links": (rules.WebLink(label="Mappe", url="https://mappe.example"),),
    "access": (rules.AccessFact.LIFT, rules.AccessFact.STEP_FREE),
    "is_open_for_cooperation": True,
    "founded": 2009,
    "licence": "CC-BY-4.0",
    "external_id": "K-17",
}


@pytest.fixture
def patient(time_machine):
    """Time goes on by as many seconds as a person needs to write."""
    time_machine.move_to(factories.NOON, tick=False)
    return lambda seconds=30: time_machine.shift(seconds)


@pytest.fixture
def rich(officer):
    """A profile in which every kind of field stands, some of them hidden from strangers."""
    factories.city()
    return factories.profile(**RICH)


def filled(client, path: str, **changes: Any) -> dict[str, Any]:
    """What the form sends as it is shown, but for changes."""
    form = client.get(path).context["form"]
    return {b.html_name: b.value() for b in form if b.value() not in (None, "", False, [])} | changes


def address(profile: Profile) -> str:
    return reverse("directory:propose", args=[profile.pk])


# Proposing


def test_a_visitor_proposes_and_lands_on_the_page_of_the_proposal(client, profile, patient):
    sent = filled(client, address(profile), tagline_de="Porträts im Studio", note="Gelesen", email="nele@post.example")
    patient()

    answer = client.post(address(profile), sent, follow=True)

    request = ChangeRequest.objects.get()
    assert (request.wanted, request.note, request.proposer_email) == (
        {"tagline_de": "Porträts im Studio"},
        "Gelesen",
        "nele@post.example",
    )
    assert answer.redirect_chain == [(queries.page_of(request), 302)]
    page = answer.content.decode()
    assert "Er wartet auf eine Entscheidung." in page
    assert '<del><span class="unseen">gestrichen: </span>bei Tageslicht</del>' in page
    assert '<ins><span class="unseen">neu: </span>im Studio</ins>' in page


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_the_form_of_a_rich_profile_sent_back_untouched_proposes_nothing(client, rich, who, patient, request):
    if person := request.getfixturevalue(who):
        client.force_login(person)
    sent = filled(client, address(rich))
    # As a browser sends what stood in a field of several lines.
    sent["about_de"] = sent["about_de"].replace("\n", "\r\n")
    patient()

    answer = client.post(address(rich), sent)

    assert answer.status_code == 422
    assert "Sie haben noch nichts geändert." in answer.content.decode()
    assert not ChangeRequest.objects.exists()


def test_a_stranger_is_shown_no_hidden_field(client, rich, stranger):
    hidden = ["999999", "888888", "post@lichtwerk.example", "K-17"]

    page = client.get(address(rich)).content.decode()
    client.force_login(stranger)
    signed_in = client.get(address(rich)).content.decode()

    assert "123456" in page
    assert [value for value in hidden if value in page] == []
    assert [value for value in hidden if value in signed_in] == ["888888"]


@pytest.mark.parametrize(
    ("changes", "wait", "sentence"),
    [
        ({"homepage": "http://spam.example"}, 30, "Dieses Feld bleibt leer."),
        ({}, 1, "Das ging schneller, als ein Mensch schreibt."),
        ({}, 90_000, "Die Seite war lange offen."),
        ({"stamp": "erfunden"}, 30, "Bitte senden Sie noch einmal."),
        ({"email": "nele@"}, 30, "gültige E-Mail-Adresse"),
        ({"contacts-0-type": "phone", "contacts-0-value": "abc"}, 30, "ist keine Telefonnummer"),
    ],
)
def test_what_a_machine_would_send_stays_here_with_a_sentence(client, profile, patient, changes, wait, sentence):
    sent = filled(client, address(profile), tagline_de="Porträts im Studio") | changes
    patient(wait)

    answer = client.post(address(profile), sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Porträts im Studio" in page
    assert not ChangeRequest.objects.exists()


def test_a_second_try_rests_on_the_version_that_was_shown_first(client, profile, patient):
    sent = filled(client, address(profile), tagline_de="Porträts im Studio")
    first = client.post(address(profile), sent)
    assert first.status_code == 422
    actions.edit(profile, actor=system("test"), content=factories.content(about_de="Neuer Text"))
    patient()

    again = sent | {"stamp": first.context["form"].proposer["stamp"].value()}
    assert client.post(address(profile), again).status_code == 302

    assert "about_de" not in ChangeRequest.objects.get().wanted


@pytest.mark.parametrize("word", ["1", "shown", "{other}:1"])
def test_the_stamp_of_another_page_opens_no_earlier_version(client, profile, patient, word):
    """What the profile said once is not shown to who was never there; not even as what their proposal rests on."""
    other = factories.profile(name="Klangraum Süd")
    actions.edit(profile, actor=system("test"), content=factories.content(sites=(factories.site(),), about_de="Neu"))
    sent = filled(client, address(profile), tagline_de="Porträts im Studio", about_de="Anders")
    sent["stamp"] = SIGNER.sign(word.format(other=other.pk))
    patient()

    assert client.post(address(profile), sent).status_code == 302

    assert ChangeRequest.objects.get().base["about_de"] == "Neu"


def test_another_row_is_no_sending(client, profile):
    answer = client.post(address(profile), filled(client, address(profile)) | {"more": "links"})

    assert answer.status_code == 200
    assert not ChangeRequest.objects.exists()


def test_the_sixth_proposal_of_an_hour_waits_and_loses_nothing(client, profile, patient):
    sent = filled(client, address(profile), tagline_de="Porträts im Studio")
    patient()
    for _number in range(5):
        assert client.post(address(profile), sent).status_code == 302

    answer = client.post(address(profile), sent)

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "Porträts im Studio" in answer.content.decode()
    assert ChangeRequest.objects.count() == 5


def test_nobody_is_written_to_more_than_a_few_times_an_hour(client, profile, patient):
    sent = filled(client, address(profile), tagline_de="Porträts im Studio", email="opfer@post.example")
    patient()
    answers = [client.post(address(profile), sent, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(6)]

    assert answers == [302] * 5 + [429]


def test_a_new_entry_is_proposed(client, officer, patient):
    factories.vocabulary()
    path = reverse("directory:propose_entry")
    sent = filled(client, path, name="Druckwerk Süd", kind="association", main_sector="design")
    patient()

    assert client.post(path, sent).status_code == 302

    request = ChangeRequest.objects.get()
    assert request.is_new_entry
    actions.accept(request, actor=officer, units=request.units, based_on=0)
    assert Profile.objects.get().kind == rules.Kind.ASSOCIATION


def test_who_may_edit_is_led_there(client, profile, owner, officer):
    client.force_login(owner)
    assert client.get(address(profile))["Location"] == reverse("directory:edit", args=[profile.pk])
    client.force_login(officer)
    assert client.get(reverse("directory:propose_entry"))["Location"] == reverse("directory:create")


def test_nothing_is_proposed_to_a_withdrawn_profile(client, profile):
    actions.withdraw(profile, actor=system("test"))

    assert client.get(address(profile)).status_code == 404


def test_the_ways_in_stand_where_one_looks(client, profile, owner):
    follower.rebuild()
    assert address(profile) in client.get(profile.get_absolute_url()).content.decode()
    assert reverse("directory:propose_entry") in client.get(reverse("directory:list")).content.decode()
    client.force_login(owner)
    assert address(profile) not in client.get(profile.get_absolute_url()).content.decode()


def test_whoever_proposes_an_entry_is_first_shown_those_it_resembles(client, profile, patient):
    path = reverse("directory:propose_entry")
    sent = filled(client, path, name="Lichtwerk Nord", kind="association", main_sector="design")
    patient()

    warned = client.post(path, sent)

    text = warned.content.decode()
    assert (warned.status_code, ChangeRequest.objects.count()) == (422, 0)
    assert profile.get_absolute_url() in text and address(profile) in text and "Trotzdem vorschlagen" in text
    assert client.post(path, sent | {"seen": warned.context["seen"]}).status_code == 302
    assert ChangeRequest.objects.count() == 1


# What is public stays what was approved


OUTLETS = (
    "/verzeichnis/?q=Lichtwerk",
    "/verzeichnis/?q=Studio",
    "/verzeichnis/karte/",
    "/verzeichnis/karte/bild.png",
    "/verzeichnis/vorschlag/?q=Druck",
    "/suche/?q=Studio",
    "/verzeichnis/export/csv/",
    "/verzeichnis/export/geojson/",
    "/verzeichnis/neu.atom",
    "/api/v1/profiles",
    "/api/v1/profiles/clusters",
    "/",
)


def test_a_waiting_proposal_changes_nothing_that_anybody_sees(client, profile, time_machine):
    time_machine.move_to(factories.NOON, tick=False)
    follower.rebuild()
    paths = [*OUTLETS, profile.get_absolute_url(), f"/api/v1/profiles/{profile.pk}"]

    def everything() -> dict[str, bytes]:
        answers = {path: client.get(path) for path in paths}
        assert {path: one.status_code for path, one in answers.items()} == dict.fromkeys(paths, 200)
        return {path: b"".join(one) for path, one in answers.items()}

    before = everything()
    move = (factories.site(factories.SOUTH, street="Hörder Straße", postcode="44263"),)
    factories.proposal(profile, name="Studio Süd", about_de="Studio", sites=move, contacts=(factories.phone(),))
    factories.proposal(None, name="Druckwerk Studio")
    follower.Follower().follow()

    assert everything() == before


# Following


def test_the_page_of_a_proposal_opens_with_its_key_only(client, profile):
    one, other = (factories.proposal(profile, tagline_de=words) for words in ("Eins", "Zwei"))

    assert client.get(queries.page_of(one)).status_code == 200
    for name in ("follow", "take_back"):
        assert client.get(reverse(f"directory:{name}", args=[one.pk, queries.key_to(other)])).status_code == 404
        assert client.post(reverse(f"directory:{name}", args=[one.pk, "probe"])).status_code == 404
    one.refresh_from_db()
    assert one.state == RequestState.WAITING


def test_the_proposer_never_sees_what_was_hidden_from_them(client, rich, officer):
    request = factories.proposal(rich, contacts=(factories.phone("+49 231 777777"),))
    actions.accept(request, actor=officer, units=["phone"], based_on=rich.version)

    page = client.get(queries.page_of(request)).content.decode()

    assert "777777" in page
    assert "999999" not in page
    assert "888888" not in page


def test_a_question_is_answered_on_the_page(client, profile, officer):
    request = factories.proposal(profile, tagline_de="Neu")
    actions.ask_back(request, actor=officer, question="Seit wann?")
    path = queries.page_of(request)
    assert "Seit wann?" in client.get(path).content.decode()
    assert "Bitte schreiben Sie etwas dazu." in client.post(path, {"words": " "}).content.decode()

    answer = client.post(path, {"words": "Seit Mai."}, follow=True)

    assert "Ihre Antwort ist da" in answer.content.decode()
    request.refresh_from_db()
    assert request.state == RequestState.WAITING


def test_looking_withdraws_nothing_and_the_button_does(client, profile):
    request = factories.proposal(profile, tagline_de="Neu")
    path = reverse("directory:take_back", args=[request.pk, queries.key_to(request)])
    client.get(path)
    request.refresh_from_db()
    assert request.state == RequestState.WAITING

    answer = client.post(path, follow=True)

    assert "Ihr Vorschlag ist zurückgenommen." in answer.content.decode()
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN


# Deciding


def review(client, request: ChangeRequest, step: str, **changes: Any) -> Any:
    page = client.get(request.get_absolute_url())
    ticked = [row.unit for row in page.context["rows"] if row.is_on]
    sent = {"version": page.context["version"], "units": ticked, "words": "", "step": step}
    return client.post(request.get_absolute_url(), sent | changes, follow=True)


def test_all_is_ticked_but_what_somebody_changed_since(client, profile, officer):
    request = factories.proposal(profile, tagline_de="Porträts im Studio", about_de="Wir malen Menschen.")
    actions.edit(
        profile, actor=system("test"), content=factories.content(sites=(factories.site(),), tagline_de="Anders")
    )
    client.force_login(officer)

    page = client.get(request.get_absolute_url())

    assert {row.unit: (row.is_conflict, row.is_on) for row in page.context["rows"]} == {
        "tagline_de": (True, False),
        "about_de": (False, True),
    }
    text = page.content.decode()
    for words in ("Als es vorgeschlagen wurde", "Porträts bei Tageslicht", "Anders", "im Studio"):
        assert words in text


def test_the_office_takes_in_part(client, profile, officer):
    request = factories.proposal(profile, tagline_de="Neu", about_de="Auch neu")
    client.force_login(officer)

    answer = review(client, request, "accept", units=["about_de"], words="Der Satz bleibt.")

    text = answer.content.decode()
    assert "Übernommen. So steht es jetzt im Verzeichnis." in text
    assert "teilweise übernommen" in text
    assert queries.content_of(profile).about_de == "Auch neu"
    request.refresh_from_db()
    assert request.reason == "Der Satz bleibt."


def test_a_page_that_is_out_of_date_shows_the_new_state_and_keeps_the_words(client, profile, officer):
    request = factories.proposal(profile, tagline_de="Neu")
    client.force_login(officer)
    actions.edit(
        profile, actor=system("test"), content=factories.content(sites=(factories.site(),), tagline_de="Anders")
    )

    answer = review(client, request, "accept", version=profile.version, units=["tagline_de"], words="Stimmt.")

    assert answer.status_code == 422
    assert "Bitte vergleichen Sie noch einmal" in answer.content.decode()
    assert "Stimmt." in answer.content.decode()
    assert [(row.is_conflict, row.is_on) for row in answer.context["rows"]] == [(True, False)]
    assert queries.content_of(profile).tagline_de == "Anders"


@pytest.mark.parametrize(("step", "state"), [("ask", RequestState.ASKED), ("refuse", RequestState.REFUSED)])
def test_asking_and_refusing_need_words(client, profile, owner, step, state):
    request = factories.proposal(profile, tagline_de="Neu")
    client.force_login(owner)

    assert "Bitte schreiben Sie etwas dazu." in review(client, request, step).content.decode()
    review(client, request, step, words="Weil.")

    request.refresh_from_db()
    assert request.state == state


def test_a_new_entry_is_laid_beside_those_of_its_name(client, profile, officer):
    request = factories.proposal(None, name="Lichtwerk Nord")
    client.force_login(officer)

    page = client.get(request.get_absolute_url()).content.decode()

    assert "Vielleicht gibt es diesen Eintrag schon" in page
    assert profile.get_absolute_url() in page


def test_the_address_of_the_proposer_is_for_the_office(client, profile, owner, officer):
    request = factories.proposal(profile, tagline_de="Neu", email="nele@post.example")
    client.force_login(owner)
    assert "nele@post.example" not in client.get(request.get_absolute_url()).content.decode()
    client.force_login(officer)
    assert "nele@post.example" in client.get(request.get_absolute_url()).content.decode()


def test_who_sees_which_page(client, profile, stranger, owner, officer):
    to_profile = factories.proposal(profile, actor=stranger, tagline_de="Neu")
    for person, statuses in ((stranger, (403, 403)), (owner, (200, 403)), (officer, (200, 200))):
        client.force_login(person)
        paths = (to_profile.get_absolute_url(), reverse("directory:requests"))
        assert tuple(client.get(path).status_code for path in paths) == statuses
    client.force_login(stranger)
    assert client.get(factories.proposal(profile, tagline_de="Neu").get_absolute_url()).status_code == 404


def test_the_list_has_its_shelves(client, profile, officer):
    waiting, asked, refused = (factories.proposal(profile, tagline_de=words) for words in ("Eins", "Zwei", "Drei"))
    actions.ask_back(asked, actor=officer, question="Wie?")
    actions.refuse(refused, actor=officer, reason="Nein.")
    client.force_login(officer)

    def shelf(state: str) -> list[int]:
        return [one.pk for one in client.get(reverse("directory:requests"), {"state": state}).context["page"]]

    assert [shelf(state) for state in ("open", "asked", "decided", "unsinn")] == [
        [waiting.pk],
        [asked.pk],
        [refused.pk],
        [waiting.pk],
    ]


def test_what_waits_longest_stands_first_and_in_the_cockpit(client, profile, officer, owner):
    young = factories.proposal(profile, tagline_de="Eins", at=factories.NOON)
    old = factories.proposal(profile, tagline_de="Zwei", at=factories.NOON - timedelta(days=3))
    client.force_login(officer)

    assert [one.pk for one in client.get(reverse("directory:requests")).context["page"]] == [old.pk, young.pk]
    assert [pile.number for pile in piles_of(officer) if pile.url == reverse("directory:requests")] == [2]
    assert not list(piles_of(owner))


def test_ones_own_corner_shows_proposals_both_ways(client, profile, owner, stranger):
    request = factories.proposal(profile, actor=stranger, tagline_de="Neu")

    client.force_login(owner)
    assert request.get_absolute_url() in client.get("/mein/").content.decode()
    client.force_login(stranger)
    assert queries.page_of(request) in client.get("/mein/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_a_constant_number_of_questions(
    client, profile, officer, count, django_assert_max_num_queries, request
):
    for number in range(count):
        factories.proposal(profile, tagline_de=f"Satz {number}", about_de="Neu", contacts=(factories.phone(),))
        actions.edit(Profile.objects.get(), actor=officer, content=factories.content(name=f"Name {number}"))
    client.force_login(officer)
    paths = [
        reverse("directory:requests"),
        ChangeRequest.objects.first().get_absolute_url(),
        reverse("directory:history", args=[profile.pk]),
    ]
    client.get(paths[0])  # the first visit of a session also notes its device

    for path, most in zip(paths, (8, 15, 14), strict=True):
        with django_assert_max_num_queries(most):
            client.get(path)


# History


def test_the_history_says_who_when_why_and_what(client, profile, owner):
    content = factories.content(sites=(factories.site(),), tagline_de="Porträts im Studio")
    actions.edit(profile, actor=owner, content=content, why="Umgezogen")
    client.force_login(owner)

    page = client.get(reverse("directory:history", args=[profile.pk])).content.decode()

    for words in ("Ova Eigen", "Umgezogen", "1 Angabe geändert", "bei Tageslicht</del>", "im Studio</ins>"):
        assert words in page


def test_the_history_goes_on_over_its_pages(client, profile, owner):
    for number in range(12):
        actions.edit(
            Profile.objects.get(pk=profile.pk),
            actor=owner,
            content=factories.content(name=f"Name {number}", sites=(factories.site(),)),
        )
    client.force_login(owner)

    page = client.get(reverse("directory:history", args=[profile.pk]), {"page": 2})

    [_first, (_version, rows)] = [*page.context["steps"]][-2:]
    assert [[piece.text for piece in row.new] for row in rows] == [["Name 0"]]
    assert len(page.context["steps"]) == 2


def test_an_earlier_version_is_restored_after_a_second_look(client, profile, owner):
    actions.edit(profile, actor=owner, content=factories.content(name="Zwei", sites=(factories.site(),)))
    path = reverse("directory:restore_version", args=[profile.pk, 1])
    client.force_login(owner)
    assert "Das ändert: Name." in client.get(path).content.decode()
    profile.refresh_from_db()
    assert profile.name == "Zwei"

    client.post(path)

    profile.refresh_from_db()
    assert profile.name == "Lichtwerk Nord"


@pytest.mark.parametrize("name", ["history", "restore_version"])
def test_the_history_is_for_who_keeps_the_profile(client, profile, owner, stranger, name):
    actions.edit(profile, actor=owner, content=factories.content(name="Zwei"))
    path = reverse(f"directory:{name}", args=[profile.pk, 1] if name == "restore_version" else [profile.pk])
    client.force_login(stranger)

    assert client.get(path).status_code == 403
    assert client.post(path).status_code in {403, 405}
