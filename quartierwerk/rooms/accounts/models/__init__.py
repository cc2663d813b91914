"""The nouns of accounts."""

from quartierwerk.rooms.accounts.models.assignments import Assignment
from quartierwerk.rooms.accounts.models.consents import Consent
from quartierwerk.rooms.accounts.models.deputies import Deputyship
from quartierwerk.rooms.accounts.models.errands import Errand
from quartierwerk.rooms.accounts.models.people import Device, FactorReset, Invitation, Person, Role, role_in_words
from quartierwerk.rooms.accounts.models.senders import NoSuchAddress, Sender
from quartierwerk.rooms.accounts.models.viewings import Viewing
