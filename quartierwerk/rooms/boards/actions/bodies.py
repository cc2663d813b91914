"""The verbs of bodies: founding, editing what is said of one, dissolving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotNow, RuleBroken
from quartierwerk.foundation.references import reference_to
from quartierwerk.foundation.search import journal
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import permissions, rules
from quartierwerk.rooms.boards.models import Body, Resolution
from quartierwerk.rooms.boards.rules import BodyKind, Wording
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind


class WordingRefused(RuleBroken):
    """This cannot be said of a body; the sentence names the first reason."""


class NoDistrict(RuleBroken):
    """A body belongs to the whole city or to one of its districts."""

    sentence = _("Ein Gremium gehört zur ganzen Stadt oder zu einem Stadtbezirk, nicht zu einem anderen Ort.")
    field = "district"


class NameTaken(RuleBroken):
    """Another body was founded under the same name in this very moment."""

    sentence = _("Ein Gremium dieses Namens ist eben gegründet worden. Bitte laden Sie die Seite neu.")
    field = "name_de"


class ChangedMeanwhile(MovedOn):
    """Somebody else has written about the body since."""


class AlreadyDissolved(NotNow):
    """There is this body no more, or its last day is set."""

    sentence = _("Dieses Gremium ist schon aufgelöst. Es hat sich nichts geändert.")


class DissolvedTooEarly(RuleBroken):
    """Somebody sits on the body later than its last day, or it begins later."""

    sentence = _("Das Gremium bestand an diesem Tag noch nicht. Bitte nennen Sie einen späteren Tag.")
    field = "until_on"


class MeetsLater(RuleBroken):
    """A meeting is planned for a day after the last one."""

    sentence = _("Nach diesem Tag ist noch eine Sitzung geplant. Bitte sagen Sie sie zuerst ab.")
    field = "until_on"


@dataclass(frozen=True, kw_only=True)
class Founding:
    """A body that is to be."""

    kind: BodyKind
    wording: Wording
    since_on: date
    district: Place | None = None
    """None for a body of the whole city."""


@action(may=permissions.may_found)
def found(founding: Founding, *, actor: Person) -> Body:
    """Enter a body from its first day on; its address comes from its German name (Gremium gründen)."""
    wording = _checked(founding.wording)
    if founding.district is not None and founding.district.kind != PlaceKind.DISTRICT:
        raise NoDistrict
    slug = rules.free_slug(wording.name_de, taken=Body.objects.values_list("slug", flat=True))
    try:
        with transaction.atomic():
            return Body.objects.create(
                kind=founding.kind,
                slug=slug,
                district=founding.district,
                since_on=founding.since_on,
                **vars(wording),
            )
    except IntegrityError:  # somebody else founded one of this name in this very moment
        raise NameTaken from None


@action(may=permissions.may_edit)
def edit(body: Body, *, actor: Person, wording: Wording, based_on: Wording) -> Body:
    """Write what is said of a body; ``based_on`` is what whoever wrote it had before them."""
    if body.wording != based_on:
        raise ChangedMeanwhile
    fields = vars(_checked(wording))
    for name, value in fields.items():
        setattr(body, name, value)
    body.save(update_fields=list(fields))
    # Whether and under what name they are found hangs on the body.
    journal.note(reference_to(Resolution, pk) for pk in body.resolutions.order_by("pk").values_list("pk", flat=True))
    return body


@action(may=permissions.may_dissolve)
def dissolve(body: Body, *, actor: Person, until_on: date, at: datetime) -> Body:
    """Let a body end with a day; its seats end with it, and everything stays readable (Gremium auflösen)."""
    if body.until_on is not None:
        raise AlreadyDissolved
    if until_on < body.since_on:
        raise DissolvedTooEarly
    if any(meeting.day > until_on for meeting in body.meetings.filter(state__in=rules.TO_COME)):
        raise MeetsLater
    body.until_on = until_on
    body.save(update_fields=["until_on"])
    ended = 0
    for seat in body.seats.unfinished(on=until_on + timedelta(days=1)).select_for_update(no_key=True):
        # What was to begin later never does.
        seat.valid_to = max(seat.valid_from, until_on + timedelta(days=1))
        seat.save(update_fields=["valid_to"])
        ended += 1
    note_change(seats=ended)
    return body


def _checked(wording: Wording) -> Wording:
    wording = wording.tidied()
    for problem in rules.problems(wording):
        raise WordingRefused(problem.sentence, field=problem.field)
    return wording
