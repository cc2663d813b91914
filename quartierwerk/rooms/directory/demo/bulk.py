"""A fast generator of plausible German profiles, for measuring with a million of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

from quartierwerk.rooms.accounts.demo.people import name_groups
from quartierwerk.rooms.directory.demo.register import addresses
from quartierwerk.rooms.directory.demo.vocabulary import DATA, professions
from quartierwerk.rooms.directory.rules.content import (
    Contact,
    ContactType,
    Kind,
    Opening,
    ProfileContent,
    Site,
    Visibility,
)

T = TypeVar("T")

SENTENCES = 24_000
KINDS = (Kind.FREELANCER,) * 9 + (Kind.COMPANY,) * 7 + (
    Kind.ASSOCIATION, Kind.ASSOCIATION, Kind.COLLECTIVE, Kind.COLLECTIVE, Kind.VENUE, Kind.INSTITUTION,
)  # fmt: skip
UNKNOWN_HOURS = Opening()


def bulk_contents(count: int, *, seed: int = 1) -> Iterator[ProfileContent]:
    """``count`` generated profiles, the same for the same seed; every name, mail and web address occurs once."""
    random = Random(seed)
    bank = _bank()
    nouns = _nouns(bank, random=random)
    sentences = _sentences(bank, nouns=nouns, random=random)
    closings = bank["closing"]
    keywords = _ranked(nouns, random=random)
    firsts = [name for group in name_groups("first_names.csv") for name in group]
    lasts = [name for group in name_groups("last_names.csv") for name in group]
    sites = [(_site(*address[:4]),) for address in addresses()]
    shuffled = random.sample(professions(), len(professions()))
    jobs = _ranked([((words.slug,), (words.sector,)) for words in shuffled], random=random)
    choice, draw = random.choice, random.random
    for number in range(1, count + 1):
        kind = choice(KINDS)
        word = choice(keywords)
        if kind is Kind.FREELANCER:
            name = f"{choice(firsts)} {choice(lasts)}-{choice(lasts)} {number}"
        else:
            name = f"{choice(bank['firm'])} {word} {choice(lasts)} {number}"
        text = " ".join(random.choices(sentences, k=choice((3, 4, 4, 5))))
        profession, sector = choice(jobs)
        host = f"profil-{seed}-{number}.example"
        yield ProfileContent(
            name=name,
            kind=kind,
            sectors=sector,
            professions=profession,
            keywords=(word, choice(keywords)),
            tagline_de=f"{word} und {choice(keywords)}",
            about_de=f"{text} {choice(closings)}",
            sites=choice(sites) if draw() < 0.96 else (),
            opening=UNKNOWN_HOURS,
            contacts=(
                Contact(type=ContactType.EMAIL, value=f"post@{host}"),
                Contact(type=ContactType.WEBSITE, value=f"https://{host}", visibility=Visibility.PUBLIC),
            ),
            is_open_for_cooperation=draw() < 0.2,
            founded=1950 + int(draw() * 76),
        )


def _bank() -> dict[str, list[str]]:
    with (DATA / "wordbank.csv").open(encoding="utf-8", newline="") as lines:
        return {row[0]: row[1:] for row in csv.reader(lines, delimiter=";")}


def _nouns(bank: dict[str, list[str]], *, random: Random) -> list[str]:
    """Several thousand nouns, the everyday ones first, then compounds in a random order."""
    compounds = [front + back for front in bank["front"] for back in bank["back"] if front.lower() != back]
    random.shuffle(compounds)
    return bank["noun"] + compounds


def _ranked(items: Sequence[T], *, random: Random, length: int = 60_000) -> list[T]:
    """A long draw from the items by Zipf's law, so that one plain choice out of it follows the law, too."""
    return random.choices(items, cum_weights=list(accumulate(1 / rank for rank in range(1, len(items) + 1))), k=length)


def _sentences(bank: dict[str, list[str]], *, nouns: list[str], random: Random) -> list[str]:
    """Ready sentences of nine to fourteen words; texts are strung together from them."""
    likely = _ranked(nouns, random=random)
    choice = random.choice
    found = []
    for _ in range(SENTENCES):
        adverb, verb, adjective = choice(bank["adverb"]), choice(bank["verb"]), choice(bank["adjective"])
        found.append(
            f"{adverb} {verb} wir {adjective} {choice(bank['noun'])}, {choice(likely)} und {choice(likely)} "
            f"für {choice(bank['noun'])} und {choice(likely)}."
        )
    return found


def _site(street: str, house_number: str, postcode: str, town: str) -> Site:
    return Site(street=street, house_number=house_number, postcode=postcode, town=town)
