"""Somebody's own data as one archive, in JSON and as a page, written piece by piece; and who else saw them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from http.client import OK
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import FileResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.privacy import Row
from quartierwerk.foundation.sheets import Column, download
from quartierwerk.foundation.ui import writing
from quartierwerk.foundation.ui.afterwards import Answer, afterwards
from quartierwerk.rooms.accounts import queries
from quartierwerk.rooms.accounts.models import Person, Viewing


class _Wire(io.RawIOBase):
    """Takes what the archive writes and hands it on; nothing is kept."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What has been written since the last time."""
        taken, self.parts = b"".join(self.parts), []
        return taken


def noted(answer: Answer, *, viewer: Person, about: Model, page: str) -> Answer:
    """The answer, and once it is sent a note that the viewer saw this page with somebody's data.

    ``about`` is the person, or the thing where no account stands behind them.
    """
    note = partial(Viewing.objects.note, viewer, about=about, page=page, at=clock.now())
    return afterwards(answer, note) if answer.status_code == OK else answer


def mailing_list(wording: privacy.Wording, *, viewer: Person, format: str) -> FileResponse | StreamingHttpResponse:
    """Those who agreed to be written to, as ``csv`` or ``xlsx``; it is noted before anything leaves the house."""
    people = list(queries.who_agreed(wording).only("name", "email", "language"))  # the same ones in file and note
    Viewing.objects.note_all(viewer, about=people, page="accounts.mailing", at=clock.now())
    columns = [
        Column(key="name", label=_("Name")),
        Column(key="email", label=_("E-Mail")),
        Column(key="language", label=_("Sprache")),
    ]
    rows = ([person.name, person.email, person.language] for person in people)
    name = f"{_('Verteiler')}-{clock.today():%Y-%m-%d}"
    return download(rows, columns, format=format, filename=name, title=str(wording.title))


def archive(person: Person, *, at: datetime) -> Iterator[bytes]:
    """The pieces of a ZIP with everything the house exports about somebody, ``data.json`` and ``daten.html``."""
    wire = _Wire()
    with zipfile.ZipFile(wire, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, lines in (("data.json", _as_json(person, at=at)), ("daten.html", _as_page(person, at=at))):
            with packed.open(name, "w") as file:
                for line in lines:
                    file.write(line.encode())
                    if part := wire.take():
                        yield part
            yield wire.take()
    yield wire.take()


def _as_json(person: Person, *, at: datetime) -> Iterator[str]:
    """One object, ``kinds`` by name; each row is written as soon as it is read."""
    yield f'{{"house": {json.dumps(house().title)}, "made_at": {json.dumps(at.isoformat())}, "kinds": {{'
    for number, data in enumerate(privacy.exported()):
        said = {"label": str(data.label), "purpose": str(data.purpose), "retention": str(data.retention)}
        about = json.dumps(said, ensure_ascii=False)[:-1]
        yield f'{", " if number else ""}\n{json.dumps(data.kind)}: {about}, "rows": ['
        for index, row in enumerate(_rows(data, person)):
            values = {entry.name: entry.value for entry in row}
            yield f"{',' if index else ''}\n{json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)}"
        yield "]}"
    yield "\n}}\n"


def _as_page(person: Person, *, at: datetime) -> Iterator[str]:
    """A page that needs nothing but itself."""
    yield render_to_string("accounts/own/head.html", {"person": person, "at": at, "house": house()})
    for data in privacy.exported():
        yield render_to_string("accounts/own/kind.html", {"data": data})
        is_empty = True
        for row in _rows(data, person):
            is_empty = False
            yield render_to_string("accounts/own/row.html", {"row": in_words(row)})
        if is_empty:
            yield render_to_string("accounts/own/nothing.html")
    yield "</main></body></html>\n"


def _rows(data: privacy.PersonalData, person: Person) -> Iterator[Row]:
    return iter(data.rows(person)) if data.rows is not None else iter(())


def in_words(row: Row) -> list[tuple[str, list[str]]]:
    """What a row says for people: labels with lines."""
    return [(one.label, lines(one.value if one.words is None else one.words)) for one in row]


def lines(value: Any) -> list[str]:
    """A value as lines for people; of what holds further values one line each."""
    if isinstance(value, dict):
        return [f"{key}: {', '.join(lines(part))}" for key, part in value.items() if part not in (None, "", [], {})]
    if isinstance(value, list | tuple):
        return [", ".join(lines(part)) for part in value]
    if isinstance(value, bool):
        return [_("ja") if value else _("nein")]
    if isinstance(value, date):
        return [writing.when(value)]
    return [] if value in (None, "") else [str(value)]
