"""The questions to the directory that need joins or have two callers."""

from quartierwerk.rooms.directory.queries.cards import Card, cards
from quartierwerk.rooms.directory.queries.finding import (
    FACETS,
    LONGEST_ADDRESS,
    SWITCHES,
    Found,
    Wanted,
    away,
    every_key,
    find,
    nearest,
    spread,
    spread_of,
    suggestions,
)
from quartierwerk.rooms.directory.queries.profiles import (
    address_for_mail,
    content_of,
    contents_of,
    newest,
    of_person,
    public,
    public_profiles,
    shown_to,
    version_of,
    works_of,
)
from quartierwerk.rooms.directory.queries.similar import Similar, similar_to
from quartierwerk.rooms.directory.queries.vocabulary import Words, profiles_at, synonym_groups, words

__all__ = [
    "FACETS",
    "LONGEST_ADDRESS",
    "SWITCHES",
    "Card",
    "Found",
    "Similar",
    "Wanted",
    "Words",
    "address_for_mail",
    "away",
    "cards",
    "content_of",
    "contents_of",
    "every_key",
    "find",
    "nearest",
    "newest",
    "of_person",
    "profiles_at",
    "public",
    "public_profiles",
    "shown_to",
    "similar_to",
    "spread",
    "spread_of",
    "suggestions",
    "synonym_groups",
    "version_of",
    "words",
    "works_of",
]
