"""What goes on between the people of the demo city: who is invited, who stands in for whom."""

from __future__ import annotations

from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import resolve
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Deputyship, Invitation, Person, Role
from quartierwerk.rooms.accounts.rules import RoleName


def load(
    *, officer: Person, owner: Person, colleague: Person, stranger: Person, city: str, actor: Person, at: datetime
) -> None:
    """A second person in the office, an invitation nobody has answered yet, and two deputyships that begin soon."""
    second = actions.join(Person(name="Oskar Oltmann", email="oskar.oltmann@stabsstelle.example"), actor=actor, at=at)
    actions.grant(Role(person=second, name=RoleName.OFFICER, scope=city), actor=actor, at=at)
    [profile] = queries.scopes_of(owner, RoleName.PROFILE_ADMIN)
    offer = Invitation(email="ilse.iven@profil.example", name=RoleName.PROFILE_ADMIN, scope=profile)
    actions.invite(offer, actor=owner, about=str(resolve(profile)), at=at)
    soon = clock.local(at).date() + timedelta(days=10)
    for absent, deputy in ((officer, second), (owner, colleague)):
        days = {"starts_on": soon, "ends_on": soon + timedelta(days=11)}
        actions.arrange_deputy(Deputyship(absent=absent, deputy=deputy, **days), actor=absent, at=at)
