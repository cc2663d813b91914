"""Tables of seats in and out: what a list of people may hold, its empty form, and the list for letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.sheets import Column, download
from quartierwerk.rooms.accounts.models import Person, Viewing
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.models import Body, Seat

COLUMNS = (
    Column(key="name", label=gettext_lazy("Name"), names=("Vor- und Nachname", "Person"), required=True),
    Column(key="email", label=gettext_lazy("E-Mail"), names=("Mail", "E-Mail-Adresse")),
    Column(key="role", label=gettext_lazy("Funktion"), names=("Rolle", "Aufgabe")),
    Column(key="is_voting", label=gettext_lazy("Stimmrecht"), names=("stimmberechtigt",)),
    Column(key="represents", label=gettext_lazy("Vertritt"), names=("Organisation", "Institution")),
    Column(key="appointed_by", label=gettext_lazy("Bestellt durch"), names=("entsandt durch", "benannt durch")),
    Column(key="basis", label=gettext_lazy("Grundlage"), names=("Beschluss", "Wahl")),
    Column(key="valid_from", label=pgettext_lazy("days", "Von"), names=("seit", "ab", "Beginn", "gilt ab")),
    Column(key="last_day", label=pgettext_lazy("days", "Bis"), names=("Ende", "letzter Tag")),
)
"""What a list of seats may hold."""


def empty_form(format: str) -> FileResponse | StreamingHttpResponse:
    """A list with nothing but its headings, as ``csv`` or ``xlsx``."""
    return download([], COLUMNS, format=format, filename=_("sitze-vorlage"), title=_("Sitze"))


def addressees(body: Body, *, on: date, viewer: Person, format: str) -> FileResponse | StreamingHttpResponse:
    """Those who sit on a body on a day, with what a serial letter needs; it is noted before anything leaves the house.

    Seats without an address are in it too: a letter may go another way.
    """
    seats = list(queries.seats_on(body, on))  # the same ones in file and note
    Viewing.objects.note_all(
        viewer, about=[seat.person for seat in seats if seat.person], page="boards.addressees", at=clock.now()
    )
    columns = [Column(key=key, label=word(key) if key == "district" else label) for key, label in _LETTER_HEADINGS]
    name = f"{body.slug}-{on:%Y-%m-%d}"
    return download(_letter_rows(body, seats), columns, format=format, filename=name, title=body.name)


_LETTER_HEADINGS = (
    ("name", gettext_lazy("Name")),
    ("role", gettext_lazy("Funktion")),
    ("body", gettext_lazy("Gremium")),
    ("district", ""),  # what the city calls it
    ("represents", gettext_lazy("Vertritt")),
    ("is_voting", gettext_lazy("Stimmrecht")),
    ("email", gettext_lazy("E-Mail")),
    ("language", gettext_lazy("Sprache")),
    ("valid_from", pgettext_lazy("days", "Von")),
    ("last_day", pgettext_lazy("days", "Bis")),
)


def _letter_rows(body: Body, seats: list[Seat]) -> Iterator[dict[str, Any]]:
    for seat in seats:
        yield {
            "name": seat.holder,
            "role": seat.get_role_display(),
            "body": body.name,
            "district": body.district.title if body.district else "",
            "represents": seat.represents,
            "is_voting": seat.is_voting,
            "email": seat.address,
            "language": seat.person.language if seat.person else "",
            "valid_from": seat.valid_from,
            "last_day": seat.last_day,
        }
