"""Short lists that are looked at as a whole before anything of them is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.sheets.cleaning import clean_cell
from quartierwerk.foundation.sheets.errors import SheetError
from quartierwerk.foundation.sheets.mapping import Column, propose
from quartierwerk.foundation.sheets.reading import open_table


def cells_of(file: BinaryIO, name: str, *, columns: Sequence[Column], most: int) -> list[dict[str, str]]:
    """The rows of an uploaded list, each with its cells by the keys of the columns.

    Raises RuleBroken, with a sentence, for a file that is no such list or has more than ``most`` rows.
    """
    try:
        with open_table(file, name=name, wanted=columns) as table:
            mapping = propose(table.headings, columns)
            if missing := mapping.missing(columns):
                heading = missing[0].label
                raise RuleBroken(_("In der Datei fehlt die Spalte „%(heading)s“.") % {"heading": heading}, field="file")
            found: list[dict[str, str]] = []
            for row in table.rows():
                if len(found) == most:
                    raise RuleBroken(
                        _("Eine Liste darf höchstens %(most)d Zeilen haben.") % {"most": most}, field="file"
                    )
                found.append({key: clean_cell(cell).text for key, cell in mapping.pick(row).items()})
    except SheetError as error:
        raise RuleBroken(str(error), field="file") from None
    if not found:
        raise RuleBroken(_("Die Datei enthält keine Zeilen."), field="file")
    return found
