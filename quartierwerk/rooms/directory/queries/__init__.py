"""The questions to the directory that need joins or have two callers."""

from quartierwerk.rooms.directory.queries.finding import Found, Wanted, every_key, find, suggestions
from quartierwerk.rooms.directory.queries.profiles import address_for_mail, content_of, contents_of, newest, of_person
from quartierwerk.rooms.directory.queries.similar import Similar, similar_to
from quartierwerk.rooms.directory.queries.vocabulary import Words, profiles_at, words

__all__ = [
    "Found",
    "Similar",
    "Wanted",
    "Words",
    "address_for_mail",
    "content_of",
    "contents_of",
    "every_key",
    "find",
    "newest",
    "of_person",
    "profiles_at",
    "similar_to",
    "suggestions",
    "words",
]
