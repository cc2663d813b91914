"""The invented actors of the demo city, and how they get into the directory."""

from quartierwerk.rooms.directory.demo.claims import load_claims
from quartierwerk.rooms.directory.demo.freshness import load_askings, load_seals
from quartierwerk.rooms.directory.demo.loading import (
    define_vocabulary,
    kept_profiles,
    load,
    load_addresses,
    load_bulk,
    other_profiles,
)
from quartierwerk.rooms.directory.demo.proposals import load_proposals

__all__ = [
    "define_vocabulary",
    "kept_profiles",
    "load",
    "load_addresses",
    "load_askings",
    "load_bulk",
    "load_claims",
    "load_proposals",
    "load_seals",
    "other_profiles",
]
