"""Who claims profiles in the demo city, and what became of it: each way once, through the verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from quartierwerk.rooms.accounts.actions import join
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.actions import Wish
from quartierwerk.rooms.directory.models import Profile


def load_claims(*, kept: Profile, others: list[Profile], officer: Person, stranger: Person, today: datetime) -> None:
    """Claims to the profile that the cast keeps and to profiles that nobody keeps; some wait, some are decided."""

    def ago(days: int) -> datetime:
        return today - timedelta(days=days)

    def claimant(name: str, email: str) -> Person:
        return join(Person(name=name, email=email), actor=officer, at=ago(60))

    alone, doubted, approved = others
    jule, benno = claimant("Jule Jansen", "jule.jansen@post.example"), claimant("Benno Brandt", "benno@post.example")
    actions.claim(
        Wish(profile=alone, note="Ich kümmere mich hier um alles Schriftliche; die alte Adresse liest niemand mehr."),
        actor=jule,
        at=ago(3),
    )
    shown = queries.shown_at(alone.version, profile=alone, person=jule)
    correction = replace(shown, cooperation_de="Wir suchen einen Raum für den Winter.")
    actions.propose(actions.Proposal(content=correction, profile=alone, based_on=alone.version), actor=jule, at=ago(3))
    actions.claim(Wish(profile=kept, note="Ich mache bei Ihnen seit dem Sommer die Texte."), actor=stranger, at=ago(1))
    refused = actions.claim(Wish(profile=doubted, note="Das gehört mir."), actor=benno, at=ago(25))
    actions.turn_down(refused, actor=officer, reason="Im Impressum steht jemand anderes.", at=ago(24))
    taken = actions.claim(Wish(profile=approved, note="Ich bin die Inhaberin."), actor=jule, at=ago(40))
    actions.approve(taken, actor=officer, seen=[], at=ago(39))
