"""The verbs of the newsroom: the only code that changes its pages and the reports of barriers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.rooms.accounts.models import Person, Sender
from quartierwerk.rooms.newsroom import permissions, rules
from quartierwerk.rooms.newsroom.models import BarrierReport, Page, PageVersion
from quartierwerk.rooms.newsroom.rules import PageKind, ReportState


class WordingRefused(RuleBroken):
    """The page cannot say this; the sentence names the first reason."""


class PublishedMeanwhile(MovedOn):
    """Somebody else has published the page since."""

    sentence = _(
        "Inzwischen hat jemand anderes diese Seite veröffentlicht. Ihr Text steht noch hier; "
        "vergleichen Sie ihn mit der neuen Fassung und laden Sie die Seite dann neu."
    )


class NoSuchVersion(RuleBroken):
    """The page never said this, or says it now."""

    sentence = _("Diese Fassung gibt es nicht, oder sie gilt schon.")


@action(may=permissions.may_publish)
def publish(
    kind: PageKind, *, actor: Person, wording: rules.Wording, based_on: int, note: str = "", at: datetime
) -> Page:
    """Let a page say this from now on; what it said before is kept (Seite veröffentlichen).

    ``based_on`` is the number of the version that whoever wrote it had before them.
    """
    wording = rules.tidied(wording)
    for problem in rules.problems(wording):
        raise WordingRefused(problem.sentence, field=problem.field)
    # Made where there is none, so that two who publish the first version queue up behind it.
    Page.objects.get_or_create(kind=kind)
    page = _locked(kind).get()
    if page.version != based_on:
        raise PublishedMeanwhile
    return _put(page, actor=actor, wording=wording, note=note.strip(), at=at)


@action(may=permissions.may_publish)
def restore(kind: PageKind, *, actor: Person, number: int, at: datetime) -> Page:
    """Let a page say again what it said before; that is a new version (Fassung wiederherstellen)."""
    page = _locked(kind).first()
    version = page.versions.exclude(number=page.version).filter(number=number).first() if page else None
    if page is None or version is None:
        raise NoSuchVersion
    note = _("Fassung %(number)d wiederhergestellt") % {"number": number}
    return _put(page, actor=actor, wording=version.wording, note=note, at=at)


@dataclass(frozen=True, kw_only=True)
class Barrier:
    """What somebody met on a page that keeps them out."""

    text: str
    page: str = ""
    """Its address, where they know it."""
    email: str = ""
    """Where the answer goes, whoever is signed in: a page that does not work may be reported for somebody else."""
    language: str = "de"


@action(may=permissions.may_report)
def report(met: Barrier, *, actor: Person | None, at: datetime) -> BarrierReport:
    """Tell the office of a barrier; a mail says that it waits, the words stay in the house (Barriere melden)."""
    text = met.text.strip()
    if not text:
        raise WordsMissing(_("Bitte schreiben Sie, was nicht geht."), field="text")
    sender = Sender(email=met.email, language=met.language).checked()
    barrier = BarrierReport.objects.create(
        page=rules.own_path(met.page), text=text, email=sender.email, language=sender.language, created_at=at
    )
    if house().contact_email:
        post(
            "newsroom/mail/barrier.txt",
            to=house().contact_email,
            context={"page": barrier.page, "barrier": barrier},
            about=reference(barrier),
        )
    return barrier


@action(may=permissions.may_answer)
def answer(barrier: BarrierReport, *, actor: Person, text: str, at: datetime) -> BarrierReport:
    """Say what becomes of a barrier; whoever left an address gets it by mail (Barrieremeldung beantworten)."""
    text = text.strip()
    if not text:
        raise WordsMissing(_("Bitte schreiben Sie eine Antwort."), field="text")
    fields = {"answer": text, "answered_at": at, "answered_by": actor}
    advance(barrier, ReportState.ANSWERED, steps=rules.REPORT_STEPS, **fields)
    if barrier.email:
        post(
            "newsroom/mail/barrier_answered.txt",
            to=barrier.email,
            language=barrier.language,
            reply_to=house().contact_email,
            context={"page": barrier.page, "answer": text},
            about=reference(barrier),
        )
    return barrier


@action(may=permissions.may_keep_house)
def forget(barrier: BarrierReport, *, actor: Person, at: datetime) -> BarrierReport:
    """Delete the words and the address of an answered report; when it came and was answered stays."""
    if barrier.is_waiting:
        raise NotNow
    barrier.text = barrier.email = barrier.answer = ""
    barrier.forgotten_at = at
    barrier.save(update_fields=["text", "email", "answer", "forgotten_at"])
    return barrier


def _locked(kind: PageKind) -> QuerySet[Page]:
    return Page.objects.filter(kind=kind).select_for_update(no_key=True)


def _put(page: Page, *, actor: Person, wording: rules.Wording, note: str, at: datetime) -> Page:
    page.version += 1
    page.save(update_fields=["version"])
    PageVersion.objects.create(
        page=page, number=page.version, note=note, published_at=at, published_by=actor, **vars(wording)
    )
    note_change(version=page.version, note=bool(note))
    return page
