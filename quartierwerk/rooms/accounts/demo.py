"""What goes on between the people of the demo city: invitations, deputyships, and who looked at whose data."""

from __future__ import annotations

from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import resolve
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Errand, Person, Role, Viewing
from quartierwerk.rooms.accounts.rules import Channel, RoleName


def load(*, officer: Person, owner: Person, colleague: Person, city: str, actor: Person, at: datetime) -> None:
    """Somebody else in the office, open invitations, one of them made on somebody's behalf, and two deputyships."""
    second = actions.join(Person(name="Oskar Oltmann", email="oskar.oltmann@stabsstelle.example"), actor=actor, at=at)
    actions.grant(Role(person=second, name=RoleName.OFFICER, scope=city), actor=actor, at=at)
    [profile] = queries.scopes_of(owner, RoleName.PROFILE_ADMIN)
    offer = actions.Offer(email="ilse.iven@profil.example", name=RoleName.PROFILE_ADMIN, scope=profile)
    actions.invite(offer, actor=owner, about=str(resolve(profile)), at=at)
    _call(officer, owner, profile=profile, at=at - timedelta(hours=3))
    Viewing.objects.note(officer, about=owner, page="accounts.colleague", at=at - timedelta(days=2))
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
