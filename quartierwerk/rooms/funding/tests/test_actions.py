"""The verbs of programmes, terms and rounds: they do it, who may not, when a rule refuses, what they leave behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards.tests import factories as boards
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Programme, Round, RuleSet
from quartierwerk.rooms.funding.rules import Applicant, Intake, Span, Terms, Wording
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS, SINCE

pytestmark = pytest.mark.django_db
WORDS = Wording(name_de="Fonds  Nord", summary_de="Für  Feste.", purpose_de=" Feste. ", name_en="North fund")
OUTSIDERS = ["visitor", "owner", "stranger"]


@pytest.fixture
def programme():
    """A programme since 2020, without terms."""
    return factories.programme()


def trail_of(thing) -> list[str]:
    verbs = AuditRow.objects.filter(subject=reference(thing)).order_by("pk").values_list("verb", flat=True)
    return [verb.partition(".")[2] for verb in verbs]


# found, edit, end


def test_a_programme_is_entered_with_tidy_words_and_an_address(officer):
    found = actions.found(actions.Founding(wording=WORDS, since_on=SINCE), actor=officer)

    assert (found.slug, found.name_de, found.summary_de, found.purpose_de) == (
        "fonds-nord",
        "Fonds Nord",
        "Für Feste.",
        "Feste.",
    )
    assert trail_of(found) == ["found"]


def test_programmes_of_one_name_and_of_a_reserved_one_get_addresses_of_their_own(programme):
    assert factories.programme().slug == f"{programme.slug}-2"
    assert factories.programme("Neu").slug == "neu-2"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_only_the_office_enters_programmes(request, who):
    with pytest.raises(NotAllowed):
        actions.found(actions.Founding(wording=WORDS, since_on=SINCE), actor=request.getfixturevalue(who))

    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name_de": " "}, "name_de"),
        ({"summary_de": " "}, "summary_de"),
        ({"name_de": "x" * 121}, "name_de"),
        ({"purpose_de": "", "purpose_en": "Feasts."}, "purpose_de"),
    ],
)
def test_a_programme_that_says_nothing_is_refused(officer, words, field):
    with pytest.raises(actions.WordingRefused) as refusal:
        actions.found(actions.Founding(wording=replace(WORDS, **words), since_on=SINCE), actor=officer)

    assert refusal.value.field == field


def test_what_is_said_of_a_programme_is_written_anew(officer, programme):
    before = programme.wording

    actions.edit(programme, actor=officer, wording=replace(before, summary_de="Anders."), based_on=before)

    assert Programme.objects.get().summary_de == "Anders."
    assert trail_of(programme) == ["found", "edit"]


def test_words_that_nobody_saw_are_not_overwritten(officer, programme):
    before = programme.wording
    actions.edit(programme, actor=officer, wording=replace(before, summary_de="Anders."), based_on=before)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.edit(programme, actor=officer, wording=replace(before, summary_de="Ganz anders."), based_on=before)

    assert Programme.objects.get().summary_de == "Anders."


@pytest.mark.parametrize("who", OUTSIDERS)
def test_only_the_office_edits_and_ends(request, programme, who):
    actor, words = request.getfixturevalue(who), programme.wording

    with pytest.raises(NotAllowed):
        actions.edit(programme, actor=actor, wording=words, based_on=words)
    with pytest.raises(NotAllowed):
        actions.end(programme, actor=actor, until_on=clock.today())


def test_a_last_day_is_set_and_taken_back(officer, programme):
    actions.end(programme, actor=officer, until_on=clock.today())
    assert Programme.objects.running(on=clock.today()).exists()
    assert not Programme.objects.running(on=clock.today() + timedelta(days=1)).exists()

    actions.end(programme, actor=officer, until_on=None)
    assert Programme.objects.get().until_on is None


def test_a_last_day_in_the_past_is_refused(officer, programme):
    with pytest.raises(actions.EndsTooEarly):
        actions.end(programme, actor=officer, until_on=clock.today() - timedelta(days=1))


def test_a_programme_does_not_end_within_a_round(officer, programme):
    called = factories.called(programme)

    with pytest.raises(actions.RoundRuns):
        actions.end(programme, actor=officer, until_on=called.closes_on - timedelta(days=1))

    assert actions.end(programme, actor=officer, until_on=called.closes_on).until_on == called.closes_on


def test_what_has_ended_stays_ended(officer, programme, time_machine):
    actions.end(programme, actor=officer, until_on=clock.today())
    time_machine.move_to(clock.now() + timedelta(days=1))

    with pytest.raises(actions.AlreadyEnded):
        actions.end(programme, actor=officer, until_on=None)


# regulate, withdraw


def test_terms_hold_from_their_day_until_others_do(officer, programme):
    today = clock.today()
    actions.regulate(programme, actor=officer, terms=CLUBS, valid_from=SINCE)
    stricter = replace(CLUBS, max_cents=100_000, basis="Richtlinie 2")
    actions.regulate(programme, actor=officer, terms=stricter, valid_from=today + timedelta(days=5))

    known = factories.again(programme)
    assert queries.standing(known, on=today).rule_set.terms == CLUBS
    assert queries.standing(known, on=today + timedelta(days=5)).rule_set.terms == stricter
    assert trail_of(programme) == ["found", "regulate", "regulate"]


def test_all_terms_come_back_as_they_went_in(officer, programme):
    jury = boards.body("Jury", kind=boards.BodyKind.JURY)
    terms = Terms(
        applicants=(Applicant.CLUB, Applicant.PERSON),
        max_rate_bp=5_000,
        max_cents=200_000,
        min_cents=10_000,
        min_own_share_bp=1_000,
        volunteer_rate_cents=1_500,
        volunteer_cap_bp=2_000,
        body=jury.pk,
        delegated_cents=50_000,
        criteria=(boards.Criterion(key="c1", name_de="Wirkung", weight=3),),
        basis="Beschluss",
        guideline="## Zweck",
    )

    actions.regulate(programme, actor=officer, terms=terms, valid_from=SINCE)

    assert RuleSet.objects.get().terms == terms


@pytest.mark.parametrize("who", OUTSIDERS)
def test_only_the_office_lays_down_terms(request, programme, who):
    with pytest.raises(NotAllowed):
        actions.regulate(programme, actor=request.getfixturevalue(who), terms=CLUBS, valid_from=SINCE)


def test_terms_never_change_what_has_begun_to_hold(officer, programme):
    factories.regulated(programme)

    for day in (SINCE, clock.today() - timedelta(days=1)):
        with pytest.raises(actions.TooLate):
            actions.regulate(programme, actor=officer, terms=CLUBS, valid_from=day)


def test_terms_that_do_not_hold_together_are_refused(officer, programme):
    with pytest.raises(actions.TermsRefused) as refusal:
        actions.regulate(programme, actor=officer, terms=replace(CLUBS, max_rate_bp=0), valid_from=SINCE)

    assert refusal.value.field == "max_rate_bp"


def test_only_a_body_of_the_whole_city_that_exists_decides_for_all(officer, programme):
    north, _south = boards.districts()
    local = boards.body("Lenkungsgremium", kind=boards.BodyKind.STEERING_BOARD, district=north)

    for key in (local.pk, 987_654):
        with pytest.raises(actions.TermsRefused) as refusal:
            actions.regulate(programme, actor=officer, terms=replace(CLUBS, body=key), valid_from=SINCE)
        assert refusal.value.field == "decider"


def test_the_database_refuses_to_change_or_delete_terms(programme):
    factories.regulated(programme)

    for change in (lambda: RuleSet.objects.update(max_cents=1), lambda: RuleSet.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_terms_that_do_not_hold_yet_are_withdrawn(officer, programme):
    factories.regulated(programme)
    factories.regulated(programme, valid_from=clock.today() + timedelta(days=3))
    coming = queries.rule_sets_of(programme)[0]

    actions.withdraw(programme, actor=officer, rule_set=coming.pk)

    assert [one.valid_from for one in queries.rule_sets_of(programme)] == [SINCE]
    with pytest.raises(actions.NoTerms):
        actions.withdraw(programme, actor=officer, rule_set=coming.pk)


def test_terms_that_hold_are_not_withdrawn(officer, programme):
    factories.regulated(programme)

    with pytest.raises(actions.NoTerms):
        actions.withdraw(programme, actor=officer, rule_set=RuleSet.objects.get().pk)


# call, move_round, drop_round


def wanted(programme, *, begins: int = 0, days: int = 30, name: str = "Herbst", **more) -> actions.Calling:
    first = clock.today() + timedelta(days=begins)
    return actions.Calling(programme=programme, name=name, span=Span(first, first + timedelta(days=days)), **more)


def test_a_round_is_called(officer, programme):
    called = actions.call(wanted(programme, name="  Herbst  2027 "), actor=officer)

    assert (called.name, called.span) == ("Herbst 2027", wanted(programme).span)
    assert trail_of(called) == ["call"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_only_the_office_holds_rounds(request, programme, who):
    actor, called = request.getfixturevalue(who), factories.called(programme, begins=5)

    for step in (
        lambda: actions.call(wanted(programme, begins=90), actor=actor),
        lambda: actions.move_round(called, actor=actor, wanted=wanted(programme)),
        lambda: actions.drop_round(programme, actor=actor, called=called.pk),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_rounds_of_a_programme_never_overlap(officer, programme):
    factories.called(programme)

    with pytest.raises(actions.RoundRefused) as refusal:
        actions.call(wanted(programme, begins=30), actor=officer)

    assert refusal.value.field == "opens_on"
    actions.call(wanted(factories.programme("Anderes"), begins=30), actor=officer)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"begins": -1}, "opens_on"),
        ({"days": -1}, "closes_on"),
        ({"decided_on": date(2020, 1, 1)}, "decided_on"),
    ],
)
def test_rounds_that_cannot_be_are_refused_at_their_field(officer, programme, more, field):
    with pytest.raises(actions.RoundRefused) as refusal:
        actions.call(wanted(programme, **more), actor=officer)

    assert refusal.value.field == field


def test_a_round_needs_a_name(officer, programme):
    with pytest.raises(WordsMissing):
        actions.call(wanted(programme, name=" "), actor=officer)


def test_no_round_runs_beyond_the_programme(officer, programme):
    ended = actions.end(programme, actor=officer, until_on=clock.today() + timedelta(days=10))

    with pytest.raises(actions.RoundRefused) as refusal:
        actions.call(wanted(ended), actor=officer)

    assert refusal.value.field == "closes_on"


def test_a_running_round_is_made_longer(officer, programme):
    called = factories.called(programme)

    actions.move_round(called, actor=officer, wanted=wanted(programme, days=60))

    assert Round.objects.get().closes_on == clock.today() + timedelta(days=60)
    assert trail_of(called) == ["call", "move_round"]


def test_a_round_is_dropped_before_it_begins_only(officer, programme):
    running, coming = factories.called(programme), factories.called(programme, begins=40)

    actions.drop_round(programme, actor=officer, called=coming.pk)

    with pytest.raises(actions.RoundBegun):
        actions.drop_round(programme, actor=officer, called=running.pk)
    with pytest.raises(NotNow):
        actions.drop_round(programme, actor=officer, called=coming.pk)
    assert list(Round.objects.all()) == [running]


# standings


def test_a_programme_is_open_by_its_terms_and_rounds(programme):
    def is_open() -> bool:
        return queries.standing(factories.again(programme), on=clock.today()).is_open

    assert not is_open()
    factories.regulated(programme, terms=replace(CLUBS, intake=Intake.ROUNDS))
    assert not is_open()
    factories.called(programme, begins=40)
    assert not is_open()
    factories.called(programme)
    assert is_open()
    actions.regulate(programme, actor=system("test"), terms=CLUBS, valid_from=clock.today())
    assert is_open()


def test_open_programmes_come_first_and_ended_ones_last(officer, time_machine):
    ended = factories.regulated(factories.programme("Aus"))
    actions.end(ended, actor=officer, until_on=clock.today())
    time_machine.move_to(clock.now() + timedelta(days=1))
    factories.programme("Bald")
    factories.regulated(factories.programme("Zurzeit"))

    known = queries.standings(queries.programmes(officer), on=clock.today())

    assert [one.programme.name_de for one in known] == ["Zurzeit", "Bald", "Aus"]
