"""The pages of funding for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.tests import factories, own_factories

PUBLIC = {f"funding:{name}" for name in ("programmes", "programme", "reckon", "terms", "projects", "project")}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """A public programme with terms, some of which begin tomorrow, and a round that is to come."""
    programme = factories.regulated(factories.programme("Probefonds"))
    factories.regulated(programme, valid_from=clock.today() + timedelta(days=1))
    coming = factories.called(programme, begins=10)
    of_programme: dict[str, object] = {"slug": programme.slug}
    of_terms = of_programme | {"pk": queries.rule_sets_of(programme)[0].pk}
    of_round = of_programme | {"pk": coming.pk}
    return {
        **{f"funding:{name}": of_programme for name in ("programme", "reckon", "edit", "end", "regulate", "call")},
        **{f"funding:{name}": of_terms for name in ("terms", "withdraw")},
        **{f"funding:{name}": of_round for name in ("move_round", "drop_round")},
        **_projects(cast),
        **_applications(cast),
        **_own_projects(cast),
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


def _applications(cast: Any) -> dict[str, dict[str, object]]:
    """An application that is being written and one that was submitted, of one person."""
    written = factories.application(cast.owner)
    sent = factories.submitted(cast.owner, of=written.programme)
    return {
        "funding:begin": {"slug": written.programme.slug},
        **{f"funding:{name}": {"pk": written.pk} for name in ("write", "check", "withdraw_application")},
        **{f"funding:{name}": {"pk": sent.pk} for name in ("application", "receipt")},
    }


def _projects(cast: Any) -> dict[str, dict[str, object]]:
    """A public project in two districts, with money from others."""
    project = factories.project("Probefest", by=cast.owner, further=True)
    money = factories.contribution(project)
    of_project: dict[str, object] = {"pk": project.pk}
    steps = ("project", "reshape", "publish", "hide", "call_off", "entrust", "contribute")
    return {
        **{f"funding:{name}": of_project for name in steps},
        **{f"funding:{name}": of_project | {"contribution": money.pk} for name in ("settle", "drop_contribution")},
    }
