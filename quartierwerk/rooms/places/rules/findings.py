"""What can be wrong with the boundaries of a file, said with place, point and size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


class FindingKind(StrEnum):
    """What was found."""

    NO_AREA = "no_area"
    UNNAMED = "unnamed"
    UNKNOWN = "unknown"
    TWICE = "twice"
    FAR_AWAY = "far_away"
    HOMELESS = "homeless"
    CROSSES_ITSELF = "crosses_itself"
    OVERLAP = "overlap"
    GAP = "gap"
    LOST = "lost"
    GAINED = "gained"
    OUTSIDE = "outside"
    HAIRLINE = "hairline"


WORDS = {
    FindingKind.NO_AREA: gettext_lazy("Keine Fläche"),
    FindingKind.UNNAMED: gettext_lazy("Ohne Namen"),
    FindingKind.UNKNOWN: gettext_lazy("Unbekannter Ort"),
    FindingKind.TWICE: gettext_lazy("Doppelt"),
    FindingKind.FAR_AWAY: gettext_lazy("Weit weg"),
    FindingKind.HOMELESS: gettext_lazy("In keinem Teil der Stadt"),
    FindingKind.CROSSES_ITSELF: gettext_lazy("Überschneidet sich selbst"),
    FindingKind.OVERLAP: gettext_lazy("Überlappung"),
    FindingKind.GAP: gettext_lazy("Lücke"),
    FindingKind.LOST: gettext_lazy("Fällt aus der Stadt"),
    FindingKind.GAINED: gettext_lazy("Kommt zur Stadt"),
    FindingKind.OUTSIDE: gettext_lazy("Reicht hinaus"),
    FindingKind.HAIRLINE: gettext_lazy("Haarlinien"),
}
HINTS = frozenset({FindingKind.GAINED, FindingKind.OUTSIDE, FindingKind.HAIRLINE})
"""What is worth knowing, but stops nothing."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found: at which places, at which point, how large, and from which day on."""

    kind: FindingKind
    names: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    """A point in WGS 84 that lies in it; empty where there is none."""
    area_m2: float = 0.0
    on: date | None = None
    """The later day on which it would appear; empty for the day of the file itself."""
    is_allowed: bool = False
    """It would stop the import, but whoever imports has said that it is meant."""
    number: int = 1
    """How many of them this line stands for."""

    @property
    def is_error(self) -> bool:
        """The file cannot be taken over as long as this stands."""
        return self.kind not in HINTS and not self.is_allowed

    @property
    def is_hole(self) -> bool:
        """A part of the city that would belong to none of its districts: forgotten, or an enclave of another city."""
        return self.kind == FindingKind.GAP

    @property
    def key(self) -> str:
        """What tells this hole from any other, also after one more check: its point, its size and its day."""
        point = "" if self.lat is None or self.lon is None else f"{self.lat:.7f},{self.lon:.7f}"
        return f"{point},{self.area_m2:.1f},{self.on or ''}"

    @property
    def label(self) -> str:
        """The kind in a word or two."""
        return _("Enklave") if self.is_hole and self.is_allowed else str(WORDS[self.kind])

    @property
    def place(self) -> str:
        """The places it is about."""
        return " / ".join(self.names)

    @property
    def sentence(self) -> str:
        """What it means and what to do."""
        if self.is_hole and self.is_allowed:
            return _("Diese Fläche mitten in der Stadt gehört zu einer anderen Gemeinde; die Stelle hat es bestätigt.")
        return _sentence(self.kind, self.number)

    def plain(self) -> dict[str, Any]:
        """As plain values for the database."""
        return {
            "kind": self.kind.value,
            "names": list(self.names),
            "lat": self.lat,
            "lon": self.lon,
            "area_m2": round(self.area_m2, 1),
            "on": self.on.isoformat() if self.on else None,
            "is_allowed": self.is_allowed,
            "number": self.number,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Finding:
        """The finding that ``plain`` wrote."""
        return cls(
            kind=FindingKind(plain["kind"]),
            names=tuple(plain["names"]),
            lat=plain["lat"],
            lon=plain["lon"],
            area_m2=plain["area_m2"],
            on=date.fromisoformat(plain["on"]) if plain["on"] else None,
            is_allowed=plain["is_allowed"],
            number=plain["number"],
        )


def _sentence(kind: FindingKind, number: int) -> str:
    return {
        FindingKind.NO_AREA: _("Das Objekt hat keine Fläche. Erwartet wird ein Polygon oder MultiPolygon."),
        FindingKind.UNNAMED: _("Das Objekt nennt keinen Namen, an dem der Ort zu erkennen wäre."),
        FindingKind.UNKNOWN: _(
            "Einen Ort dieser Art mit diesem Namen gibt es nicht. Prüfen Sie die Schreibweise, oder lassen Sie "
            "fehlende Orte anlegen."
        ),
        FindingKind.TWICE: _("Der Ort steht mehrmals in der Datei. Bitte fassen Sie seine Flächen zusammen."),
        FindingKind.FAR_AWAY: _("Die Fläche liegt weit außerhalb der Stadt."),
        FindingKind.HOMELESS: _("Die Mitte des neuen Ortes liegt in keinem Teil der Stadt."),
        FindingKind.CROSSES_ITSELF: _("Die Grenze kreuzt oder berührt sich an diesem Punkt selbst."),
        FindingKind.OVERLAP: _("Diese Fläche gehörte zu mehreren Orten zugleich."),
        FindingKind.GAP: _(
            "Diese Fläche mitten in der Stadt gehörte zu keinem ihrer Teile. Fehlt der Datei ein Ort, berichtigen Sie "
            "sie; gehört die Fläche zu einer anderen Gemeinde (Enklave), bestätigen Sie es auf der Seite der Datei."
        ),
        FindingKind.LOST: _(
            "Diese Fläche am Rand gehört bisher zur Stadt und danach zu keinem ihrer Teile. Ist das gewollt, "
            "sagen Sie, dass sich die Stadtgrenze ändert."
        ),
        FindingKind.GAINED: _("Diese Fläche kommt zur Stadt hinzu."),
        FindingKind.OUTSIDE: _("Ein Teil der Fläche liegt außerhalb des größeren Ortes, zu dem dieser gehört."),
        FindingKind.HAIRLINE: ngettext(
            "Ein Spalt oder eine Überlappung, schmaler als ein halber Meter, wird geschlossen.",
            "%(number)d Spalte oder Überlappungen, schmaler als ein halber Meter, werden geschlossen.",
            number,
        )
        % {"number": number},
    }[kind]
