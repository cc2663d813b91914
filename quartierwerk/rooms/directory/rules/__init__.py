"""What the directory decides: pure functions and values, without database, clock or request."""

from quartierwerk.rooms.directory.rules.addresses import read_address, read_sites, write_sites
from quartierwerk.rooms.directory.rules.areas import (
    BOX_PATTERN,
    DEFAULT_RADIUS,
    LEAST_ZOOM,
    MOST_RADIUS,
    MOST_ZOOM,
    RADII,
    WORLD,
    View,
    direction,
    in_steps,
    read_box,
    read_point,
    read_radius,
    read_view,
    view_of,
    write_box,
    write_point,
)
from quartierwerk.rooms.directory.rules.changes import (
    DECIDE_WITHIN,
    KEEP_PROPOSER_FOR,
    KEEP_VERSIONS_FOR,
    NOTHING,
    OPEN,
    REQUEST_STEPS,
    Difference,
    How,
    Piece,
    RequestState,
    between,
    differences,
    gist,
    items_apart,
    shown_content,
    taken,
    taken_anew,
    wanted_parts,
    words_apart,
)
from quartierwerk.rooms.directory.rules.checking import Problem, is_acceptable, normalised, problems
from quartierwerk.rooms.directory.rules.claims import (
    CLAIM_STEPS,
    KEEP_CLAIM_FOR,
    LINK_LASTS,
    OPEN_CLAIMS,
    ClaimState,
    ClaimWay,
    Ground,
    grounds,
    is_seen,
)
from quartierwerk.rooms.directory.rules.content import (
    AccessFact,
    Contact,
    ContactType,
    Kind,
    Opening,
    OpeningMode,
    OpenSpan,
    ProfileContent,
    Site,
    Visibility,
    WebLink,
    WorkContent,
    changed_fields,
    from_plain,
    plain_span,
    span_from_plain,
    to_plain,
)
from quartierwerk.rooms.directory.rules.discs import Disc, apart
from quartierwerk.rooms.directory.rules.doubles import (
    Traits,
    address_key,
    contact_key,
    fold,
    match_key,
    name_key,
    street_key,
    traits_of,
)
from quartierwerk.rooms.directory.rules.evidence import (
    ENOUGH,
    Evidence,
    Likeness,
    Sign,
    are_near,
    evidence,
    in_words,
    likeness,
)
from quartierwerk.rooms.directory.rules.freshness import (
    CONFIRMING,
    GATHERED_WITHIN,
    KEEP_ASKINGS_FOR,
    MOST_PER_LETTER,
    SETTLE_STALE_WITHIN,
    Answer,
    Asked,
    Stage,
    Terms,
    Way,
    is_stale,
    stage,
)
from quartierwerk.rooms.directory.rules.hours import (
    open_until,
    spans_from_text,
    text_of_spans,
)
from quartierwerk.rooms.directory.rules.joining import Disagreement, Pick, disagreements, joined
from quartierwerk.rooms.directory.rules.limits import LENGTHS, MOST, OLDEST
from quartierwerk.rooms.directory.rules.merging import (
    ADDRESS,
    CONTACTS,
    LABELS,
    UNITS,
    Merged,
    Said,
    content_of_said,
    merge,
    parts_of,
    with_parts,
)
from quartierwerk.rooms.directory.rules.openings import read_opening, write_opening
from quartierwerk.rooms.directory.rules.reading import MULTILINE, Reading, read_row
from quartierwerk.rooms.directory.rules.reports import (
    ANSWER_REPORT_WITHIN,
    KEEP_REPORTER_FOR,
    REPORT_STEPS,
    ReportReason,
    ReportState,
)
from quartierwerk.rooms.directory.rules.seals import LOOK_AT_SEAL_WITHIN, is_another, sealed_until
from quartierwerk.rooms.directory.rules.similar import Features, Reason, Why, similarity
from quartierwerk.rooms.directory.rules.sources import Source, may_name_a_list, source_in_words
from quartierwerk.rooms.directory.rules.states import (
    DECIDE_IMPORT_WITHIN,
    JOB_STEPS,
    KEEP_FILE_FOR,
    PAIR_STEPS,
    PROFILE_STEPS,
    SETTLE_PAIR_WITHIN,
    WORKING,
    JobState,
    Outcome,
    PairState,
    State,
)
from quartierwerk.rooms.directory.rules.statistics import (
    YEARS_SHOWN,
    Age,
    Year,
    age_in,
    by_age,
    percent,
    turnover,
    widths,
)
from quartierwerk.rooms.directory.rules.understanding import SMALL_WORDS, Understood, literally, understand
from quartierwerk.rooms.directory.rules.vocabulary import ProfessionWords, SectorWords, Vocabulary, shipped_vocabulary
from quartierwerk.rooms.directory.rules.wordbook import Wordbook
