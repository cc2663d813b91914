"""The pages of letters: who sees which, what they say, and that each step can be taken there."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from quartierwerk.foundation import clock, waiting
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, schedule
from quartierwerk.rooms.funding.models import ClauseSet, Letter, LetterRun, Passage, Service
from quartierwerk.rooms.funding.rules import LetterState, Way
from quartierwerk.rooms.funding.tests import letters as make

pytestmark = pytest.mark.django_db
LIST = "/schreiben/"


@pytest.fixture
def second(officer):
    make.texts()
    return make.second_officer()


@pytest.fixture
def letter(owner, officer, second):
    return make.issued(make.decided(owner), by=officer, second=second)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(name: str, *arguments) -> str:
    return reverse(f"funding:{name}", args=arguments)


def text_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


# The list


def test_the_list_says_what_is_to_be_done_with_which(office, owner, officer, second):
    fund = make.programme()
    waits, drafted, approved, issued = (make.decided(owner, of=fund) for _one in range(4))
    make.drafted(drafted, by=second)
    make.approved(approved, by=second, second=officer)
    make.issued(issued, by=officer, second=second)

    for shelf, application in {"draft": waits, "approve": drafted, "issue": approved, "post": issued}.items():
        text = text_of(office, f"{LIST}?state={shelf}")
        assert application.number in text
        assert sum(one.number in text for one in (waits, drafted, approved, issued)) == 1


def test_what_i_drafted_i_cannot_choose_to_approve(office, owner, officer, second):
    make.drafted(make.decided(owner), by=officer)

    assert 'name="row"' not in text_of(office, f"{LIST}?state=approve")
    assert 'name="row"' not in text_of(office, f"{LIST}?state=own")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("shelf", ["draft", "approve", "post"])
def test_the_list_asks_the_same_few_questions(office, owner, officer, second, number, shelf):
    fund = make.programme()
    for _one in range(number):
        application = make.decided(owner, of=fund)
        if shelf == "approve":
            make.drafted(application, by=second)
        elif shelf == "post":
            make.issued(application, by=officer, second=second)
    text_of(office, f"{LIST}?state={shelf}")

    with CaptureQueriesContext(connection) as asked:
        text_of(office, f"{LIST}?state={shelf}")

    assert len(asked) <= 15
    assert not any('"pdf"' in one["sql"] for one in asked)  # no list carries the files along


def test_all_of_it_waits_in_the_queue_of_those_who_may(owner, officer, second, time_machine):
    fund = make.programme()
    make.agreed(owner)
    make.decided(owner, of=fund)
    make.drafted(make.decided(owner, of=fund), by=second)
    make.approved(make.decided(owner, of=fund), by=second, second=officer)
    late, fresh = (make.issued(make.decided(owner, of=fund), by=officer, second=second) for _one in range(2))
    actions.serve_letter(late, actor=officer, way=Way.PORTAL)
    time_machine.move_to(clock.now() + timedelta(days=15))

    mine = waiting.counts(officer)

    names = ("decided", "letters_to_approve", "letters_to_issue", "letters_to_serve", "letters_to_serve_again")
    assert [mine[name] for name in names] == [1, 1, 1, 1, 1]
    assert waiting.counts(second)["letters_to_approve"] == 0
    assert all(waiting.counts(owner)[name] == 0 for name in names)
    assert len(waiting.queue(officer, limit=20, only=names)) == 5


# Drafting, approving, issuing


def test_a_letter_is_read_whole_before_it_is_drafted(office, owner, officer, second):
    application = make.decided(owner)
    url = page("draft_letter", application.pk)
    text = text_of(office, url).replace("\xa0", " ")
    assert "eintausendfünfhundert Euro" in text and "Rechtsbehelfsbelehrung" in text
    typed = {"addressee": make.ADDRESS, "approved_from": "2026-01-01", "approved_until": "2030-01-01"}

    preview = office.post(url, typed | {"preview": "1"})
    assert "während noch Geld" in preview.content.decode() and not Letter.objects.exists()
    pdf = office.post(url, typed | {"pdf": "1"})
    assert "Entwurf" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text() and not Letter.objects.exists()
    period = application.project.starts_on.isoformat(), application.project.ends_on.isoformat()
    answer = office.post(url, typed | {"approved_from": period[0], "approved_until": period[1]})

    assert answer.url == Letter.objects.get().get_absolute_url()
    assert office.get(url).status_code == 404  # there is nothing more to draft


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"extra_kind": "obligation"}, "Art, Stichwort und Wortlaut"),
        ({"extra_kind": "obligation", "extra_key": "x", "extra_text": "{nie}"}, "{nie}"),
        ({"addressee": ""}, "zwingend erforderlich"),
        ({"addressee": "Zeile\n" * 7}, "sechs Zeilen"),
    ],
)
def test_what_cannot_be_drafted_is_said_at_its_field(office, owner, second, more, said):
    application = make.decided(owner)
    typed = {"addressee": make.ADDRESS, "approved_from": "2026-01-01", "approved_until": "2030-01-01"}

    answer = office.post(page("draft_letter", application.pk), typed | more)

    assert answer.status_code == 422 and said in answer.content.decode()


def test_from_draft_to_service_on_pages_by_two_people(office, owner, officer, second):
    letter = make.drafted(make.decided(owner), by=second)
    other = signed_in(second)
    assert "Freigeben muss es eine andere Person" in text_of(other, letter.get_absolute_url())
    assert other.get(page("approve_letter", letter.pk)).status_code == 403

    for name in ("approve_letter", "issue_letter"):
        text_of(office, page(name, letter.pk))
        assert office.post(page(name, letter.pk)).status_code == 302
    served = office.post(page("serve_letter", letter.pk), {"way": "post", "given_on": clock.today().isoformat()})

    assert served.url == letter.get_absolute_url()
    text = text_of(office, letter.get_absolute_url())
    assert "Klage möglich bis" in text and Letter.objects.get().pdf_digest in text


def test_a_flaw_is_shown_and_keeps_the_button_away(office, owner):
    make.texts(court="Klage beim [Gericht].")
    letter = make.drafted(make.decided(owner), by=make.second_officer())

    text = text_of(office, letter.get_absolute_url())

    assert "[Gericht]" in text and page("approve_letter", letter.pk) not in text


def test_a_draft_is_thrown_away_after_a_second_look(office, owner, officer, second):
    letter = make.drafted(make.decided(owner), by=officer)
    text_of(office, page("discard_letter", letter.pk))

    office.post(page("discard_letter", letter.pk))

    letter.refresh_from_db()
    assert letter.state == LetterState.DISCARDED
    assert "draft" in text_of(office, f"{LIST}?state=draft")


def test_the_portal_is_offered_only_where_it_was_agreed_to(office, owner, letter):
    url = page("serve_letter", letter.pk)
    assert 'value="portal"' not in text_of(office, url)
    assert office.post(url, {"way": "portal", "given_on": "2026-11-27"}).status_code == 422
    make.agreed(owner)

    assert 'value="portal"' in text_of(office, url)
    assert office.post(url, {"way": "portal", "given_on": clock.today().isoformat()}).status_code == 302


def test_nothing_is_served_before_it_is_issued(office, owner, officer, second):
    assert office.get(page("serve_letter", make.drafted(make.decided(owner), by=officer).pk)).status_code == 404


# Many at once


def test_many_are_taken_on_by_the_worker_after_a_second_look(office, owner, second):
    fund, pot = make.programme(), budget.pot(cents=10_000_000)
    chosen = [make.decided(owner, of=fund, pot=pot) for _one in range(3)]
    sent = {"step": "draft", "row": [one.pk for one in chosen[:2]]}

    look = office.post(page("run_letters"), sent)
    assert look.status_code == 200 and chosen[2].number not in look.content.decode()
    run = LetterRun.objects.get(pk=office.post(page("run_letters"), sent | {"sure": "1"}).url.split("/")[-2])
    assert "0 von 2" in text_of(office, run.get_absolute_url())
    schedule.go_on_with_letters()

    assert "2 von 2" in text_of(office, run.get_absolute_url())
    assert Letter.objects.count() == 2
    whole = office.post(page("run_letters"), {"step": "draft", "all": "1"})
    assert chosen[2].number in whole.content.decode()


def test_choosing_nothing_leads_back_and_other_steps_there_are_not(office, owner, second):
    assert office.post(page("run_letters"), {"step": "issue"}).url == f"{LIST}?state=issue"
    assert office.post(page("run_letters"), {"step": "burn"}).status_code == 404


# Whoever applied


def test_in_the_portal_nothing_is_said_before_it_is_retrieved(owner, officer, letter):
    make.agreed(owner)
    actions.serve_letter(letter, actor=officer, way=Way.PORTAL)
    client, url, file = signed_in(owner), letter.get_absolute_url(), page("letter_file", letter.pk)
    text, mine = text_of(client, url), text_of(client, reverse("portal:mine"))
    for secret in ("Zuwendungsbescheid", "Lichterfest", "1.500", letter.application.number):
        assert secret not in text.split("<main")[1]
    application = text_of(client, letter.application.get_absolute_url())
    for shown in (mine, application):
        assert url in shown and "Ein Schreiben für Sie" in shown and "Zuwendungsbescheid" not in shown
    assert client.get(file).status_code == 403
    assert Service.objects.get().retrieved_at is None

    assert client.get(page("retrieve_letter", letter.pk)).status_code == 405
    client.post(page("retrieve_letter", letter.pk))

    assert "Klage möglich bis" in text_of(client, url)
    assert client.get(file).content == bytes(Letter.objects.get().pdf)
    assert "no-store" in client.get(file)["Cache-Control"]
    assert "Zuwendungsbescheid" in text_of(client, letter.application.get_absolute_url())


def test_what_was_not_retrieved_in_time_says_so(owner, officer, letter, time_machine):
    make.agreed(owner)
    actions.serve_letter(letter, actor=officer, way=Way.PORTAL)
    time_machine.move_to(clock.now() + timedelta(days=15))
    client = signed_in(owner)

    text = text_of(client, letter.get_absolute_url())

    assert "nicht mehr abrufen" in text and page("retrieve_letter", letter.pk) not in text
    client.post(page("retrieve_letter", letter.pk))
    assert Service.objects.get().retrieved_at is None


def test_letters_of_others_there_are_not(owner, stranger, colleague, officer, letter):
    actions.serve_letter(letter, actor=officer, way=Way.HAND)
    for who in (stranger, colleague):
        client = signed_in(who)
        for url in (letter.get_absolute_url(), page("letter_file", letter.pk)):
            assert client.get(url).status_code == 404
        assert client.post(page("retrieve_letter", letter.pk)).status_code == 404
    assert Client().get(letter.get_absolute_url()).status_code == 302
    assert signed_in(owner).get(letter.get_absolute_url()).status_code == 200


def test_whoever_applied_sees_no_draft(owner, officer, second):
    letter = make.drafted(make.decided(owner), by=officer)

    assert signed_in(owner).get(letter.get_absolute_url()).status_code == 404


def test_the_application_shows_its_letters_and_the_office_what_to_draft(office, owner, officer, second):
    application = make.decided(owner)
    url = page("draft_letter", application.pk)
    assert url in text_of(office, application.get_absolute_url())
    assert url not in text_of(signed_in(owner), application.get_absolute_url())
    letter = make.drafted(application, by=officer)

    assert letter.get_absolute_url() in text_of(office, application.get_absolute_url())


# Texts


def test_clauses_are_read_before_they_are_laid_down(office, second):
    url = page("lay_down_clauses", "city")
    typed = {
        "valid_from": clock.today().isoformat(),
        "basis": "Rechtsamt, 27.11.2026",
        "key_0": "zweck",
        "kind_0": "obligation",
        "text_0": "Nur für {project}.",
    }

    preview = office.post(url, typed | {"preview": "1"})
    assert "noch nicht festgelegt" in preview.content.decode() and ClauseSet.objects.filter(grantor="city").count() == 1
    assert office.post(url, typed).url == page("letter_texts")

    assert "Nur für {project}." in text_of(office, page("letter_texts"))
    assert ClauseSet.objects.filter(grantor="city").count() == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text_0": ""}, "Stichwort, Art und Wortlaut"),
        ({"text_0": "{nie}"}, "{nie}"),
        ({"key_1": "zweck", "kind_1": "condition", "text_1": "Anders."}, "widersprächen"),
        ({"valid_from": "2020-02-02"}, "ab heute"),
    ],
)
def test_clauses_that_cannot_be_are_said_at_their_field(office, second, more, said):
    typed = {
        "valid_from": clock.today().isoformat(),
        "basis": "Rechtsamt",
        "key_0": "zweck",
        "kind_0": "obligation",
        "text_0": "Nur dafür.",
    }

    answer = office.post(page("lay_down_clauses", "city"), typed | more)

    assert answer.status_code == 422 and said in answer.content.decode()
    assert office.get(page("lay_down_clauses", "nobody")).status_code == 404


def test_a_passage_begins_from_the_one_before(office, second):
    url = page("lay_down_passage")
    shown = text_of(office, f"{url}?part=remedy&instrument=notice&kind=")
    assert "Verwaltungsgericht Wellenburg" in shown
    typed = {
        "part": "closing",
        "instrument": "notice",
        "kind": "rejection",
        "text": "Schade.",
        "valid_from": clock.today().isoformat(),
    }
    assert "Schade." in office.post(url, typed | {"preview": "1"}).content.decode()
    before = Passage.objects.count()

    assert office.post(url, typed).url == page("letter_texts")
    assert Passage.objects.count() == before + 1
    assert office.post(url, typed).status_code == 422


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_the_offices_pages_are_the_offices(request, who, owner, officer, letter):
    client = signed_in(request.getfixturevalue(who))
    pages = [page(name) for name in ("letters", "letter_texts", "lay_down_passage")]
    pages += [page("lay_down_clauses", "city"), page("letter_run", 1), page("draft_letter", 1)]
    names = ("approve_letter", "discard_letter", "issue_letter", "serve_letter")
    pages += [page("draft_early_letter", 1), *(page(name, letter.pk) for name in names)]
    for url in pages:
        assert client.get(url).status_code == 403, url
    assert client.post(page("run_letters"), {"step": "draft"}).status_code == 403
