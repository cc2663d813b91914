"""What a list says about accessibility: facts, and what it denies."""

from __future__ import annotations

import re
from typing import NamedTuple

from quartierwerk.rooms.directory.rules.cells import NONE_OF_IT, NOT_SO, SEPARATORS, cut
from quartierwerk.rooms.directory.rules.content import AccessFact
from quartierwerk.rooms.directory.rules.doubles import fold

ACCESS: dict[AccessFact, tuple[str, ...]] = {
    AccessFact.STEP_FREE: (
        "stufenlos",
        "stufenfrei",
        "barrierefrei",
        "rollstuhlgerecht",
        "ebenerdig",
        "rampe",
        "wheelchair",
        "step free",
        "accessible",
        "rollstuhl",
    ),
    AccessFact.WHEELCHAIR_TOILET: (
        "rollstuhlgerechtes wc",
        "behinderten wc",
        "behindertentoilette",
        "barrierefreies wc",
        "wheelchair accessible toilet",
        "accessible toilet",
    ),
    AccessFact.LIFT: ("aufzug", "fahrstuhl", "lift", "elevator"),
    AccessFact.PARKING: ("behindertenparkplatz", "behindertenparkplaetze", "accessible parking"),
    AccessFact.INDUCTION_LOOP: (
        "induktive hoeranlage",
        "induktionsschleife",
        "hoerschleife",
        "hoeranlage",
        "induction loop",
    ),
    AccessFact.SIGN_LANGUAGE: ("gebaerdensprache", "dgs", "sign language"),
    AccessFact.TACTILE: ("leitsystem", "taktil", "blindenleitsystem", "tastbar", "tactile"),
    AccessFact.ASSISTANCE_DOG: ("assistenzhund", "blindenhund", "assistance dog"),
    AccessFact.QUIET_HOURS: ("ruhige stunden", "stille stunde", "quiet hours"),
}

_NOT_YET = re.compile(r"\b(?:geplant\w*|in planung|auf anfrage|planned|on request)\b")
_AND = re.compile(r"\s*(?:,|/|\bund\b|\bsowie\b|\band\b|&)\s*", re.IGNORECASE)
_THINGS = {
    AccessFact.WHEELCHAIR_TOILET: re.compile(r"\b(?:wc|toiletten?|toilets?)\b"),
    AccessFact.PARKING: re.compile(r"\b(?:parkpl(?:atz|aetze)|stellpl(?:atz|aetze)|parking)\b"),
}
"""Things that are nothing by themselves: only one made for people who use a wheelchair is a fact."""
_FOR_WHEELCHAIRS = re.compile(r"\b(?:behindert|barrierefrei|rollstuhl|accessible|wheelchair)")


class Access(NamedTuple):
    """The facts about accessibility that a cell states, what it takes back or limits, and what is not understood."""

    facts: tuple[AccessFact, ...]
    denied: tuple[str, ...]
    unknown: tuple[str, ...]


def access(text: str) -> Access:
    """What a cell says about accessibility; nothing is a fact that its own sentence denies or limits.

    A false “step-free” costs somebody a journey, a missing one only a second look. “keine Rampe” speaks of what
    follows, so what stood before holds; “nicht”, “nein” and “teilweise” may mean all of their sentence.
    """
    facts: list[AccessFact] = []
    denied, unknown = [], []
    for sentence in cut(text, SEPARATORS.split):
        folded = fold(sentence)
        said = sentence
        if NOT_SO.search(folded) or _NOT_YET.search(folded):
            denied.append(sentence)
            continue
        if NONE_OF_IT.search(folded):
            said, left_out = _before_denial(sentence)
            denied.append(left_out)
        for piece in cut(said, _AND.split):
            fact = access_fact(piece)
            if fact is None:
                unknown.append(piece)
            else:
                facts.append(fact)
    return Access(tuple(dict.fromkeys(facts)), tuple(denied), tuple(unknown))


def _before_denial(sentence: str) -> tuple[str, str]:
    """A sentence cut before its first piece with “kein”."""
    start = 0
    for join in (*_AND.finditer(sentence), None):
        if NONE_OF_IT.search(fold(sentence[start : join.start() if join else None])):
            break
        start = join.end() if join else start
    return sentence[:start], sentence[start:]


def access_fact(text: str) -> AccessFact | None:
    """The fact about accessibility that some words state; the most precise wins."""
    folded = fold(text)
    for fact in AccessFact:
        if folded in {fold(fact.value), fold(str(fact.label))}:
            return fact
    known = sorted(
        ((fold(word), fact) for fact, words in ACCESS.items() for word in words), key=lambda pair: -len(pair[0])
    )
    for fact, thing in _THINGS.items():
        if thing.search(folded):
            return fact if _FOR_WHEELCHAIRS.search(folded) else None
    return next((fact for word, fact in known if re.search(rf"\b{word}(?!\w*los\b)", folded)), None)
