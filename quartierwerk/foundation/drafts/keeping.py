"""Keeping drafts: save with a version check, so that two windows never overwrite each other unseen."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.errors import RuleBroken

MOST_BYTES = 200_000
MOST_DRAFTS = 50
"""So many drafts one person keeps; who types into more forms at once is a machine."""
FORM = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,29}")
ABOUT = re.compile(r"([a-z_]+\.[a-z_]+:\d{1,18})?")


class DraftMovedOn(RuleBroken):
    """Another window has saved a newer version."""

    sentence = _(
        "Dieser Entwurf wurde inzwischen weitergeschrieben, in einem anderen Fenster oder von jemand anderem. Bitte "
        "kopieren Sie, was Sie eben geschrieben haben, und laden Sie die Seite neu."
    )


class DraftTooLong(RuleBroken):
    """More text than a form can hold."""

    sentence = _("Der Entwurf ist zu lang, um gespeichert zu werden.")


class NoSuchForm(RuleBroken):
    """What asks for a draft is none of our forms."""

    sentence = _("Diese Angaben gehören zu keinem Formular.")


class TooManyDrafts(RuleBroken):
    """The person has begun more than anybody finishes."""

    sentence = _("Sie haben sehr viele angefangene Entwürfe. Bitte speichern oder verwerfen Sie zuerst einige.")


def save(
    form: str, *, person: Any, about: str, data: dict[str, list[str]], version: int, window: str = "", turn: int = 0
) -> Draft:
    """Keep what was typed; ``version`` is the one the window has seen last, 0 for the first save.

    A window that says its name and the number of its attempt may miss an answer: its own words are none of another's.
    """
    if not FORM.fullmatch(form) or not ABOUT.fullmatch(about):
        raise NoSuchForm
    if sum(len(value) for values in data.values() for value in values) > MOST_BYTES:
        raise DraftTooLong
    with transaction.atomic():
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            person=person,
            form=form,
            about=about,
            defaults={"data": data, "saved_at": clock.now(), "window": window, "turn": turn},
        )
        if is_new:
            if not person.is_system and Draft.objects.filter(person=person).count() > MOST_DRAFTS:
                # Raised inside the transaction, so the new row goes again.
                raise TooManyDrafts
            return draft
        if draft.version != version and not draft.is_unheard(window=window, turn=turn):
            raise DraftMovedOn
        draft.data, draft.version, draft.saved_at = data, draft.version + 1, clock.now()
        draft.window, draft.turn = window, turn
        draft.save(update_fields=["data", "version", "saved_at", "window", "turn"])
    return draft


OURS = ("csrfmiddlewaretoken", "draft_about", "draft_version", "draft_window", "draft_turn", "more", "keep")
"""Fields of the machinery; they are no part of what somebody wrote."""
_NUMBER = re.compile(r"[0-9]{1,9}")
_WINDOW = re.compile(r"[0-9a-f]{32}")


def keep(form: str, *, person: Any, about: str, post: QueryDict) -> Draft:
    """Keep a form as it was sent, by a script or by a button named “keep”; it says which version it is based on."""
    window = post.get("draft_window", "")
    return save(
        form,
        person=person,
        about=about,
        data={name: values for name, values in post.lists() if name not in OURS},
        version=_number(post.get("draft_version", "")),
        window=window if _WINDOW.fullmatch(window) else "",
        turn=_number(post.get("draft_turn", "")),
    )


def _number(said: str) -> int:
    return int(said) if _NUMBER.fullmatch(said) else 0


def find(form: str, *, person: Any, about: str) -> Draft | None:
    """The draft of this person for this form and thing, if there is one."""
    return Draft.objects.filter(person=person, form=form, about=about).first()


def as_posted(draft: Draft | None) -> QueryDict | None:
    """What the draft holds, as if it had just been sent; None where there is no draft."""
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data


def discard(form: str, *, person: Any, about: str) -> None:
    """Throw the draft away; called by the view once the verb has taken it over."""
    Draft.objects.filter(person=person, form=form, about=about).delete()


def untouched(before: datetime) -> QuerySet[Draft]:
    """The drafts that nobody has touched since this moment."""
    return Draft.objects.filter(saved_at__lt=before)


def of_person(person: Any) -> QuerySet[Draft]:
    """Everything that a person has begun, latest first."""
    return Draft.objects.filter(person=person).order_by("-saved_at")


def names_of(person: Any) -> list[str]:
    """When each of a person's drafts was last touched: what it says concerns nobody else."""
    saved = Draft.objects.filter(person=person).order_by("-saved_at").values_list("saved_at", flat=True)
    return [f"{clock.local(moment):%d.%m.%Y}" for moment in saved]


def let_go(person: Any, *, actor: Any, at: datetime) -> None:
    """Throw all drafts of somebody away who leaves; unfinished sentences are nobody else's."""
    Draft.objects.filter(person=person).delete()
