"""What can be done next about a case, the likeliest first: buttons on its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.queries import recovering
from quartierwerk.rooms.funding.rules import ApplicationState

NEXT: dict[str, tuple[str, ...]] = {
    ApplicationState.SUBMITTED: ("check_case",),
    ApplicationState.FORMAL_CHECK: ("admit", "check_case", "ask_back", "refuse_unchecked"),
    ApplicationState.INFO_REQUESTED: ("go_on",),
    ApplicationState.ADMISSIBLE: ("assess", "check_case"),
    ApplicationState.ISSUED: ("amend",),
    ApplicationState.SERVED: ("amend", "open_recovery"),
    ApplicationState.PROOF_SUBMITTED: ("check_proof", "return_proof"),
    ApplicationState.PROOF_CHECKED: ("settle_grant", "check_proof", "return_proof"),
    ApplicationState.SETTLED: ("close_case", "open_recovery"),
    ApplicationState.CLOSED: ("open_recovery",),
    ApplicationState.ASSESSED: ("decide", "bring", "assess", "check_case"),
}
LABELS = {
    "check_case": _("Prüfen"),
    "admit": _("Für zulässig erklären"),
    "ask_back": _("Nachfordern"),
    "refuse_unchecked": _("Als unzulässig ablehnen"),
    "go_on": _("Ohne Antwort weiter"),
    "assess": _("Einschätzen"),
    "decide": _("Entscheiden"),
    "amend": _("Förderung ändern"),
    "bring": _("Vor das Gremium bringen"),
    "permit_early_start": _("Vorzeitigen Beginn erlauben"),
    "check_proof": _("Verwendungsnachweis prüfen"),
    "return_proof": _("Nachweis zurückgeben"),
    "settle_grant": _("Abrechnen"),
    "close_case": _("Abschließen"),
    "open_recovery": _("Geld zurückfordern"),
}
AT_ONCE = frozenset({"admit", "go_on", "close_case"})
WITH_MONEY = frozenset({ApplicationState.SERVED, ApplicationState.SETTLED})
"""In these money is drawn."""
RARE = frozenset({"amend", "open_recovery"})
"""What can be done and hardly ever is: it does not stand first in colour."""


class Step(NamedTuple):
    """Something to do about a case: a page to go to, or a button that does it."""

    label: str | Promise
    url: str
    is_at_once: bool
    is_rare: bool


def steps_of(application: Application, person: Any) -> list[Step]:
    """What somebody who handles a case can do about it now; money that waits for them comes first."""
    known = [name for name in NEXT.get(application.state, ()) if _is_possible(name, application, person)]
    if rules.may_permit_early_start(application.rule_set.terms, application.state) and application.early_from is None:
        known.append("permit_early_start")
    steps = [Step(LABELS[name], _address(name, application), name in AT_ONCE, name in RARE) for name in known]
    return [*_drawdowns(application, person), *steps] if application.state in WITH_MONEY else steps


def _drawdowns(application: Application, person: Any) -> Iterator[Step]:
    """The pages of what is drawn and waits for somebody."""
    waiting = (
        (_("Mittelabruf prüfen"), queries.drawdowns_to_check(person)),
        (_("Zahlung anweisen"), queries.drawdowns_to_order(person)),
    )
    for label, rows in waiting:
        if (found := rows.filter(application=application).first()) is not None:
            yield Step(label, found.get_absolute_url(), is_at_once=False, is_rare=False)


def _is_possible(name: str, application: Application, person: Any) -> bool:
    if name == "admit":
        latest = application.checks.last()
        return latest is not None and rules.may_pass(application.rule_set.terms, latest.marks)
    if name == "amend":
        latest = application.decisions.last()
        is_granted = latest is not None and latest.is_granting
        return is_granted and queries.may_decide_on(application) and permissions.may_decide(person, application)
    if name in ("settle_grant", "close_case"):
        is_due = name == "settle_grant" or reading.is_even(application)
        return is_due and permissions.may_settle(person, application)
    if name == "open_recovery":
        return recovering.may_be_claimed(application) and permissions.may_recover(person, application)
    if name == "decide":
        return queries.may_decide_on(application) and permissions.may_decide(person, application)
    return name != "bring" or not queries.may_decide_on(application)


def _address(name: str, application: Application) -> str:
    if name == "bring":
        return f"{reverse('funding:bring')}?antrag={application.pk}"
    return reverse(f"funding:{name}", args=[application.pk])
