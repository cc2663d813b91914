"""The nouns of the directory."""

from quartierwerk.rooms.directory.models.doubles import DoublePair, Merger
from quartierwerk.rooms.directory.models.imports import ImportClue, ImportJob, ImportRow
from quartierwerk.rooms.directory.models.profile import Contact, Location, Profile, ProfileSector
from quartierwerk.rooms.directory.models.vocabulary import Profession, Sector, Synonym
from quartierwerk.rooms.directory.models.works import Work, WorkPicture

__all__ = [
    "Contact",
    "DoublePair",
    "ImportClue",
    "ImportJob",
    "ImportRow",
    "Location",
    "Merger",
    "Profession",
    "Profile",
    "ProfileSector",
    "Sector",
    "Synonym",
    "Work",
    "WorkPicture",
]
