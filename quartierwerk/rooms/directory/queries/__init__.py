"""The questions to the directory that need joins or have two callers."""

from quartierwerk.rooms.directory.queries.cards import Card, cards
from quartierwerk.rooms.directory.queries.changes import (
    beyond_proposers_term,
    differences_of,
    key_to,
    opens,
    page_of,
    proposals_of,
    proposals_to,
    shown_at,
    steps_of,
    twins_of,
    versions_replaced,
    versions_replaced_by,
)
from quartierwerk.rooms.directory.queries.claims import (
    all_claims_of,
    beyond_claims_term,
    claim_behind,
    claims_of,
    claims_on_kept,
    corrections_of,
    grounds_of,
    rivals_of,
)
from quartierwerk.rooms.directory.queries.doubles import (
    Alike,
    alike,
    best_pair_of,
    mergers_into,
    open_pairs,
    remaining_of,
)
from quartierwerk.rooms.directory.queries.finding import (
    FACETS,
    LONGEST_ADDRESS,
    SWITCHES,
    Found,
    Mark,
    Wanted,
    away,
    every_key,
    find,
    nearest,
    spread,
    spread_of,
    suggestions,
)
from quartierwerk.rooms.directory.queries.freshness import (
    Addressee,
    addressees,
    asked_since,
    askings_answered,
    askings_behind,
    digest_readers,
    due,
    for_the_office,
    happened,
    is_stale,
    key_to_askings,
    letters,
    open_asking,
    page_of_askings,
    terms,
    to_remind,
    wants_digest,
)
from quartierwerk.rooms.directory.queries.imports import files_uploaded
from quartierwerk.rooms.directory.queries.personal import rows_of_kept, rows_of_proposals
from quartierwerk.rooms.directory.queries.profiles import (
    address_for_mail,
    content_of,
    contents_of,
    is_kept,
    keepers_of,
    language_of,
    left_alone,
    newest,
    of_person,
    public,
    public_profiles,
    shown_to,
    version_of,
    works_of,
)
from quartierwerk.rooms.directory.queries.reports import beyond_reporters_term
from quartierwerk.rooms.directory.queries.seals import doubted_seals, running_seal, seals, seals_ending, seals_over
from quartierwerk.rooms.directory.queries.similar import Similar, similar_to
from quartierwerk.rooms.directory.queries.vocabulary import (
    Words,
    locations_moving,
    new_at,
    profiles_at,
    synonym_groups,
    words,
)
