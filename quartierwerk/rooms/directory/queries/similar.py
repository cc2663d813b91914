"""Actors that are worth a look beside this one, each with the reason why."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from quartierwerk.foundation import bilingual
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Profile

MOST_CANDIDATES = 200
"""So many of the newest actors with a shared trade are weighed; more would not change the first few."""


@dataclass(frozen=True)
class Similar:
    """A similar actor and why it is similar, in words."""

    profile: Profile
    reason: str
    score: int


def similar_to(profile: Profile, *, limit: int = 4) -> list[Similar]:
    """The public actors most like this one, best first; needs ``with_parts`` on the profile."""
    own = _features(profile)
    shared = Q(professions__in=own.professions) | Q(sectors__in=own.sectors)
    keys = (
        Profile.objects.visible_to(None).filter(shared).exclude(pk=profile.pk).order_by("-pk").values_list("pk").distinct()
    )
    candidates = Profile.objects.filter(pk__in=[key for (key,) in keys[:MOST_CANDIDATES]]).with_parts()
    weighed = [(rules.similarity(own, _features(other)), other) for other in candidates]
    best = sorted((pair for pair in weighed if pair[0].score), key=lambda pair: (-pair[0].score, pair[1].sort_key))
    return [Similar(other, _in_words(reason, other), reason.score) for reason, other in best[:limit]]


def _features(profile: Profile) -> rules.Features:
    locations = list(profile.locations.all())
    return rules.Features(
        professions=frozenset(profession.pk for profession in profile.professions.all()),
        sectors=frozenset(ranked.sector_id for ranked in profile.profile_sectors.all()),
        keywords=frozenset(rules.fold(word) for word in profile.keywords),
        quarters=frozenset(quarter.pk for location in locations for quarter in location.quarters.all()),
        districts=frozenset(location.district_id for location in locations if location.district_id),
    )


def _in_words(reason: rules.Reason, other: Profile) -> str:
    """The two strongest reasons as a sentence without a full stop."""
    return " · ".join(_named(why, shared, other) for why, shared in reason.shared[:2])


def _named(why: rules.Why, shared: frozenset[int] | frozenset[str], other: Profile) -> str:
    locations = list(other.locations.all())
    if why is rules.Why.PROFESSION:
        found = [bilingual.text(p, "name") for p in other.professions.all() if p.pk in shared]
        return _("auch %(what)s") % {"what": ", ".join(found[:2])}
    if why is rules.Why.SECTOR:
        found = [str(ranked.sector) for ranked in other.profile_sectors.all() if ranked.sector_id in shared]
        return _("gleicher Teilmarkt: %(what)s") % {"what": found[0]}
    if why is rules.Why.KEYWORD:
        found = [word for word in other.keywords if rules.fold(word) in shared]
        return _("gleiches Thema: %(what)s") % {"what": ", ".join(found[:2])}
    if why is rules.Why.QUARTER:
        found = [quarter.title for location in locations for quarter in location.quarters.all() if quarter.pk in shared]
        return _("ebenfalls im Quartier %(what)s") % {"what": found[0]}
    found = [location.district.title for location in locations if location.district and location.district_id in shared]
    return _("ebenfalls in %(what)s") % {"what": found[0]}
