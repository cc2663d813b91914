"""The queue: everything that waits for the office in one list, decided one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice
from quartierwerk.foundation.waiting import Item, Place, Step
from quartierwerk.rooms.accounts import actions as accounts
from quartierwerk.rooms.accounts.models import Assignment, Person
from quartierwerk.rooms.accounts.queries import assignments_of, colleagues
from quartierwerk.surfaces.portal import permissions, queries
from quartierwerk.surfaces.portal.forms import ReasonForm
from quartierwerk.surfaces.portal.walking import WALK

SIZE = 50
WHOSE = {
    "": gettext_lazy("Alle"),
    "mine": gettext_lazy("Meine"),
    "nobody": gettext_lazy("Ohne Zuständige"),
}
NOT_MEANT = gettext_lazy("Dieser Schritt passt nicht dazu.")


@dataclass(frozen=True)
class Wanted:
    """What of the queue somebody wants to see."""

    kind: str = ""
    whose: str = ""
    is_late: bool = False

    @classmethod
    def from_address(cls, query: QueryDict) -> Wanted:
        """The filters of an address; what nobody knows counts for nothing."""
        kind, whose = query.get("kind", ""), query.get("whose", "")
        known = {one.name for one in waiting.kinds()}
        return cls(kind if kind in known else "", whose if whose in WHOSE else "", query.get("late") == "1")

    @property
    def question(self) -> str:
        """The part of the address behind the question mark; empty for everything."""
        said = {"kind": self.kind, "whose": self.whose, "late": "1" if self.is_late else ""}
        return urlencode({name: value for name, value in said.items() if value})

    def address(self, **changes: Any) -> str:
        """The address of the queue with these filters, some of them changed."""
        question = Wanted(**{**self.__dict__, **changes}).question
        return reverse("portal:queue") + (f"?{question}" if question else "")

    def narrow(self, person: Person, *, at: datetime) -> waiting.Narrow:
        """What leaves out the rows that are not wanted, whatever their kind."""
        return queries.narrowing(person, whose=self.whose, late_at=at if self.is_late else None)

    def items(self, person: Person, *, limit: int, at: datetime, after: Place | None = None) -> list[Item]:
        """What fits, the oldest first, behind a place."""
        chosen = [self.kind] if self.kind else []
        return waiting.queue(person, only=chosen, limit=limit, after=after, narrow=self.narrow(person, at=at))


@dataclass(frozen=True)
class Row:
    """One thing as the page shows it."""

    item: Item
    age: str
    is_late: bool
    assignment: Assignment | None
    is_on: bool


@only(permissions.may_see_queue)
@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All that waits, the oldest first, with filters and the steps that can be taken from here."""
    request.session.pop(WALK, None)
    now, wanted = clock.now(), Wanted.from_address(request.GET)
    after = read_place(request.GET.get("after", ""))
    counts = waiting.counts(request.user, narrow=wanted.narrow(request.user, at=now))
    found = wanted.items(request.user, limit=SIZE + 1, at=now, after=after)
    shown = found[:SIZE]
    total = counts.get(wanted.kind, 0) if wanted.kind else sum(counts.values())
    return page(
        request,
        "portal/queue.html",
        heading=_("Warteschlange"),
        total=total,
        rows=_rows(shown, at=now, are_on=request.GET.get("select") == "all"),
        kinds=_kinds(wanted, counts),
        whose=[
            Choice(value, label, on=value == wanted.whose, url=wanted.address(whose=value))
            for value, label in WHOSE.items()
        ],
        late=Choice("1", _("Über der Frist"), on=wanted.is_late, url=wanted.address(is_late=not wanted.is_late)),
        steps=_steps(item.kind for item in shown),
        own_steps=_own_steps(None),
        colleagues=[person for person in colleagues() if person.pk != request.user.pk] if shown else [],
        question=wanted.question,
        all_url=_with(request, select="all"),
        next_url=_with(request, after=write_place(shown[-1].place)) if len(found) > SIZE else "",
        first_url=wanted.address() if after else "",
        is_narrowed=bool(wanted.question),
    )


