"""Interest on claims: laid-down rates, claiming and waiving it, its letter, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, WordsMissing
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import InterestClaim, InterestRate, Letter, Recovery
from quartierwerk.rooms.funding.queries import interest as reading
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.rules import Instrument, LetterContent, LetterKind, Part, Rate, RecoveryState
from quartierwerk.rooms.funding.tests import factories, letters
from quartierwerk.rooms.funding.tests import recovering as make
from quartierwerk.rooms.funding.tests.test_projects import signed_in, text_of

pytestmark = pytest.mark.django_db
THEN, NOW = datetime(2026, 8, 3, 10, tzinfo=clock.BERLIN), datetime(2026, 11, 27, 10, tzinfo=clock.BERLIN)
FIRST, LAST = date(2026, 8, 4), date(2026, 11, 27)
HALF_YEAR = Rate(since=date(2026, 7, 1), base_bp=127, source="Bundesanzeiger vom 30. Juni 2026")
# 200.00 € × 6.27 % × 116 / 365 = 3.9853… €
BORNE = 398


@pytest.fixture(autouse=True)
def then(time_machine):
    """All of it begins in August 2026."""
    time_machine.move_to(THEN)


@pytest.fixture
def claimed(then, owner, officer, time_machine):
    """A claim of the city of 200 €, made known on 3 August 2026; it is the end of November."""
    recovery = make.claimed(owner, office=officer)
    time_machine.move_to(NOW)
    actions.lay_down_rate(HALF_YEAR, actor=system("test"))
    return Recovery.objects.get(pk=recovery.pk)


def claim(recovery, *, by, **said):
    usual = {"first_on": FIRST, "last_on": LAST, "reason": "Die Frist war lange vorbei."}
    return actions.claim_interest(recovery, actor=by, **usual | said)


# --- Rates -------------------------------------------------------------------------------------------------------


def test_the_office_lays_down_a_rate_and_the_last_one_of_a_day_counts(officer):
    for bp in (500, 127):
        actions.lay_down_rate(replace(HALF_YEAR, base_bp=bp, source="  Bundes\nanzeiger "), actor=officer)

    assert reading.rates()[-1] == replace(HALF_YEAR, source="Bundes anzeiger")
    assert InterestRate.objects.count() == 2
    with pytest.raises(actions.RateRefused):
        actions.lay_down_rate(replace(HALF_YEAR, since=date(2026, 8, 1)), actor=officer)


def test_only_the_office_lays_down_rates(owner):
    for somebody in (owner, accounts.person("Frida Fremd"), None):
        with pytest.raises(NotAllowed):
            actions.lay_down_rate(HALF_YEAR, actor=somebody)


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_rates_and_what_was_claimed(claimed, officer):
    claim(claimed, by=officer)
    for rows, change in ((InterestRate.objects, {"base_bp": 1}), (InterestClaim.objects, {"cents": 1})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()


# --- Claiming and waiving ----------------------------------------------------------------------------------------


def test_interest_is_proposed_from_when_the_claim_was_known(claimed):
    assert reading.usual_days(claimed, on=clock.today()) == (FIRST, LAST)
    assert reading.proposal(claimed, on=clock.today()).cents == BORNE


def test_interest_is_claimed_and_its_letter_shows_the_arithmetic(claimed, officer, owner):
    found = claim(claimed, by=officer)

    assert (found.cents, str(found)) == (BORNE, f"{claimed}/Z1")
    assert list(reading.interest_to_tell(officer)) == [found] and not reading.interest_to_tell(owner)
    letter = make.told_of(found, by=officer)
    said = letter.said
    assert (letter.kind, letter.instrument) == (LetterKind.INTEREST, Instrument.NOTICE)
    for words in ("3,98", "drei Euro", "04.08.2026", "27.11.2026", "200,00"):
        assert words in said.opening
    assert said.reckoning == found.interest.in_words and "116 Tage" in said.reckoning
    assert {"So sind die Zinsen gerechnet", "Begründung", "Grundlage"} == {
        one["heading"] for one in said.page["sections"]
    }
    assert LetterContent.read(letter.content) == said and letter.digest == said.digest
    assert "§ 49a Abs. 3" in said.basis
    assert not reading.interest_to_tell(officer)
    assert list(writing.letters_of(claimed.application, owner))[0] == letter


def test_what_was_claimed_stays_whatever_becomes_of_the_rates(claimed, officer):
    found = claim(claimed, by=officer)
    actions.lay_down_rate(replace(HALF_YEAR, base_bp=900), actor=officer)

    found.refresh_from_db()
    assert found.interest.cents == found.cents == BORNE
    assert reading.proposal(claimed, on=clock.today()).cents > BORNE


def test_it_is_said_anew_until_a_letter_is_about_it(claimed, officer):
    waived = actions.waive_interest(claimed, actor=officer, reason="Niemand konnte etwas dafür.")
    assert (waived.is_waived, waived.cents) == (True, 0)
    assert not reading.interest_to_tell(officer)
    first = claim(claimed, by=officer, last_on=date(2026, 9, 1))
    second = claim(claimed, by=officer)
    assert list(reading.interest_to_tell(officer)) == [second]
    with pytest.raises(actions.DecidedAnew):
        letters.drafted(claimed.application, by=officer, about=first)

    drafted = letters.drafted(claimed.application, by=officer, about=second)
    with pytest.raises(actions.NothingBorne):
        claim(claimed, by=officer)
    with pytest.raises(actions.NothingBorne):
        actions.waive_interest(claimed, actor=officer, reason="Doch nicht.")
    actions.discard_letter(drafted, actor=officer)
    assert claim(claimed, by=officer).number == 4


def test_where_the_money_came_back_interest_ends_there(claimed, officer, time_machine):
    time_machine.move_to(datetime(2026, 9, 1, 10, tzinfo=clock.BERLIN))
    earmark = writing.latest_decision(claimed.application).earmark
    budget.repay(budget.Repayment(earmark=earmark, cents=20_000, voucher="K-1"), actor=money.treasurer("Kassia Kunz"))
    actions.note_repaid(claimed, actor=system("funding"))
    time_machine.move_to(NOW)
    claimed.refresh_from_db()

    assert claimed.state == RecoveryState.REPAID
    assert reading.usual_days(claimed, on=clock.today()) == (FIRST, date(2026, 9, 1))
    found = claim(claimed, by=officer, last_on=date(2026, 9, 1))
    assert make.told_of(found, by=officer).kind == LetterKind.INTEREST


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": " "}, WordsMissing),
        ({"reason": "x" * 3_001}, actions.TextTooLong),
        ({"first_on": date(2026, 8, 2)}, actions.InterestRefused),  # the day before the money was paid
        ({"last_on": date(2026, 11, 28)}, actions.InterestRefused),
        ({"last_on": date(2026, 8, 1)}, actions.InterestRefused),
    ],
)
def test_what_cannot_be_claimed_is_refused(claimed, officer, said, refusal):
    with pytest.raises(refusal):
        claim(claimed, by=officer, **said)
    assert not InterestClaim.objects.exists()


def test_without_a_base_rate_nothing_is_claimed(claimed, officer, time_machine):
    time_machine.move_to(datetime(2027, 1, 4, 10, tzinfo=clock.BERLIN))

    with pytest.raises(actions.InterestRefused, match="01.01.2027"):
        claim(claimed, by=officer, last_on=date(2027, 1, 2))
    assert reading.proposal(claimed, on=clock.today()) is None


def test_before_the_claim_is_known_nothing_bears_interest(owner, officer):
    make.rates()
    heard = make.heard(owner, office=officer, terms=make.OF_CITY)
    for step in (heard, actions.claim_back(heard, actor=officer, cents=20_000, weighing="Nein.")):
        with pytest.raises(actions.NothingBorne):
            actions.waive_interest(step, actor=officer, reason="Bagatelle.")


def test_an_association_claims_interest_only_with_a_text_of_the_law_office(owner, officer):
    make.rates()
    recovery = make.claimed(owner, office=officer, terms=make.DEFICIT)
    today = {"first_on": clock.today(), "last_on": clock.today()}
    with pytest.raises(actions.NothingBorne):
        claim(recovery, by=officer, **today)

    text = "für {claimed} verlangen wir {interest} Zinsen."
    place = {"part": Part.OPENING, "kind": LetterKind.INTEREST, "instrument": Instrument.PLAIN}
    actions.lay_down_passage(actions.PassageToBe(**place, text=text, valid_from=factories.SINCE), actor=officer)

    letter = make.told_of(claim(recovery, by=officer, **today), by=officer)
    assert letter.instrument == Instrument.PLAIN and "VwVfG" not in letter.said.basis


def test_only_the_office_claims_or_waives_interest(claimed, owner):
    for somebody in (
        owner,
        accounts.person("Frida Fremd"),
        district_officer(claimed.application.project.district),
        None,
    ):
        with pytest.raises(NotAllowed):
            claim(claimed, by=somebody)
        with pytest.raises(NotAllowed):
            actions.waive_interest(claimed, actor=somebody, reason="Ja.")


def test_letters_about_nothing_else_say_anything_of_interest_or_aid(claimed):
    for letter in Letter.objects.all():
        kept = letter.content
        assert not {"interest_cents", "reckoning", "aid"} & set(kept)
        assert not {"interest_from", "interest_until"} & set(kept["days"])


def test_a_letter_whose_sum_is_not_what_was_claimed_is_held_back(claimed, officer):
    found = claim(claimed, by=officer)
    case = writing.case_of(found)
    said = writing.composed(found, actions.Drafting(about=found, addressee=letters.ADDRESS).wish(), on=clock.today())
    assert rules.lint(said, case, on=clock.today()) == []

    broken = replace(said, interest_cents=1, reckoning="", reason="")
    assert len(rules.lint(broken, case, on=clock.today())) == 4


# --- Pages -------------------------------------------------------------------------------------------------------


def test_the_whole_way_in_the_browser(claimed, officer, owner):
    office, group = signed_in(officer), signed_in(owner)
    page = claimed.get_absolute_url()
    where = {name: reverse(f"funding:{name}", args=[claimed.pk]) for name in ("claim_interest", "waive_interest")}
    shown = text_of(office, page)
    assert "3,98" in shown and where["claim_interest"] in shown and where["waive_interest"] in shown
    assert where["claim_interest"] not in text_of(group, page)

    assert "116" in text_of(office, where["claim_interest"])
    said = {"first_on": "2026-08-04", "last_on": "2026-09-01", "reason": "Spät bezahlt."}
    looked = office.post(where["claim_interest"], said | {"preview": "1"})
    assert looked.status_code == 200 and not InterestClaim.objects.exists()
    assert office.post(where["claim_interest"], said | {"last_on": "2026-08-01"}).status_code == 422
    assert office.post(where["claim_interest"], said).status_code == 302
    found = InterestClaim.objects.get()
    draft = reverse("funding:draft_interest_letter", args=[found.pk])
    assert draft in text_of(office, page)
    assert draft in text_of(office, reverse("funding:letters"))
    assert office.post(where["waive_interest"], {"reason": "Bagatelle."}).status_code == 302
    assert "Auf Zinsen wird verzichtet." in text_of(office, page)
    assert "Bagatelle." not in text_of(group, page)


def test_rates_in_the_browser(officer):
    office = signed_in(officer)
    rates, new = reverse("funding:interest_rates"), reverse("funding:lay_down_rate")
    assert "-0,88" in text_of(office, rates) and new in text_of(office, rates)
    said = {"since": "2026-07-01", "base_bp": "−0,5", "above_bp": "5", "source": "Bundesanzeiger"}
    assert office.post(new, said | {"since": "2026-07-02"}).status_code == 422
    assert office.post(new, said | {"base_bp": "x"}).status_code == 422
    assert office.post(new, said).status_code == 302
    assert InterestRate.objects.get().base_bp == -50
    assert "4,5" in text_of(office, rates)


def test_pages_are_for_the_office_alone(claimed, officer, owner):
    found = claim(claimed, by=officer)
    paths = [reverse(f"funding:{name}", args=[claimed.pk]) for name in ("claim_interest", "waive_interest")]
    paths += [reverse("funding:draft_interest_letter", args=[found.pk])]
    paths += [reverse(f"funding:{name}") for name in ("interest_rates", "lay_down_rate")]
    stranger, own = signed_in(accounts.person("Frida Fremd")), signed_in(owner)
    for path in paths:
        assert stranger.get(path).status_code in (403, 404)
        assert own.get(path).status_code in (403, 404)
        assert Client().get(path).status_code == 302
