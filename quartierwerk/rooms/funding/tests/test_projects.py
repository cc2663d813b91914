"""Projects: what may be said of one, who sees and changes it, its money, and its pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Contribution, Project
from quartierwerk.rooms.funding.rules import IncomeKind, Means, Phase, ProjectKind, ProjectState, Promise, Share
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.places.models import Place

OVERVIEW = "/projekte/"
database = pytest.mark.django_db


def text_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# Rules


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"summary": "\n"}, "summary"),
        ({"carrier": ""}, "carrier"),
        ({"title": "x" * 121}, "title"),
        ({"partners": "x" * 2_001}, "partners"),
        ({"kind": ProjectKind.OWN, "is_person": True}, "is_person"),
        ({"ends_on": date(2026, 5, 31)}, "ends_on"),
        ({"ends_on": date(2036, 6, 1)}, "ends_on"),
        ({"starts_on": date(1800, 1, 1), "ends_on": date(1800, 1, 2)}, "starts_on"),
    ],
)
def test_what_cannot_be_said_of_a_project(said, field):
    outline = factories.outline(**said)

    assert [problem.field for problem in rules.outline_problems(outline)] == [field]


def test_an_outline_is_tidied():
    outline = factories.outline("  Fest  am See ", partners=" IHK \n\n Chor\nIHK").tidied()

    assert (outline.title, outline.partners) == ("Fest am See", "IHK\nChor")
    assert rules.outline_problems(outline) == []


def test_first_and_last_day_belong_to_a_project():
    first, last = date(2026, 6, 1), date(2026, 6, 3)

    phases = [rules.phase(first, last, on=day) for day in (date(2026, 5, 31), first, last, date(2026, 6, 4))]

    assert phases == [Phase.COMING, Phase.RUNNING, Phase.RUNNING, Phase.OVER]


shares = st.lists(
    st.builds(Share, st.sampled_from(IncomeKind), st.sampled_from(Promise), st.integers(min_value=1, max_value=10**9))
)


@given(shares)
def test_means_are_what_was_not_refused(given_shares):
    found = rules.means(given_shares)

    assert found.total == sum(one.cents for one in given_shares if one.promise != Promise.REFUSED)
    came = [one for one in given_shares if one.kind == IncomeKind.THIRD_PARTY and one.promise == Promise.RECEIVED]
    assert found.has_third_party == bool(came)
    assert found.third_party_received <= found.received


def test_a_promise_alone_is_no_third_party_money():
    assert not rules.means([Share(IncomeKind.THIRD_PARTY, Promise.PROMISED, 100)]).has_third_party
    assert rules.means([]) == Means()


# Verbs


@database
def test_whoever_enters_a_project_looks_after_it(owner):
    project = actions.enter(factories.entering(further=True), actor=owner)

    assert (project.keeper, project.state, project.published_at) == (owner, ProjectState.ENTERED, None)
    assert project.others.count() == 1
    assert AuditRow.objects.filter(subject=reference(project)).count() == 1


@database
def test_a_visitor_enters_nothing(visitor):
    with pytest.raises(NotAllowed):
        actions.enter(factories.entering(), actor=visitor)


@database
def test_a_district_leads_once_and_only_districts_do(owner):
    lead, other = districts()
    usual = factories.entering()

    for wrong in (
        replace(usual, others=(lead,)),
        replace(usual, others=(other, other)),
        replace(usual, district=Place.objects.exclude(kind="district").first()),
    ):
        with pytest.raises(actions.DistrictRefused):
            actions.enter(wrong, actor=owner)


@database
def test_the_keeper_writes_until_everybody_reads(owner, officer):
    project = factories.project(by=owner, is_public=False)
    before = actions.Entering.of(project).digest

    actions.reshape(project, actor=owner, entering=factories.entering("Neu", further=True), based_on=before)
    assert Project.objects.get().title == "Neu" and project.others.count() == 1

    project = actions.publish(project, actor=officer)
    before = actions.Entering.of(project).digest
    with pytest.raises(NotAllowed):
        actions.reshape(project, actor=owner, entering=factories.entering("Anders"), based_on=before)
    actions.reshape(project, actor=officer, entering=factories.entering("Anders"), based_on=before)


@database
def test_words_that_nobody_saw_are_not_overwritten(owner):
    project = factories.project(by=owner, is_public=False)
    before = actions.Entering.of(project).digest
    actions.reshape(project, actor=owner, entering=factories.entering("Eins"), based_on=before)

    with pytest.raises(actions.ProjectChanged):
        actions.reshape(project, actor=owner, entering=factories.entering("Zwei"), based_on=before)


@database
@pytest.mark.parametrize("verb", [actions.publish, actions.hide])
def test_who_tends_a_project_says_whether_everybody_sees_it(owner, stranger, officer, verb):
    lead, other = districts()
    own = factories.project(by=owner, is_public=False)
    for actor in (None, owner, stranger, district_officer(other)):
        with pytest.raises(NotAllowed):
            verb(own, actor=actor)

    verb(own, actor=district_officer(lead))
    verb(factories.project(is_public=False), actor=officer)


@database
def test_a_project_is_called_off_for_a_reason_once(owner, stranger):
    project = factories.project(by=owner)
    with pytest.raises(NotAllowed):
        actions.call_off(project, actor=stranger, reason="Regen")
    with pytest.raises(WordsMissing):
        actions.call_off(project, actor=owner, reason=" ")
    with pytest.raises(actions.TextTooLong):
        actions.call_off(project, actor=owner, reason="x" * 301)

    actions.call_off(project, actor=owner, reason="Regen")

    assert Project.objects.public().get().reason == "Regen"
    with pytest.raises(NotNow):
        actions.call_off(project, actor=owner, reason="Hagel")


@database
def test_a_project_goes_to_somebody_who_is_known(owner, stranger, officer):
    project = factories.project(by=owner)
    with pytest.raises(NotAllowed):
        actions.entrust(project, actor=owner, to=stranger)
    with pytest.raises(actions.NobodyThere):
        actions.entrust(project, actor=officer, to=None)

    assert actions.entrust(project, actor=officer, to=stranger).keeper == stranger


@database
def test_money_goes_from_asked_to_received_and_never_back(owner):
    project = factories.project(by=owner)
    money = actions.contribute(
        actions.Given(project=project, kind=IncomeKind.THIRD_PARTY, source=" Spar  kasse ", cents=50_000), actor=owner
    )
    assert (money.source, money.state) == ("Spar kasse", Promise.ASKED)
    assert not Project.objects.with_third_party_money().exists()

    for state in (Promise.PROMISED, Promise.RECEIVED):
        money = actions.settle(money, actor=owner, state=state)

    assert Project.objects.with_third_party_money().get() == project
    with pytest.raises(NotNow):
        actions.settle(money, actor=owner, state=Promise.REFUSED)


@database
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"cents": 0}, actions.SumRefused),
        ({"cents": -1}, actions.SumRefused),
        ({"cents": 10**14}, actions.SumRefused),
        ({"source": " "}, WordsMissing),
        ({"source": "x" * 161}, actions.TextTooLong),
    ],
)
def test_money_that_is_none_is_refused(wrong, refusal):
    project = factories.project()

    with pytest.raises(refusal):
        factories.contribution(project, **wrong)

    assert not Contribution.objects.exists()


@database
def test_money_of_a_project_is_for_those_who_look_after_it(stranger):
    project = factories.project()
    money = factories.contribution(project)

    for step in (
        lambda: actions.settle(money, actor=stranger, state=Promise.RECEIVED),
        lambda: actions.drop_contribution(project, actor=stranger, contribution=money.pk),
        lambda: actions.contribute(
            actions.Given(project=project, kind=IncomeKind.OWN, source="x", cents=1), actor=stranger
        ),
    ):
        with pytest.raises(NotAllowed):
            step()


@database
def test_no_money_comes_to_what_was_called_off(owner):
    project = actions.call_off(factories.project(by=owner), actor=owner, reason="Regen")

    with pytest.raises(NotAllowed):
        factories.contribution(project)


@database
def test_the_list_of_sources_ends(monkeypatch):
    project = factories.project()
    monkeypatch.setattr(rules, "MOST_CONTRIBUTIONS", 2)
    for _one in range(2):
        factories.contribution(project)

    with pytest.raises(actions.TooManyContributions):
        factories.contribution(project)


@database
def test_projects_of_somebody_who_is_erased_stay_without_them():
    somebody = accounts.person()
    factories.project(by=somebody)

    accounts_actions.erase(somebody, actor=somebody)

    assert Project.objects.get().keeper is None


@database
def test_a_private_carrier_is_forgotten_at_the_end_of_the_term():
    named = factories.project(
        is_person=True, carrier="Pia Privat", starts_on=date(2010, 1, 1), ends_on=date(2010, 1, 2)
    )
    factories.project(carrier="Verein", starts_on=date(2010, 1, 1), ends_on=date(2010, 1, 2))

    due = queries.private_carriers(clock.now() - rules.KEEP_NAMES_FOR)
    assert list(due) == [named]
    actions.forget_carrier(named, actor=system("chores"))

    assert Project.objects.get(pk=named.pk).carrier == ""
    assert not due.all().exists()


# Lists


@database
def test_everybody_sees_what_is_public_and_those_who_look_after_it_the_rest(owner, stranger, officer):
    lead, other = districts()
    secret = factories.project("Geheim", by=owner, is_public=False)
    factories.project("Offen")
    never = actions.call_off(factories.project("Nie", is_public=False), actor=officer, reason="Regen")
    assert never.published_at is None

    def seen(person) -> set[str]:
        return set(queries.projects(person).values_list("title", flat=True))

    assert seen(None) == seen(stranger) == seen(district_officer(other)) == {"Offen"}
    assert seen(owner) == {"Offen", secret.title}
    assert seen(officer) == seen(district_officer(lead)) == {"Offen", "Geheim", "Nie"}


@database
def test_a_project_in_two_districts_is_found_in_both_and_counted_once():
    lead, other = districts()
    factories.project("Beide", further=True)

    for district in (lead, other):
        assert Project.objects.in_districts([district.pk]).count() == 1
    assert Project.objects.in_districts([lead.pk, other.pk]).count() == 1
    counts = queries.projects_at([lead, other, Place.objects.get(kind="city")])
    assert [count.number for count in counts.values()] == [1, 1, 1]


@database
def test_the_list_is_filtered(client):
    lead, other = districts()
    factories.project("Nordfest")
    factories.project("Beide", further=True, starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 1))

    def titles(question: str) -> set[str]:
        text = text_of(client, f"{OVERVIEW}?{question}")
        return {title for title in ("Nordfest", "Beide") if title in text}

    assert titles("") == titles(f"district={lead.slug}") == {"Nordfest", "Beide"}
    assert titles(f"district={other.slug}") == titles("year=2025") == {"Beide"}
    assert titles("year=2026") == {"Nordfest"}
    for nonsense in (
        "year=99999",
        "year=0000",
        "year=0001",
        "theme=x",
        f"theme={'9' * 30}",
        "district=a%00",
        "state=hm",
        "page=x",
    ):
        assert client.get(f"{OVERVIEW}?{nonsense}").status_code == 200


@database
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_few_questions(client, number):
    for which in range(number):
        factories.project(f"Fest {which}", further=True)
    text_of(client, OVERVIEW)

    with CaptureQueriesContext(connection) as asked:
        text_of(client, OVERVIEW)

    assert len(asked) <= 12


# Pages


@database
def test_a_private_person_is_named_to_those_only_who_look_after_it(client, owner):
    project = factories.project(by=owner, is_person=True, carrier="Pia Privat", is_public=True)
    factories.contribution(project, source="Oma Erna", state=Promise.RECEIVED)
    follower.rebuild()

    for text in (
        text_of(client, project.get_absolute_url()),
        text_of(client, OVERVIEW),
        text_of(client, "/suche/?q=Pia"),
        text_of(client, "/api/v1/projects"),
        text_of(client, f"/api/v1/projects/{project.pk}"),
    ):
        assert "Pia Privat" not in text and "Erna" not in text
    text = text_of(signed_in(owner), project.get_absolute_url())
    assert "Pia Privat" in text and "Oma Erna" in text


@database
def test_sums_are_public_without_names(client):
    project = factories.project()
    factories.contribution(project, cents=123_400, state=Promise.RECEIVED)

    assert "1.234,00" in text_of(client, project.get_absolute_url())
    found = client.get(f"/api/v1/projects/{project.pk}").json()
    assert (found["received_cents"], found["has_third_party_money"]) == (123_400, True)


def typed(**more) -> dict[str, object]:
    lead, other = districts()
    usual = {
        "title": "Fest",
        "summary": "Musik.",
        "kind": "carried",
        "carrier": "Verein",
        "district": lead.pk,
        "others": [other.pk],
        "starts_on": "2026-06-01",
        "ends_on": "2026-06-02",
    }
    return usual | more


@database
def test_somebody_enters_a_project_and_finds_it_in_their_corner(owner):
    desk = signed_in(owner)

    answer = desk.post("/projekte/neu/", typed())

    project = Project.objects.get()
    assert answer.url == project.get_absolute_url()
    assert "Meine Projekte" in text_of(desk, "/mein/")
    assert Client().get(project.get_absolute_url()).status_code == 404


@database
def test_nobody_enters_projects_without_end(owner, monkeypatch):
    monkeypatch.setattr("quartierwerk.rooms.funding.views.projects.MOST_PROJECTS_A_DAY", 1)
    desk = signed_in(owner)
    desk.post("/projekte/neu/", typed())

    answer = desk.post("/projekte/neu/", typed(title="Noch eins"))

    assert answer.status_code == 429
    assert 'value="Noch eins"' in answer.content.decode()
    assert Project.objects.count() == 1


@database
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "zwingend erforderlich"),
        ({"ends_on": "2026-05-01"}, "endet, bevor es beginnt"),
        ({"starts_on": "9999-12-31", "ends_on": "9999-12-31"}, "zwischen 1900 und 2199"),
        ({"district": 999_999}, "gültige Auswahl"),
        ({"others": ["x"]}, "kein gültiger Wert"),
    ],
)
def test_what_cannot_be_entered_is_said_at_its_field(owner, sent, said):
    answer = signed_in(owner).post("/projekte/neu/", typed(**sent))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Project.objects.exists()


@database
def test_what_was_changed_meanwhile_is_not_lost(owner):
    project = factories.project(by=owner, is_public=False)
    desk, url = signed_in(owner), reverse("funding:reshape", args=[project.pk])

    answer = desk.post(url, typed(title="Meins", based_on="x" * 16))

    assert answer.status_code == 422
    assert 'value="Meins"' in answer.content.decode()
    seen = answer.context["form"]["based_on"].value()
    assert desk.post(url, typed(title="Meins", based_on=seen)).status_code == 302
    assert Project.objects.get().title == "Meins"


@database
def test_a_project_goes_its_way_in_the_browser(office, owner):
    project = factories.project(by=owner, is_public=False)
    desk, url = signed_in(owner), project.get_absolute_url()

    assert desk.post(reverse("funding:publish", args=[project.pk])).status_code == 403
    office.post(reverse("funding:publish", args=[project.pk]))
    assert Client().get(url).status_code == 200
    sent = {"kind": "third_party", "source": "Sparkasse", "cents": "1.000", "state": "asked"}
    desk.post(reverse("funding:contribute", args=[project.pk]), sent)
    money = Contribution.objects.get()
    desk.post(reverse("funding:settle", args=[project.pk, money.pk]), {"state": "received"})
    assert Contribution.objects.get().state == Promise.RECEIVED
    desk.post(reverse("funding:settle", args=[project.pk, money.pk]), {"state": "hm"})
    desk.post(reverse("funding:drop_contribution", args=[project.pk, money.pk]))
    assert not Contribution.objects.exists()
    desk.post(reverse("funding:call_off", args=[project.pk]), {"reason": "Regen"})
    assert "Abgesagt: Regen" in text_of(Client(), url)


@database
def test_the_office_gives_a_project_into_other_hands(office, stranger):
    project = factories.project()
    url = reverse("funding:entrust", args=[project.pk])

    assert office.post(url, {"email": "niemand@nirgendwo.example"}).status_code == 422
    office.post(url, {"email": stranger.email})

    assert Project.objects.get().keeper == stranger


@database
def test_what_was_entered_waits_for_those_who_tend_it(owner, officer):
    lead, other = districts()
    factories.project(by=owner, is_public=False)

    def number(person) -> int:
        return sum(pile.number for pile in waiting.piles_of(person) if "Projekte" in str(pile.label))

    assert number(officer) == number(district_officer(lead)) == 1
    assert number(district_officer(other)) == number(owner) == 0


@database
def test_a_day_later_a_project_is_running(client, time_machine):
    project = factories.project()
    time_machine.move_to(clock.first_of(project.starts_on) + timedelta(hours=12))

    assert "läuft" in text_of(client, project.get_absolute_url())
