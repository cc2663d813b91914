"""The invented actors of the demo city, how they get into the directory, and what becomes of them there."""

from __future__ import annotations

from quartierwerk.rooms.accounts.actions import grant
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory.demo.claims import load_claims
from quartierwerk.rooms.directory.demo.freshness import load_askings, load_seals
from quartierwerk.rooms.directory.demo.loading import kept_profiles, load, other_profiles
from quartierwerk.rooms.directory.demo.proposals import load_proposals


def _ground(stage: Stage) -> None:
    load(actor=stage.maker, city=stage.city, today=stage.today, progress=stage.progress)


def _roles(stage: Stage) -> None:
    """Give the owner and the colleague one profile to keep, and the stranger another."""
    first, second = kept_profiles()
    for key, profile in (("owner", first), ("colleague", first), ("stranger", second)):
        role = Role(person=stage.people[key], name=RoleName.PROFILE_ADMIN, scope=profile.reference)
        grant(role, actor=stage.maker)


def _life(stage: Stage) -> None:
    maker, stranger, today = stage.maker, stage.people["stranger"], stage.today
    kept = kept_profiles()[0]
    load_proposals(kept=kept, others=other_profiles(), officer=maker, signed_in=stranger, today=today)
    load_claims(kept=kept, others=other_profiles(), officer=maker, stranger=stranger, today=today)
    load_askings(kept=kept, officer=maker, today=today)
    load_seals(kept=kept, others=other_profiles(), officer=maker, today=today)


GROUND = (_ground,)
ROLES = (_roles,)
LIFE = (_life,)
