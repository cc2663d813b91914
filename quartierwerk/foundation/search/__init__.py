"""The site index: what rooms register, how it is asked, and the journal it follows.

``journal`` and ``follower`` need the models and are imported by name.
"""

from quartierwerk.foundation.search.analysis import sort_key
from quartierwerk.foundation.search.documents import (
    KEYWORD,
    NAME,
    OFFICE,
    PLACE,
    PUBLIC,
    SIGNED_IN,
    TEXT,
    Audience,
    Document,
    Hint,
    Weight,
)
from quartierwerk.foundation.search.query import Found, Hit, NotReady, Query, Suggestion, Understood
from quartierwerk.foundation.search.registry import (
    SearchEntry,
    card,
    every,
    find,
    register,
    registered,
    related,
    suggest,
)

__all__ = [
    "KEYWORD", "NAME", "OFFICE", "PLACE", "PUBLIC", "SIGNED_IN", "TEXT",
    "Audience", "Document", "Found", "Hint", "Hit", "NotReady", "Query", "SearchEntry", "Suggestion",
    "Understood", "Weight",
    "card", "every", "find", "register", "registered", "related", "sort_key", "suggest",
]  # fmt: skip
