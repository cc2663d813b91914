"""Comparing the rows of an import with the directory and with each other, block by block.

However many rows and profiles there are, a block asks a fixed number of questions, each over an index, and each
key brings a bounded number of candidates: ten thousand profiles with the same web host must not slow one row down.
"""

from quartierwerk.rooms.directory.queries.comparing.identities import Identity, identities
from quartierwerk.rooms.directory.queries.comparing.keys import row_key
from quartierwerk.rooms.directory.queries.comparing.verdicts import Comparison, Verdict
