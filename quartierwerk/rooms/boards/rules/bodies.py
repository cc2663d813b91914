"""Which kinds of bodies there are, and what must be said of one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import folding
from quartierwerk.foundation.errors import Problem

LONGEST_NAME = 120
LONGEST_STATUTES = 100_000
RESERVED = frozenset({"gruenden", "sitze", "sitzungen"})
"""What stands in addresses beside the bodies' own names."""


class BodyKind(TextChoices):
    """What a body is."""

    ASSEMBLY = "assembly", _("Mitgliederversammlung")
    EXECUTIVE_BOARD = "executive_board", _("Vorstand")
    ADVISORY_BOARD = "advisory_board", _("Beirat")
    STEERING_BOARD = "steering_board", _("Lenkungsgremium")
    MARKETING_GROUP = "marketing_group", _("Marketinggruppe")
    CITIZENS_FORUM = "citizens_forum", _("Bürgerforum")
    PROJECT_GROUP = "project_group", _("Projektgruppe")
    JURY = "jury", _("Jury")
    SECTOR_COMMISSION = "sector_commission", _("Branchenkommission")


UNCHAIRED = frozenset({BodyKind.ASSEMBLY, BodyKind.CITIZENS_FORUM})
"""Kinds that somebody of another body chairs, or nobody for long; the office is not told that they have no chair."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a body is called, what its statutes say in Markdown, and whether visitors see it and its people."""

    name_de: str
    name_en: str = ""
    statutes_de: str = ""
    statutes_en: str = ""
    is_public: bool = True

    @property
    def digest(self) -> str:
        """Of all of it, so that a form can say on what it is based."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def tidied(self) -> Wording:
        """The same with single blanks in the names, and no blanks around the texts."""
        return replace(
            self,
            name_de=" ".join(self.name_de.split()),
            name_en=" ".join(self.name_en.split()),
            statutes_de=self.statutes_de.strip(),
            statutes_en=self.statutes_en.strip(),
        )


def problems(wording: Wording) -> list[Problem]:
    """What must be put right before a body can be called so; empty when nothing must."""
    found = []
    if not wording.name_de.strip():
        found.append(Problem("name_de", _("Das Gremium braucht einen Namen.")))
    if wording.statutes_en.strip() and not wording.statutes_de.strip():
        found.append(Problem("statutes_de", _("Zum englischen Satzungstext fehlt der deutsche, der allein gilt.")))
    return found


def free_slug(name: str, *, taken: Collection[str]) -> str:
    """The name as it stands in an address, with a number where another body has it: “lenkungsgremium-hafen-2”."""
    return folding.free_slug(name, taken={*taken, *RESERVED}, otherwise="gremium")
