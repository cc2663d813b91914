"""The whole case as one document for the records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.documents.rendering import Enclosure, render
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.papers import storing
from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.funding import queries, rules
from quartierwerk.rooms.funding.models import Application, Voucher
from quartierwerk.rooms.funding.rules import Content
from quartierwerk.rooms.funding.views._cases import handled, told
from quartierwerk.rooms.funding.views._proof_parts import part, proof_parts

MOST_BYTES = 5 * 2**20
"""So much of what came in goes into a record: making it takes longer with every megabyte."""


@never_cache
@login_required
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a case in the language of the house, the letters and the files that came in inside it (Akte, PDF/A-3)."""
    application = handled(request, pk)
    if application.said is None:
        raise Http404
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        title = _("Akte %(number)s") % {"number": application.number}
        enclosed, left_out = _letters(application), []
        room = MOST_BYTES
        for paper, about in _papers(application):
            file = _file(paper, about) if paper.size <= room else None
            if file is None:
                left_out.append(paper)
            else:
                enclosed.append(file)
                room -= paper.size
        data = _record(application, enclosed, left_out)
    pdf = render("funding/record", data, title=title, language=language, at=clock.now(), enclosed=enclosed)
    answered = answer(pdf, name=title)
    return noted(answered, viewer=request.user, about=application.applicant or application, page="funding.application")


def _record(application: Application, enclosed: list[Enclosure], left_out: list[StoredPaper]) -> dict[str, Any]:
    """What the document shows; all of it is text."""
    project = application.project
    decision = application.decisions.last()
    return {
        "lead": _("Alles, was zu diesem Antrag festgehalten ist, Stand %(day)s.")
        % {"day": when(clock.today(), "short")},
        "facts": [
            [_("Nummer"), application.number],
            [_("Programm"), application.programme.name_de],
            [_("Bedingungen"), f"{when(application.rule_set.valid_from, 'short')}, {application.rule_set.basis}"],
            [_("Projekt"), project.title],
            [_("Träger"), project.carrier or "–"],
            [_("gestellt von"), str(application.applicant or "–")],
            [_("Sachbearbeitung"), str(application.clerk or "–")],
            [_("Stand"), application.get_state_display()],
            [_("Beantragt"), money(application.asked_cents)],
            [_("Bewilligt"), money(decision.cents) if decision is not None and decision.cents else "–"],
        ],
        "parts": [*_said(application), _check(application), *proof_parts(application), _deadlines(application)],
        "course": {
            "heading": _("Verlauf"),
            "events": [_event(one) for one in queries.timeline(application, inside=True)],
        },
        "files": {
            "heading": _("Dateien in diesem Dokument"),
            "head": [_("Datei"), _("Was es ist")],
            "rows": [[one.name, one.about] for one in enclosed],
            "none": _("Keine."),
        },
        "left_out": {
            "heading": _("Dateien, die nur beim Antrag liegen"),
            "lead": _("Sie sind zu groß für dieses Dokument oder liegen nicht mehr vor."),
            "head": [_("Datei"), _("Prüfsumme (SHA-256)")],
            "rows": [[one.name, one.sha256] for one in left_out],
        },
    }


def _said(application: Application) -> list[dict[str, Any]]:
    """What was submitted, and what each supplement said instead."""
    parts = _content(application, application.said_first, _("Antrag"))
    for number, one in enumerate(application.supplements.all(), start=1):
        heading = _("Nachtrag %(number)d vom %(day)s") % {"number": number, "day": when(one.at, "short")}
        parts += _content(application, one.said, heading)
    return parts


def _content(application: Application, said: Content | None, heading: str) -> list[dict[str, Any]]:
    if said is None:
        return []
    plan = said.plan
    spent = [[one.title, money(one.cents)] for one in plan.expenses]
    came = [[f"{one.title} ({one.kind.label}, {one.promise.label})", money(one.cents)] for one in plan.incomes]
    asked = [[_("Beantragte Förderung"), money(plan.asked_cents)]]
    return [
        part(heading, text=said.need),
        part(f"{heading}: {_('Ausgaben')}", head=[_("Was"), _("Betrag")], rows=spent, amounts=(1,)),
        part(f"{heading}: {_('Finanzierung')}", head=[_("Von wem"), _("Betrag")], rows=came + asked, amounts=(1,)),
        *(
            part(f"{heading}: {title}", head=[_("Frage"), _("Antwort")], rows=rows)
            for title, rows in told(application, said)
        ),
    ]


def _check(application: Application) -> dict[str, Any]:
    latest = application.checks.last()
    lines = rules.checklist(application.rule_set.terms, latest.marks if latest else {})
    rows = [[line.sentence, str(line.mark.label)] for line in lines]
    return part(_("Formale Prüfung"), head=[_("Prüfpunkt"), _("Ergebnis")], rows=rows)


def _deadlines(application: Application) -> dict[str, Any]:
    rows = [[one.what, when(one.day, "short"), one.source] for one in queries.deadlines(application, on=clock.today())]
    text = "" if rows else _("Es läuft keine Frist.")
    return part(_("Fristen"), text=text, head=[_("Was"), _("Tag"), _("Grundlage")], rows=rows)


def _event(one: queries.Event) -> dict[str, str]:
    who = f" · {one.who}" if one.who else ""
    return {"title": one.title, "text": one.text, "when": f"{when(one.known, 'full')}{who}"}


def _letters(application: Application) -> list[Enclosure]:
    """The letters that were issued, as they went out."""
    return [
        Enclosure(
            name=f"{application.number}-{letter.number}.pdf",
            data=bytes(letter.pdf or b""),
            media_type="application/pdf",
            about=_("%(kind)s vom %(day)s, SHA-256 %(digest)s")
            % {
                "kind": letter.get_kind_display(),
                "day": when(letter.issued_at, "short"),
                "digest": letter.pdf_digest,
            },
        )
        for letter in application.letters.filter(issued_at__isnull=False).order_by("number")
    ]


def _papers(application: Application) -> Iterator[tuple[StoredPaper, str]]:
    """The files that came with the application, then those of its vouchers, each once and with what it is."""
    for one in application.enclosures.select_related("paper").filter(kept_at__isnull=False):
        yield one.paper, _("Anlage zum Antrag, SHA-256 %(digest)s") % {"digest": one.paper.sha256}
    vouchers = Voucher.objects.select_related("paper").filter(proof__application=application, kept_at__isnull=False)
    shown = {one.paper: one for one in vouchers.order_by("proof__number", "number") if one.paper is not None}
    for paper, voucher in shown.items():
        words = {"number": voucher.number, "digest": paper.sha256}
        yield paper, _("Beleg %(number)d zum Verwendungsnachweis, SHA-256 %(digest)s") % words


def _file(paper: StoredPaper, about: str) -> Enclosure | None:
    """It as it goes into the document; None where it is gone."""
    data = storing.content(paper)
    if data is None:
        return None
    return Enclosure(name=f"{paper.pk}-{paper.name}", data=data, media_type=paper.type, about=about)
