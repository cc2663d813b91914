"""What the foundation takes from the files of every part of the house when it starts.

A room's ``apps.py`` therefore says what the room is called, and no more. What a room above adds to one below, such as
the directory's numbers on the pages of places, is either declared too and read by the room below
(``privacy.VIEWED``), or said in the ``ready()`` of the room above, where the room below asks for functions.
"""

from __future__ import annotations

from quartierwerk.foundation import handing, privacy, waiting
from quartierwerk.foundation.gathering import declared, gather
from quartierwerk.foundation.house import terms, words
from quartierwerk.foundation.ui import banners, links


def attach() -> None:
    """Take what the files declare; called once all models are loaded, and a second time it changes nothing.

    Raises SameName where two parts of the house use one name.
    """
    for key, word in declared("words", "WORDS"):
        words.register(key, word)
    for key, term in declared("words", "TERMS"):
        terms.register(key, term)
    links.register(*declared("links", "LINKS"))
    banners.register(*declared("links", "BANNERS"))
    privacy.register(*declared("privacy", "PERSONAL"))
    privacy.ask_for(*declared("privacy", "WORDINGS"))
    handing.register(*declared("handing", "HOLDINGS"))
    waiting.register(*declared("waiting", "KINDS"), *declared("waiting", "PILES"))
    gather("search")  # its entries and the listeners of facts are entered by their decorators
    gather("reactions")
