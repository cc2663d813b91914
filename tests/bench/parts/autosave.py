"""Many people at once who each type at an application of their own, which is saved every few seconds.

The floor is the same form sent by the same people at the same pace to an address that only throws away a draft that is
not there: signed in, its token checked, the form read, one statement. Both are taken in turns of several rounds.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.urls import reverse

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding.forms.applications import ApplicationForm, as_typed
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import QuestionKind
from quartierwerk.rooms.funding.tests import factories as make
from tests.bench.entering import session_of
from tests.bench.pacing import paced
from tests.bench.server import Visitor, serving
from tests.bench.timing import summary

FORM = "funding.application"
NOTHING = "/entwurf/bench.nothing/verwerfen/"
SENTENCE = "Und dafür brauchen wir {number} Lampen mehr."


def measure(*, people: int, every: float, rounds: int, turns: int, mode: str) -> dict[str, Any]:
    """Milliseconds of saves and of the floor, from the moments that were planned; the first turn only warms up."""
    applications = _applications(people)
    taken: dict[str, list[float]] = {}
    with serving(mode=mode) as visitor:
        writers = [Writer(visitor.another(session=session_of(one.applicant)), one) for one in applications]
        ways = {"save": [one.save for one in writers], "floor": [one.throw_nothing_away for one in writers]}
        for turn in range(turns + 1):
            for name, way in ways.items():
                times = paced(way, every=every, rounds=rounds)
                taken.setdefault(name, []).extend(times if turn else ())
    if not all(one.is_kept() for one in writers):
        raise RuntimeError("What was saved last is not what is kept.")
    return {"people": people, "every": every} | {name: summary(times) for name, times in taken.items()}


class Writer:
    """Somebody with the page of their application open."""

    def __init__(self, visitor: Visitor, application: Application) -> None:
        self._visitor, self._application = visitor, application
        self._address = reverse("funding:save", args=[application.pk])
        self._typed = _typed(application)
        self._version = 0
        if visitor.get(reverse("funding:write", args=[application.pk]))[0].status != 200:
            raise RuntimeError(f"The page of application {application.pk} did not open.")

    def save(self) -> None:
        """Type one more sentence and save it; what is not answered as the next version is a failure."""
        self._typed["need"] = f"{self._typed['need']} {SENTENCE.format(number=self._version + 1)}"
        answer, body = self._visitor.post(self._address, self._typed | {"draft_version": self._version})
        if answer.status != 200 or json.loads(body)["version"] != self._version + 1:
            raise RuntimeError(f"Version {self._version} was answered with {answer.status}: {body[:200]!r}")
        self._version += 1

    def throw_nothing_away(self) -> None:
        """Send the same to an address that has next to nothing to do."""
        answer, _body = self._visitor.post(NOTHING, self._typed | {"draft_version": self._version})
        if answer.status != 302:
            raise RuntimeError(f"{NOTHING} answered with {answer.status}.")

    def is_kept(self) -> bool:
        """Whether the house keeps what was typed last, after as many versions as there were saves."""
        about = reference(self._application)
        draft = keeping.find(FORM, person=self._application.applicant, about=about)
        return draft is not None and (draft.version, draft.data["need"]) == (self._version, [self._typed["need"]])


def _applications(count: int) -> list[Application]:
    """As many people, each with an application to one programme that also asks questions of its own."""
    questions = [make.question("q1", QuestionKind.LONG), make.question("q2", QuestionKind.CHOICE), make.question("q3")]
    fund = make.asked(make.regulated(make.programme("Fonds zum Tippen")), *questions)
    people = [accounts.person(f"Tippt {number}") for number in range(count)]
    return [make.application(one, of=make.again(fund)) for one in people]


def _typed(application: Application) -> dict[str, Any]:
    """All that a browser would send of a form that is half filled in, its empty fields too."""
    asks = application.asks
    form = ApplicationForm(None, terms=make.CLUBS, project=application.project, sections=asks)
    empty = {name: "" for name, field in form.fields.items() if not isinstance(field, forms.BooleanField)}
    said = {"need": "Für die Bühne.", "draft_about": reference(application)}
    return empty | as_typed(make.content(), sections=asks) | said
