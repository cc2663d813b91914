"""Keeping drafts: save with a version check, so that two windows never overwrite each other unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.errors import RuleBroken

MOST_BYTES = 200_000


class DraftMovedOn(RuleBroken):
    """Another window has saved a newer version."""

    sentence = _("Dieser Entwurf wurde in einem anderen Fenster weitergeschrieben. Bitte laden Sie die Seite neu.")


class DraftTooLong(RuleBroken):
    """More text than a form can hold."""

    sentence = _("Der Entwurf ist zu lang, um gespeichert zu werden.")


def save(form: str, *, person: Any, about: str, data: dict[str, list[str]], version: int) -> Draft:
    """Keep what was typed; ``version`` is the one the window has seen last, 0 for the first save."""
    if sum(len(value) for values in data.values() for value in values) > MOST_BYTES:
        raise DraftTooLong
    with transaction.atomic():
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            person=person, form=form, about=about, defaults={"data": data, "saved_at": clock.now()}
        )
        if is_new:
            return draft
        if draft.version != version:
            raise DraftMovedOn
        draft.data, draft.version, draft.saved_at = data, draft.version + 1, clock.now()
        draft.save(update_fields=["data", "version", "saved_at"])
    return draft


def find(form: str, *, person: Any, about: str) -> Draft | None:
    """The draft of this person for this form and thing, if there is one."""
    return Draft.objects.filter(person=person, form=form, about=about).first()


def discard(form: str, *, person: Any, about: str) -> None:
    """Throw the draft away; called by the view once the verb has taken it over."""
    Draft.objects.filter(person=person, form=form, about=about).delete()


def forget_old(*, days: int = 90) -> int:
    """Delete drafts nobody has touched for ``days``; returns how many."""
    return Draft.objects.filter(saved_at__lt=clock.now() - timedelta(days=days)).delete()[0]
