"""What goes on between the people of the demo city: invitations, deputyships, and who looked at whose data.

Each room builds its part in its ``demo.py``: ``GROUND`` is what stands there before anybody comes, ``ROLES`` what the
cast is and keeps, ``LIFE`` what they and others then do. All of the one comes before any of the next; among themselves
they come in the order of the rooms. ``YEAR`` is what happens in a year while its books are open: who keeps them asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.references import reference, resolve
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Errand, Person, Role, Viewing
from quartierwerk.rooms.accounts.rules import Channel, RoleName


@dataclass
class Stage:
    """What the rooms find when they build their parts of the demo city."""

    maker: Person
    """Does what nobody of the cast does."""
    people: dict[str, Person]
    """The cast, by the names of their parts."""
    today: datetime
    progress: Callable[[int, int], None]
    """Told how far it has got, and how far there is to go."""
    city: Any = None
    """The city, once places has founded it."""
    cases: int = 250
    """So many small projects ask for money in each of the last years."""

    @property
    def founding(self) -> datetime:
        """When the city moved in."""
        return self.today - timedelta(days=5 * 365)


def _roles(stage: Stage) -> None:
    """The officer's role for the whole city."""
    role = Role(person=stage.people["officer"], name=RoleName.OFFICER, scope=reference(stage.city))
    actions.grant(role, actor=stage.maker)


def _life(stage: Stage) -> None:
    between = {name: stage.people[name] for name in ("officer", "owner", "colleague")}
    load(**between, city=reference(stage.city), actor=stage.maker, at=stage.today)


def load(*, officer: Person, owner: Person, colleague: Person, city: str, actor: Person, at: datetime) -> None:
    """Somebody else in the office, open invitations, one of them made on somebody's behalf, deputyships, consents."""
    second = actions.join(Person(name="Oskar Oltmann", email="oskar.oltmann@stabsstelle.example"), actor=actor, at=at)
    actions.grant(Role(person=second, name=RoleName.OFFICER, scope=city), actor=actor, at=at)
    [profile] = queries.scopes_of(owner, RoleName.PROFILE_ADMIN)
    offer = actions.Offer(email="ilse.iven@profil.example", name=RoleName.PROFILE_ADMIN, scope=profile)
    actions.invite(offer, actor=owner, about=str(resolve(profile)), at=at)
    _call(officer, owner, profile=profile, at=at - timedelta(hours=3))
    Viewing.objects.note(officer, about=owner, page="accounts.colleague", at=at - timedelta(days=2))
    for person in (owner, colleague):
        for wording in privacy.wordings():
            said = {"purpose": wording.purpose, "version": wording.version, "language": person.language}
            actions.give_consent(person, actor=person, **said, at=at - timedelta(days=30))
    soon = clock.local(at).date() + timedelta(days=10)
    for absent, deputy in ((officer, second), (owner, colleague)):
        days = {"starts_on": soon, "ends_on": soon + timedelta(days=11)}
        actions.arrange_deputy(actions.Arrangement(absent=absent, deputy=deputy, **days), actor=absent, at=at)


def _call(officer: Person, owner: Person, *, profile: str, at: datetime) -> None:
    """The owner has called and wanted somebody else invited; the office did it on their behalf."""
    errand = Errand(person=owner, channel=Channel.PHONE, asked_on=clock.local(at).date())
    officer.errand = actions.begin_errand(errand, actor=officer, at=at)
    offer = actions.Offer(email="ivo.iversen@profil.example", name=RoleName.PROFILE_ADMIN, scope=profile)
    actions.invite(offer, actor=officer, about=str(resolve(profile)), at=at + timedelta(minutes=2))
    actions.end_errand(officer.errand, actor=officer, at=at + timedelta(minutes=4))
    officer.errand = None


ROLES = (_roles,)
LIFE = (_life,)
