"""Applications: what they lack, who begins, submits, reads and withdraws them, and their pages."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    Content,
    Expense,
    Financing,
    Income,
    IncomeKind,
    Intake,
    Plan,
    Promise,
    Start,
    Terms,
)
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS, content

database = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


# What is lacking


@pytest.mark.parametrize(
    ("said", "terms", "fields"),
    [
        (content(), CLUBS, []),
        (content(need=" "), CLUBS, ["need"]),
        (content(has_not_begun=False), CLUBS, ["has_not_begun"]),
        (content(has_not_begun=False), replace(CLUBS, start=Start.FROM_APPLICATION), []),
        (content(), replace(CLUBS, is_subsidiary=True), ["is_subsidiary"]),
        (Content(need="x", has_not_begun=True), CLUBS, ["expenses"]),
        (content(asked=0), CLUBS, ["asked"]),
        (content(asked=1_499), CLUBS, ["asked"]),
        (content(asked=1_501), CLUBS, ["asked"]),
        (content(), replace(CLUBS, max_cents=100_000), ["asked"]),
        (content(), replace(CLUBS, financing=Financing.SHARE, max_rate_bp=5_000), ["asked"]),
        (content(), replace(CLUBS, min_own_share_bp=3_000), ["incomes"]),
        (content(spent=100, own=60, asked=40), replace(CLUBS, min_cents=5_000), ["asked", "incomes"]),
    ],
)
def test_what_an_application_lacks_is_said_at_its_field(said, terms, fields):
    assert [problem.field for problem in rules.lacking(said, terms)] == fields


cents = st.integers(min_value=1, max_value=10**8)
contents = st.builds(
    Content,
    need=st.text(max_size=50),
    plan=st.builds(
        Plan,
        expenses=st.lists(
            st.builds(Expense, title=st.text(max_size=20), cents=cents, is_eligible=st.booleans()), max_size=4
        ).map(tuple),
        incomes=st.lists(
            st.builds(
                Income,
                kind=st.sampled_from(IncomeKind),
                title=st.text(max_size=20),
                cents=cents,
                promise=st.sampled_from(Promise),
            ),
            max_size=4,
        ).map(tuple),
        volunteer_minutes=st.integers(0, 10**5),
        asked_cents=st.integers(0, 10**8),
    ),
    has_not_begun=st.booleans(),
    is_subsidiary=st.booleans(),
    questionnaire=st.integers(0, 9),
    answers=st.dictionaries(
        st.text(max_size=5), st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.text(max_size=3))
    ),
)


@given(contents)
def test_what_is_kept_comes_back_as_it_was(said):
    assert Content.read(said.as_json) == said
    assert Content.read(said.as_json).digest == said.digest


@given(contents)
def test_what_lacks_nothing_balances_to_the_cent_and_stays_within_its_limits(said):
    terms = Terms(max_cents=10**7, max_rate_bp=8_000, financing=Financing.SHARE)

    if not rules.lacking(said, terms):
        assert said.plan.gap == 0
        assert 0 < said.plan.asked_cents <= rules.most(said.plan, terms).cents


# begin


@database
def test_somebody_begins_for_a_project_of_theirs(owner):
    application = factories.application(owner)

    assert (application.applicant, application.state, application.content) == (owner, ApplicationState.DRAFT, None)
    assert AuditRow.objects.filter(subject=reference(application)).count() == 1


@database
@pytest.mark.parametrize("who", ["visitor", "stranger", "officer"])
def test_nobody_begins_for_projects_of_others(request, owner, who):
    project, programme = factories.project(by=owner), factories.regulated()

    with pytest.raises(NotAllowed):
        actions.begin(actions.Beginning(programme=programme, project=project), actor=request.getfixturevalue(who))


@database
def test_a_programme_that_is_not_public_is_for_the_office(owner):
    hidden = factories.regulated(factories.programme(is_public=False))

    with pytest.raises(NotAllowed):
        factories.application(owner, of=hidden)


@database
def test_a_closed_programme_takes_nothing(owner):
    for programme in (
        factories.programme("Ohne Bedingungen"),
        factories.regulated(factories.programme("Ohne Runde"), terms=replace(CLUBS, intake=Intake.ROUNDS)),
    ):
        with pytest.raises(actions.NotTaken):
            factories.application(owner, of=programme)


@database
def test_one_project_asks_a_programme_once_at_a_time(owner):
    first = factories.application(owner)
    with pytest.raises(actions.AppliedAlready):
        factories.application(owner, of=first.programme, to=first.project)

    actions.withdraw_application(first, actor=owner)

    assert factories.application(owner, of=first.programme, to=first.project).is_draft
    other = factories.regulated(factories.programme("Anderer"))
    assert factories.application(owner, of=other, to=first.project).is_draft


@database
def test_nothing_is_asked_for_what_was_called_off(owner):
    project = actions.call_off(factories.project(by=owner), actor=owner, reason="Regen")

    with pytest.raises(actions.CalledOff):
        factories.application(owner, to=project)


# submit


@database
def test_what_is_submitted_is_numbered_and_kept_under_the_terms_of_the_day(owner):
    first = factories.submitted(owner)
    second = factories.submitted(owner, of=first.programme)

    year = clock.today().year
    assert [first.number, second.number] == [f"{year}-00001", f"{year}-00002"]
    assert first.said == content() and first.is_sound
    assert (first.rule_set.terms, first.asked_cents) == (CLUBS, 150_000)


@database
def test_later_terms_leave_what_was_submitted_alone(owner, officer, time_machine):
    application = factories.submitted(owner)
    stricter = replace(CLUBS, max_cents=100)
    tomorrow = clock.today() + timedelta(days=1)
    actions.regulate(application.programme, actor=officer, terms=stricter, valid_from=tomorrow)
    late = factories.application(owner, of=application.programme)
    time_machine.move_to(clock.now() + timedelta(days=1))

    assert Application.objects.get(pk=application.pk).rule_set.terms == CLUBS
    with pytest.raises(actions.Incomplete):
        actions.submit(late, actor=owner, content=content())


@database
def test_the_database_keeps_what_was_submitted(owner):
    application = factories.submitted(owner)
    row = Application.objects.filter(pk=application.pk)

    for change in (
        lambda: row.update(content=content(asked=1).as_json),
        lambda: row.update(number="2020-00001"),
        row.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@database
def test_nobody_submits_for_others_nor_twice(owner, stranger, officer):
    application = factories.application(owner)
    for actor in (stranger, officer):
        with pytest.raises(NotAllowed):
            actions.submit(application, actor=actor, content=content())

    actions.submit(application, actor=owner, content=content())

    with pytest.raises(NotNow):
        actions.submit(application, actor=owner, content=content())


@database
def test_an_incomplete_application_is_refused_at_its_field(owner):
    with pytest.raises(actions.Incomplete) as refusal:
        actions.submit(factories.application(owner), actor=owner, content=content(asked=1_499))

    assert refusal.value.field == "asked"


@database
def test_a_round_ends_with_its_last_day(owner, time_machine):
    programme = factories.regulated(terms=replace(CLUBS, intake=Intake.ROUNDS))
    called = factories.called(programme, days=3)
    in_time, late = (factories.application(owner, of=programme) for _one in range(2))
    assert in_time.round == called

    time_machine.move_to(clock.last_of(called.closes_on) - timedelta(seconds=1))
    actions.submit(in_time, actor=owner, content=content())
    time_machine.move_to(clock.last_of(called.closes_on) + timedelta(seconds=1))
    with pytest.raises(actions.NotTaken):
        actions.submit(late, actor=owner, content=content())


# withdraw, leave


@database
def test_what_is_withdrawn_stays_readable(owner, stranger):
    application = factories.submitted(owner)
    with pytest.raises(NotAllowed):
        actions.withdraw_application(application, actor=stranger)

    actions.withdraw_application(application, actor=owner)

    assert Application.objects.get().said == content()
    with pytest.raises(NotNow):
        actions.withdraw_application(application, actor=owner)


@database
def test_applications_of_somebody_who_is_erased(owner):
    somebody = accounts.person()
    sent = factories.submitted(somebody)
    factories.application(somebody, of=sent.programme)

    accounts_actions.erase(somebody, actor=somebody)

    assert {(one.applicant, one.state) for one in Application.objects.all()} == {
        (None, ApplicationState.SUBMITTED),
        (None, ApplicationState.WITHDRAWN),
    }


# Who sees what


@database
def test_drafts_are_their_writers_and_what_was_submitted_the_offices_too(owner, stranger, officer):
    lead, other = districts()
    sent = factories.submitted(owner)
    written = factories.application(owner, of=sent.programme)

    def seen(person) -> set[Application]:
        return set(queries.applications(person))

    assert seen(owner) == {sent, written}
    assert seen(officer) == seen(district_officer(lead)) == {sent}
    assert seen(None) == seen(stranger) == seen(district_officer(other)) == set()


@database
def test_pages_turn_others_away(owner, stranger, office):
    sent = factories.submitted(owner)
    written = factories.application(owner, of=sent.programme)

    for name in ("application", "receipt"):
        url = reverse(f"funding:{name}", args=[sent.pk])
        assert Client().get(url).status_code == 302
        assert signed_in(stranger).get(url).status_code == 404
        assert office.get(url).status_code == 200
    for name in ("write", "withdraw_application"):
        url = reverse(f"funding:{name}", args=[written.pk])
        assert signed_in(stranger).get(url).status_code == office.get(url).status_code == 404


# Pages


def typed(**more) -> dict[str, object]:
    usual = {
        "need": "Für die Bühne.",
        "cost_0": "Bühne",
        "cents_0": "2.000,00",
        "source_0": "Kasse",
        "kind_0": "own",
        "state_0": "promised",
        "money_0": "500",
        "asked": "1.500",
        "has_not_begun": "on",
    }
    return usual | more


@database
def test_somebody_applies_in_the_browser(owner, office):
    programme = factories.regulated(factories.programme("Antragsfonds"))
    first = clock.today() + timedelta(days=30)
    project = factories.project(by=owner, starts_on=first, ends_on=first)
    desk = signed_in(owner)

    assert "Antrag stellen" in text_of(desk, programme.get_absolute_url())
    begin = reverse("funding:begin", args=[programme.slug])
    assert project.title in text_of(desk, begin)
    url = desk.post(begin, {"project": project.pk}).url
    assert "Weiterschreiben" in text_of(desk, begin)
    sent = desk.post(url, typed())

    application = Application.objects.get()
    assert sent.url == application.get_absolute_url()
    assert application.number in text_of(desk, "/mein/")
    assert application.number in text_of(office, "/antraege/")
    assert "1.500,00" in text_of(desk, sent.url)


@database
def test_projects_of_others_and_ended_ones_are_not_offered(owner, stranger):
    programme = factories.regulated()
    factories.project("Von anderen", by=stranger)
    factories.project(
        "Vorbei", by=owner, starts_on=clock.today() - timedelta(days=9), ends_on=clock.today() - timedelta(1)
    )
    url = reverse("funding:begin", args=[programme.slug])

    text = text_of(signed_in(owner), url)

    assert "Von anderen" not in text and "Vorbei" not in text
    assert signed_in(owner).post(url, {"project": "x"}).status_code == 200
    assert not Application.objects.exists()


@database
def test_what_was_typed_is_kept_without_a_script_and_comes_back(owner):
    application = factories.application(owner)
    url, desk = reverse("funding:write", args=[application.pk]), signed_in(owner)

    desk.post(url, typed(need="Halb fertig", keep="1", draft_version="0"))

    text = text_of(desk, url)
    assert "Halb fertig" in text and "2.000,00" in text
    assert "Zuletzt gespeichert" in text


@database
def test_two_windows_never_overwrite_each_other_unseen(owner):
    application = factories.application(owner)
    url, desk = reverse("funding:write", args=[application.pk]), signed_in(owner)
    desk.post(url, typed(need="Erstes Fenster", keep="1", draft_version="0"))

    answer = desk.post(url, typed(need="Zweites Fenster", keep="1", draft_version="0"))

    assert "Zweites Fenster" in answer.content.decode()
    draft = keeping.find("funding.application", person=owner, about=reference(application))
    assert draft.data["need"] == ["Erstes Fenster"]


@database
def test_a_draft_goes_when_it_is_submitted_or_withdrawn(owner):
    for step in ("submit", "withdraw"):
        application = factories.application(owner, of=factories.regulated(factories.programme(step)))
        url, desk = reverse("funding:write", args=[application.pk]), signed_in(owner)
        desk.post(url, typed(keep="1", draft_version="0"))
        if step == "submit":
            desk.post(url, typed())
        else:
            desk.post(reverse("funding:withdraw_application", args=[application.pk]))
        assert keeping.find("funding.application", person=owner, about=reference(application)) is None
        assert not Application.objects.get(pk=application.pk).is_draft


@database
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"asked": "1.499"}, "Im Plan fehlen noch 1,00"),
        ({"asked": "1.501"}, "Möglich sind höchstens 1.500,00"),
        ({"money_0": "viel"}, "kein Betrag"),
        ({"cents_1": "5"}, "Bitte sagen Sie, was das ist"),
        ({"cost_1": "Licht"}, "Bitte nennen Sie den Betrag"),
        ({"need": ""}, "wofür Sie das Geld brauchen"),
        ({"has_not_begun": ""}, "noch nicht begonnen"),
        ({"kind_0": "geld"}, "gültige Auswahl"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(owner, sent, said):
    application = factories.application(owner)

    answer = signed_in(owner).post(reverse("funding:write", args=[application.pk]), typed(**sent))

    text = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 422
    assert said in text and "Bühne" in text
    assert Application.objects.get().is_draft


@database
def test_the_stand_is_said_while_somebody_types(owner):
    application = factories.application(owner)
    url, desk = reverse("funding:check", args=[application.pk]), signed_in(owner)

    text = desk.post(url, typed(asked="1.499")).content.decode().replace("\xa0", " ")
    assert "Im Plan fehlen noch 1,00 €" in text and "<html" not in text
    assert "Nichts fehlt" in desk.post(url, typed()).content.decode()
    assert "Beantragt: „viel“ ist kein Betrag" in desk.post(url, typed(asked="viel")).content.decode()


@database
def test_a_save_asks_for_nothing_but_who_writes_and_the_draft(owner, django_assert_max_num_queries):
    url, desk = reverse("funding:save", args=[factories.application(owner).pk]), signed_in(owner)
    desk.post(url, typed(draft_version="0"))

    with django_assert_max_num_queries(7):  # session, person, application; the draft read and written in a savepoint
        assert desk.post(url, typed(draft_version="1")).json()["version"] == 2


@database
def test_columns_that_are_counted_together_come_to_what_each_is_alone(owner):
    fund = factories.regulated(factories.programme("Zweiter Fonds"))
    for more in ({}, {"of": fund}):
        factories.submitted(owner, **more)
    factories.application(owner, of=fund)
    rows, columns = Application.objects.all(), ("state", "programme__slug", "clerk")

    together = queries.numbers_together(rows, by=columns)

    assert together == [queries.numbers(rows, by=column) for column in columns]
    assert together[0] == {"submitted": 2, "draft": 1}


@database
def test_money_that_the_project_knows_stands_there_already(owner):
    application = factories.application(owner)
    factories.contribution(application.project, source="Stiftung Grün", cents=70_000)

    text = text_of(signed_in(owner), reverse("funding:write", args=[application.pk]))

    assert "Stiftung Grün" in text and "700,00" in text


@database
def test_the_receipt_says_what_was_submitted(owner):
    application = factories.submitted(owner)

    answer = signed_in(owner).get(reverse("funding:receipt", args=[application.pk]))

    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\u200b", "").replace("\n", "")
    for said in (application.number, application.project.title, "1.500,00", "Bühne", application.digest[:20]):
        assert said in text
    written = factories.application(owner, of=application.programme)
    assert signed_in(owner).get(reverse("funding:receipt", args=[written.pk])).status_code == 404


@database
@pytest.mark.parametrize("nonsense", ["year=0000", "year=0001", "year=9999", "year=x", "state=x", "clerk=x", "q=%00"])
def test_the_list_takes_any_address(office, owner, nonsense):
    factories.submitted(owner)
    text_of(office, f"/antraege/?{nonsense}")


@database
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_few_questions(office, owner, number):
    first = factories.submitted(owner)
    for _one in range(number - 1):
        factories.submitted(owner, of=first.programme)
    text_of(office, "/antraege/")

    with CaptureQueriesContext(connection) as asked:
        text_of(office, "/antraege/")

    assert len(asked) <= 15
