"""What invented people propose and report in the demo city, and what became of it, through the verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import ChangeRequest, Profile, Report

HOURS = rules.Opening(mode=rules.OpeningMode.WEEKLY, spans=rules.spans_from_text(3, "10-18"), note="Bitte klingeln")
ENTRY = rules.ProfileContent(
    name="Siebdruck im Hinterhof",
    kind=rules.Kind.COLLECTIVE,
    sectors=("design",),
    tagline_de="Plakate und Textilien, von Hand gedruckt",
    about_de="Zu viert drucken wir für Vereine, Läden und Bands aus der Nachbarschaft.",
    opening=HOURS,
)


def load_proposals(
    *, kept: Profile, others: list[Profile], officer: Person, signed_in: Person, today: datetime
) -> None:
    """Proposals to the profile that the cast keeps and to a few others, and reports; some wait, some are decided."""

    def ago(days: int) -> datetime:
        return today - timedelta(days=days)

    _change(kept, at=ago(4), email="nele.nachbar@post.example", note="Steht so an der Tür.", opening=HOURS)
    _change(kept, at=ago(9), actor=signed_in, cooperation_de="Wir suchen eine Druckerei.", founded=2011)
    now = queries.content_of(kept)
    actions.edit(
        kept,
        actor=officer,
        content=replace(now, cooperation_de="Wir suchen einen Proberaum.", is_open_for_cooperation=True),
        why="Nach einem Anruf",
        at=ago(6),
    )
    asked, partly, refused = others
    question = _change(asked, at=ago(12), email="jonte@post.example", moved_on_to="Atelierhaus am Kanal")
    actions.ask_back(question, actor=officer, question="Seit wann gilt die neue Adresse?", at=ago(11))
    mixed = _change(partly, at=ago(20), email="ayla@post.example", founded=2014, legal_form="GmbH")
    actions.accept(
        mixed,
        actor=officer,
        units=["founded"],
        based_on=partly.version,
        reason="Die Rechtsform steht im Register anders.",
        at=ago(18),
    )
    doubted = _change(refused, at=ago(30), tagline_de="Das beste Haus am Platz")
    actions.refuse(doubted, actor=officer, reason="Das ist Werbung und keine Angabe.", at=ago(29))
    actions.propose(actions.Proposal(content=ENTRY, email="hinterhof@post.example"), actor=None, at=ago(2))
    actions.propose(actions.Proposal(content=replace(ENTRY, name=kept.name)), actor=None, at=ago(1))
    late = _change(partly, at=ago(17), legal_form="e. V.", note="Steht so im Impressum.")
    accounts.take_care(reference(late), actor=officer, at=ago(16))
    _report(asked, rules.ReportReason.CLOSED, "Seit Wochen ist das Schaufenster leer.", at=ago(9))
    _report(refused, rules.ReportReason.RIGHTS, "Das zweite Bild ist von mir, gefragt hat niemand.", at=ago(2))
    settled = _report(partly, rules.ReportReason.OFFENSIVE, "Der Text ist frech.", at=ago(40))
    actions.dismiss(
        settled, actor=officer, answer="Der Text spottet über die eigene Arbeit und beleidigt niemanden.", at=ago(38)
    )


def _report(profile: Profile, reason: rules.ReportReason, text: str, *, at: datetime) -> Report:
    complaint = actions.Complaint(profile=profile, reason=reason, text=text, email="meldung@post.example")
    return actions.report(complaint, actor=None, at=at)


def _change(
    profile: Profile, *, at: datetime, actor: Person | None = None, email: str = "", note: str = "", **parts: Any
) -> ChangeRequest:
    shown = queries.shown_at(profile.version, profile=profile, person=actor)
    proposal = actions.Proposal(
        content=replace(shown, **parts), profile=profile, based_on=profile.version, email=email, note=note
    )
    return actions.propose(proposal, actor=actor, at=at)
