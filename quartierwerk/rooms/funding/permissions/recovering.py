"""Who may claim money back, and who may say something first."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.permissions import office
from quartierwerk.rooms.funding.permissions.cases import has_applied, may_handle, may_speak_for


def may_recover(actor: Any, subject: Any) -> bool:
    """The staff unit claims back, nobody from themself; the subject is a claim, a wish for one, or an application."""
    application = getattr(subject, "application", subject)
    return office(actor) and may_handle(actor, application)


def may_answer_hearing(actor: Any, recovery: Any) -> bool:
    """Whoever applied; the office for somebody who never had an account here."""
    return has_applied(actor, recovery.application) or may_speak_for(actor, recovery.application)


def may_lay_down_rates(actor: Any, subject: Any = None) -> bool:
    """The staff unit enters what money that is claimed back bears, as the Bundesbank and the law say it."""
    return office(actor)
