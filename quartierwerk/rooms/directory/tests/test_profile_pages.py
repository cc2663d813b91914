"""The page of a profile and the message to its actor."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search import follower
from quartierwerk.foundation.ui.guarding import SIGNER
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.tests import factories


def text_of(client, profile) -> str:
    return client.get(profile.get_absolute_url()).content.decode()


def structured_in(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


# Who sees what


def test_everybody_sees_a_public_profile(client, profile):
    page = text_of(client, profile)

    assert "<h1" in page
    assert "Lichtwerk Nord" in page
    assert "Wir fotografieren Menschen an ihrem Arbeitsplatz." in page
    assert "Innenstadt-Nord" in page


def test_a_wrong_name_in_the_address_leads_to_the_right_one(client, profile):
    answer = client.get(reverse("directory:profile", args=[profile.pk, "falsch"]))

    assert answer.status_code == 301
    assert answer["Location"] == profile.get_absolute_url()


def test_the_address_without_a_name_leads_there_too(client, profile):
    assert client.get(reverse("directory:short", args=[profile.pk]))["Location"] == profile.get_absolute_url()


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_a_withdrawn_profile_is_gone_and_says_so_kindly(client, profile, who, request):
    actions.withdraw(profile, actor=system("test"))
    if person := request.getfixturevalue(who):
        client.force_login(person)

    answer = client.get(profile.get_absolute_url())

    assert answer.status_code == 404
    assert "hat das Profil zurückgezogen" in answer.content.decode()
    assert "Lichtwerk" not in answer.content.decode()


@pytest.mark.parametrize("who", ["owner", "colleague", "officer"])
def test_those_who_keep_it_see_it_withdrawn_with_a_notice(client, profile, who, request):
    actions.withdraw(profile, actor=system("test"))
    client.force_login(request.getfixturevalue(who))

    page = text_of(client, profile)

    assert "Zurückgezogen" in page
    assert "Wieder zeigen" in page
    assert "ld+json" not in page


def test_what_never_was_is_not_found(client, db):
    assert client.get("/verzeichnis/4711/irgendwer/").status_code == 404


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("visitor", {"0231": False, "0177": False}),
        ("stranger", {"0231": True, "0177": False}),
        ("owner", {"0231": True, "0177": True}),
        ("officer", {"0231": True, "0177": True}),
    ],
)
def test_contact_fields_are_shown_to_the_circle_the_owner_chose(client, profile, who, sees, request):
    contacts = (
        factories.phone("0231 123456", visibility="signed_in"),
        factories.phone("0177 1234567", visibility="office"),
    )
    actions.edit(profile, actor=system("test"), content=factories.content(contacts=contacts))
    if person := request.getfixturevalue(who):
        client.force_login(person)

    page = text_of(client, profile)

    assert {"0231": "+49 231 123456" in page, "0177": "+49 177 1234567" in page} == sees


def test_a_visitor_is_told_of_fields_for_the_signed_in_only_where_there_are_some(client, profile):
    assert "nach Anmeldung sichtbar" not in text_of(client, profile)

    contacts = (factories.phone(visibility="signed_in"),)
    actions.edit(profile, actor=system("test"), content=factories.content(contacts=contacts))

    assert "nach Anmeldung sichtbar" in text_of(client, profile)


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_the_address_of_a_profile_is_never_shown(client, profile, who, request):
    if person := request.getfixturevalue(who):
        client.force_login(person)

    assert "post@lichtwerk.example" not in text_of(client, profile)
    assert "post@lichtwerk.example" not in client.get(reverse("directory:write", args=[profile.pk])).content.decode()


def test_only_those_who_may_are_offered_to_edit(client, profile, owner, stranger):
    assert "Bearbeiten" not in text_of(client, profile)

    client.force_login(stranger)
    assert "Bearbeiten" not in text_of(client, profile)

    client.force_login(owner)
    assert "Bearbeiten" in text_of(client, profile)


def test_only_the_office_reads_that_an_entry_may_be_a_double(client, profile, owner, officer):
    other = factories.profile(name="Lichtwerk Nord GbR")
    factories.pair(profile, other)
    client.force_login(owner)
    assert "Möglicherweise doppelt" not in text_of(client, other)

    client.force_login(officer)
    assert "Möglicherweise doppelt" in text_of(client, other)


# What stands there


def test_texts_carry_their_language(client, profile):
    content = factories.content(about_en="We photograph people.", about_plain="Wir machen Fotos.")
    actions.edit(profile, actor=system("test"), content=content)

    german, english = text_of(client, profile), client.get(f"/en{profile.get_absolute_url()}").content.decode()

    assert '<section class="section" lang="en"><h2>English</h2>' in german
    assert '<section class="section" lang="de"><h2>Deutsch</h2>' in english
    assert '<div class="prose" lang="en"><p>We photograph people.</p></div>' in english
    assert "In Leichter Sprache" in german


def test_a_closed_place_says_where_it_went(client, profile):
    content = factories.content(closed_on=date(2026, 1, 31), moved_on_to="Lichtwerk Süd")
    actions.edit(profile, actor=system("test"), content=content)

    page = text_of(client, profile)

    assert "geschlossen" in page
    assert "Weiter geht es hier: Lichtwerk Süd" in page


def test_the_doors_that_are_open_now_say_until_when(client, profile, time_machine):
    opening = rules.Opening(mode=rules.OpeningMode.WEEKLY, spans=rules.spans_from_text(2, "9-18"))
    actions.edit(profile, actor=system("test"), content=factories.content(opening=opening))
    time_machine.move_to(factories.NOON, tick=False)
    assert "Jetzt geöffnet bis 18:00 Uhr" in text_of(client, profile)

    time_machine.move_to(factories.NOON + timedelta(hours=8), tick=False)
    assert "Jetzt geöffnet" not in text_of(client, profile)


def test_a_rough_point_and_a_missing_one_are_said(client, profile):
    location = profile.locations.get()
    location.precision = "street"
    location.save()
    assert "Mitte der Straße" in text_of(client, profile)

    location.lat = location.lon = location.district = None
    location.save()
    assert "auf der Karte nicht gefunden" in text_of(client, profile)


def test_machines_read_the_public_fields_only(client, profile):
    contacts = (
        factories.email(),
        factories.phone("0231 123456"),
        factories.phone("0177 1234567", visibility="signed_in"),
        rules.Contact(type=rules.ContactType.WEBSITE, value="https://lichtwerk.example"),
    )
    content = factories.content(name="</script><b>Licht", contacts=contacts, sites=(factories.site(),), founded=2009)
    actions.edit(profile, actor=system("test"), content=content)
    profile.refresh_from_db()

    page = text_of(client, profile)
    data = structured_in(page)

    assert data["@type"] == "LocalBusiness"
    assert data["name"] == "</script><b>Licht"
    assert data["telephone"] == "+49 231 123456"
    assert data["url"] == "https://lichtwerk.example"
    assert data["address"]["postalCode"] == "44145"
    assert data["geo"]["latitude"] == factories.NORTH[0]
    assert "post@lichtwerk.example" not in json.dumps(data)
    assert "177" not in json.dumps(data)


@pytest.mark.parametrize(
    ("mode", "closed_on", "is_announced"),
    [
        (rules.OpeningMode.WEEKLY, None, True),
        (rules.OpeningMode.WEEKLY, date(2026, 5, 1), False),
        (rules.OpeningMode.BY_APPOINTMENT, None, False),
        (rules.OpeningMode.CLOSED_FOR_NOW, None, False),
    ],
)
def test_machines_hear_of_opening_hours_only_while_they_hold(client, profile, mode, closed_on, is_announced):
    opening = rules.Opening(mode=mode, spans=rules.spans_from_text(2, "9-18"))
    content = factories.content(opening=opening, closed_on=closed_on, sites=(factories.site(),))
    actions.edit(profile, actor=system("test"), content=content)
    profile.refresh_from_db()

    data = structured_in(text_of(client, profile))

    assert ("openingHoursSpecification" in data) is is_announced


@pytest.mark.parametrize(
    ("source", "words"),
    [("office", "Stabsstelle"), ("demo", "Beispieldaten"), ("Firmenliste 2026", "Firmenliste 2026")],
)
def test_the_page_says_in_words_where_an_entry_comes_from(client, db, source, words):
    page = text_of(client, factories.profile(source=source))

    assert f"<dt>Quelle</dt><dd>{words}</dd>" in page


def test_similar_actors_come_with_their_reason(client, profile):
    factories.profile(name="Blende Acht", sites=(factories.site(),))
    factories.profile(name="Klangraum", sectors=("musik",), professions=("komposition",))
    follower.rebuild()

    page = text_of(client, profile)

    assert "Blende Acht" in page
    assert "auch Fotografie · ebenfalls in Nordstadt" in page
    assert "Klangraum" not in page


def test_a_similar_actor_that_has_just_gone_is_not_shown(client, profile):
    other = factories.profile(name="Blende Acht")
    follower.rebuild()
    actions.withdraw(other, actor=system("test"))

    assert "Blende Acht" not in text_of(client, profile)


def test_the_page_asks_a_constant_number_of_questions(client, profile, stranger, django_assert_max_num_queries):
    asked = []
    for many in (1, 3):
        contacts = tuple(factories.phone(f"0231 12345{number}") for number in range(many))
        sites = tuple(factories.site(house_number=str(number)) for number in range(many))
        actions.edit(profile, actor=system("test"), content=factories.content(contacts=contacts, sites=sites))
        for number in range(many):
            factories.work(profile)
            factories.profile(name=f"Blende {many} {number}")
        follower.rebuild()
        client.force_login(stranger)
        client.get(profile.get_absolute_url())
        with django_assert_max_num_queries(15) as captured:
            client.get(profile.get_absolute_url())
        asked.append(len(captured.captured_queries))

    assert asked[0] == asked[1]


# Writing


def message(**changes: str) -> dict[str, str]:
    values = {
        "sender_name": "Karla Kundin",
        "sender_email": "karla@kundschaft.example",
        "text": "Wir suchen Porträts für unser Team.",
        "homepage": "",
        "stamp": SIGNER.sign("shown"),
    }
    return values | changes


@pytest.fixture
def patient(time_machine):
    """Time goes on by as many seconds as a person needs to write."""

    def wait(seconds: int = 30) -> None:
        time_machine.shift(seconds)

    time_machine.move_to(factories.NOON, tick=False)
    return wait


def test_a_message_goes_out_without_showing_the_address(client, profile, patient):
    sent = message()
    patient()

    answer = client.post(reverse("directory:write", args=[profile.pk]), sent, follow=True)

    assert "Ihre Nachricht ist unterwegs" in answer.content.decode()
    assert "post@lichtwerk.example" not in answer.content.decode()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.reply_to, mail.about) == (
        "post@lichtwerk.example",
        "karla@kundschaft.example",
        profile.reference,
    )
    assert mail.subject == "Nachricht von Karla Kundin über das Verzeichnis"
    assert "Wir suchen Porträts für unser Team." in mail.text
    assert "Betreff" not in mail.text
    assert AuditRow.objects.filter(verb="directory.write_to", actor="").exists()


def test_a_message_is_text_not_markup(client, profile, patient):
    sent = message(text="Preis < 500 & Termin > Mai")
    patient()

    client.post(reverse("directory:write", args=[profile.pk]), sent)

    assert "Preis < 500 & Termin > Mai" in OutgoingMail.objects.get().text


@pytest.mark.parametrize(
    ("changes", "wait", "sentence"),
    [
        ({"homepage": "http://spam.example"}, 30, "Dieses Feld bleibt leer."),
        ({}, 1, "Das ging schneller, als ein Mensch schreibt."),
        ({}, 90_000, "Die Seite war lange offen."),
        ({"stamp": "erfunden"}, 30, "Bitte senden Sie noch einmal."),
        ({"stamp": ""}, 30, "Bitte senden Sie noch einmal."),
        ({"sender_email": "karla@"}, 30, "gültige E-Mail-Adresse"),
    ],
)
def test_what_a_machine_would_send_stays_here_with_a_sentence(client, profile, patient, changes, wait, sentence):
    sent = message(**changes)
    patient(wait)

    answer = client.post(reverse("directory:write", args=[profile.pk]), sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Wir suchen Porträts für unser Team." in page
    assert not OutgoingMail.objects.exists()


def test_a_second_try_with_the_new_stamp_goes_through(client, profile, patient):
    first = client.post(reverse("directory:write", args=[profile.pk]), message())
    assert first.status_code == 422
    patient(5)

    again = message(stamp=first.context["form"]["stamp"].value())

    assert client.post(reverse("directory:write", args=[profile.pk]), again).status_code == 302


def test_the_sixth_message_of_an_hour_waits_and_loses_nothing(client, profile, patient):
    sent = message()
    patient()
    for _number in range(5):
        assert client.post(reverse("directory:write", args=[profile.pk]), sent).status_code == 302

    answer = client.post(reverse("directory:write", args=[profile.pk]), sent)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "Wir suchen Porträts für unser Team." in answer.content.decode()
    assert OutgoingMail.objects.count() == 5


def test_nobody_writes_to_a_withdrawn_profile(client, profile, owner):
    actions.withdraw(profile, actor=system("test"))

    assert client.get(reverse("directory:write", args=[profile.pk])).status_code == 404
    assert client.post(reverse("directory:write", args=[profile.pk]), message()).status_code == 404


def test_where_there_is_no_address_the_page_says_what_else(client, profile, patient):
    actions.edit(profile, actor=system("test"), content=factories.content(contacts=()))
    sent = message()
    patient()

    page = client.get(reverse("directory:write", args=[profile.pk])).content.decode()
    answer = client.post(reverse("directory:write", args=[profile.pk]), sent)

    assert "Hier ist keine E-Mail-Adresse hinterlegt" in page
    assert answer.status_code == 422
    assert "keine E-Mail-Adresse hinterlegt" in answer.content.decode()


def test_somebody_signed_in_finds_name_and_address_filled_in(client, profile, stranger):
    client.force_login(stranger)

    page = client.get(reverse("directory:write", args=[profile.pk])).content.decode()

    assert 'value="Fremda Anders"' in page
    assert f'value="{stranger.email}"' in page
