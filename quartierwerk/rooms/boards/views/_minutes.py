"""Minutes as a document shows them: all of it text by then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.models import Minutes
from quartierwerk.rooms.boards.rules import MinutesState


def heading_of(record: Minutes, *, is_public: bool = False) -> str:
    """What minutes are called, as far as they have got."""
    if is_public:
        return _("Niederschrift, öffentlicher Teil")
    return _("Niederschrift (Entwurf)") if record.is_draft else _("Niederschrift")


def made_at(record: Minutes) -> datetime:
    """When what is printed was written: at approval or sending, else now."""
    return (None if record.is_draft else record.approved_at or record.sent_at) or clock.now()


def printed(record: Minutes, content: queries.Content, *, is_inside: bool) -> dict[str, Any]:
    """What the document shows; all of it is text."""
    head = [
        (_("Gremium"), content["body"]),
        (_("Anlass"), content["title"]),
        (_("Tag"), content["day"]),
        (_("Dauer"), f"{content['opened']} – {content['closed']}"),
        (_("Ort"), content["place"]),
        (_("Einladung"), content["notice"]),
        (_("Stand"), _standing(record)),
    ]
    return {
        "draft": _("Entwurf, noch nicht verschickt") if record.is_draft else "",
        "head": [list(fact) for fact in head if fact[1]],
        "attendance": {
            "heading": _("Anwesenheit"),
            "head": [_("Name"), _("Funktion"), _("anwesend")],
            "rows": [
                [
                    one["name"] + (f" ({one['represents']})" if one["represents"] else ""),
                    one["role"] + ("" if one["is_voting"] else f", {_('ohne Stimme')}"),
                    "\n".join(one["stays"]) or _("nicht anwesend"),
                ]
                for one in content["attendance"]
            ],
            "number": _number(content),
        },
        "heading": _("Tagesordnung"),
        "items": [
            {
                "title": f"{one['number']}  {one['title']}",
                "mark": "" if one["is_public"] else _("nicht öffentlich"),
                "text": one["text"],
                "recusals": one["recusals"],
                "resolutions": [
                    {
                        "title": _("Beschluss %(number)s") % {"number": decided["number"]},
                        "wording": decided["wording"],
                        "reasons": f"{decided['result']} {decided['quorum']}",
                    }
                    for decided in one["resolutions"]
                ],
            }
            for one in content["items"]
        ],
        "signatures": [_("Vorsitz"), _("Schriftführung")] if is_inside else [],
    }


def _standing(record: Minutes) -> str:
    """How far minutes have got, in words."""
    if record.state == MinutesState.APPROVED:
        day = when(clock.local(record.approved_at).date(), "short")
        if record.approved_in is None:
            return _("genehmigt am %(day)s, nach Ablauf der Frist für Einwendungen") % {"day": day}
        meeting = when(record.approved_in.day, "short")
        return _("genehmigt am %(day)s in der Sitzung vom %(meeting)s") % {"day": day, "meeting": meeting}
    if record.state == MinutesState.SENT:
        day = when(record.objections_until, "short")
        return _("verschickt, Einwendungen bis %(day)s") % {"day": day}
    return _("Entwurf")


def _number(content: queries.Content) -> str:
    """How many with a vote were there, where nobody is named."""
    if (n := content.get("present")) is None:
        return ""
    said = ngettext("Anwesend: %(n)s stimmberechtigtes Mitglied.", "Anwesend: %(n)s stimmberechtigte Mitglieder.", n)
    return said % {"n": n}
