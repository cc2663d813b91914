"""The door: the one way through which anything in the house is changed.

``@action`` asks for permission, opens a transaction, locks the subject's row, runs the verb, writes
the audit row and notes the change in the index journal. Permission, audit and index thereby attach to
a room by existing; no signal, no middleware and no request in a global is needed.
"""

from __future__ import annotations

import functools
import inspect
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django import template
from django.db import models, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.kept.memory import deciding
from quartierwerk.foundation.references import Behalf, reference
from quartierwerk.foundation.search import journal

register = template.Library()
P = ParamSpec("P")
R = TypeVar("R")
May = Callable[[Any, Any], bool]
First = Callable[[Any, Any], object]

_doors: dict[str, May] = {}
_noted: ContextVar[dict[str, Any] | None] = ContextVar("noted", default=None)


def action(
    *, may: May, bulk: bool = False, first: First | None = None, takes_new_row: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb that is reached through the door only.

    The verb takes one subject, then keywords, among them ``actor`` and, where it needs the time,
    ``at``. A saved model instance as subject is locked and handed to the verb as the database has it,
    so that two people with stale copies cannot both decide. A verb that creates takes a frozen value
    and returns the new thing, which then counts as the subject of the audit row; a row that is not saved
    yet is refused, but for the verbs that ``takes_new_row`` marks as older than this rule. No verb deletes its
    own subject, since the trail would then point to nothing: things are withdrawn, parts are deleted.

    ``first`` is called with actor and subject before the subject is locked and before ``may`` decides, for verbs that
    need further rows which others lock before such a subject, above all the parent of what is created; without it two
    who come from both ends wait for each other for ever.

    A ``bulk`` verb's subject is the job; it returns the list of the things it touched, and each of
    them gets its own audit row and its line in the journal, written in one go.
    """

    def decorate(verb: Callable[P, R]) -> Callable[P, R]:
        name = f"{_room_of(verb.__module__)}.{verb.__name__}"
        wants_time = "at" in inspect.signature(verb).parameters
        _doors[name] = may

        @functools.wraps(verb)
        def door(subject: Any, *, actor: Any, **rest: Any) -> Any:
            at: datetime = rest.pop("at", None) or clock.now()
            if wants_time:
                rest["at"] = at
            if not takes_new_row and _is_new(subject):
                raise TypeError(f"{name} got a row that is not saved yet; a verb that creates takes a plain value.")
            with deciding(), transaction.atomic():
                if first is not None:
                    first(actor, subject)
                subject = _lock(subject)
                if not may(actor, subject):
                    raise NotAllowed
                # Asked before the verb runs, which may change what the right hung on.
                place = _in_whose_place(actor, functools.partial(_may_too, may, subject))
                before = trail.snapshot(subject) if _is_saved(subject) and not bulk else {}
                noted: dict[str, Any] = {}
                outer = _noted.set(noted)
                try:
                    result: Any = verb(subject, actor=actor, **rest)
                finally:
                    _noted.reset(outer)
                touched = result if bulk else [subject if before else result]
                _remember(name, touched, before=before, noted=noted, actor=actor, place=place, at=at)
            return result

        door.__door__ = name  # type: ignore[attr-defined]
        return door  # type: ignore[return-value]

    return decorate


def note_change(**changes: Any) -> None:
    """Add to the running verb's audit row what its subject's own columns don't show (related rows, a reason).

    Values are kept as they are: pass names of fields, counts and references, never personal data.
    """
    noted = _noted.get()
    if noted is None:
        raise RuntimeError("note_change is called by a verb, behind the door.")
    noted.update(changes)


@register.simple_tag(takes_context=True)
def may(context: template.Context, name: str, subject: Any = None) -> bool:
    """Ask a door from a template: ``{% may "directory.edit" profile as allowed %}``."""
    user = context["request"].user
    return _doors[name](user if user.is_authenticated else None, subject)


def _is_saved(subject: Any) -> bool:
    return isinstance(subject, models.Model) and subject.pk is not None


def _is_new(subject: Any) -> bool:
    return isinstance(subject, models.Model) and subject.pk is None


def _lock(subject: Any) -> Any:
    """The subject as the database has it now, its row locked; plain values pass through."""
    if not _is_saved(subject):
        return subject
    # of=("self",): only the subject's own row, also where the model joins a parent table. no_key: no verb deletes its
    # subject, so whoever only adds a row that points to it need not wait, and cannot stand in a circle.
    return subject.__class__._base_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)


def _may_too(may: May, subject: Any, somebody: Any) -> bool:
    return may(somebody, subject)


def _in_whose_place(actor: Any, may: Callable[[Any], bool]) -> Behalf:
    """For whom the actor takes this step.

    The actor says so: whoever knows persons knows deputies and errands too. No request is asked.
    """
    tell = getattr(actor, "in_whose_place", None)
    return tell(may) if tell is not None else Behalf()


def _remember(
    name: str,
    touched: Iterable[models.Model],
    *,
    before: trail.Snapshot,
    noted: dict[str, Any],
    actor: Any,
    place: Behalf,
    at: datetime,
) -> None:
    """Write the audit rows and the journal lines of one verb, one for each thing it touched."""
    who = reference(actor) if actor is not None else ""
    if place.right:
        noted = noted | {"right": place.right}
    rows = []
    for thing in touched:
        token = uuid.uuid4()
        changes = trail.difference(before, thing, token=token) if before else {}
        rows.append(
            AuditRow(
                token=token,
                at=at,
                verb=name,
                actor=who,
                on_behalf_of=place.on_behalf_of,
                channel=place.channel,
                subject=reference(thing),
                changes=changes | noted,
            )
        )
    trail.write(rows)
    journal.note([row.subject for row in rows])


def _room_of(module: str) -> str:
    """The room a verb lives in: ``quartierwerk.rooms.directory.actions.imports`` → ``directory``."""
    parts = module.split(".")
    return parts[parts.index("actions") - 1] if "actions" in parts else parts[-2]
