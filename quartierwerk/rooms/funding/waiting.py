"""What waits in the cockpit of those who tend projects: what was entered and nobody has looked at yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.waiting import Band, Kind, Shown, brief
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Application, Letter, Project
from quartierwerk.rooms.funding.queries import letters as reading


def _entered(person: Any) -> QuerySet[Project]:
    return queries.projects_to_look_at(person)


def _shown(project: Project) -> Shown:
    return Shown(title=project.title, url=project.get_absolute_url(), summary=brief(project.summary))


def _to_draft(person: Any) -> QuerySet[Application]:
    found = reading.to_draft(person)
    return found if permissions.may_draft(person) else found.none()


def _to_approve(person: Any) -> QuerySet[Letter]:
    """What this person may approve: not what they drafted themself."""
    return _at_work(person).to_approve(person)


def _to_issue(person: Any) -> QuerySet[Letter]:
    return _at_work(person).to_issue()


def _to_serve(person: Any) -> QuerySet[Letter]:
    today = clock.today()
    return _at_work(person).to_serve(on=today).filter(latest_way__isnull=True)


def _to_serve_again(person: Any) -> QuerySet[Letter]:
    return _at_work(person).to_serve_again(on=clock.today())


def _at_work(person: Any) -> Any:
    found = Letter.objects.visible_to(person).select_related("application__project")
    return found if permissions.may_draft(person) else found.none()


def _decided(application: Application) -> Shown:
    url = reverse("funding:draft_letter", args=[application.pk])
    return Shown(title=f"{application.number} · {application.project.title}", url=url)


def _letter(letter: Letter) -> Shown:
    return Shown(
        title=f"{letter.title} {letter}", url=letter.get_absolute_url(), summary=letter.application.project.title
    )


def _letters(name: str, rows: Any, since: str, *, pile: Any, hint: Any, state: str, band: Band = Band.DECIDE) -> Kind:
    """A kind of letters that wait for one step."""
    return Kind(
        name=name,
        label=gettext_lazy("Schreiben"),
        many=pile,
        hint=hint,
        url=reverse_lazy("funding:letters", query={"state": state}),
        rows=rows,
        since=since,
        show=_letter,
        term=WRITTEN_WITHIN,
        band=band,
    )


WRITTEN_WITHIN = timedelta(days=7)
"""So long a letter waits for its next step before it is marked."""

KINDS = (
    Kind(
        name="decided",
        label=gettext_lazy("Schreiben"),
        many=gettext_lazy("Schreiben zu entwerfen"),
        hint=gettext_lazy("Entschieden, aber noch niemandem gesagt: das Schreiben entwerfen."),
        url=reverse_lazy("funding:letters", query={"state": "draft"}),
        rows=_to_draft,
        since="decided_at",
        show=_decided,
        term=WRITTEN_WITHIN,
        band=Band.DECIDE,
    ),
    _letters(
        "letters_to_approve",
        _to_approve,
        "drafted_at",
        pile=gettext_lazy("Schreiben freizugeben"),
        hint=gettext_lazy("Von jemand anderem entworfen: lesen, dann freigeben oder verwerfen."),
        state="approve",
    ),
    _letters(
        "letters_to_issue",
        _to_issue,
        "approved_at",
        pile=gettext_lazy("Schreiben auszufertigen"),
        hint=gettext_lazy("Freigegeben: ausfertigen, damit Datei und Geld feststehen."),
        state="issue",
    ),
    _letters(
        "letters_to_serve",
        _to_serve,
        "issued_at",
        pile=gettext_lazy("Schreiben bekannt zu geben"),
        hint=gettext_lazy("Ausgefertigt: ins Portal stellen, versenden oder übergeben."),
        state="post",
    ),
    _letters(
        "letters_to_serve_again",
        _to_serve_again,
        "issued_at",
        pile=gettext_lazy("Schreiben erneut bekannt zu geben"),
        hint=gettext_lazy("Im Portal zehn Tage lang nicht abgerufen: auf anderem Weg bekannt geben."),
        state="post",
        band=Band.PRESSING,
    ),
    Kind(
        name="projects",
        label=gettext_lazy("Projekt"),
        many=gettext_lazy("Projekte"),
        pile=gettext_lazy("Projekte, die jemand angelegt hat"),
        hint=gettext_lazy("Lesen, und veröffentlichen oder intern führen."),
        url=reverse_lazy("funding:projects", query={"state": "entered"}),
        rows=_entered,
        since="entered_at",
        show=_shown,
        term=rules.LOOKED_AT_WITHIN,
        band=Band.DECIDE,
    ),
)
