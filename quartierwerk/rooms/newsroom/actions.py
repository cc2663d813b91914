"""The verbs of the newsroom: the only code that changes its pages and the reports of barriers."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.newsroom import permissions, rules
from quartierwerk.rooms.newsroom.models import BarrierReport, Page, PageVersion
from quartierwerk.rooms.newsroom.rules import ReportState


class WordingRefused(RuleBroken):
    """The page cannot say this; the sentence names the first reason."""


class MovedOn(RuleBroken):
    """Somebody else has published the page since."""

    sentence = _(
        "Inzwischen hat jemand anderes diese Seite veröffentlicht. Ihr Text steht noch hier; "
        "vergleichen Sie ihn mit der neuen Fassung und laden Sie die Seite dann neu."
    )


class NoSuchVersion(RuleBroken):
    """The page never said this, or says it now."""

    sentence = _("Diese Fassung gibt es nicht, oder sie gilt schon.")


class NothingSaid(RuleBroken):
    """A report or its answer has no words."""


class AlreadyAnswered(RuleBroken):
    """Somebody else was faster."""

    sentence = _("Diese Meldung ist schon beantwortet.")


class NotAnsweredYet(RuleBroken):
    """What still waits is not forgotten."""

    sentence = _("Diese Meldung wartet noch auf eine Antwort.")


@action(may=permissions.may_publish)
def publish(page: Page, *, actor: Person, wording: rules.Wording, based_on: int, note: str = "", at: datetime) -> Page:
    """Let a page say this from now on; what it said before is kept (Seite veröffentlichen).

    ``based_on`` is the number of the version that whoever wrote it had before them.
    """
    wording = rules.tidied(wording)
    for problem in rules.problems(wording):
        raise WordingRefused(problem.sentence, field=problem.field)
    if page.version != based_on:
        raise MovedOn
    return _put(page, actor=actor, wording=wording, note=note.strip(), at=at)


@action(may=permissions.may_publish)
def restore(page: Page, *, actor: Person, number: int, at: datetime) -> Page:
    """Let a page say again what it said before; that is a new version (Fassung wiederherstellen)."""
    version = page.versions.exclude(number=page.version).filter(number=number).first() if page.pk else None
    if version is None:
        raise NoSuchVersion
    note = _("Fassung %(number)d wiederhergestellt") % {"number": number}
    return _put(page, actor=actor, wording=version.wording, note=note, at=at)


@action(may=permissions.may_report)
def report(barrier: BarrierReport, *, actor: Person | None, at: datetime) -> BarrierReport:
    """Tell the office of a barrier; a mail says that it waits, the words stay in the house (Barriere melden)."""
    barrier.text = barrier.text.strip()
    if not barrier.text:
        raise NothingSaid(_("Bitte schreiben Sie, was nicht geht."), field="text")
    barrier.page, barrier.state, barrier.created_at = rules.own_path(barrier.page), ReportState.WAITING, at
    barrier.save()
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
    if not barrier.is_waiting:
        raise AlreadyAnswered
    text = text.strip()
    if not text:
        raise NothingSaid(_("Bitte schreiben Sie eine Antwort."), field="text")
    barrier.state, barrier.answer, barrier.answered_at, barrier.answered_by = ReportState.ANSWERED, text, at, actor
    barrier.save(update_fields=["state", "answer", "answered_at", "answered_by"])
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


@action(may=permissions.may_forget)
def forget(barrier: BarrierReport, *, actor: Person, at: datetime) -> BarrierReport:
    """Delete the words and the address of an answered report; when it came and was answered stays."""
    if barrier.is_waiting:
        raise NotAnsweredYet
    barrier.text = barrier.email = barrier.answer = ""
    barrier.forgotten_at = at
    barrier.save(update_fields=["text", "email", "answer", "forgotten_at"])
    return barrier


def _put(page: Page, *, actor: Person, wording: rules.Wording, note: str, at: datetime) -> Page:
    page.version += 1
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError:  # two people have published the first version at once
        raise MovedOn from None
    PageVersion.objects.create(
        page=page, number=page.version, note=note, published_at=at, published_by=actor, **vars(wording)
    )
    note_change(note=bool(note))
    return page
