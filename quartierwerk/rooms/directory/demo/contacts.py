"""Invented contact fields: only reserved numbers and names that no one can register."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from quartierwerk.rooms.directory.rules.content import Contact, ContactType, Kind, Visibility, WebLink

# Numbers that the Bundesnetzagentur keeps free for films and books.
LANDLINES = ("030 23125", "069 90009", "0221 4710")
MOBILES = ("0171 39200", "0176 040690")
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ı": "i", "&": " und "})
LEGAL = re.compile(r"\b(e\. ?v\.|gmbh|mbh|gbr|ug|ggmbh|haftungsbeschränkt)", re.IGNORECASE)
RELAYS = (("Bilderfluss", "bilderfluss"), ("Tonspur", "tonspur"), ("Pinnbrett", "pinnbrett"), ("Fediwerk", "fediwerk"))


def domain(name: str) -> str:
    """The invented domain of a name, always under ``.example``."""
    plain = unicodedata.normalize("NFKD", LEGAL.sub(" ", name).lower().translate(FOLDED))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    label = ""
    for word in words:
        if label and len(label) + len(word) > 30:
            break
        label = f"{label}-{word}" if label else word
    return f"{label or 'profil'}.example"


class ContactBook:
    """Hands out contact fields; no number is given twice, because numbers betray duplicates."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.landlines = [f"{prefix}-{number:03}" for prefix in LANDLINES for number in range(100, 1000)]
        self.mobiles = [f"{prefix}-{number:02}" for prefix in MOBILES for number in range(100)]
        random.shuffle(self.landlines)
        random.shuffle(self.mobiles)

    def fields(self, name: str, *, kind: Kind, person: str) -> tuple[Contact, ...]:
        """The contact fields of one actor in the usual order."""
        random, host = self.random, domain(name)
        local = random.choice(
            ("kontakt", "post", "hallo", "info") if kind is not Kind.FREELANCER else ("mail", "hallo", "post")
        )
        found = [Contact(type=ContactType.EMAIL, value=f"{local}@{host}", visibility=self._circle(82, 12))]
        if kind is Kind.FREELANCER and self.mobiles and random.random() < 0.7:
            found.append(Contact(type=ContactType.MOBILE, value=self.mobiles.pop(), visibility=self._circle(35, 35)))
        elif random.random() < 0.8:
            found.append(Contact(type=ContactType.PHONE, value=self.landlines.pop(), visibility=self._circle(75, 15)))
        if random.random() < 0.85:
            found.append(Contact(type=ContactType.WEBSITE, value=f"https://www.{host}", visibility=Visibility.PUBLIC))
        if person and random.random() < 0.6:
            found.append(Contact(type=ContactType.PERSON, value=person, visibility=self._circle(30, 35)))
        return tuple(found)

    def links(self, name: str) -> tuple[WebLink, ...]:
        """Pages elsewhere, on invented platforms."""
        if self.random.random() > 0.3:
            return ()
        handle = domain(name).removesuffix(".example")
        chosen = self.random.sample(RELAYS, self.random.choice((1, 1, 2)))
        return tuple(WebLink(label=label, url=f"https://{host}.example/@{handle}") for label, host in chosen)

    def _circle(self, public: int, signed_in: int) -> Visibility:
        mark = self.random.randrange(100)
        if mark < public:
            return Visibility.PUBLIC
        return Visibility.SIGNED_IN if mark < public + signed_in else Visibility.OFFICE
