"""What waits in the cockpit of those who tend projects and handle applications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.waiting import Band, Kind, Pile, Shown, brief
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Application, Project
from quartierwerk.rooms.funding.rules import ApplicationState


def _entered(person: Any) -> QuerySet[Project]:
    return queries.projects_to_look_at(person)


def _submitted(person: Any) -> QuerySet[Application]:
    return queries.to_handle(person).filter(state=ApplicationState.SUBMITTED)


def _shown_application(application: Application) -> Shown:
    return Shown(
        title=f"{application.number} · {application.project.title}",
        url=application.get_absolute_url(),
        summary=f"{application.programme.name} · {money(application.asked_cents)}",
    )


def piles(person: Any) -> Iterator[Pile]:
    """How far the cases are that somebody handles; each stands on the list behind it."""
    if not permissions.may_read_applications(person):
        return
    url = reverse("funding:applications")
    numbers = queries.numbers_of(queries.to_handle(person), by="state")
    for state, label, hint in (
        (ApplicationState.FORMAL_CHECK, _("Anträge in der formalen Prüfung"), _("Prüfen, nachfordern oder zulassen.")),
        (ApplicationState.ADMISSIBLE, _("Zulässige Anträge"), _("Einschätzen, damit entschieden werden kann.")),
        (ApplicationState.ASSESSED, _("Eingeschätzte Anträge"), _("Vor das Gremium bringen oder entscheiden.")),
    ):
        yield Pile(label=label, number=numbers.get(state, 0), hint=hint, url=f"{url}?state={state}", band=Band.DECIDE)
    yield Pile(
        label=_("Nachforderungen, deren Frist vorbei ist"),
        number=queries.inquiries_overdue(person, on=clock.today()).count(),
        hint=_("Noch einmal schreiben oder ohne Antwort weiter prüfen."),
        url=f"{url}?state={ApplicationState.INFO_REQUESTED}",
        band=Band.DECIDE,
    )
    yield Pile(
        label=_("Nachrichten zu Anträgen"),
        number=queries.unread_by_office(person).count(),
        hint=_("Sie stehen beim Antrag."),
        url=f"{url}?unread=1",
        band=Band.DECIDE,
    )
    if permissions.may_decide_anything(person):
        yield Pile(
            label=_("Entscheidungen des Büros, von denen das Gremium noch nicht weiß"),
            number=sum(report.number for report in queries.reports_due(on=clock.today())),
            hint=_("Auf die Tagesordnung der nächsten Sitzung setzen."),
            url=reverse("funding:untold"),
            band=Band.TEND,
        )


def _shown(project: Project) -> Shown:
    return Shown(title=project.title, url=project.get_absolute_url(), summary=brief(project.summary))


PILES = (piles,)
KINDS = (
    Kind(
        name="applications",
        label=gettext_lazy("Antrag"),
        many=gettext_lazy("Anträge"),
        pile=gettext_lazy("Anträge, die neu eingegangen sind"),
        hint=gettext_lazy("Lesen und prüfen."),
        url=reverse_lazy("funding:applications", query={"state": "submitted"}),
        rows=_submitted,
        since="submitted_at",
        show=_shown_application,
        term=rules.LOOKED_AT_WITHIN,
        band=Band.DECIDE,
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
