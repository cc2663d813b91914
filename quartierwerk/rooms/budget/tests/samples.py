"""The treasury's pages for the tests that open every page: no visitor sees any, and things that fill the blanks."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.rules import Way
from quartierwerk.rooms.budget.tests import factories, run_factories, statements

PUBLIC: set[str] = set()


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """A year with a pot, a case in it that is committed, an order that somebody else proposed, one of the officer's."""
    keeper = factories.treasurer()
    pillar = actions.add_pillar(
        actions.PillarTerms(name_de="Säule 1", first_year=2016, total_cents=100000, basis="Ratsbeschluss"), actor=keeper
    )
    factories.pot(by=keeper, pillar=pillar, purpose="")
    pot = factories.pot(cents=500000, by=keeper)
    earmark = factories.earmark(pot, cents=200000, by=keeper)
    actions.commit(actions.Held(earmark=earmark, cents=150000), actor=keeper)
    paid = factories.order(earmark, cents=20000, by=keeper)
    actions.release_order(paid, actor=cast.officer)
    order, own = (factories.order(earmark, cents=10000, by=person) for person in (keeper, cast.officer))
    entry = pot.entries.order_by("pk").first()
    lines = [statements.line(-5, day=clock.today()), statements.line(7, day=clock.today())]
    [told] = actions.read_statements(actions.StatementFile(statements.statement(lines, total=2)), actor=keeper)
    passed, came = told.lines.order_by("position")
    actions.pass_line(passed, actor=keeper, reason="Kontoführung")
    outs = [run_factories.released(pot, cents=500, by=keeper, other=cast.officer) for _number in range(4)]
    gathered = run_factories.gathered(outs[:1], by=keeper)
    released = run_factories.under_way(outs[1:2], by=keeper, other=cast.officer)
    asked, listed = (
        run_factories.under_way([out], by=keeper, other=cast.officer, way=Way.TREASURY) for out in outs[2:]
    )
    actions.ask_to_void(asked, actor=keeper, reason="Falscher Tag")
    sent = released.payments.get()
    return {
        **{f"budget:{name}": {"pk": gathered.pk} for name in ("release_run", "dissolve")},
        **{f"budget:{name}": {"pk": released.pk} for name in ("run", "fetch_file", "fetch_list", "ask_to_void")},
        **{f"budget:{name}": {"pk": asked.pk} for name in ("void_run", "let_stand")},
        "budget:confirm_execution": {"pk": listed.pk},
        "budget:fail": {"pk": released.pk, "payment": sent.pk},
        "budget:close_account": {"pk": released.account_id},
        "budget:match_run": {"pk": came.pk, "run": released.pk},
        "budget:book_return": {"pk": came.pk, "payment": sent.pk},
        "budget:book_repayment": {"pk": came.pk, "earmark": earmark.pk},
        **{
            f"budget:{name}": {"pk": pot.pk} for name in ("pot", "allocate", "transfer", "reserve", "spend", "edit_pot")
        },
        **{
            f"budget:{name}": {"pk": earmark.pk}
            for name in ("earmark", "commit", "release", "decommit", "propose", "repay")
        },
        **{f"budget:{name}": {"pk": entry.pk} for name in ("entry", "take_back")},
        **{f"budget:{name}": {"pk": order.pk} for name in ("order", "release_order", "refuse")},
        "budget:withdraw": {"pk": own.pk},
        "budget:end_pillar": {"pk": pillar.pk},
        **{
            f"budget:{name}": {"year": pot.year.year}
            for name in ("allocate_as_provided", "close_year", "open_pot", "cash_report", "cash_report_file")
        },
        **{f"budget:{name}": {"format": "csv"} for name in ("pots_file", "entries_file", "pots_form")},
        "budget:statement": {"pk": told.pk},
        **{f"budget:{name}": {"pk": came.pk} for name in ("line", "book", "pass_line")},
        "budget:match": {"pk": came.pk, "entry": entry.pk},
        "budget:unmatch": {"pk": passed.pk},
    }
