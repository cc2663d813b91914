"""The verbs of the directory: the only code that changes it."""

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
    ChangedMeanwhile,
    NotInThisState,
    create,
    edit,
    load_block,
    relocate,
    restore,
    set_pin,
    withdraw,
)
from quartierwerk.rooms.directory.actions.vocabulary import (
    define_professions,
    define_sectors,
    drop_synonyms,
    set_synonyms,
)
from quartierwerk.rooms.directory.actions.works import add_work, remove_work
from quartierwerk.rooms.directory.actions.writing_to import Message, write_to

__all__ = [
    "ChangedMeanwhile",
    "Message",
    "NotInThisState",
    "Tools",
    "Upload",
    "add_work",
    "check_block",
    "check_import",
    "create",
    "define_professions",
    "define_sectors",
    "drop_synonyms",
    "edit",
    "forget_file",
    "import_block",
    "load_block",
    "map_columns",
    "relocate",
    "remove_work",
    "restore",
    "run_import",
    "set_pin",
    "set_synonyms",
    "stage",
    "undo_block",
    "undo_import",
    "upload",
    "withdraw",
    "write_to",
]
