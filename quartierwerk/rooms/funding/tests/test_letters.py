"""Letters: drafted, approved by somebody else, issued with their bytes and their money, amended."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget import actions as money
from quartierwerk.rooms.budget.models import Earmark, Entry
from quartierwerk.rooms.budget.rules import EntryKind
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application, Clause, ClauseSet, Letter, Passage
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    ClauseKind,
    ClauseText,
    Grantor,
    Instrument,
    LetterKind,
    LetterState,
    Part,
)
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests.factories import CLUBS
from quartierwerk.rooms.funding.tests.letters import CITY

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(officer):
    make.texts()
    return make.second_officer()


def words(pdf: bytes) -> str:
    """All of the text, without blanks and with words whole that a line has broken."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(pdf))).pages)
    return "".join(re.sub(r"[-\xad‐]\s+", "", text).split())


def refused(verb, *arguments, **named) -> str:
    with pytest.raises((actions.LetterFlawed, NotNow)) as found:
        verb(*arguments, **named)
    return str(found.value)


# draft_letter


def test_a_draft_pins_texts_terms_and_days(owner, officer, second):
    application = make.decided(owner)

    letter = make.drafted(application, by=officer)

    said = letter.said
    assert (letter.kind, letter.instrument, str(letter)) == ("grant", "notice", f"{application.number}/1")
    assert said.sum_in_words == "eintausendfünfhundert Euro" and "1.500,00\xa0€" in said.opening
    assert letter.digest == said.digest
    assert (letter.rule_set, letter.clause_set) == (application.rule_set, ClauseSet.objects.get(grantor=Grantor.CITY))
    assert said.days.proof_due == rules.proof_due(reading.case_of(letter.decision))
    assert AuditRow.objects.filter(verb="funding.draft_letter", subject=reference(letter)).count() == 1


@pytest.mark.parametrize(
    ("terms", "cents", "kind", "instrument"),
    [
        (CITY, 0, LetterKind.REJECTION, Instrument.NOTICE),
        (CLUBS, 100_000, LetterKind.GRANT, Instrument.PROMISE),
        (replace(CLUBS, is_by_contract=True), 100_000, LetterKind.GRANT, Instrument.CONTRACT),
        (CLUBS, 0, LetterKind.REJECTION, Instrument.PLAIN),
    ],
)
def test_each_decision_has_its_letter(owner, officer, second, terms, cents, kind, instrument):
    letter = make.issued(make.decided(owner, terms=terms, cents=cents), by=officer, second=second)

    assert (letter.kind, letter.instrument) == (kind, instrument)
    assert "".join(letter.title.split()) in words(Letter.objects.get().pdf)


@pytest.mark.parametrize("who", ["visitor", "owner", "stranger", "colleague"])
def test_only_the_office_drafts(request, owner, officer, second, who):
    application = make.decided(owner)

    with pytest.raises(NotAllowed):
        make.drafted(application, by=request.getfixturevalue(who))


def test_a_decision_has_one_letter_until_it_is_thrown_away(owner, officer, second):
    application = make.decided(owner)
    letter = make.drafted(application, by=officer)
    with pytest.raises(actions.LetterThere):
        make.drafted(application, by=second)

    actions.discard_letter(letter, actor=second)

    assert str(make.drafted(application, by=second)).endswith("/2")


def test_what_was_decided_anew_or_taken_back_has_no_letter(owner, officer, second):
    application = make.decided(owner)
    first = reading.latest_decision(application)
    make.decision(application, cents=100_000)
    with pytest.raises(actions.DecidedAnew):
        make.drafted(application, by=officer, about=first)

    actions.withdraw_application(application, actor=owner)

    with pytest.raises(actions.DecidedAnew):
        make.drafted(application, by=officer)


def test_an_address_fits_into_the_window(owner, officer, second):
    with pytest.raises(actions.AddresseeTooLong):
        make.drafted(make.decided(owner), by=officer, addressee="Zeile\n" * 7)


def test_one_more_clause_stands_at_the_end(owner, officer, second):
    extra = ClauseText("plakat", ClauseKind.OBLIGATION, "Bis {starts_on} hängt ein Plakat.")

    letter = make.drafted(make.decided(owner), by=officer, extra=extra)

    assert letter.said.clauses[-1].text.endswith("hängt ein Plakat.") and "{" not in letter.said.clauses[-1].text


