"""What a programme is called and what it is for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import Problem

LONGEST_NAME = 120
LONGEST_SUMMARY = 300
LONGEST_TEXT = 60_000
RESERVED = frozenset({"neu", "zahlen"})
"""What stands in addresses beside the programmes' own names."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a programme is called, what it is for in a sentence and in full (Markdown), and whether visitors see it."""

    name_de: str
    name_en: str = ""
    summary_de: str = ""
    summary_en: str = ""
    purpose_de: str = ""
    purpose_en: str = ""
    is_public: bool = True

    @property
    def digest(self) -> str:
        """Of all of it, so that a form can say on what it is based."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def tidied(self) -> Wording:
        """The same with single blanks in names and sentences, and no blanks around the texts."""
        said: dict[str, Any] = vars(self)
        lines = ("name_de", "name_en", "summary_de", "summary_en")
        tidy = {name: " ".join(said[name].split()) for name in lines}
        tidy |= {name: said[name].strip() for name in ("purpose_de", "purpose_en")}
        return Wording(**said | tidy)


LONGEST = {
    name: {"name": LONGEST_NAME, "summary": LONGEST_SUMMARY, "purpose": LONGEST_TEXT}[name.split("_")[0]]
    for name in (field.name for field in fields(Wording) if field.name != "is_public")
}
"""How many letters each text may have."""


def problems(wording: Wording) -> list[Problem]:
    """What must be put right before a programme can be called so; empty when nothing must."""
    found = []
    if not wording.name_de.strip():
        found.append(Problem("name_de", _("Das Programm braucht einen Namen.")))
    if not wording.summary_de.strip():
        found.append(Problem("summary_de", _("Bitte sagen Sie in einem Satz, was gefördert wird.")))
    found += [
        Problem(name, _("Dieser Text ist zu lang."))
        for name, most in LONGEST.items()
        if len(getattr(wording, name)) > most
    ]
    for name in ("summary", "purpose"):
        if getattr(wording, f"{name}_en").strip() and not getattr(wording, f"{name}_de").strip():
            found.append(Problem(f"{name}_de", _("Zum englischen Text fehlt der deutsche.")))
    return found
