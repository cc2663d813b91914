"""The verbs of the directory: the only code that changes it."""

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
from quartierwerk.rooms.directory.actions.vocabulary import define_professions, define_sectors, drop_synonyms, set_synonyms
from quartierwerk.rooms.directory.actions.works import add_work, remove_work
from quartierwerk.rooms.directory.actions.writing_to import Message, write_to

__all__ = [
    "ChangedMeanwhile",
    "Message",
    "NotInThisState",
    "add_work",
    "create",
    "define_professions",
    "define_sectors",
    "drop_synonyms",
    "edit",
    "load_block",
    "relocate",
    "remove_work",
    "restore",
    "set_pin",
    "set_synonyms",
    "withdraw",
    "write_to",
]
