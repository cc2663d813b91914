"""The site index: what rooms register, how it is asked, and the journal it follows.

``journal`` and ``follower`` need the models and are imported by name.
"""

from quartierwerk.foundation.search.analysis import sort_key
from quartierwerk.foundation.search.area import NOWHERE, Area, Circle, Point, metres_between
from quartierwerk.foundation.search.clusters import Away, Cluster, Spread
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
from quartierwerk.foundation.search.grid import Bounds
from quartierwerk.foundation.search.query import After, Found, Hit, NotReady, Query, Reading, Suggestion, Understood
from quartierwerk.foundation.search.registry import (
    SearchEntry,
    card,
    distances,
    every,
    find,
    marks,
    on_the_whole_site,
    register,
    registered,
    related,
    spread,
    suggest,
)
