"""The questions to the directory that need joins or have two callers."""

from quartierwerk.rooms.directory.queries.cards import Card, cards
from quartierwerk.rooms.directory.queries.finding import FACETS, SWITCHES, Found, Wanted, every_key, find, suggestions
from quartierwerk.rooms.directory.queries.profiles import (
    address_for_mail,
    content_of,
    contents_of,
    newest,
    of_person,
    possible_doubles,
    public,
    public_profiles,
    shown_to,
    version_of,
    works_of,
)
from quartierwerk.rooms.directory.queries.similar import Similar, similar_to
from quartierwerk.rooms.directory.queries.vocabulary import (
    Words,
    locations_moving,
    new_at,
    profiles_at,
    synonym_groups,
    words,
)

__all__ = [
    "FACETS",
    "SWITCHES",
    "Card",
    "Found",
    "Similar",
    "Wanted",
    "Words",
    "address_for_mail",
    "cards",
    "content_of",
    "contents_of",
    "every_key",
    "find",
    "locations_moving",
    "new_at",
    "newest",
    "of_person",
    "possible_doubles",
    "profiles_at",
    "public",
    "public_profiles",
    "shown_to",
    "similar_to",
    "suggestions",
    "synonym_groups",
    "version_of",
    "words",
    "works_of",
]
