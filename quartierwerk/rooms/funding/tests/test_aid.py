"""De-minimis aid: what the office says of a grant, its letter, the list with its entries, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import AidCheck, AidEntry, Application
from quartierwerk.rooms.funding.queries import aid as reading
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.rules import AidFinding, Way
from quartierwerk.rooms.funding.tests import aid as make
from quartierwerk.rooms.funding.tests import factories, letters
from quartierwerk.rooms.funding.tests.test_projects import signed_in, text_of
from quartierwerk.rooms.funding.waiting import piles

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 8, 3, 10, tzinfo=clock.BERLIN)
NONE = AidFinding(is_undertaking=False)


@pytest.fixture(autouse=True)
def then(time_machine):
    """It is a Monday in August 2026; aid of this day is entered until Monday, 31 August."""
    time_machine.move_to(THEN)


@pytest.fixture
def granted(then, owner, officer):
    """1,500 € for an undertaking, made known today."""
    return make.granted(owner, office=officer)


def entered(application, *, by, number="DM-7"):
    letter = application.letters.get()
    return actions.note_in_register(letter, actor=by, entered_on=clock.today(), number=number)


# --- What the office says of a grant -----------------------------------------------------------------------------


def test_the_office_says_whether_an_undertaking_gets_it_and_the_last_word_counts(owner, officer):
    application = make.decided(owner)
    assert reading.is_undertaking(application) is None

    make.checked(application, by=officer, finding=replace(make.STUDIO, undertaking="  Studio \n Lux "))
    assert reading.check_of(application).finding == make.STUDIO
    make.checked(application, by=officer, finding=replace(make.STUDIO, is_undertaking=False))

    assert reading.check_of(application).finding == NONE
    assert AidCheck.objects.count() == 2


def test_what_is_said_is_whole_and_only_where_the_terms_ask_for_it(owner, officer):
    with pytest.raises(actions.AidRefused):
        make.checked(make.decided(owner), by=officer, finding=replace(make.STUDIO, sector="Foto"))
    with pytest.raises(actions.NoAid):
        make.checked(letters.decided(owner), by=officer)
    with pytest.raises(NotAllowed):  # not submitted yet
        make.checked(factories.application(owner, of=make.fund()), by=officer)
    assert not AidCheck.objects.exists()


def test_only_the_office_says_it_and_notes_an_entry(granted, owner):
    tends = district_officer(granted.project.district)
    for somebody in (owner, accounts.person("Frida Fremd"), tends, None):
        with pytest.raises(NotAllowed):
            make.checked(granted, by=somebody)
        with pytest.raises(NotAllowed):
            entered(granted, by=somebody)


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_what_was_said(granted, officer):
    entered(granted, by=officer)
    for rows, change in ((AidCheck.objects, {"undertaking": "X"}), (AidEntry.objects, {"number": "X"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()


# --- Its letter --------------------------------------------------------------------------------------------------


def flaws(application):
    about = writing.latest_decision(application)
    wish = actions.Drafting(about=about, addressee=letters.ADDRESS).wish()
    content = writing.composed(about, wish, on=clock.today())
    return content, rules.lint(content, writing.case_of(about), on=clock.today())


def test_a_letter_to_an_undertaking_says_that_it_is_aid(owner, officer):
    make.words()
    application = make.decided(owner)
    assert flaws(application)[1] == [
        "Es ist noch nicht gesagt, ob die Förderung an ein Unternehmen geht und damit eine Beihilfe ist."
    ]

    make.checked(application, by=officer)
    content, found = flaws(application)

    assert found == [] and "1.500,00" in content.aid
    assert {"heading": "De-minimis-Beihilfe", "text": content.aid} in content.page["sections"]


def test_a_letter_to_nobody_of_the_kind_says_nothing_of_aid(owner, officer):
    make.words()
    application = make.decided(owner)
    make.checked(application, by=officer, finding=NONE)

    content, found = flaws(application)

    assert found == [] and content.aid == "" and "aid" not in content.as_json


def test_without_the_text_of_the_law_office_no_letter_goes_out(owner, officer):
    letters.texts()  # as the house proposes them: the register is still to be named
    application = make.decided(owner)
    make.checked(application, by=officer)

    assert any("zentrales Register" in one for one in flaws(application)[1])


def test_a_letter_that_was_drafted_before_it_was_said_is_held_back(owner, officer):
    make.words()
    application = make.decided(owner)
    make.checked(application, by=officer, finding=NONE)
    letter = letters.drafted(application, by=officer)
    make.checked(application, by=officer)

    with pytest.raises(actions.LetterFlawed, match="fehlt der Text"):
        actions.approve_letter(letter, actor=letters.second_officer())


# --- The list ----------------------------------------------------------------------------------------------------


def test_aid_is_listed_from_when_it_was_made_known_until_it_is_entered(granted, officer, owner):
    (aid,) = reading.register(officer)
    assert (aid.granted, aid.total, aid.ceiling) == ((clock.today(), 150_000), 150_000, 300_000_00)
    assert aid.is_open and f"{aid.enter_by}" == "2026-08-31"
    assert any(
        one.day == aid.enter_by and "Register" in one.what for one in queries.deadlines(granted, on=clock.today())
    )
    assert not reading.register(accounts.person("Frida Fremd"))

    entry = entered(granted, by=officer, number="  DM  7 ")

    (aid,) = reading.register(officer)
    assert (aid.entry, str(entry), aid.is_open) == (entry, "DM 7", False)
    assert not any("Register" in one.what for one in queries.deadlines(granted, on=clock.today()))
    last = entered(granted, by=officer, number="DM-8")
    assert reading.register(officer)[0].entry == last


def test_what_is_late_stands_above_and_waits_in_the_cockpit(granted, officer, owner, time_machine):
    later = make.granted(owner, office=officer)
    entered(make.granted(owner, office=officer), by=officer)
    time_machine.move_to(THEN + timedelta(days=28))  # the last day
    assert not reading.register(officer)[0].is_late(on=clock.today())
    time_machine.move_to(THEN + timedelta(days=29))

    known = reading.register(officer)

    assert [one.letter.application for one in known[:2]] == [granted, later]
    assert [one.is_late(on=clock.today()) for one in known] == [True, True, False]
    assert next(one.number for one in piles(officer) if "Register" in str(one.label)) == 2


def test_the_sum_of_an_undertaking_is_held_against_the_ceiling(granted, officer, owner):
    much = replace(make.STUDIO, undertaking="STUDIO lux", declared_cents=299_000_00)
    make.granted(owner, office=officer, finding=much)
    make.granted(owner, office=officer, finding=replace(make.STUDIO, undertaking="Andere"))

    found = {one.check.undertaking: (one.total, one.is_over) for one in reading.register(officer)}

    assert found == {
        "Studio Lux": (300_000, False),
        "STUDIO lux": (300_000 + 299_000_00, True),
        "Andere": (150_000, False),
    }


def test_before_it_is_decided_what_is_asked_for_counts(granted, owner, officer):
    asked = factories.submitted(owner, of=make.fund())
    assert reading.aid_standing(asked, officer, on=clock.today()).total == 0
    make.checked(asked, by=officer, finding=replace(make.STUDIO, declared_cents=1_000))

    standing = reading.aid_standing(asked, officer, on=clock.today())

    assert (standing.total, standing.aid, standing.is_over) == (301_000, None, False)
    assert reading.aid_standing(granted, officer, on=clock.today()).total == 150_000


def test_a_letter_that_takes_the_place_of_another_is_entered_anew(granted, officer):
    entered(granted, by=officer)
    letters.decision(granted, cents=120_000, more=0, pot=granted.decisions.get().pot)
    Application.objects.filter(pk=granted.pk).update(state=rules.ApplicationState.DECIDED)
    application = Application.objects.get(pk=granted.pk)
    letter = letters.issued(application, by=officer, second=letters.second_officer())
    actions.serve_letter(letter, actor=officer, way=Way.HAND)

    (aid,) = reading.register(officer)

    assert (aid.letter, aid.granted.cents, aid.is_open) == (letter, 120_000, True)
    with pytest.raises(actions.NoAid):
        actions.note_in_register(
            granted.letters.order_by("number").first(), actor=officer, entered_on=clock.today(), number="x"
        )


def test_what_cannot_be_noted_is_refused(granted, officer, owner):
    letter = granted.letters.get()
    for entered_on, number in ((clock.today() + timedelta(days=1), "x"), (clock.today(), " ")):
        with pytest.raises(actions.AidRefused):
            actions.note_in_register(letter, actor=officer, entered_on=entered_on, number=number)
    make.checked(granted, by=officer, finding=NONE)
    with pytest.raises(actions.NoAid):
        entered(granted, by=officer)


# --- Pages -------------------------------------------------------------------------------------------------------


def test_the_whole_way_in_the_browser(owner, officer):
    make.words()
    application = make.decided(owner)
    office, group = signed_in(officer), signed_in(owner)
    check, page = reverse("funding:check_aid", args=[application.pk]), application.get_absolute_url()
    assert check in text_of(office, page) and check not in text_of(group, page)
    said = {"is_undertaking": "yes", "undertaking": "Studio Lux", "sector": "74.20", "declared_cents": "250.000"}
    assert office.post(check, {"undertaking": "Studio Lux"}).status_code == 422  # it has to be said
    assert office.post(check, said | {"sector": ""}).status_code == 422
    assert office.post(check, said).status_code == 302
    assert "251.500,00" in text_of(office, page) and "Studio Lux" in text_of(office, check)
    letter = letters.issued(application, by=officer, second=letters.second_officer())
    assert "Hier steht noch keine" in text_of(office, reverse("funding:aid_register"))
    actions.serve_letter(letter, actor=officer, way=Way.HAND)

    note = reverse("funding:note_in_register", args=[letter.pk])
    assert note in text_of(office, page) and note in text_of(office, reverse("funding:aid_register"))
    assert office.post(note, {"entered_on": "2026-08-03", "number": ""}).status_code == 422
    assert office.post(note, {"entered_on": "2026-08-03", "number": "DM-7"}).status_code == 302
    assert "DM-7" in text_of(office, reverse("funding:aid_register")) and "DM-7" in text_of(office, note)
    file = b"".join(office.get(reverse("funding:aid_file", args=["csv"])).streaming_content).decode()
    assert "Studio Lux" in file and "1500,00" in file and "251500,00" in file and "DM-7" in file
    assert office.get(reverse("funding:aid_file", args=["pdf"])).status_code == 404


def test_pages_are_for_the_office_alone(granted, owner):
    paths = [
        reverse("funding:check_aid", args=[granted.pk]),
        reverse("funding:note_in_register", args=[granted.letters.get().pk]),
        reverse("funding:aid_register"),
        reverse("funding:aid_file", args=["csv"]),
    ]
    stranger, own = signed_in(accounts.person("Frida Fremd")), signed_in(owner)
    for path in paths:
        assert stranger.get(path).status_code in (403, 404)
        assert own.get(path).status_code in (403, 404)
        assert Client().get(path).status_code == 302


def test_the_list_asks_as_often_whatever_there_is(granted, officer, owner, django_assert_max_num_queries):
    office, page = signed_in(officer), reverse("funding:aid_register")
    text_of(office, page)
    for _number in range(2):
        with django_assert_max_num_queries(15):
            text_of(office, page)
        make.granted(owner, office=officer)
