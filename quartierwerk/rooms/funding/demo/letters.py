"""The demo city's letters: the house's texts with a court that its law office has named, and what it wrote by them."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from quartierwerk.foundation import clock, privacy
from quartierwerk.rooms.accounts.actions import give_consent
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import running_consent
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Decision, InterestClaim, Letter, Recovery
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import Instrument, Part, Way

DATA = Path(__file__).parent / "data" / "letters.toml"


def load(*, actor: Person, founding: datetime) -> None:
    """Lay down every text since the founding."""
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))
    since = clock.local(founding).date()
    court = actions.PassageToBe(part=Part.REMEDY, instrument=Instrument.NOTICE, text=said["remedy"], valid_from=since)
    actions.lay_down_passage(court, actor=actor, at=founding)
    wanted = actions.Proposals(valid_from=since, basis=said["basis"])
    actions.begin_with_proposals(wanted, actor=actor, at=founding)


FATES = ("post", "portal", "drafted", "approved", "")
"""How far the letter about one decided application after the other has got; the last waits to be drafted."""
STREET = "Werkstraße 12\n12345 Musterstadt"


def write(*, maker: Person, officer: Person, today: datetime) -> None:
    """Letters about what was decided: drafted by the house's own hand, approved and sent by the officer."""
    for number, application in enumerate(reading.to_draft(officer)):
        decision = reading.latest_decision(application)
        if decision is not None:
            fate = FATES[number % len(FATES)]
            take(decision, fate, maker=maker, officer=officer, at=min(today, decision.at + timedelta(days=1)))


def draft(about: Decision | Recovery | InterestClaim, *, maker: Person, at: datetime) -> Letter:
    """A letter to whoever it usually goes to."""
    address = f"{reading.usual_addressee(about.application)}\n{STREET}"
    return actions.draft_letter(actions.Drafting(about=about, addressee=address), actor=maker, at=at)


def take(about: Decision | Recovery, fate: str, *, maker: Person, officer: Person, at: datetime) -> None:
    """A letter goes as far as its fate says, all on one day; one that the linter stops stays a draft."""
    if not fate:
        return
    letter = draft(about, maker=maker, at=at)
    if fate == "drafted" or reading.flaws(letter, on=clock.local(at).date()):
        return
    actions.approve_letter(letter, actor=officer, at=at)
    if fate == "approved":
        return
    if fate == "portal":
        _agree(about.application.applicant, at=at)
    send(letter, Way(fate), officer=officer, at=at)


def send(letter: Letter, way: Way, *, officer: Person, at: datetime) -> None:
    """An approved letter is issued and made known."""
    actions.issue_letter(letter, actor=officer, at=at)
    actions.serve_letter(letter, actor=officer, way=way, at=at)


def _agree(person: Person | None, *, at: datetime) -> None:
    wording = privacy.wording(reading.CONSENT)
    if person is not None and wording is not None and running_consent(person, reading.CONSENT) is None:
        wanted = {"purpose": reading.CONSENT, "version": wording.version, "language": "de"}
        give_consent(person, actor=person, at=at, **wanted)
