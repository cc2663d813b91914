"""Actors that are worth a look beside this one, each with the reason why.

Candidates come from the search index, nearest first, so that the page of a profile costs the same in a
directory of five hundred and of a million.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from quartierwerk.foundation import search
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.queries.cards import Card, cards
from quartierwerk.rooms.directory.queries.finding import KIND, still_public

NETS = (("profession", "quarter"), ("profession", "district"), ("profession",), ("sector", "district"), ("sector",))
"""By what the index is asked, in this order: the same trade next door first, the same sector anywhere last."""
IMPLIED_BY = {rules.Why.SECTOR: rules.Why.PROFESSION, rules.Why.DISTRICT: rules.Why.QUARTER}
MOST_PER_NET = 40
MOST_CANDIDATES = 80


@dataclass(frozen=True)
class Similar:
    """A similar actor and why it is similar, in words."""

    card: Card
    reason: str
    score: int


def similar_to(profile: Profile, *, limit: int = 4) -> list[Similar]:
    """The public actors most like this one, best first; needs ``with_parts`` on the profile."""
    own = _features(profile)
    weighed = []
    for hit in _candidates(own, without=profile.pk):
        reason = rules.similarity(own, _features_of_card(hit.card["features"]))
        if reason.score:
            weighed.append((reason, hit))
    best = sorted(weighed, key=lambda pair: (-pair[0].score, pair[1].card["title"], pair[1].key))[: 2 * limit]
    shown = {hit.key for hit in still_public([hit for _reason, hit in best])}
    kept = [(reason, hit) for reason, hit in best if hit.key in shown][:limit]
    found = cards(hit for _reason, hit in kept)
    return [
        Similar(card, _in_words(reason, profile), reason.score)
        for card, (reason, _hit) in zip(found, kept, strict=True)
    ]


def _candidates(own: rules.Features, *, without: int) -> list[search.Hit]:
    """Actors with something in common, from net to net until there are enough."""
    found: dict[int, search.Hit] = {}
    for filters in _filters(own):
        if len(found) >= MOST_CANDIDATES:
            break
        query = search.Query(filters=filters, sort="newest", limit=MOST_PER_NET, counts=False)
        found |= {hit.key: hit for hit in search.find(KIND, query).hits}
    found.pop(without, None)
    return list(found.values())


def _filters(own: rules.Features) -> Iterator[dict[str, set[int]]]:
    values = {
        "profession": set(own.professions),
        "sector": set(own.sectors),
        "quarter": set(own.quarters),
        "district": set(own.districts),
    }
    for net in NETS:
        if all(values[facet] for facet in net):
            yield {facet: values[facet] for facet in net}


def _features(profile: Profile) -> rules.Features:
    locations = list(profile.locations.all())
    return rules.Features(
        professions=frozenset(profession.pk for profession in profile.professions.all()),
        sectors=frozenset(ranked.sector_id for ranked in profile.profile_sectors.all()),
        keywords=frozenset(rules.fold(word) for word in profile.keywords),
        quarters=frozenset(quarter.pk for location in locations for quarter in location.quarters.all()),
        districts=frozenset(location.district_id for location in locations if location.district_id),
    )


def _features_of_card(kept: dict[str, list[Any]]) -> rules.Features:
    return rules.Features(**{name: frozenset(keys) for name, keys in kept.items()})


def _in_words(reason: rules.Reason, profile: Profile) -> str:
    """The two strongest reasons as a sentence without a full stop; what follows from another one is not said."""
    found = {why for why, _shared in reason.shared}
    told = [(why, shared) for why, shared in reason.shared if IMPLIED_BY.get(why) not in found]
    return " · ".join(_named(why, shared, profile) for why, shared in told[:2])


def _named(why: rules.Why, shared: frozenset[int] | frozenset[str], profile: Profile) -> str:
    """One reason; what is shared has its name from the profile itself."""
    locations = list(profile.locations.all())
    if why is rules.Why.PROFESSION:
        names = [str(p) for p in profile.professions.all() if p.pk in shared]
        return _("auch %(what)s") % {"what": ", ".join(names[:2])}
    if why is rules.Why.SECTOR:
        names = [str(ranked.sector) for ranked in profile.profile_sectors.all() if ranked.sector_id in shared]
        return _("auch im Bereich %(what)s") % {"what": names[0]}
    if why is rules.Why.KEYWORD:
        names = [word for word in profile.keywords if rules.fold(word) in shared]
        return _("gleiches Thema: %(what)s") % {"what": ", ".join(names[:2])}
    if why is rules.Why.QUARTER:
        names = [quarter.title for location in locations for quarter in location.quarters.all() if quarter.pk in shared]
        return _("ebenfalls in %(what)s") % {"what": names[0]}
    names = [place.title for location in locations if (place := location.district) and place.pk in shared]
    return _("ebenfalls in %(what)s") % {"what": names[0]}
