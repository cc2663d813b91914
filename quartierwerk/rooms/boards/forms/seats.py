"""A seat, what is said of it, its end; a list of seats."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.sheets.taking import ListFile
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import queries, rules
from quartierwerk.rooms.boards.models import Seat
from quartierwerk.rooms.boards.rules import DAY, SeatRole, SeatRow


class SaidForm(Refusable):
    """What is said of a seat without deciding anything."""

    represents = forms.CharField(
        label=_("Vertritt"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        help_text=_(
            "Für welche Organisation oder welchen Ort jemand dort sitzt. Steht bei öffentlichen Gremien dabei."
        ),
    )
    appointed_by = forms.CharField(label=_("Bestellt durch"), required=False, max_length=rules.LONGEST_TEXT)
    basis = forms.CharField(
        label=_("Grundlage der Bestellung"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        help_text=_("Wahl, Beschluss oder Schreiben, mit Tag."),
    )
    substitute = forms.EmailField(
        label=_("Ersatz"),
        required=False,
        max_length=rules.LONGEST_EMAIL,
        help_text=_("E-Mail-Adresse der Person, die einspringt. Sie muss dem Haus bekannt sein."),
    )
    has_no_substitute = forms.BooleanField(label=_("Niemand springt mehr ein"), required=False)

    def __init__(self, data: Any, *, seat: Seat | None = None, initial: dict[str, Any] | None = None) -> None:
        """``seat`` is the one that is corrected: whoever stands in stays, unless somebody else is named or nobody."""
        self.before = seat.substitute if seat else None
        self.known_as = (self.before.email or "") if self.before else ""
        said = {name: getattr(seat, name) for name in ("represents", "appointed_by", "basis")} if seat else {}
        super().__init__(data, initial=said | {"substitute": self.known_as} | (initial or {}))
        if self.before is None or self.known_as:
            del self.fields["has_no_substitute"]
        else:
            kept = _("Zurzeit: %(name)s, ohne eigene Anmeldung. Das bleibt so, wenn Sie nichts eintragen.")
            self.fields["substitute"].help_text = kept % {"name": self.before}

    def clean_substitute(self) -> Person | None:
        """The person behind the address; the same address, or none where there was none, is the same person."""
        address = self.cleaned_data["substitute"].lower()
        if self.before is not None and address == self.known_as:
            return self.before
        found = queries.people_by_address({address}).get(address) if address else None
        if address and found is None:
            raise forms.ValidationError(_("Unter dieser Adresse ist niemand bekannt."))
        return found

    def clean(self) -> dict[str, Any]:
        """Nobody, where that is ticked and nobody else is named."""
        given = self.cleaned_data
        if given.get("has_no_substitute") and given.get("substitute") == self.before:
            given["substitute"] = None
        return given


class AppointingForm(SaidForm):
    """The same, with who sits there, as what and how long."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        max_length=rules.LONGEST_EMAIL,
        help_text=_("Daran erkennt das Haus, wer es ist. Ist sie neu, wird die Person ohne Anmeldung angelegt."),
    )
    role = forms.ChoiceField(label=_("Funktion"), choices=SeatRole.choices, initial=SeatRole.MEMBER)
    is_voting = forms.BooleanField(label=_("stimmberechtigt"), required=False, initial=True)
    valid_from = DayField(label=_("Erster Tag"))
    last_day = DayField(label=_("Letzter Tag"), required=False)
    field_order = (
        "name",
        "email",
        "role",
        "is_voting",
        "valid_from",
        "last_day",
        "represents",
        "appointed_by",
        "basis",
    )

    @property
    def row(self) -> SeatRow:
        """What was filled in, as a row of a list."""
        given = self.cleaned_data
        return SeatRow(
            name=given["name"],
            email=given["email"].lower(),
            role=SeatRole(given["role"]),
            is_voting=given["is_voting"],
            days=(given["valid_from"], given["last_day"] + DAY if given["last_day"] else None),
        )


class EndingForm(Refusable):
    """The last day of a seat."""

    last_day = DayField(
        label=_("Letzter Tag"),
        help_text=_("Ein Sitz wird nur kürzer. Wer länger bleibt, bekommt einen neuen Sitz."),
    )


class UploadForm(Refusable):
    """A list of people who are to sit on a body."""

    file = ListFile(
        help_text=_(
            "CSV oder XLSX mit einer Zeile für jeden Sitz. Nur der Name ist nötig; die Vorlage zeigt alle Spalten."
        ),
        error_messages={"too_large": _("Die Datei ist zu groß für eine Liste von Sitzen.")},
    )
    since = DayField(
        label=_("Erster Tag"),
        help_text=_("Gilt, wo in der Zeile keiner steht."),
    )


class SeatingForm(Refusable):
    """The rows of a list as they were read, with what somebody saw would become of them."""

    rows = forms.CharField(widget=forms.HiddenInput)
    since = DayField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=rules.MOST_ROWS * 10)

    def clean_rows(self) -> list[dict[str, str]]:
        """The cells of each row; they are read anew, so nothing of them is believed."""
        try:
            rows = json.loads(self.cleaned_data["rows"])
        except ValueError:
            rows = None
        if not isinstance(rows, list) or not 0 < len(rows) <= rules.MOST_ROWS:
            raise forms.ValidationError(_("Die Liste ist nicht zu lesen. Bitte laden Sie die Datei noch einmal hoch."))
        return [_texts(row) for row in rows if isinstance(row, dict)]


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {str(key): value for key, value in row.items() if isinstance(value, str)}
