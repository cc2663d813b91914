"""Taking values out of a city's file, and noting what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from quartierwerk.foundation.folding import words as folded
from quartierwerk.surfaces.founding.blueprint import Fault
from quartierwerk.surfaces.founding.positions import Way, line_of, lines_of

NOWHERE = (0.0, 0.0)
"""Stands for a middle that could not be read."""


class Reader:
    """Takes values out of tables and notes what is wrong with them; the value it then returns is a stopgap."""

    def __init__(self, text: str) -> None:
        self.lines = lines_of(text)
        self.faults: list[Fault] = []

    def refuse(self, where: Way, sentence: str) -> None:
        """Note a mistake."""
        named = [f"{part + 1}" if isinstance(part, int) else part for part in where]
        self.faults.append(Fault(line_of(where, self.lines), " ".join(named), sentence))

    def strangers(self, table: Mapping[str, Any], where: Way, known: Collection[str]) -> None:
        """Note keys that mean nothing here, most often slips."""
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = _("Meinten Sie „%(near)s“?") % {"near": near[0]} if near else ""
                self.refuse(
                    (*where, key), " ".join([_("„%(key)s“ ist hier nicht bekannt.") % {"key": key}, hint]).strip()
                )

    def table(self, told: Mapping[str, Any], name: str, *, required: bool = False) -> dict[str, Any]:
        """A table of the file."""
        found = told.get(name)
        if found is None:
            if required:
                self.refuse((name,), _("Der Abschnitt [%(name)s] fehlt.") % {"name": name})
            return {}
        if not isinstance(found, dict):
            self.refuse((name,), _("Hier wird ein Abschnitt erwartet: [%(name)s].") % {"name": name})
            return {}
        return found

    def rows(self, told: Mapping[str, Any], name: str, where: Way = ()) -> list[dict[str, Any]]:
        """A list of tables."""
        found = told.get(name, [])
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self.refuse(
                (*where, name),
                _("Hier wird eine Liste erwartet: jeder Eintrag beginnt mit [[%(name)s]].") % {"name": name},
            )
            return []
        return found

    def text(self, table: Mapping[str, Any], key: str, where: Way, *, required: bool = False, most: int = 100) -> str:
        """A line of text."""
        value = table.get(key, "")
        if not isinstance(value, str):
            self.refuse((*where, key), _("Hier wird ein Text in Anführungszeichen erwartet."))
            return ""
        value = value.strip()
        if required and not value:
            self.refuse((*where, key), _("„%(key)s“ fehlt.") % {"key": key})
        if len(value) > most:
            self.refuse((*where, key), _("Der Text ist länger als %(most)d Zeichen.") % {"most": most})
        return value

    def texts(self, table: Mapping[str, Any], key: str, where: Way) -> list[str]:
        """A list of texts."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.refuse(
                (*where, key), _('Hier wird eine Liste von Texten erwartet, zum Beispiel ["Altstadt", "Zentrum"].')
            )
            return []
        return [one.strip() for one in value if one.strip()]

    def number(self, table: Mapping[str, Any], key: str, where: Way, *, least: int, most: int, default: int) -> int:
        """A whole number between two bounds."""
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.refuse(
                (*where, key),
                _("Hier wird eine ganze Zahl von %(least)d bis %(most)d erwartet.") % {"least": least, "most": most},
            )
            return default
        return value

    def checked(self, value: str, where: Way, check: Callable[[str], None], sentence: str) -> str:
        """A text that one of Django's validators accepts; an empty one has been judged before."""
        try:
            if value:
                check(value)
        except ValidationError:
            self.refuse(where, sentence)
        return value

    def slug(self, table: Mapping[str, Any], where: Way, *, name: str) -> str:
        """The short name, or one made from the name."""
        given = self.text(table, "slug", where, most=60) or "-".join(folded(name))[:60].strip("-")
        sentence = _("Der Kurzname besteht aus kleinen Buchstaben, Ziffern und Bindestrichen.")
        return self.checked(given, (*where, "slug"), _small_slug, sentence)

    def center(self, table: Mapping[str, Any], where: Way) -> tuple[float, float]:
        """Latitude and longitude of a middle."""
        value = table.get("center")
        if value is None:
            self.refuse((*where, "center"), _("Die Mitte fehlt, zum Beispiel: center = [51.50, 7.40]."))
            return NOWHERE
        fits = isinstance(value, list) and len(value) == 2
        if not fits or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
            self.refuse(
                (*where, "center"), _("Die Mitte besteht aus Breite und Länge, zum Beispiel: center = [51.50, 7.40].")
            )
            return NOWHERE
        lat, lon = map(float, value)
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            self.refuse(
                (*where, "center"),
                _("Die Mitte liegt nicht auf der Erde: Breite von -90 bis 90, Länge von -180 bis 180."),
            )
            return NOWHERE
        return (lat, lon)


def _small_slug(value: str) -> None:
    validate_slug(value)
    if value != value.lower():
        raise ValidationError("")
