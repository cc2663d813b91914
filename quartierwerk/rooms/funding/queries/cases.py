"""Reads of a case: what happened on it, and which days count for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards.models import Item
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Letter, RemedyWaiver
from quartierwerk.rooms.funding.queries.aid import enter_aid_by
from quartierwerk.rooms.funding.queries.needs import need_for
from quartierwerk.rooms.funding.rules import Deadline, DrawdownKind, Instrument, LetterKind, Outcome, Way


def items_about(application: Application) -> QuerySet[Item]:
    """Where it stands on agendas, the latest first."""
    about = Item.objects.filter(motions__case=reference(application)).distinct()
    return about.select_related("meeting__body__district").order_by("-meeting__starts_at", "-pk")


@dataclass(frozen=True)
class Event:
    """Something that happened on a case."""

    at: datetime
    title: str
    text: str = ""
    who: str = ""
    url: str = ""
    is_inside: bool = False
    """Known to the office only."""
    has_only_a_day: bool = False
    """Whether nobody knows at what hour."""

    @property
    def known(self) -> date | datetime:
        """When it was, as exactly as anybody knows."""
        return clock.local(self.at).date() if self.has_only_a_day else self.at


def about_mail(application: Application) -> dict[str, Any]:
    """What every mail about a case says: which one, and where it stands."""
    return {"application": application, "address": f"{settings.SITE_URL}{application.get_absolute_url()}"}


def timeline(application: Application, *, inside: bool) -> list[Event]:
    """All that happened on a case, the latest first; without what only the office knows, unless ``inside``."""
    found = [*_its_own(application), *_asked_and_answered(application), *_checked(application)]
    found += [*_decided(application, inside=inside), *_written(application), *_letters(application, inside=inside)]
    found += _accounted(application)
    found += _drawn(application, inside=inside)
    if inside:
        found += _tabled(application)
    # Turned round afterwards, so that of two things at one moment the later step stands first too.
    return sorted((one for one in found if inside or not one.is_inside), key=lambda one: one.at)[::-1]


def _its_own(application: Application) -> Iterator[Event]:
    if application.taken_over_at:
        yield Event(application.taken_over_at, _("Aus der bisherigen Liste übernommen"), is_inside=True)
    elif application.is_on_paper:
        who = str(application.entered_by or "")
        yield Event(application.begun_at, _("Vom Papier eingetragen"), who=who, is_inside=True)
    else:
        yield Event(application.begun_at, _("Begonnen"))
    need = need_for(application)
    if need is not None:
        yield Event(need.at, _("Bedarf angemeldet"), text=money(need.cents))
        if need.withdrawn_at:
            yield Event(need.withdrawn_at, _("Bedarfsanmeldung zurückgezogen"))
    if application.submitted_at:
        title = _("Auf Papier eingegangen") if application.is_on_paper else _("Eingereicht")
        yield Event(
            application.submitted_at,
            title,
            text=money(application.asked_cents),
            has_only_a_day=application.has_only_a_day,
        )
    if application.withdrawn_at:
        yield Event(application.withdrawn_at, _("Zurückgezogen"))
    early = getattr(application, "early_start", None)
    if early is not None:
        text = _("Das Projekt darf ab dem %(day)s beginnen.") % {"day": when(early.from_on, "short")}
        yield Event(early.at, _("Vorzeitiger Beginn erlaubt"), text=text)


def _asked_and_answered(application: Application) -> Iterator[Event]:
    for one in application.inquiries.select_related("by", "answered_by", "supplement"):
        title = _("Nachgefragt, Antwort bis %(day)s") % {"day": when(one.due_on, "short")}
        yield Event(one.asked_at, title, text=one.question, who=str(one.by))
        if one.reminded_at:
            yield Event(one.reminded_at, _("An die Antwort erinnert"))
        if one.answered_at and one.answer:
            is_changed = hasattr(one, "supplement")
            yield Event(
                one.answered_at,
                _("Beantwortet und geändert") if is_changed else _("Beantwortet"),
                text=one.answer,
                who=str(one.answered_by or ""),
            )
        elif one.answered_at:
            yield Event(one.answered_at, _("Ohne Antwort weiter geprüft"))


def _checked(application: Application) -> Iterator[Event]:
    for check in application.checks.select_related("by"):
        yield Event(check.at, _("Geprüft"), text=check.note, who=str(check.by), is_inside=True)
    for assessment in application.assessments.select_related("by"):
        text = _("Vorschlag: %(sum)s") % {"sum": money(assessment.cents)}
        yield Event(assessment.at, _("Eingeschätzt"), text=text, who=str(assessment.by), is_inside=True)


def _decided(application: Application, *, inside: bool) -> Iterator[Event]:
    for one in application.decisions.select_related("by", "resolution__body"):
        if not inside:  # what it says is for the letter to tell
            if one.outcome != Outcome.DEFERRED:
                yield Event(one.at, _("Entschieden"), text=_("Das Ergebnis steht im Schreiben."))
            continue
        title = _("Entschieden: %(outcome)s") % {"outcome": one.get_outcome_display()}
        text = "\n".join(part for part in (money(one.cents) if one.cents else "", one.reason, one.conditions) if part)
        resolution = one.resolution
        who = str(resolution.body) if resolution else "" if one.by.is_system else str(one.by)
        yield Event(one.at, title, text, who, resolution.get_absolute_url() if resolution else "", is_inside=True)


def _tabled(application: Application) -> Iterator[Event]:
    for item in items_about(application):
        title = _("Auf der Tagesordnung: %(meeting)s") % {"meeting": item.meeting}
        yield Event(item.meeting.starts_at, title, url=item.get_absolute_url(), is_inside=True)


def _written(application: Application) -> Iterator[Event]:
    for one in application.messages.select_related("by"):
        title = _("Nachricht vom Büro") if one.is_from_office else _("Nachricht an das Büro")
        yield Event(one.at, title, one.text, str(one.by or ""))


def _letters(application: Application, *, inside: bool) -> Iterator[Event]:
    """Letters once they went out; to whoever applied only what has arrived, and of what lies unread that it does."""
    today = clock.today()
    for letter in standing_letters(application):
        if inside and letter.issued_at is not None:
            title = _("%(letter)s ausgefertigt") % {"letter": letter.title}
            yield Event(letter.issued_at, title, url=letter.get_absolute_url(), is_inside=True)
        for service in letter.services.all():
            is_unread = service.way == Way.PORTAL and service.retrieved_at is None
            title = _("%(letter)s, %(way)s") % {"letter": letter.title, "way": service.get_way_display()}
            if not inside and is_unread:
                title = _("Ein Schreiben für Sie")
            has_arrived = service.way == Way.PORTAL or (service.effective_on or today) <= today
            if inside or has_arrived:
                yield Event(service.at, title, url=letter.get_absolute_url())
            if service.retrieved_at:
                yield Event(service.retrieved_at, _("Abgerufen"), url=letter.get_absolute_url())


def _accounted(application: Application) -> Iterator[Event]:
    """The proof of use and the settlement; what the office found in it is known to both sides once it is settled."""
    url = reverse("funding:proof", args=[application.pk])
    for proof in application.proofs.exclude(submitted_at__isnull=True).prefetch_related("checks__by"):
        yield Event(proof.submitted_at, _("Verwendungsnachweis eingereicht"), url=url)
        for check in proof.checks.all():
            text = _("Förderung am Ende: %(sum)s") % {"sum": money(check.final_cents)}
            yield Event(check.at, _("Verwendungsnachweis geprüft"), text=text, who=str(check.by), is_inside=True)
    for proof in application.proofs.exclude(returned_at__isnull=True):
        yield Event(proof.returned_at, _("Verwendungsnachweis zurückgegeben"), text=proof.answer)
    settlement = getattr(application, "settlement", None)
    if settlement is not None:
        text = _("Förderung am Ende: %(sum)s") % {"sum": money(settlement.final_cents)}
        yield Event(settlement.at, _("Abgerechnet"), text=text, url=url)


def _drawn(application: Application, *, inside: bool) -> Iterator[Event]:
    """What became of the money; of an account the office reads the last digits, and who has looked at it."""
    for account in application.accounts.select_related("entered_by", "confirmation__by"):
        title = _("Konto hinterlegt") if account.is_new_here else _("Konto geändert")
        yield Event(account.entered_at, title, text=str(account) if inside else "", who=str(account.entered_by))
        if account.is_confirmed:
            seen = account.confirmation
            yield Event(seen.at, _("Konto bestätigt"), text=seen.note, who=str(seen.by), is_inside=True)
    for waiver in RemedyWaiver.objects.filter(letter__application=application).select_related("letter"):
        yield Event(waiver.at, _("Auf die Klage verzichtet"), url=waiver.letter.get_absolute_url())
    for one in application.drawdowns.explained():
        known = {"number": one, "sum": money(one.cents)}
        url = one.get_absolute_url()
        asked = _("Abgerufen: %(sum)s") if one.kind == DrawdownKind.REQUEST else _("Schlusszahlung: %(sum)s")
        who = "" if one.requested_by.is_system else str(one.requested_by)
        yield Event(one.requested_at, asked % known, one.purpose, who, url)
        if one.checked_at and one.kind == DrawdownKind.REQUEST:
            yield Event(one.checked_at, _("Abruf geprüft"), who=str(one.checked_by), url=url, is_inside=True)
        if one.paid_on is not None:
            yield Event(one.entry.at, _("Ausgezahlt: %(sum)s") % known, url=url)


def standing_letters(application: Application) -> QuerySet[Letter]:
    """The letters of an application that went out, the first one first."""
    return application.letters.standing().prefetch_related("services").order_by("number")


def deadlines(application: Application, *, on: date) -> list[Deadline]:
    """The days that count for a case, the next one first, each with where it is written."""
    if application.submitted_at is None or application.rule_set is None:
        return []
    terms = application.rule_set.terms
    inquiry = application.inquiries.filter(answered_at__isnull=True).first()
    letters = list(standing_letters(application))
    final = letters[-1].remedy if letters else None
    latest = application.decisions.last()
    is_granted = latest is not None and latest.is_granting
    proof_by = rules.months_after(application.project.ends_on, terms.proof_months) if is_granted else None
    return rules.due_days(
        submitted_on=clock.local(application.submitted_at).date(),
        is_undecided=application.state in rules.UNDER_WAY,
        is_notice=rules.instrument_of(LetterKind.GRANT, terms) == Instrument.NOTICE,
        answer_by=inquiry.due_on if inquiry else None,
        decided_by=application.round.decided_on if application.round else None,
        proof_by=proof_by,
        final_on=final.final_on if final is not None and final.final_on > on else None,
        aid_by=enter_aid_by(application),
        basis=terms.basis,
    )
