"""The years of small projects in the demo city: each case goes its way through the verbs, all of them side by side.

A case is told as what happens one after the other; between two steps it says when it goes on. Whose turn is next comes
first, so that numbers, books and letters have the order of their days.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

from django.utils.text import slugify

from quartierwerk.foundation import clock, folding
from quartierwerk.rooms.accounts.actions import join
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.demo.people import people
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.demo import cases, letters
from quartierwerk.rooms.funding.demo.small_projects import SEED, Fate, Group, Wish, iban, said, wishes
from quartierwerk.rooms.funding.models import Application, Drawdown, Programme, Project
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.queries import proofs as accounting
from quartierwerk.rooms.funding.rules import (
    Account,
    ApplicationState,
    Call,
    CameIn,
    IncomeKind,
    Outline,
    Payout,
    ProjectKind,
    Promise,
    ProofContent,
    VoucherEntry,
    Way,
)
from quartierwerk.rooms.funding.rules.deadlines import moved_on
from quartierwerk.rooms.places.models import District, Place, Theme

BOOKS_CLOSE = (2, 15)
"""Month and day of the year after; what is not settled by then stays as it is."""
RECEIPTS_FROM = ("Druckerei Daub", "Tontechnik Tieck", "Bastelladen Buntstift")


@dataclass(frozen=True)
class Desks:
    """Who does what in the house."""

    maker: Person
    officer: Person
    treasurer: Person


@dataclass(frozen=True)
class Funds:
    """Where is applied: the fund of the districts, and one that pays against receipts."""

    advance: Programme
    receipts: Programme

    def of(self, wish: Wish) -> Programme:
        """Where a wish goes."""
        return self.receipts if wish.is_against_receipts else self.advance


def play(stage: Stage, year: int) -> None:
    """Let a year happen, up to today."""
    desks = Desks(stage.maker, *(Person.objects.get(pk=stage.people[key].pk) for key in ("officer", "treasurer")))
    funds = _funds(clock.local(stage.founding).date() + timedelta(days=1))
    if funds is None:
        return
    themes = list(Theme.objects.valid(on=date(year, 7, 1)))
    ends = min(stage.today, clock.first_of(date(year + 1, *BOOKS_CLOSE)))
    wanted = wishes(year, stage.cases, groups=_groups(stage), themes=themes)
    turns = [
        (next(one), number, one) for number, one in enumerate(_told(wish, funds.of(wish), desks) for wish in wanted)
    ]
    while turns and turns[0][0] < ends:
        _at, number, one = turns[0]
        if (at := next(one, None)) is not None:
            heapq.heapreplace(turns, (at, number, one))
        else:
            heapq.heappop(turns)
            stage.progress(stage.cases - len(turns), stage.cases)
    stage.progress(stage.cases, stage.cases)


def _funds(day: date) -> Funds | None:
    """Those that take applications at any time and pay as they do; none where one of them is missing."""
    found: dict[Payout, Programme] = {}
    for one in queries.standings(queries.programmes(None), on=day):
        if one.is_rolling and one.rule_set:
            found.setdefault(one.rule_set.terms.payout, one.programme)
    if not {Payout.ADVANCE, Payout.REIMBURSEMENT} <= set(found):
        return None
    return Funds(found[Payout.ADVANCE], found[Payout.REIMBURSEMENT])


def _groups(stage: Stage) -> list[Group]:
    """The groups of the city, the same every year; their writers join the first time."""
    names = people(Random(SEED), taken={person.name for person in stage.people.values()})
    districts: Sequence[Place] = list(District.objects.order_by("slug"))
    found = []
    for number, (form, where) in enumerate(product(said()["forms"], said()["names"]), start=1):
        name = next(names)
        email = f"{slugify(folding.fold(name)).replace('-', '.')}@gruppen.example"
        writer = Person.objects.filter(email=email).first()
        writer = writer or join(Person(name=name, email=email), actor=stage.maker, at=stage.founding)
        found.append(Group(f"{form} {where}", writer, districts[number % len(districts)], iban(number)))
    return found


# --- What happens to one case ------------------------------------------------------------------------------------


def _at(day: date, hour: int = 10) -> datetime:
    """An hour of a day to work on: the day itself or the next one."""
    return clock.first_of(moved_on(day)) + timedelta(hours=hour)


def _after(at: datetime, days: int, hour: int = 10) -> datetime:
    return _at(clock.local(at).date() + timedelta(days=days), hour)


def _told(wish: Wish, programme: Programme, desks: Desks) -> Iterator[datetime]:
    """A case from its project to its last payment; each moment that it gives is when it goes on."""
    yield (at := _at(wish.applied_on, 17))
    writer = wish.group.writer
    project = _enter(wish, desks, at=at)
    application = actions.begin(actions.Beginning(programme=programme, project=project), actor=writer, at=at)
    application = actions.submit(application, actor=writer, content=wish.content(programme), at=at)
    yield (at := _after(at, 2))
    actions.take(application, actor=desks.officer, clerk=desks.officer, at=at)
    if wish.fate == Fate.WITHDRAWN:
        yield (at := _after(at, 1, 19))
        actions.withdraw_application(application, actor=writer, at=at)
        return
    if wish.is_asked_back or wish.fate == Fate.UNFIT:
        actions.check(application, actor=desks.officer, marks={}, note=said()["looked"], at=at)
    if wish.is_asked_back:
        due = clock.local(at).date() + timedelta(days=rules.ANSWER_WITHIN_DAYS)
        asking = actions.Asking(question=said()["question"], due_on=due)
        actions.ask_back(application, actor=desks.officer, asking=asking, at=at)
        yield (at := _after(at, 3, 18))
        actions.answer(application, actor=writer, text=said()["answered"], at=at)
        yield (at := _after(at, 1))
    if wish.fate == Fate.UNFIT:
        actions.refuse_unchecked(application, actor=desks.officer, reason=said()["unfit"], at=at)
    else:
        cases.clear(application, clerk=desks.officer, note=said()["note"], at=at)
        yield (at := _after(at, 4, 11))
        _decide(application, wish, desks, at=at)
    yield (at := _after(at, 1, 14))
    decision = writing.latest_decision(application)
    if decision is None:
        return
    letter = letters.draft(decision, maker=desks.maker, at=at)
    yield (at := _after(at, 1, 9))
    actions.approve_letter(letter, actor=desks.officer, at=at)
    letters.send(letter, Way.POST, officer=desks.officer, at=at)
    if decision.is_granting:
        yield from _funded(_fresh(application), wish, desks, at=at)


def _funded(application: Application, wish: Wish, desks: Desks, *, at: datetime) -> Iterator[datetime]:
    """From the letter to the last payment."""
    writer = wish.group.writer
    yield (at := _after(at, 5, 20))
    account = Account(holder=wish.group.name, iban=wish.group.iban)
    actions.enter_account(actions.Naming(application=application, account=account), actor=writer, at=at)
    if not wish.is_against_receipts:
        at = max(at, _at(wish.starts_on - timedelta(days=18), 20))
        yield at
        rest = queries.allowance(application, on=clock.local(at).date()).cents
        call = Call(cents=rest, wanted_on=clock.local(at).date() + timedelta(days=7), purpose="Material und Honorare")
        drawing = actions.Drawing(application=application, call=call)
        drawdown = actions.request_drawdown(drawing, actor=writer, at=at)
        yield (at := _after(at, 2))
        drawdown = actions.check_drawdown(drawdown, actor=desks.officer, at=at)
        yield from _pay(drawdown, desks, at=at)
    yield (at := max(_after(at, 6), _at(wish.starts_on + timedelta(days=20 + wish.participants % 14), 21)))
    application = _fresh(application)
    actions.begin_proof(application, actor=writer, at=at)
    content = _content(application, wish)
    if wish.is_against_receipts:
        _receipts(application, content, by=writer, at=at)
    application = actions.hand_in(_fresh(application), actor=writer, content=content, at=at)
    yield (at := _after(at, 5))
    actions.check_proof(application, actor=desks.officer, marks=rules.NO_MARKS, note=said()["note"], at=at)
    yield (at := _after(at, 1))
    application = actions.settle_grant(_fresh(application), actor=desks.officer, at=at)
    yield from _even_out(application, desks, at=at)


def _even_out(application: Application, desks: Desks, *, at: datetime) -> Iterator[datetime]:
    """The last payment of a settled grant, or what comes back; then the case is closed."""
    settlement = application.settlement
    if settlement.to_pay:
        account = queries.account_of(application)
        if account is not None and not account.is_confirmed:  # nothing was drawn before, with which it was looked at
            actions.confirm_account(account, actor=desks.officer, at=at)
        yield from _pay(application.drawdowns.get(kind="final"), desks, at=at)
    if settlement.to_pay_back:
        yield (at := _after(at, 12))
        decision = writing.latest_decision(application)
        assert decision is not None and decision.earmark is not None  # noqa: S101 - it was paid
        voucher = f"Kontoauszug vom {clock.local(at):%d.%m.%Y}"
        back = budget.Repayment(
            earmark=decision.earmark, cents=settlement.to_pay_back, voucher=voucher, reason=said()["back"]
        )
        budget.repay(back, actor=desks.treasurer, at=at)
    application = _fresh(application)
    if application.state == ApplicationState.SETTLED:
        actions.close_case(application, actor=system("funding"))


def _pay(drawdown: Drawdown, desks: Desks, *, at: datetime) -> Iterator[datetime]:
    """The treasury orders a payment, and somebody else releases it."""
    yield (at := _after(at, 1, 11))
    drawdown = actions.order_drawdown(drawdown, actor=desks.treasurer, at=at)
    yield (at := _after(at, 1, 15))
    assert drawdown.order is not None  # noqa: S101 - just ordered
    budget.release_order(drawdown.order, actor=desks.officer, at=at)


def _fresh(application: Application) -> Application:
    return Application.objects.select_related("project", "rule_set", "applicant").get(pk=application.pk)


def _enter(wish: Wish, desks: Desks, *, at: datetime) -> Project:
    """The project, public from the first day, with what somebody else gives for it."""
    outline = Outline(
        kind=ProjectKind.CARRIED,
        title=wish.title,
        summary=wish.kind["summary"],
        carrier=wish.group.name,
        place=wish.place,
        starts_on=wish.starts_on,
        ends_on=wish.starts_on,
    )
    entering = actions.Entering(outline=outline, district=wish.group.district, theme=wish.theme)
    project = actions.enter(entering, actor=wish.group.writer, at=at)
    if wish.sponsored:
        given = actions.Given(
            project=project,
            kind=IncomeKind.THIRD_PARTY,
            source=wish.sponsor,
            cents=wish.sponsored,
            state=Promise.RECEIVED if wish.starts_on < clock.today() else Promise.PROMISED,
        )
        actions.contribute(given, actor=wish.group.writer, at=at)
    return actions.publish(project, actor=desks.maker, at=at)


def _decide(application: Application, wish: Wish, desks: Desks, *, at: datetime) -> None:
    """What its fate says, as long as the year's money lasts."""
    application = _fresh(application)
    cents = application.asked_cents * 4 // 5 if wish.fate == Fate.PART else application.asked_cents
    pot = queries.pots_for(application, on=clock.local(at).date()).order_by("-funds").first()
    if wish.fate == Fate.REJECTED:
        deciding = actions.Deciding(cents=0, reason=said()["refused"])
    elif pot is None or pot.available < cents:
        deciding = actions.Deciding(cents=0, reason=said()["empty"])
    else:
        deciding = actions.Deciding(cents=cents, pot=pot, reason=said()["partly"] if wish.fate == Fate.PART else "")
    actions.decide(application, actor=desks.officer, deciding=deciding, at=at)


