"""The cast: the same few people in the demo and in the tests, one for each set of rights."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SALT = "demo.enter"


@dataclass(frozen=True)
class Part:
    """One person of the cast: a name for the code, a name for people, and what they are there for."""

    key: str
    name: str
    email: str
    task: str | Promise


CAST = (
    Part(
        "officer",
        "Olga Ostermann",
        "olga.ostermann@stabsstelle.example",
        _("Stabsstelle Kreativquartiere: pflegt das Verzeichnis, liest Listen ein."),
    ),
    Part("owner", "Okan Özgül", "okan.oezguel@profil.example", _("Verwaltet ein eigenes Profil.")),
    Part("colleague", "Klara Kowalski", "klara.kowalski@profil.example", _("Verwaltet dasselbe Profil mit.")),
    Part(
        "stranger",
        "Stefan Sommer",
        "stefan.sommer@anderswo.example",
        _("Ist angemeldet und verwaltet ein anderes Profil."),
    ),
    Part(
        "treasurer",
        "Tarek Tillmann",
        "tarek.tillmann@kasse.example",
        _("Kassenführung: bucht, schlägt Zahlungen vor, eröffnet und schließt Haushaltsjahre."),
    ),
    Part("auditor", "Paula Pohl", "paula.pohl@pruefung.example", _("Kassenprüfung: sieht alle Bücher, ändert nichts.")),
    Part(
        "administration",
        "Henrike Haller",
        "henrike.haller@bezirk.example",
        _("Verwaltung eines Bezirks: sieht dessen Töpfe auf den Cent."),
    ),
)


def token_for(part: Part) -> str:
    """The token of a link that signs this person in; it holds as long as the demo's secret."""
    return signing.dumps(part.key, salt=SALT)


def part_of(token: str) -> Part | None:
    """Whom a token signs in; None for one that was not made here."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return next((part for part in CAST if part.key == key), None)