@only(permissions.may_see_queue)
@never_cache
@require_safe
def show(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Lead to the page on which a thing is decided, and remember where in the queue that was."""
    items = waiting.items_named(request.user, [(kind, pk)])
    if not items:
        messages.info(request, _("Darüber ist inzwischen entschieden."))
        return redirect("portal:queue")
    return _go_to(request, items[0], Wanted.from_address(request.GET))


@only(permissions.may_see_queue)
@never_cache
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """Lead to what comes next in the queue; behind the last thing the first one follows that was passed over."""
    walk = request.session.get(WALK, {})
    now, wanted = clock.now(), Wanted.from_address(QueryDict(walk.get("question", "")))
    place = read_place(walk.get("place", ""))
    found = wanted.items(request.user, limit=1, at=now, after=place) or wanted.items(request.user, limit=1, at=now)
    if found and found[0].place != place:
        return _go_to(request, found[0], wanted)
    said = _("Sonst wartet in dieser Auswahl nichts.") if found else _("In dieser Auswahl wartet nichts mehr.")
    messages.info(request, said)
    return redirect(wanted.address())


@only(permissions.may_see_queue)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Back from a thing to the list; the list itself ends the way."""
    walk = request.session.get(WALK, {})
    return redirect(Wanted.from_address(QueryDict(walk.get("question", ""))).address())


@only(permissions.may_see_queue)
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """Do one step to all that is ticked: after a second look where it is grave, and with an honest result."""
    wanted = Wanted.from_address(QueryDict(request.POST.get("question", "")))
    seen = waiting.tokens_taken_apart(request.POST.getlist("item"))
    items, own = waiting.items_named(request.user, seen.keys()), _own_steps(request.POST.get("to", ""))
    name = request.POST.get("step", "")
    meant = [one for kind in waiting.kinds() for one in (*kind.steps, *own) if one.name == name]
    if not meant:
        raise Http404
    chosen = next((one for item in items for one in item.kind.steps if one.name == name), meant[0])
    if not seen:
        messages.warning(request, _("Bitte wählen Sie zuerst aus, was gemeint ist."))
        return redirect(wanted.address())
    is_sure = "sure" in request.POST or not (chosen.is_grave or chosen.needs_reason) or not items
    form = ReasonForm(
        request.POST if is_sure else None,
        is_needed=chosen.needs_reason and bool(items),
        longest=chosen.longest_reason,
    )
    if not form.is_valid():
        fitting = [item for item in items if any(one.name == name for one in (*item.kind.steps, *own))]
        return page(
            request,
            "portal/queue_step.html",
            heading=_("%(step)s: %(number)s") % {"step": chosen.label, "number": len(fitting)},
            step=chosen,
            fitting=fitting,
            tokens=request.POST.getlist("item"),
            others=len(seen) - len(fitting),
            form=form,
            submit=chosen.label,
            question=wanted.question,
            cancel_url=wanted.address(),
        )
    outcome = waiting.carry_out(
        name, items, seen=seen, actor=request.user, reason=form.cleaned_data["reason"], refusal=NOT_MEANT, own=own
    )
    _say(request, chosen, outcome, gone=len(seen) - len(items))
    return redirect(wanted.address())


def write_place(place: Place) -> str:
    """A place as it stands in an address."""
    return f"{place.since.isoformat()}~{place.kind}~{place.key}"


def read_place(text: str) -> Place | None:
    """The place that an address names, or none."""
    try:
        since, kind, key = text.split("~")
        moment = datetime.fromisoformat(since)
        return Place(moment, kind, int(key)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _go_to(request: HttpRequest, item: Item, wanted: Wanted) -> HttpResponse:
    request.session[WALK] = {"question": wanted.question, "place": write_place(item.place)}
    return redirect(item.shown.url)


def _with(request: HttpRequest, **put: str) -> str:
    """This address with further parameters."""
    query = request.GET.copy()
    query.pop("select", None)
    for name, value in put.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"


def _rows(items: list[Item], *, at: datetime, are_on: bool) -> list[Row]:
    known = assignments_of(item.reference for item in items)
    return [
        Row(item, timesince(item.since, at, depth=1), item.is_late(at=at), known.get(item.reference), are_on)
        for item in items
    ]


def _kinds(wanted: Wanted, counts: dict[str, int]) -> list[Choice]:
    everything = Choice("", _("Alles"), sum(counts.values()), on=not wanted.kind, url=wanted.address(kind=""))
    return [everything] + [
        Choice(kind.name, kind.many, number, on=kind.name == wanted.kind, url=wanted.address(kind=kind.name))
        for kind in waiting.kinds()
        if (number := counts[kind.name]) or kind.name == wanted.kind
    ]


def _steps(kinds: Iterable[waiting.Kind]) -> list[Step]:
    """The steps of these kinds, those of the pressing ones first, each name once."""
    here = {kind.name for kind in kinds}
    return list({one.name: one for kind in waiting.kinds() if kind.name in here for one in kind.steps}.values())


def _own_steps(to: str | None) -> list[Step]:
    """The steps of assignment, which fit everything; ``to`` is the number of the colleague that a form names."""

    def take(thing: Any, /, *, actor: Person, seen: int, reason: str) -> object:
        return accounts.take_care(reference(thing), actor=actor)

    def let_go(thing: Any, /, *, actor: Person, seen: int, reason: str) -> object:
        return accounts.let_go(reference(thing), actor=actor)

    def give(thing: Any, /, *, actor: Person, seen: int, reason: str) -> object:
        colleague = colleagues().filter(pk=int(to)).first() if to and to.isascii() and to.isdigit() else None
        if colleague is None:
            raise accounts.NoColleague
        return accounts.give(reference(thing), actor=actor, to=colleague)

    return [
        Step(name="take", label=_("Ich kümmere mich"), done=_("jetzt bei Ihnen"), do=take, key="m"),
        Step(name="let_go", label=_("Abgeben"), done=_("abgegeben"), do=let_go),
        Step(name="give", label=_("Weitergeben"), done=_("weitergegeben"), do=give),
    ]


def _say(request: HttpRequest, chosen: Step, outcome: waiting.Outcome, *, gone: int) -> None:
    """Say what was done and what was not, each with the reason."""
    if outcome.done:
        messages.success(request, _("%(number)s %(done)s.") % {"number": len(outcome.done), "done": chosen.done})
    left = sorted(outcome.left, key=lambda one: one[1])
    for sentence, group in groupby(left, key=lambda one: one[1]):
        titles = [item.shown.title for item, _sentence in group]
        said = _("%(number)s nicht %(done)s: %(sentence)s Das sind: %(titles)s.")
        messages.warning(
            request,
            said % {"number": len(titles), "done": chosen.done, "sentence": sentence, "titles": ", ".join(titles)},
        )
    if gone:
        messages.warning(request, _("Über %(number)s war inzwischen schon entschieden.") % {"number": gone})