def _content(application: Application, wish: Wish) -> ProofContent:
    """All as planned; where less was needed, half of it."""
    plan = accounting.plan_of(application)
    spent = [one.cents // (2 if wish.fate == Fate.LESS else 1) for one in plan.expenses]
    came = [CameIn(kind=one.kind, title=one.title, planned=one.counted, received=one.counted) for one in plan.incomes]
    return ProofContent(
        narrative=wish.kind["narrative"],
        participants=wish.participants,
        spent=(*spent, 0),
        came=tuple(came),
        volunteer_minutes=plan.volunteer_minutes,
        is_true=True,
    )


def _receipts(application: Application, content: ProofContent, *, by: Person, at: datetime) -> None:
    """A receipt for each line, kept by the group itself: nobody has to photograph what the office does not ask for."""
    proof = accounting.proof_of(application)
    assert proof is not None  # noqa: S101 - just begun
    for line, (expense, cents) in enumerate(zip(accounting.plan_of(application).expenses, content.spent, strict=False)):
        entry = VoucherEntry(
            number=0,
            line=line,
            dated_on=clock.local(at).date(),
            payee=RECEIPTS_FROM[line % len(RECEIPTS_FROM)],
            reason=expense.title,
            cents=cents,
        )
        actions.keep_voucher(actions.Receipt(proof=proof, entry=entry), actor=by, at=at)
