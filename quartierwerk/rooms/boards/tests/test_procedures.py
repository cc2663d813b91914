"""Procedures: laying down and withdrawing rules, which of them are in force, and how they read in words."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Procedure
from quartierwerk.rooms.boards.rules import (
    PROPOSALS,
    Base,
    BodyKind,
    Majority,
    Quorum,
    QuorumMode,
    RecusalLaw,
    RuleSet,
    Tie,
    Voting,
    in_words,
    may_begin,
)
from quartierwerk.rooms.boards.tests import factories

ODD = RuleSet(
    quorum=Quorum(
        share=Fraction(2, 3),
        is_more_than=False,
        least=3,
        mode=QuorumMode.PRESUMED,
        is_waived_second_time=True,
        do_recused_count=False,
    ),
    majority=Majority(base=Base.SEATS, share=Fraction(3, 5), is_more_than=False, tie=Tie.CHAIR),
    notice_days=1,
    voting=Voting.NAMED,
    recusal_law=RecusalLaw.CIVIL,
    basis="§ 3 der Geschäftsordnung",
)
TOMORROW = timedelta(days=1)


@pytest.mark.django_db
def test_rules_come_back_as_they_were_laid_down(officer):
    body = factories.body()

    actions.regulate(body, actor=officer, rule_set=ODD, valid_from=factories.SINCE)

    procedure = queries.procedure_on(body, clock.today())
    assert procedure.rule_set == ODD
    assert procedure.set_by == officer
    row = AuditRow.objects.get(verb="boards.regulate")
    assert row.changes == {"procedure": procedure.pk, "valid_from": "2020-01-01"}


@pytest.mark.django_db
def test_in_force_are_the_latest_that_have_begun():
    body, today = factories.body(), clock.today()
    factories.rules(body)
    factories.rules(body, valid_from=today, notice_days=14)
    factories.rules(body, valid_from=today + TOMORROW, notice_days=21)

    def notice(on: date) -> int | None:
        found = queries.procedure_on(body, on)
        return found.notice_days if found else None

    days = [date(2019, 12, 31), factories.SINCE, today - TOMORROW, today, today + TOMORROW]
    assert [notice(day) for day in days] == [None, 14, 14, 14, 21]
    assert queries.procedure_on(factories.body("Anderes"), today) is None


@pytest.mark.django_db
def test_only_the_office_lays_down_rules(stranger):
    body = factories.body()

    with pytest.raises(NotAllowed):
        actions.regulate(body, actor=stranger, rule_set=ODD, valid_from=clock.today())


@pytest.mark.django_db
def test_rules_need_a_basis_and_change_nothing_afterwards(officer):
    body, today = factories.body(), clock.today()

    with pytest.raises(actions.BasisMissing):
        actions.regulate(body, actor=officer, rule_set=RuleSet(basis=" "), valid_from=today)
    factories.rules(body, valid_from=date(2024, 1, 1))
    for day in (date(2024, 1, 1), date(2025, 1, 1), today - TOMORROW):
        with pytest.raises(actions.TooLate):
            actions.regulate(body, actor=officer, rule_set=ODD, valid_from=day)


@pytest.mark.django_db
def test_what_has_not_begun_is_withdrawn_and_nothing_else(officer, stranger):
    body, today = factories.body(), clock.today()
    factories.rules(body)
    factories.rules(body, valid_from=today + TOMORROW)
    later, holding = queries.procedures_of(body)

    with pytest.raises(NotAllowed):
        actions.withdraw(body, actor=stranger, procedure=later.pk)
    for wrong in (holding.pk, later.pk + 100):
        with pytest.raises(actions.NoRules):
            actions.withdraw(body, actor=officer, procedure=wrong)
    actions.withdraw(body, actor=officer, procedure=later.pk)

    assert list(queries.procedures_of(body)) == [holding]
    assert AuditRow.objects.get(verb="boards.withdraw").changes == {"withdrawn": later.pk}
    with pytest.raises(actions.NoRules):
        actions.withdraw(body, actor=officer, procedure=later.pk)
    assert actions.regulate(body, actor=officer, rule_set=ODD, valid_from=today + TOMORROW)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"notice_days": 99}, {"valid_from": date(2019, 1, 1)}])
def test_the_database_changes_no_rules(change):
    factories.rules(factories.body())

    with pytest.raises(DatabaseError), transaction.atomic():
        Procedure.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Procedure.objects.all().delete()


@pytest.mark.parametrize(
    ("day", "known", "may"),
    [
        (date(2026, 1, 1), [], True),
        (date(2019, 12, 31), [], False),
        (date(2026, 1, 1), [date(2027, 1, 1)], True),
        (date(2026, 1, 1), [date(2025, 1, 1)], False),
        (date(2026, 6, 1), [date(2025, 1, 1)], True),
        (date(2026, 7, 1), [date(2025, 1, 1), date(2026, 7, 1)], False),
    ],
)
def test_from_when_rules_may_hold(day, known, may):
    assert may_begin(day, since=date(2020, 1, 1), known=known, today=date(2026, 6, 1)) is may


def test_rules_in_words():
    assert in_words(RuleSet(quorum=Quorum(share=Fraction(1, 2))), seats=13) == [
        "Beschlussfähig, wenn mehr als die Hälfte der 13 stimmberechtigten Sitze anwesend ist.",
        "Ein Antrag ist angenommen, wenn mehr als die Hälfte der Ja- und Nein-Stimmen dafür ist.",
        "Bei Stimmengleichheit ist ein Antrag abgelehnt.",
        "Eingeladen wird mindestens 7 Tage vor der Sitzung.",
        "Abgestimmt wird offen.",
        "Wann jemand befangen ist, sagen die eigenen Regeln des Gremiums.",
    ]
    assert in_words(ODD) == [
        "Beschlussfähig, wenn mindestens zwei Drittel der Sitze mit Stimmrecht anwesend sind.",
        "In jedem Fall müssen es 3 sein.",
        "Das gilt als gegeben, bis jemand es bezweifelt.",
        "Eine zweite Sitzung zu denselben Punkten, die darauf hinweist, entscheidet mit allen, die kommen.",
        "Wer befangen ist, zählt dabei nicht mit.",
        "Ein Antrag ist angenommen, wenn mindestens 3/5 aller stimmberechtigten Sitze dafür sind.",
        "Eingeladen wird mindestens 1 Tag vor der Sitzung.",
        "Abgestimmt wird namentlich.",
        "Wann jemand nicht mitstimmt, sagt § 34 BGB.",
    ]


@pytest.mark.parametrize("kind", BodyKind)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_has_a_proposal_that_reads_well(kind, language):
    with translation.override(language):
        said = in_words(PROPOSALS[kind], seats=5)

    assert all(sentence.endswith(".") and "%" not in sentence and "  " not in sentence for sentence in said)
    assert PROPOSALS[kind].basis == ""
