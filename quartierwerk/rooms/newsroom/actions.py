"""The verbs of the newsroom: the only code that changes its pages."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.newsroom import permissions, rules
from quartierwerk.rooms.newsroom.models import Page, PageVersion


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
