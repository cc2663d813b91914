"""The pages of funding for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.boards.tests import factories as board
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import LetterRun
from quartierwerk.rooms.funding.rules import (
    NO_MARKS,
    Condition,
    Intake,
    ProofLevel,
    QuestionKind,
    Reported,
    ThanksWay,
    Way,
)
from quartierwerk.rooms.funding.tests import aid as aiding
from quartierwerk.rooms.funding.tests import annual, drawing, factories, own_factories, recovering
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests import proofs as account
from quartierwerk.rooms.funding.tests import showing_factories as shows

VISITED = (
    *("programmes", "programme", "reckon", "terms"),
    *("projects", "projects_map", "project", "figures", "figures_file"),
    *("annual_reports", "annual_report", "annual_report_file"),
)
PUBLIC = {f"funding:{name}" for name in VISITED}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """A public programme with terms, some of which begin tomorrow, and a round that is to come."""
    programme = factories.regulated(factories.programme("Probefonds"))
    factories.regulated(programme, valid_from=clock.today() + timedelta(days=1))
    coming = factories.called(programme, begins=10)
    of_programme: dict[str, object] = {"slug": programme.slug}
    of_terms = of_programme | {"pk": queries.rule_sets_of(programme)[0].pk}
    of_round = of_programme | {"pk": coming.pk}
    names = ("programme", "reckon", "edit", "end", "regulate", "call", "take_down")
    return {
        **{f"funding:{name}": of_programme for name in names},
        **_questions(programme),
        **{f"funding:{name}": of_terms for name in ("terms", "withdraw")},
        **{f"funding:{name}": of_round for name in ("move_round", "drop_round")},
        "funding:cases_form": {"format": "csv"},
        **_entrances(cast),
        **_projects(cast),
        **_applications(cast),
        **_letters(cast),
        **_cases(cast),
        **_own_projects(cast),
        **_drawdowns(cast),
        **_proofs(cast),
        **_figures(cast),
        **_recoveries(cast),
        **_aid(cast),
    }


def _aid(cast: Any) -> dict[str, dict[str, object]]:
    """A grant to an undertaking that is still to be entered, and an application of which nobody has said so."""
    granted = aiding.granted(cast.owner, office=cast.officer)
    asked = factories.submitted(cast.owner, of=aiding.fund())
    return {
        "funding:aid_file": {"format": "csv"},
        "funding:check_aid": {"pk": asked.pk},
        "funding:note_in_register": {"pk": granted.letters.get().pk},
    }


def _recoveries(cast: Any) -> dict[str, dict[str, object]]:
    """A grant of which something was paid; and one of which somebody is heard, with an answer."""
    paid = recovering.paid_out(cast.owner, office=cast.officer)
    heard = recovering.heard(cast.owner, office=cast.officer)
    asked = recovering.opened(cast.owner, office=cast.officer)
    steps = ("recovery", "answer_hearing", "claim_back", "drop_recovery")
    recovering.rates()
    claimed, borne = (recovering.claimed(cast.owner, office=cast.officer) for _ in range(2))
    interest = actions.claim_interest(
        borne, actor=cast.officer, first_on=clock.today(), last_on=clock.today(), reason="Es dauerte lange."
    )
    return {
        **{f"funding:{name}": {"pk": claimed.pk} for name in ("claim_interest", "waive_interest")},
        "funding:draft_interest_letter": {"pk": interest.pk},
        "funding:open_recovery": {"pk": paid.pk},
        "funding:draft_recovery_letter": {"pk": asked.pk},
        **{f"funding:{name}": {"pk": heard.pk} for name in steps},
    }


def _figures(cast: Any) -> dict[str, dict[str, object]]:
    """A reported year, a report that was published, and a draft of another."""
    this_year = clock.today().year
    draft, report = actions.begin_report(this_year, actor=cast.officer), annual.published(by=cast.officer)
    told = actions.report_year(Reported(year=2015, projects=251, source="Geschäftsbericht 2015"), actor=cast.officer)
    return {
        "funding:figures_file": {"format": "csv"},
        **{f"funding:{name}": {"pk": told.pk} for name in ("correct_reported", "drop_reported")},
        **{f"funding:{name}": {"pk": report.pk} for name in ("annual_report", "annual_report_file")},
        **{f"funding:{name}": {"pk": draft.pk} for name in ("write_report", "publish_report", "drop_report")},
    }


def _entrances(cast: Any) -> dict[str, dict[str, object]]:
    """A programme that asks for needs, one of them registered; a round with a code to it, and a draft of that round."""
    fund = factories.regulated(factories.programme("Bedarfsfonds"), terms=replace(factories.CLUBS, needs_first=True))
    first = clock.today() + timedelta(days=30)
    project = factories.project("Bedarfsfest", by=cast.owner, starts_on=first, ends_on=first)
    registering = actions.Registering(programme=fund, project=project, cents=80_000, text="Für Laternen.")
    need = actions.register_need(registering, actor=cast.owner)
    rounds = replace(factories.CLUBS, intake=Intake.ROUNDS)
    of_rounds = factories.regulated(factories.programme("Rundenfonds"), terms=rounds)
    called = factories.called(of_rounds)
    late = actions.Lateness(called=called, purpose="Verein Hofmusik", valid_until=called.closes_on + timedelta(days=5))
    code = actions.issue_late_code(late, actor=cast.officer)
    draft = factories.application(cast.owner, of=of_rounds, to=project)
    of_round: dict[str, object] = {"slug": of_rounds.slug, "pk": called.pk}
    return {
        "funding:register_need": {"slug": fund.slug},
        **{f"funding:{name}": {"pk": need.pk} for name in ("answer_need", "withdraw_need")},
        "funding:late_codes": of_round,
        "funding:withdraw_late_code": of_round | {"code": code.pk},
        "funding:redeem": {"pk": draft.pk},
    }


def _cases(cast: Any) -> dict[str, dict[str, object]]:
    """Cases at each step: one that is new, one with a question open, one that waits for a decision."""
    fund = factories.regulated(factories.programme("Fallfonds"))
    project = factories.project("Fallfest", by=cast.owner, starts_on=clock.today(), ends_on=clock.today())
    new = factories.submitted(cast.owner, of=fund, to=project)
    asked = factories.submitted(cast.owner, of=factories.regulated(factories.programme("Fragefonds")))
    actions.check(asked, actor=cast.officer, marks={}, note="")
    asking = actions.Asking(question="Wer baut auf?", due_on=clock.today() + timedelta(days=7))
    actions.ask_back(asked, actor=cast.officer, asking=asking)
    waiting = factories.assessed(
        cast.owner, clerk=cast.officer, of=factories.regulated(factories.programme("Wartefonds"))
    )
    meeting = board.meeting(board.assembled(voting=1).body, by=cast.officer, days=9)
    steps = ("check_case", "admit", "take", "ask_back", "permit_early_start", "refuse_unchecked", "message", "record")
    return {
        **{f"funding:{name}": {"pk": new.pk} for name in steps},
        **{f"funding:{name}": {"pk": asked.pk} for name in ("answer", "correct", "go_on")},
        **{f"funding:{name}": {"pk": waiting.pk} for name in ("assess", "decide", "amend")},
        "funding:tell_body": {"pk": meeting.pk},
    }


def _own_projects(cast: Any) -> dict[str, dict[str, object]]:
    """An own project with money and invoices, and one that asks for money."""
    board = own_factories.board()
    rich = own_factories.granted(own_factories.own_project("Probebank", by=cast.owner), board)
    handed = own_factories.invoice(rich)
    asked = own_factories.demand(own_factories.own_project("Probefest der Gruppe", by=cast.owner))
    of_rich: dict[str, object] = {"pk": rich.pk}
    of_invoice = of_rich | {"invoice": handed.pk}
    of_demand = {"pk": asked.project_id, "demand": asked.pk}
    steps = ("invoice", "check_invoice", "order_invoice", "refuse_invoice", "withdraw_invoice")
    return {
        **{f"funding:{name}": of_rich for name in ("funds", "ask", "close", "enter_invoice")},
        **{f"funding:{name}": of_invoice for name in steps},
        **{f"funding:{name}": of_demand for name in ("table_demand", "withdraw_demand")},
    }


def _drawdowns(cast: Any) -> dict[str, dict[str, object]]:
    """A grant with an account that was changed, drawdowns at two desks, and a notice that is not final."""
    grant = drawing.granted(cast.owner)
    asked = drawing.drawdown(grant)
    checked = actions.check_drawdown(drawing.drawdown(grant), actor=cast.officer)
    other = drawing.granted(cast.owner)
    drawing.account(other)
    changed = drawing.account(other, iban=drawing.OTHER)
    notice = drawing.granted(cast.owner, terms=make.CITY).letters.get()
    steps = ("drawdown", "check_drawdown", "refuse_drawdown", "withdraw_drawdown")
    return {
        **{f"funding:{name}": {"pk": asked.pk} for name in steps},
        **{f"funding:{name}": {"pk": grant.pk} for name in ("enter_account", "request_drawdown")},
        "funding:order_drawdown": {"pk": checked.pk},
        "funding:confirm_account": {"pk": other.pk, "account": changed.pk},
        "funding:waive_remedy": {"pk": notice.pk},
    }


def _questions(programme: Any) -> dict[str, dict[str, object]]:
    """Questions of each kind, some of which hang on others."""
    kinds = [factories.question(f"q{number}", kind) for number, kind in enumerate(QuestionKind, start=1)]
    depends = factories.question("q99", only_if=Condition(question="q3", answers=("yes",)), is_required=True)
    factories.asked(programme, *kinds, depends)
    of_programme: dict[str, object] = {"slug": programme.slug}
    return {
        **{
            f"funding:{name}": of_programme
            for name in ("questions", "preview_questions", "lay_down_questions", "section", "question")
        },
        **{f"funding:{name}": of_programme | {"place": 0} for name in ("edit_section", "drop_section")},
        **{f"funding:{name}": of_programme | {"key": "q1"} for name in ("edit_question", "drop_question")},
    }


def _applications(cast: Any) -> dict[str, dict[str, object]]:
    """An application that is being written and one that was submitted, of one person."""
    written = factories.application(cast.owner)
    sent = factories.submitted(cast.owner, of=written.programme)
    with_file = factories.enclosed(cast.owner)
    return {
        "funding:begin": {"slug": written.programme.slug},
        **{
            f"funding:{name}": {"pk": written.pk}
            for name in ("write", "check", "save", "share", "withdraw_application")
        },
        "funding:enclosure": {"pk": with_file.pk, "enclosure": with_file.enclosures.get().pk},
        **{f"funding:{name}": {"pk": sent.pk} for name in ("application", "receipt")},
    }


def _letters(cast: Any) -> dict[str, dict[str, object]]:
    """A decided application, letters in every state, and a run."""
    make.texts()
    second, fund = make.second_officer(), make.programme()
    waits, begins = make.decided(cast.owner, of=fund), make.early_start(factories.submitted(cast.owner, of=fund))
    drafted = make.drafted(make.decided(cast.owner, of=fund), by=second)
    approved = make.approved(make.decided(cast.owner, of=fund), by=cast.officer, second=second)
    issued = make.issued(make.decided(cast.owner, of=fund), by=cast.officer, second=second)
    served = make.issued(make.decided(cast.owner, of=fund), by=cast.officer, second=second)
    actions.serve_letter(served, actor=cast.officer, way=Way.HAND)
    many = actions.Many(step=LetterRun.Step.DRAFT, applications=(waits,))
    run = actions.start_letters(many, actor=cast.officer)
    return {
        "funding:draft_letter": {"pk": waits.pk},
        "funding:draft_early_letter": {"pk": begins.pk},
        "funding:approve_letter": {"pk": drafted.pk},
        "funding:discard_letter": {"pk": drafted.pk},
        "funding:issue_letter": {"pk": approved.pk},
        "funding:serve_letter": {"pk": issued.pk},
        **{f"funding:{name}": {"pk": served.pk} for name in ("letter", "letter_file", "retrieve_letter")},
        "funding:survey": {"pk": served.application_id},
        "funding:letter_run": {"pk": run.pk},
        "funding:lay_down_clauses": {"grantor": "city"},
    }


def _proofs(cast: Any) -> dict[str, dict[str, object]]:
    """A proof that is being written, one that was handed in and one that was checked."""
    terms = replace(factories.CLUBS, proof=ProofLevel.VOUCHERS)
    fund = factories.regulated(factories.programme("Belegfonds"), terms=terms)
    written, sent, checked = (account.served(cast.owner, office=cast.officer, of=fund) for _ in range(3))
    account.voucher(account.begun(written, by=cast.owner), by=cast.owner, file=True)
    for one in (sent, checked):
        account.voucher(account.begun(one, by=cast.owner), by=cast.owner)
        actions.hand_in(one, actor=cast.owner, content=account.as_planned(one))
    actions.check_proof(checked, actor=cast.officer, marks=NO_MARKS, note="Stimmt.")
    of_voucher: dict[str, object] = {"pk": written.pk, "number": 1}
    return {
        **{f"funding:{name}": {"pk": written.pk} for name in ("proof", "save_proof", "reckon_proof", "add_voucher")},
        **{f"funding:{name}": of_voucher for name in ("voucher", "voucher_file", "drop_voucher")},
        **{f"funding:{name}": {"pk": sent.pk} for name in ("check_proof", "reckon_check", "return_proof")},
        "funding:settle_grant": {"pk": checked.pk},
    }


def _projects(cast: Any) -> dict[str, dict[str, object]]:
    """A public project in two districts, with all that its page shows, and with money from others."""
    project = factories.project("Probefest", by=cast.owner, further=True)
    money = factories.contribution(project)
    of_project: dict[str, object] = {"pk": project.pk}
    shown, late = shows.picture(project), shows.picture(project, by=cast.owner, alt="Noch nicht gezeigt")
    of_picture = of_project | {"picture": shown.pk}
    thanked = shows.thanks(shows.received(project), way=ThanksWay.HAND).contribution
    shows.effect(project, by=cast.officer)
    shows.pinned(project, (project.district.center_lat, project.district.center_lon))
    steps = ("project", "reshape", "publish", "hide", "call_off", "entrust", "contribute")
    more = ("project_pictures", "pin_project", "tell_effect", "show_additions")
    return {
        **{f"funding:{name}": of_project for name in (*steps, *more)},
        "funding:put_picture_first": of_project | {"picture": late.pk},
        **{f"funding:{name}": of_picture for name in ("describe_picture", "drop_picture")},
        **{f"funding:{name}": of_project | {"contribution": thanked.pk} for name in ("thank", "thanks_file")},
        **{f"funding:{name}": of_project | {"contribution": money.pk} for name in ("settle", "drop_contribution")},
    }
