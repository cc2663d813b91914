"""The verbs of the directory: the only code that changes it."""

from quartierwerk.rooms.directory.actions._locking import lock_claimed
from quartierwerk.rooms.directory.actions._refusals import Decided, LookAgain
from quartierwerk.rooms.directory.actions.changes import (
    NothingProposed,
    NothingTaken,
    Proposal,
    accept,
    answer,
    ask_back,
    erase_proposals,
    forget_proposer,
    forget_versions,
    propose,
    refuse,
    withdraw_request,
)
from quartierwerk.rooms.directory.actions.claims import (
    AlreadyClaimed,
    AlreadyKeeper,
    AlreadyKept,
    KeptMeanwhile,
    LinkOver,
    NoAddress,
    Wish,
    approve,
    claim,
    erase_claims,
    forget_claim,
    send_link,
    turn_down,
    use_link,
    withdraw_claim,
)
from quartierwerk.rooms.directory.actions.doubles import (
    keep_apart,
    merge,
    part,
    propose_doubles,
)
from quartierwerk.rooms.directory.actions.freshness import (
    AlreadyAnswered,
    NobodyToAsk,
    ask,
    ask_again,
    choose_digest,
    confirm,
    forget_askings,
    remind,
    report_gone,
    send_digest,
)
from quartierwerk.rooms.directory.actions.imports import (
    Tools,
    Upload,
    check_block,
    check_import,
    forget_file,
    import_block,
    map_columns,
    run_import,
    stage,
    undo_block,
    undo_import,
    upload,
)
from quartierwerk.rooms.directory.actions.profiles import (
    NoSuchVersion,
    create,
    edit,
    load_block,
    open_load,
    relocate,
    restore,
    restore_version,
    set_pin,
    withdraw,
)
from quartierwerk.rooms.directory.actions.reports import (
    Complaint,
    dismiss,
    forget_reporter,
    report,
    uphold,
)
from quartierwerk.rooms.directory.actions.seals import (
    AlreadySealed,
    NotSealed,
    end_seal,
    grant_seal,
    keep_seal,
    renew_seal,
    revoke_seal,
    warn_of_seal,
)
from quartierwerk.rooms.directory.actions.vocabulary import (
    define_professions,
    define_sectors,
    drop_synonyms,
    set_synonyms,
)
from quartierwerk.rooms.directory.actions.works import add_work, edit_work, remove_work
from quartierwerk.rooms.directory.actions.writing_to import Message, write_to
