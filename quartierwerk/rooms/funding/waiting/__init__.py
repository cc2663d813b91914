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
from quartierwerk.foundation.waiting import Band, Decide, Kind, Pile, Shown, Step, brief
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.models import (
    Application,
    BankDetails,
    Contribution,
    Demand,
    Drawdown,
    Invoice,
    Letter,
    NeedsRegistration,
    Project,
    ProofOfUse,
)
from quartierwerk.rooms.funding.queries import aid as aiding
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.queries import proofs as proving
from quartierwerk.rooms.funding.rules import ApplicationState
from quartierwerk.rooms.funding.waiting._paying import PAYING


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
    numbers = queries.numbers(queries.to_handle(person), by="state")
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
    yield Pile(
        label=_("Anträge auf Papier, die noch nicht fertig eingetragen sind"),
        number=queries.on_paper(person).count(),
        hint=_("Zu Ende eintragen, damit sie geprüft werden können."),
        url=reverse("funding:on_paper"),
        band=Band.DECIDE,
    )
    yield Pile(
        label=_("Verwendungsnachweise, deren Frist vorbei ist"),
        number=proving.overdue(person, on=clock.today()).count(),
        hint=_("Nachfragen, wo der Nachweis bleibt."),
        url=f"{url}?proof=overdue",
        band=Band.TEND,
    )
    if permissions.may_read_aid(person):
        yield Pile(
            label=_("Beihilfen, die noch nicht im Register stehen"),
            number=aiding.number_open(person, on=clock.today()),
            hint=_("Innerhalb von 20 Arbeitstagen eintragen und hier vermerken."),
            url=reverse("funding:aid_register"),
            band=Band.TEND,
        )
    if permissions.may_decide_anything(person):
        yield Pile(
            label=_("Entscheidungen des Büros, von denen das Gremium noch nicht weiß"),
            number=sum(report.number for report in queries.reports_due(on=clock.today())),
            hint=_("Auf die Tagesordnung der nächsten Sitzung setzen."),
            url=reverse("funding:untold"),
            band=Band.TEND,
        )


def _need(need: NeedsRegistration) -> Shown:
    return Shown(
        title=f"{need.project.title} · {money(need.cents)}",
        url=reverse("funding:answer_need", args=[need.pk]),
        summary=brief(need.text),
    )


def _demands(person: Any) -> QuerySet[Demand]:
    return queries.demands_to_table(person)


def _demand(demand: Demand) -> Shown:
    return Shown(
        title=f"{demand.project.title} · {money(demand.cents)}",
        url=reverse("funding:funds", args=[demand.project_id]),
        summary=brief(demand.wording),
    )


def _shown(project: Project) -> Shown:
    return Shown(title=project.title, url=project.get_absolute_url(), summary=brief(project.summary))


def _contribution(money_in: Contribution) -> Shown:
    return Shown(
        title=f"{money_in.source} · {money(money_in.cents)}",
        url=reverse("funding:thank", args=[money_in.project_id, money_in.pk]),
        summary=money_in.project.title,
    )


def _to_draft(person: Any) -> QuerySet[Application]:
    found = reading.to_draft(person)
    return found if permissions.may_draft(person) else found.none()


def _to_approve(person: Any) -> QuerySet[Letter]:
    """What this person may approve: not what they drafted themself."""
    return _at_work(person).to_approve(person)


def _to_issue(person: Any) -> QuerySet[Letter]:
    return _at_work(person).to_issue(person)


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


def _proofs_to_settle(person: Any) -> QuerySet[ProofOfUse]:
    found = proving.proofs_to_settle(person)
    return found if permissions.may_draft(person) else found.none()


def _proof(proof: ProofOfUse) -> Shown:
    application = proof.application
    return Shown(
        title=f"{application.number} · {application.project.title}",
        url=application.get_absolute_url(),
        summary=application.programme.name,
    )


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
        term=rules.LETTER_WITHIN,
        band=band,
    )


PILES = (piles,)
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
        term=rules.LETTER_WITHIN,
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
        name="proofs",
        label=gettext_lazy("Verwendungsnachweis"),
        many=gettext_lazy("Verwendungsnachweise"),
        pile=gettext_lazy("Verwendungsnachweise zu prüfen"),
        hint=gettext_lazy("Belege und Summen ansehen, oder den Nachweis zurückgeben."),
        url=reverse_lazy("funding:applications", query={"state": "proof_submitted"}),
        rows=proving.proofs_to_check,
        since="submitted_at",
        show=_proof,
        term=rules.PROOF_LOOKED_AT_WITHIN,
        band=Band.TEND,
    ),
    Kind(
        name="settlements",
        label=gettext_lazy("geprüfter Verwendungsnachweis"),
        many=gettext_lazy("geprüfte Verwendungsnachweise"),
        pile=gettext_lazy("Geprüfte Verwendungsnachweise, die noch nicht abgerechnet sind"),
        hint=gettext_lazy("Abrechnen: damit steht die Förderung fest, und der Rest geht zurück in den Topf."),
        url=reverse_lazy("funding:applications", query={"state": "proof_checked"}),
        rows=_proofs_to_settle,
        since="submitted_at",
        show=_proof,
        term=rules.PROOF_LOOKED_AT_WITHIN,
        band=Band.TEND,
    ),
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
    Kind(
        name="additions",
        label=gettext_lazy("Neues an einem Projekt"),
        many=gettext_lazy("Neues an Projekten"),
        pile=gettext_lazy("Öffentliche Projekte mit Neuem"),
        hint=gettext_lazy("Bilder und was daraus wurde ansehen, und allen zeigen."),
        url=reverse_lazy("funding:projects", query={"state": "public"}),
        rows=queries.projects_with_additions,
        since="since",
        show=_shown,
        term=rules.SHOWN_WITHIN,
        band=Band.DECIDE,
    ),
    Kind(
        name="to_thank",
        label=gettext_lazy("Beitrag zu danken"),
        many=gettext_lazy("Beiträge zu danken"),
        pile=gettext_lazy("Beiträge, die eingegangen sind und für die niemand gedankt hat"),
        hint=gettext_lazy("Danken und den Eingang bestätigen."),
        url=reverse_lazy("funding:to_thank"),
        rows=queries.to_thank,
        since="since",
        show=_contribution,
        term=rules.THANKED_WITHIN,
        band=Band.TEND,
    ),
    Kind(
        name="needs",
        label=gettext_lazy("Bedarfsanmeldung"),
        many=gettext_lazy("Bedarfsanmeldungen"),
        pile=gettext_lazy("Bedarfsanmeldungen ohne Antwort"),
        hint=gettext_lazy("Lesen und sagen, ob und wie ein Antrag Aussicht hat."),
        url=reverse_lazy("funding:needs", query={"answered": "nein"}),
        rows=queries.needs_to_answer,
        since="at",
        show=_need,
        term=rules.NEED_ANSWERED_WITHIN,
        band=Band.TEND,
    ),
    Kind(
        name="demands",
        label=gettext_lazy("Mittelanfrage"),
        many=gettext_lazy("Mittelanfragen"),
        pile=gettext_lazy("Mittelanfragen für das Lenkungsgremium"),
        hint=gettext_lazy("Auf die Tagesordnung einer kommenden Sitzung setzen."),
        url=reverse_lazy("funding:projects", query={"asking": "1"}),
        rows=_demands,
        since="at",
        show=_demand,
        term=rules.TABLED_WITHIN,
        band=Band.DECIDE,
    ),
    *PAYING,
)
