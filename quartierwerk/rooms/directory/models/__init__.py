"""The nouns of the directory."""

from quartierwerk.rooms.directory.models.changes import ChangeRequest, ProfileVersion, Remark
from quartierwerk.rooms.directory.models.claims import Claim
from quartierwerk.rooms.directory.models.doubles import DoublePair, Merger
from quartierwerk.rooms.directory.models.freshness import Asking, Digest
from quartierwerk.rooms.directory.models.imports import ImportClue, ImportJob, ImportRow
from quartierwerk.rooms.directory.models.profile import Contact, Location, Profile, ProfileSector
from quartierwerk.rooms.directory.models.reports import Report
from quartierwerk.rooms.directory.models.seals import Seal
from quartierwerk.rooms.directory.models.vocabulary import Profession, Sector, Synonym
from quartierwerk.rooms.directory.models.works import Work, WorkPicture
