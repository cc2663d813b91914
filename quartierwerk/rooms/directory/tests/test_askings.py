"""Asking whether entries still hold: who is asked, how many a day, what an answer does, what nobody may."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, permissions, queries, rules, schedule
from quartierwerk.rooms.directory.models import Asking
from quartierwerk.rooms.directory.rules import Stage
from quartierwerk.rooms.directory.tests import factories

YEAR = timedelta(days=366)
LATER = factories.NOON + YEAR
TERMS = rules.Terms()
DAY = date(2026, 6, 3)


def asked(profile, *, at=LATER):
    actions.ask([profile], actor=system("worker"), at=at)
    return Asking.objects.get(profile=profile, answered_at__isnull=True)


def key_of(*askings):
    return queries.key_to_askings(askings)


def set_terms(**terms):
    House.objects.update_or_create(pk=1, defaults={"terms": terms})


# What follows from dates


@pytest.mark.parametrize(
    ("days", "asked_days", "reminded", "expected"),
    [
        (365, None, None, Stage.FRESH),
        (366, None, None, Stage.DUE),
        (366, 0, None, Stage.ASKED),
        (390, 22, 1, Stage.REMINDED),
        (456, 30, 1, Stage.MARKED),
        (430, 60, 1, Stage.REMINDED),
        (430, 61, 1, Stage.OFFICE),
        (456, None, None, Stage.MARKED),
    ],
)
def test_a_stage_follows_from_dates(days, asked_days, reminded, expected):
    question = None
    if asked_days is not None:
        question = rules.Asked(on=DAY - timedelta(days=asked_days), reminded_on=DAY if reminded else None)

    assert rules.stage(DAY - timedelta(days=days), asked=question, today=DAY, terms=TERMS) == expected


@pytest.mark.parametrize("change", [{"is_reaching": False}, {"is_gone": True}])
def test_who_cannot_be_asked_or_is_gone_is_with_the_office_at_once(change):
    question = rules.Asked(on=DAY, **change)

    assert rules.stage(DAY - timedelta(days=366), asked=question, today=DAY, terms=TERMS) == Stage.OFFICE


# What confirms


@pytest.mark.django_db
def test_an_edit_by_whoever_keeps_it_confirms_and_answers():
    profile = factories.profile()
    owner = factories.make_admin(factories.person("Ova Eigen"), of=profile)
    asking = asked(profile)

    content = replace(queries.content_of(profile), tagline_de="Neu")
    profile = actions.edit(profile, actor=owner, content=content, at=LATER + timedelta(days=1))

    asking.refresh_from_db()
    assert profile.confirmed_at == LATER + timedelta(days=1)
    assert (asking.answer, asking.answered_by) == ("changed", owner)


@pytest.mark.django_db
def test_a_proposal_that_is_taken_does_not_confirm_the_whole(officer):
    profile = factories.profile()
    request = factories.proposal(profile, tagline_de="Vorgeschlagen")
    asking = asked(profile)

    actions.accept(request, actor=officer, units=request.units, based_on=profile.version, at=LATER)

    profile.refresh_from_db()
    asking.refresh_from_db()
    assert profile.tagline_de == "Vorgeschlagen"
    assert profile.confirmed_at == factories.NOON
    assert asking.is_open


@pytest.mark.django_db
def test_a_work_and_a_pin_confirm(officer):
    profile = factories.profile(sites=(factories.site(),))
    actions.set_pin(profile, actor=officer, location_id=profile.locations.get().pk, lat=51.5, lon=7.4, at=LATER)
    profile.refresh_from_db()
    assert profile.confirmed_at == LATER

    assert factories.work(profile).confirmed_at > factories.NOON


# Who is asked


@pytest.mark.django_db
def test_those_who_keep_it_are_asked_in_their_language_and_others_are_not():
    profile = factories.profile()
    owner = factories.make_admin(factories.person("Ova Eigen"), of=profile)
    owner.language = "en"
    owner.save()

    asking = asked(profile)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language, asking.way) == (owner.email, "en", "keepers")
    assert "/en/" in mail.text
    assert mail.is_secret


@pytest.mark.django_db
def test_without_keepers_the_address_on_file_is_asked_and_told_nothing_that_is_not_public():
    profile = factories.profile(
        contacts=(factories.email("Post@Lichtwerk.example", visibility="office"), factories.phone())
    )

    asking = asked(profile)

    mail = OutgoingMail.objects.get()
    assert (mail.to, asking.way) == ("post@lichtwerk.example", "contact")
    assert "0231" not in mail.text
    assert "Haben Sie nichts damit zu tun" in mail.text


@pytest.mark.django_db
def test_without_an_address_it_goes_to_the_office_at_once(officer):
    profile = factories.profile(contacts=())

    asking = asked(profile)

    assert not OutgoingMail.objects.exists()
    assert list(queries.for_the_office(at=LATER)) == [asking]
    assert asking.stage(terms=TERMS) == Stage.OFFICE
    with pytest.raises(actions.NobodyToAsk):
        actions.ask_again(profile, actor=officer)


@pytest.mark.django_db
def test_one_person_gets_one_mail_about_all_of_theirs(time_machine):
    first, second, young = factories.profiles(3)
    late = factories.profile(name="Später", at=LATER)
    owner = factories.person("Ova Eigen")
    for profile in (first, second, young, late):
        factories.make_admin(owner, of=profile)
    type(young).objects.filter(pk=young.pk).update(confirmed_at=factories.NOON + timedelta(days=20))
    time_machine.move_to(LATER, tick=False)
    set_terms(asks_per_day=1)

    assert schedule.ask_about_entries() == 2  # one by the bound of the day, and one that belongs into the same mail

    mail = OutgoingMail.objects.get()
    assert sum(name in mail.text for name in (first.name, second.name, young.name)) == 2
    assert late.name not in mail.text


@pytest.mark.django_db
def test_a_first_run_is_spread_over_days_oldest_first(time_machine):
    made = [factories.profile(name=f"Atelier {n}", contacts=(factories.email(f"a{n}@post.example"),)) for n in range(5)]
    for number, profile in enumerate(made):
        type(profile).objects.filter(pk=profile.pk).update(confirmed_at=factories.NOON - timedelta(days=number))
    set_terms(asks_per_day=2)
    time_machine.move_to(LATER, tick=False)

    asked_today = [schedule.ask_about_entries(), schedule.ask_about_entries()]
    time_machine.move_to(LATER + timedelta(days=1), tick=False)
    schedule.ask_about_entries()

    assert asked_today == [2, 0]
    assert [one.profile for one in Asking.objects.order_by("pk")] == [made[3], made[4], made[1], made[2]]
    assert OutgoingMail.objects.count() == 4


@pytest.mark.django_db
def test_what_is_withdrawn_or_closed_or_young_is_not_asked_about():
    factories.withdrawn()
    factories.profile(name="Zu", closed_on=date(2026, 1, 1))
    factories.profile(name="Jung", at=LATER)

    assert queries.due(at=LATER, most=10) == []


@pytest.mark.django_db
def test_nobody_is_asked_twice_and_reminded_once():
    profile = factories.profile()
    asking = asked(profile)
    actions.ask([profile], actor=system("worker"), at=LATER)
    week = LATER + timedelta(days=22)

    for _round in range(2):
        actions.remind(queries.to_remind(at=week, most=10) or [asking], actor=system("worker"), at=week)

    assert OutgoingMail.objects.count() == 2
    assert "schon einmal gefragt" in OutgoingMail.objects.last().text
    assert queries.to_remind(at=week, most=10) == []


@pytest.mark.django_db
def test_a_second_open_question_is_refused_by_the_database():
    asking = asked(factories.profile())

    with pytest.raises(IntegrityError), transaction.atomic():
        Asking.objects.create(profile=asking.profile, asked_at=LATER, way="contact")


@pytest.mark.django_db
def test_only_the_system_asks(officer):
    profile = factories.profile()
    person = factories.person("Fremd")

    for who in (person, officer):
        with pytest.raises(NotAllowed):
            actions.ask([profile], actor=who)
        with pytest.raises(NotAllowed):
            actions.remind([], actor=who)
        with pytest.raises(NotAllowed):
            actions.forget_askings(LATER, actor=who)


@pytest.mark.django_db
def test_choosing_asks_a_constant_number_of_questions(django_assert_num_queries):
    for number in range(3):
        factories.profile(name=f"A{number}", contacts=(factories.email(f"a{number}@post.example"),))
    queries.due(at=LATER, most=1)
    with django_assert_num_queries(3):
        assert len(queries.due(at=LATER, most=1)) == 1
    with django_assert_num_queries(3):
        assert len(queries.due(at=LATER, most=3)) == 3


# Answering


@pytest.mark.django_db
def test_the_link_confirms_without_an_account_and_leaves_a_trace():
    profile = factories.profile()
    asking = asked(profile)

    actions.confirm(profile, actor=None, key=key_of(asking), at=LATER)

    profile.refresh_from_db()
    asking.refresh_from_db()
    assert (profile.confirmed_at, asking.answer, asking.answered_by) == (LATER, "confirmed", None)
    row = AuditRow.objects.get(verb="directory.confirm")
    assert (row.actor, row.subject) == ("", profile.reference)
    assert IndexJournal.objects.filter(reference=profile.reference).exists()


@pytest.mark.django_db
def test_a_link_answers_its_own_question_only(officer):
    profile, other = factories.profile(), factories.profile(name="Anderes")
    asking, elsewhere = asked(profile), asked(other)
    old = key_of(asking)

    for key in ("", "unsinn", key_of(elsewhere), f"{asking.pk}:falsch", queries.key_to_askings([])):
        with pytest.raises(NotAllowed):
            actions.confirm(profile, actor=None, key=key)
        with pytest.raises(NotAllowed):
            actions.report_gone(
                profile, actor=factories.person(f"Wer {key[:3]}", email=f"{len(key)}@b.example"), key=key
            )
    actions.ask_again(profile, actor=officer, at=LATER)
    with pytest.raises(actions.AlreadyAnswered):
        actions.confirm(profile, actor=None, key=old)
    assert profile.confirmed_at == factories.NOON


@pytest.mark.django_db
def test_a_second_click_and_a_withdrawn_profile_change_nothing(officer):
    profile = factories.profile()
    asking = asked(profile)
    actions.confirm(profile, actor=None, key=key_of(asking), at=LATER)
    with pytest.raises(actions.AlreadyAnswered):
        actions.confirm(profile, actor=None, key=key_of(asking))

    other = factories.profile(name="Anderes")
    asking = asked(other)
    actions.withdraw(other, actor=officer)
    asking.refresh_from_db()
    assert asking.answer == "withdrawn"
    with pytest.raises(NotAllowed):
        actions.confirm(other, actor=None, key=key_of(asking))


@pytest.mark.django_db
def test_gone_tells_the_office_deletes_nothing_and_can_be_taken_back():
    profile = factories.profile()
    asking = asked(profile)

    actions.report_gone(profile, actor=None, key=key_of(asking), at=LATER)

    profile.refresh_from_db()
    assert profile.is_public
    assert [one.pk for one in queries.for_the_office(at=LATER)] == [asking.pk]
    assert AuditRow.objects.get(verb="directory.report_gone").changes["gone"] is True
    with pytest.raises(actions.AlreadyAnswered):
        actions.report_gone(profile, actor=None, key=key_of(asking))
    actions.confirm(profile, actor=None, key=key_of(asking), at=LATER)
    assert not queries.for_the_office(at=LATER).exists()


@pytest.mark.django_db
def test_who_keeps_it_and_the_office_confirm_without_a_link(officer):
    profile = factories.profile()
    owner = factories.make_admin(factories.person("Ova Eigen"), of=profile)
    actions.confirm(profile, actor=owner, at=LATER)
    asking = asked(profile, at=LATER + YEAR)

    actions.confirm(profile, actor=officer, note=" Am Telefon ", at=LATER + YEAR)

    asking.refresh_from_db()
    assert (asking.note, asking.answered_by) == ("Am Telefon", officer)
    with pytest.raises(NotAllowed):
        actions.confirm(profile, actor=factories.person("Fremd"))
    assert not permissions.may_answer_asking(None, factories.withdrawn(name="Weg"))


@pytest.mark.django_db
def test_the_office_asks_again_and_nobody_else(officer):
    profile = factories.profile()
    first = asked(profile)

    actions.ask_again(profile, actor=officer, at=LATER + timedelta(days=70))

    first.refresh_from_db()
    second = queries.open_asking(profile)
    assert (first.answer, second.asked_at) == ("again", LATER + timedelta(days=70))
    assert OutgoingMail.objects.count() == 2
    assert AuditRow.objects.filter(verb="directory.ask_again").exists()
    with pytest.raises(NotAllowed):
        actions.ask_again(profile, actor=factories.person("Fremd"))


@pytest.mark.django_db
def test_answered_questions_are_forgotten_after_their_term_and_open_ones_stay():
    profile, other = factories.profile(), factories.profile(name="Anderes")
    actions.confirm(profile, actor=None, key=key_of(asked(profile)), at=LATER)
    stays = asked(other)

    actions.forget_askings(LATER + timedelta(days=1), actor=system("worker"))

    assert list(Asking.objects.all()) == [stays]
    assert AuditRow.objects.get(verb="directory.forget_askings").changes == {"askings": 1}


# The page behind the link


def page_of(*askings):
    return reverse("directory:answer", args=[key_of(*askings)])


@pytest.mark.django_db
def test_looking_changes_nothing_whatever_link_is_followed(client):
    profile, other = factories.profile(), factories.profile(name="Anderes")
    asking, second = asked(profile), asked(other)
    address = page_of(asking, second)

    def state():
        rows = list(Asking.objects.values_list()) + list(type(profile).objects.values_list("confirmed_at", "state"))
        return rows, AuditRow.objects.count(), OutgoingMail.objects.count()

    before = state()
    found = client.get(address).content.decode()
    links = {address, *re.findall(r'href="(/(?!static|files)[^"]*)"', found)}
    assert len(links) > 5
    for link in sorted(links):
        client.get(link.replace("&amp;", "&"))
        client.head(link.replace("&amp;", "&"))

    assert state() == before


@pytest.mark.django_db
def test_the_page_shows_what_is_public_and_keeps_out_of_memories(client):
    contacts = (factories.email("geheim@post.example"), factories.phone("0231 999", visibility="office"))
    profile = factories.profile(contacts=contacts, sites=(factories.site(),))

    answer = client.get(page_of(asked(profile)))

    found = answer.content.decode()
    assert "Münsterstraße" in found
    assert "Porträts bei Tageslicht" in found
    assert "geheim@" not in found
    assert "0231 999" not in found
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex, nofollow"' in found


@pytest.mark.django_db
def test_one_button_confirms_and_thanks(client):
    profile = factories.profile()
    asking = asked(profile)
    address = page_of(asking)

    after = client.post(address, {"asking": asking.pk, "step": "confirm"}, follow=True)
    twice = client.post(address, {"asking": asking.pk, "step": "confirm"})

    assert "Vielen Dank" in after.content.decode()
    assert twice.status_code == 422
    assert "inzwischen Bescheid gegeben" in twice.content.decode()
    profile.refresh_from_db()
    assert profile.confirmed_at > factories.NOON


@pytest.mark.django_db
def test_all_of_one_persons_entries_are_confirmed_at_once_but_not_those_said_to_be_gone(client):
    first, second, gone = factories.profiles(3)
    askings = [asked(profile) for profile in (first, second, gone)]
    address = page_of(*askings)
    client.post(address, {"asking": askings[2].pk, "step": "gone"})

    client.post(address, {"step": "all"})

    assert [one.answer for one in Asking.objects.order_by("pk")] == ["confirmed", "confirmed", ""]


@pytest.mark.django_db
def test_a_superseded_link_and_a_broken_one_say_so_kindly(client, officer):
    profile = factories.profile()
    asking = asked(profile)
    actions.ask_again(profile, actor=officer, at=LATER)

    superseded = client.get(page_of(asking)).content.decode()
    assert "neuesten Mail" in superseded
    assert "Vielen Dank" not in superseded
    lost = client.get(reverse("directory:answer", args=["1:unsinn"]))
    assert lost.status_code == 404
    assert "führt ins Leere" in lost.content.decode()


@pytest.mark.django_db
def test_a_withdrawn_entry_does_not_show_whose_it_was(client, officer):
    profile = factories.profile()
    asking = asked(profile)
    actions.withdraw(profile, actor=officer)

    found = client.get(page_of(asking)).content.decode()

    assert profile.name not in found
    assert "wird nicht mehr gezeigt" in found


@pytest.mark.django_db
def test_answers_from_one_place_are_bounded(client):
    asking = asked(factories.profile())

    codes = [client.post(page_of(asking), {"asking": 0, "step": "confirm"}).status_code for _ in range(61)]

    assert codes[-2:] == [422, 429]
    asking.refresh_from_db()
    assert asking.is_open


@pytest.mark.django_db
def test_changing_leads_keepers_to_their_form_and_others_to_a_proposal(client):
    profile, other = factories.profile(), factories.profile(name="Anderes")
    factories.make_admin(factories.person("Ova Eigen"), of=profile)

    found = client.get(page_of(asked(profile), asked(other))).content.decode()

    assert reverse("directory:edit", args=[profile.pk]) in found
    assert reverse("directory:propose", args=[other.pk]) in found


@pytest.mark.django_db
def test_the_page_asks_a_constant_number_of_questions(client, django_assert_max_num_queries):
    askings = [asked(profile) for profile in factories.profiles(3)]
    client.get(page_of(askings[0]))
    with django_assert_max_num_queries(15) as one:
        client.get(page_of(askings[0]))
    with django_assert_max_num_queries(15) as three:
        client.get(page_of(*askings))
    assert len(one) == len(three)


# Where the age shows


@pytest.mark.django_db
def test_the_page_and_the_interface_say_that_nobody_confirmed_it(client, time_machine):
    profile = factories.profile()
    address = f"/api/v1/profiles/{profile.pk}"
    time_machine.move_to(factories.NOON + timedelta(days=455), tick=False)
    assert client.get(address).json()["is_stale"] is False

    time_machine.move_to(factories.NOON + timedelta(days=456), tick=False)

    assert client.get(address).json()["is_stale"] is True
    assert "Seither hat niemand diesen Eintrag bestätigt" in client.get(profile.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_city_has_terms_of_its_own(time_machine):
    profile = factories.profile()
    set_terms(mark_after=10)
    time_machine.move_to(factories.NOON + timedelta(days=11), tick=False)

    assert queries.is_stale(profile)
    assert queries.terms().ask_after == 365


# The office


@pytest.mark.django_db
def test_the_office_has_a_list_and_confirms_with_a_note(client, officer, time_machine):
    profile = factories.profile(contacts=(factories.phone(),))
    time_machine.move_to(LATER, tick=False)
    asking = asked(profile)
    client.force_login(officer)

    listed = client.get(reverse("directory:unconfirmed")).content.decode()
    assert "Es ist keine Adresse hinterlegt." in listed
    assert "231 123456" in client.get(reverse("directory:confirm", args=[profile.pk])).content.decode()
    client.post(reverse("directory:confirm", args=[profile.pk]), {"note": "Am Telefon"})

    asking.refresh_from_db()
    assert (asking.answer, asking.note) == ("confirmed", "Am Telefon")
    assert "Alles bestätigt" in client.get(reverse("directory:unconfirmed")).content.decode()


@pytest.mark.django_db
def test_the_pages_of_the_office_are_for_the_office(client):
    profile = factories.profile()
    client.force_login(factories.person("Fremd"))

    assert client.get(reverse("directory:unconfirmed")).status_code == 403
    assert client.get(reverse("directory:confirm", args=[profile.pk])).status_code == 403
    assert client.post(reverse("directory:ask_again", args=[profile.pk])).status_code == 403


@pytest.mark.django_db
def test_the_list_asks_a_constant_number_of_questions(client, officer, time_machine, django_assert_max_num_queries):
    time_machine.move_to(LATER, tick=False)
    client.force_login(officer)
    asked(factories.profile(contacts=()))
    client.get(reverse("directory:unconfirmed"))
    with django_assert_max_num_queries(15) as one:
        client.get(reverse("directory:unconfirmed"))
    for profile in factories.profiles(2, contacts=()):
        asked(profile)
    with django_assert_max_num_queries(15) as three:
        client.get(reverse("directory:unconfirmed"))
    assert len(one) == len(three)


# The digest


@pytest.mark.django_db
def test_the_digest_says_what_happened_once_in_its_term(officer):
    profile, other = factories.profile(), factories.profile(name="Anderes", at=LATER)
    actions.confirm(profile, actor=None, key=key_of(asked(profile)), at=LATER)
    OutgoingMail.objects.all().delete()
    soon = LATER + timedelta(days=1)

    for _round in range(2):
        actions.send_digest(officer, actor=system("worker"), at=soon)

    mail = OutgoingMail.objects.get()
    assert mail.to == officer.email
    for line in ("Angefragt: 1", "Bestätigt oder bearbeitet: 1", "Neu aufgenommen: 1", "Ohne Antwort geblieben: 0"):
        assert line in mail.text
    assert other.name not in mail.text
    assert not queries.digest_readers(at=soon).exists()
    assert list(queries.digest_readers(at=soon + timedelta(days=31))) == [officer]


@pytest.mark.django_db
def test_nothing_is_sent_where_nothing_happened_or_nobody_wants_it(officer):
    actions.send_digest(officer, actor=system("worker"), at=LATER)
    actions.choose_digest(officer, actor=officer, is_wanted=False)
    factories.profile(at=LATER + timedelta(days=1))

    actions.send_digest(officer, actor=system("worker"), at=LATER + timedelta(days=40))

    assert not OutgoingMail.objects.exists()
    assert not queries.digest_readers(at=LATER + timedelta(days=40)).exists()
    assert AuditRow.objects.get(verb="directory.choose_digest").changes == {"is_wanted": False}


@pytest.mark.django_db
def test_what_bounced_and_what_nobody_answered_is_counted():
    profile = factories.profile()
    asking = asked(profile)
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED, created_at=LATER)

    first = queries.happened(since=LATER - timedelta(days=1), until=LATER + timedelta(days=1))
    late = asking.asked_at + timedelta(days=60)
    then = queries.happened(since=late - timedelta(days=1), until=late + timedelta(days=1))
    stale = factories.NOON + timedelta(days=455)

    assert (first.asked, first.bounced, first.unanswered) == (1, 1, 0)
    assert (then.asked, then.unanswered) == (0, 1)
    assert queries.happened(since=stale - timedelta(days=1), until=stale + timedelta(days=1)).stale == 1


@pytest.mark.django_db
def test_only_the_system_sends_a_digest_and_only_the_office_chooses_for_itself(officer, client):
    stranger = factories.person("Fremd")

    with pytest.raises(NotAllowed):
        actions.send_digest(officer, actor=officer)
    for who in (stranger, officer):
        with pytest.raises(NotAllowed):
            actions.choose_digest(stranger, actor=who, is_wanted=False)
    client.force_login(stranger)
    assert client.get(reverse("directory:digest")).status_code == 403


@pytest.mark.django_db
def test_the_digest_is_cancelled_and_ordered_with_a_button(client, officer):
    client.force_login(officer)

    cancelled = client.post(reverse("directory:digest"), follow=True).content.decode()
    assert "abbestellt" in cancelled
    assert not queries.wants_digest(officer)
    client.post(reverse("directory:digest"))
    assert queries.wants_digest(officer)