def test_an_early_start_has_a_letter_of_its_own_and_moves_nothing(owner, officer, second):
    application = make.decided(owner)
    permitted = make.early_start(application)

    letter = make.issued(application, by=officer, second=second, about=permitted)

    application.refresh_from_db()
    assert (letter.kind, letter.entry, application.state) == (LetterKind.EARLY_START, None, ApplicationState.DECIDED)


# approve_letter


def test_whoever_drafted_never_approves(owner, officer, second, stranger):
    letter = make.drafted(make.decided(owner), by=officer)
    for who in (officer, owner, stranger, None, system("worker")):
        with pytest.raises(NotAllowed):
            actions.approve_letter(letter, actor=who)

    approved = actions.approve_letter(letter, actor=second)

    assert (approved.approved_by, approved.signed_as) == (second, str(second))


def test_whoever_drafted_does_not_approve_as_a_deputy_either(owner, officer, second):
    accounts.deputyship(second, officer)
    letter = make.drafted(make.decided(owner), by=officer)
    officer.forget_roles()

    with pytest.raises(NotAllowed):
        actions.approve_letter(letter, actor=officer)


def test_the_database_holds_four_eyes_too(owner, officer, second):
    letter = make.drafted(make.decided(owner), by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(approved_by=officer, approved_at=clock.now())


def test_a_letter_with_a_flaw_is_not_approved(owner, officer):
    make.texts(court="Klage beim [Gericht].")
    letter = make.drafted(make.decided(owner), by=officer)

    assert "[Gericht]" in refused(actions.approve_letter, letter, actor=make.second_officer())
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFTED


def test_a_rejection_says_why(owner, officer, second):
    letter = make.drafted(make.decided(owner, cents=0, reason=""), by=officer)

    assert "§ 39" in refused(actions.approve_letter, letter, actor=second)


# issue_letter


def test_issuing_keeps_the_bytes_and_commits_the_money_in_one(owner, officer, second):
    pot = budget.pot(cents=1_000_000)
    application = make.decided(owner, pot=pot, cents=120_000, reason="Die Bühne ist zu groß.")

    letter = make.issued(application, by=officer, second=second)

    application.refresh_from_db()
    pot.refresh_from_db()
    kept = Letter.objects.get()
    assert (letter.state, application.state) == (LetterState.ISSUED, ApplicationState.ISSUED)
    assert hashlib.sha256(kept.pdf).hexdigest() == kept.pdf_digest
    assert (pot.reserved, pot.committed) == (0, 120_000)
    assert (kept.entry.kind, kept.entry.cents) == (EntryKind.COMMITMENT, 120_000)
    text = words(kept.pdf)
    for said in (
        "Zuwendungsbescheid",
        "1.200,00",
        "eintausendzweihundert Euro",
        "Die Bühne ist zu groß.",
        "Wellenburg",
    ):
        assert "".join(said.split()) in text
    assert "".join(str(second).split()) in text


def test_the_document_is_tagged_and_made_to_last(owner, officer, second):
    make.issued(make.decided(owner), by=officer, second=second)

    reader = PdfReader(io.BytesIO(bytes(Letter.objects.get().pdf)))
    catalog, marks = reader.trailer["/Root"], str(reader.xmp_metadata.rdf_root.toxml())
    assert catalog["/MarkInfo"]["/Marked"] and catalog["/Lang"] == "de-DE"
    assert "pdfuaid" in marks and "pdfaid" in marks


def test_made_again_it_is_the_same_to_the_byte_also_when_house_and_texts_have_changed(owner, officer, second):
    make.issued(make.decided(owner), by=officer, second=second)
    House.objects.update_or_create(id=1, defaults={"name": "Anderswo", "accent": "brick"})
    new = ClauseText("zweck", ClauseKind.OBLIGATION, "Ganz anders.")
    wanted = actions.ClausesToBe(grantor=Grantor.CITY, clauses=(new,), valid_from=clock.today(), basis="Neu")
    actions.lay_down_clauses(wanted, actor=officer)
    letter = Letter.objects.get()

    assert letter.pins == reading.current_pins()
    assert reading.made_again(letter) == bytes(letter.pdf)


def test_nothing_of_an_issued_letter_changes(owner, officer, second):
    make.issued(make.decided(owner), by=officer, second=second)
    for change in ({"pdf": b"x"}, {"content": {}}, {"pdf_digest": "x"}, {"issued_at": None}, {"signed_as": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.all().delete()


def test_nothing_is_issued_without_approval_twice_or_after_a_withdrawal(owner, officer, second):
    application = make.decided(owner)
    letter = make.drafted(application, by=officer)
    with pytest.raises(NotNow):
        actions.issue_letter(letter, actor=officer)
    actions.approve_letter(letter, actor=second)
    actions.withdraw_application(application, actor=owner)
    with pytest.raises(actions.DecidedAnew):
        actions.issue_letter(letter, actor=officer)

    other = make.issued(make.decided(owner, of=application.programme), by=officer, second=second)
    with pytest.raises(NotNow):
        actions.issue_letter(other, actor=officer)
    with pytest.raises(NotNow):
        actions.discard_letter(other, actor=officer)
    assert Entry.objects.filter(kind=EntryKind.COMMITMENT).count() == 1


@pytest.mark.parametrize("who", ["visitor", "owner", "stranger"])
def test_only_the_office_issues_and_throws_away(request, owner, officer, second, who):
    letter = make.approved(make.decided(owner), by=officer, second=second)
    for verb in (actions.issue_letter, actions.discard_letter):
        with pytest.raises(NotAllowed):
            verb(letter, actor=request.getfixturevalue(who))


def test_what_the_pot_cannot_commit_is_not_issued(owner, officer, second):
    application = make.decided(owner)
    letter = make.approved(application, by=officer, second=second)
    held = reading.latest_decision(application).earmark
    money.release(money.Held(earmark=held, cents=1), actor=system("funding"))

    with pytest.raises(money.TooLittleLeft):
        actions.issue_letter(letter, actor=officer)
    letter.refresh_from_db()
    application.refresh_from_db()
    assert (letter.state, letter.pdf, application.state) == (LetterState.APPROVED, None, ApplicationState.DECIDED)


def test_a_deadline_that_passed_meanwhile_stops_the_letter(owner, officer, second, time_machine):
    letter = make.approved(make.decided(owner), by=officer, second=second)
    time_machine.move_to(clock.now() + timedelta(days=400))

    assert "schon vorbei" in refused(actions.issue_letter, letter, actor=officer)


# Amending


@pytest.mark.parametrize(("cents", "more", "kind"), [(150_000, 50_000, "commitment"), (80_000, 0, "decommitment")])
def test_a_later_decision_has_a_letter_that_takes_the_place_of_the_one_before(
    owner, officer, second, cents, more, kind
):
    pot = budget.pot(cents=1_000_000)
    application = make.decided(owner, pot=pot, cents=100_000)
    first = make.issued(application, by=officer, second=second)
    make.decision(application, pot=pot, cents=cents, more=more)

    letter = make.issued(application, by=second, second=officer)

    earmark = Earmark.objects.get()
    assert (letter.kind, letter.supersedes, letter.entry.kind) == (LetterKind.AMENDING, first, kind)
    assert (earmark.committed, earmark.reserved) == (cents, 0)
    assert str(first) in letter.said.opening
    assert Letter.objects.standing().count() == 2


def test_another_pot_pays_from_the_amending_letter_on(owner, officer, second):
    old, new = budget.pot(cents=1_000_000), budget.pot(cents=1_000_000)
    application = make.decided(owner, pot=old, cents=100_000)
    make.issued(application, by=officer, second=second)
    make.decision(application, pot=new, cents=110_000)

    make.issued(application, by=officer, second=second)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.committed, new.committed) == (0, 110_000)


def test_an_amendment_that_changes_no_sum_moves_no_money(owner, officer, second):
    pot = budget.pot(cents=1_000_000)
    application = make.decided(owner, pot=pot, cents=100_000)
    make.issued(application, by=officer, second=second)
    make.decision(application, pot=pot, cents=100_000, more=0, conditions="Der Eintritt bleibt frei.")

    letter = make.issued(application, by=officer, second=second)

    assert letter.entry is None and "DerEintrittbleibtfrei." in words(Letter.objects.get(pk=letter.pk).pdf)


def test_what_was_granted_is_not_rejected_by_letter(owner, officer, second):
    application = make.decided(owner)
    make.issued(application, by=officer, second=second)
    make.decision(application, cents=0)

    assert "widerrufen" in refused(actions.approve_letter, make.drafted(application, by=officer), actor=second)


# Texts


def test_texts_hold_from_their_day_on_and_never_before(officer, owner):
    make.texts()
    tomorrow = clock.today() + timedelta(days=1)
    later = actions.PassageToBe(
        part=Part.CLOSING, instrument=Instrument.NOTICE, text="Neu: {number}.", valid_from=tomorrow
    )
    actions.lay_down_passage(later, actor=officer)
    found = {
        day: reading.texts(LetterKind.GRANT, Instrument.NOTICE, Grantor.CITY, on=day)
        for day in (clock.today(), tomorrow)
    }
    assert [texts.closing == "Neu: {number}." for texts in found.values()] == [False, True]

    for wrong in (later, replace(later, valid_from=clock.today() - timedelta(days=1))):
        with pytest.raises(actions.TextBeginsEarlier):
            actions.lay_down_passage(wrong, actor=officer)
    with pytest.raises(actions.TextRefused):
        actions.lay_down_passage(replace(later, text="{nie}"), actor=officer)
    with pytest.raises(NotAllowed):
        actions.lay_down_passage(later, actor=owner)


def test_a_passage_for_one_kind_goes_before_one_for_all(officer):
    make.texts()
    own = actions.PassageToBe(
        part=Part.CLOSING,
        instrument=Instrument.NOTICE,
        kind=LetterKind.REJECTION,
        text="Schade.",
        valid_from=clock.today(),
    )
    actions.lay_down_passage(own, actor=officer)

    closings = [reading.texts(kind, Instrument.NOTICE, Grantor.CITY, on=clock.today()).closing for kind in LetterKind]
    assert closings.count("Schade.") == 1


def test_clauses_are_laid_down_whole_and_never_changed(officer, owner):
    one = ClauseText("zweck", ClauseKind.OBLIGATION, "Nur für {project}.")
    wanted = actions.ClausesToBe(
        grantor=Grantor.CITY, clauses=(one,), valid_from=clock.today(), basis="Rechtsamt, 1. November 2026"
    )
    made = actions.lay_down_clauses(wanted, actor=officer)

    assert made.texts == (one,)
    with pytest.raises(actions.TextBeginsEarlier):
        actions.lay_down_clauses(wanted, actor=officer)
    for wrong in (replace(wanted, clauses=(one, one)), replace(wanted, basis=" ")):
        with pytest.raises(actions.TextRefused):
            actions.lay_down_clauses(wrong, actor=officer)
    with pytest.raises(NotAllowed):
        actions.lay_down_clauses(wanted, actor=owner)
    for rows in (ClauseSet.objects, Clause.objects):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().delete()


def test_the_house_proposes_texts_only_where_there_are_none(officer):
    make.texts()
    before = Passage.objects.count(), Clause.objects.count()

    make_again = actions.Proposals(valid_from=clock.today(), basis="Muster")
    actions.begin_with_proposals(make_again, actor=officer)

    assert (Passage.objects.count(), Clause.objects.count()) == before


# Who sees which


def test_a_letter_shows_to_whoever_applied_once_it_is_for_them(owner, officer, second, stranger):
    application = make.decided(owner)
    letter = make.issued(application, by=officer, second=second)

    assert [Letter.objects.visible_to(who).count() for who in (owner, stranger, None, officer)] == [0, 0, 0, 1]
    actions.serve_letter(letter, actor=officer, way=rules.Way.HAND)
    assert [Letter.objects.visible_to(who).count() for who in (owner, stranger, None, officer)] == [1, 0, 0, 1]
    assert Application.objects.get(pk=application.pk).state == ApplicationState.SERVED


def test_nobody_in_the_office_writes_letters_to_themself(officer, second):
    application = make.decided(officer)
    with pytest.raises(NotAllowed):
        make.drafted(application, by=officer)
    letter = make.drafted(application, by=second)
    with pytest.raises(NotAllowed):
        actions.approve_letter(letter, actor=officer)
    third = make.second_officer("Dritte Dora")
    actions.approve_letter(letter, actor=third)
    with pytest.raises(NotAllowed):
        actions.issue_letter(letter, actor=officer)

    assert not reading.to_draft(officer).exists()
    assert not Letter.objects.to_issue(officer).exists() and Letter.objects.to_issue(third).exists()


def test_why_is_written_into_the_letter_where_a_body_has_not_said_it(owner, officer, second):
    application = make.decided(owner, cents=0, reason="")

    letter = make.issued(application, by=officer, second=second, reason="Das Geld reicht nicht für alle.")

    assert letter.said.reason == "Das Geld reicht nicht für alle."
    with pytest.raises(actions.TextTooLong):
        make.drafted(make.decided(owner, of=application.programme), by=officer, reason="x" * 5_000)
