"""What a jury scores tells its members no name: no page, search, export, mail, API or PDF that a juror reaches."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Resolution, Scoring
from quartierwerk.rooms.boards.tests import factories as board
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, Letter
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import letters as make
from tests.architecture.routes import routes
from tests.outlets.test_visibility import crawl, read, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
APPLICANT, CARRIER, NEED, NOTE, ADDRESS = "zaunkoenig", "rotkehlchen", "goldammer", "kernbeisser", "gimpel"
"""Words that stand for who applies, who carries it out, what they wrote, what the office thinks of it, an address."""
MARKS = (APPLICANT, CARRIER, NEED, NOTE, ADDRESS)
PROJECT = "lerchenfest"
"""A word in the public title of what they want to do; whoever asks for a name must not be led to it."""
KINDS = {"page", "search", "export", "API", "PDF", "mail"}
EXPORTS = {"text/csv", "text/calendar", "application/atom+xml"}
MOST = 12
"""So many addresses of one route are visited: more than there are applications, boards and languages to tell apart."""


class Jury:
    """A jury that scores two applications of private persons for a meeting to come."""

    def __init__(self, officer: Person, *, is_careless: bool = False) -> None:
        """``is_careless`` is an office that names who applies in what it writes, for whoever carries it out openly."""
        self.officer, self.is_careless = officer, is_careless
        self.title = f"Das Fest von {APPLICANT.title()}" if is_careless else "Ein Fest"
        self.board = board.assembled(voting=3)
        of = factories.decided_by(self.board.body, "Jurymittel", criteria=board.CRITERIA)
        self.pot = budget.pot(cents=200_000)
        self.meeting = board.meeting(self.board.body, by=officer, days=10, title=f"Sitzung: {self.title}")
        self.applications = [self._application(of, number) for number in range(2)]
        bringing = actions.Bringing(meeting=self.meeting, applications=self.applications, pot=self.pot)
        actions.bring(bringing, actor=officer)
        boards.invite(self.meeting, actor=officer, is_short=True)
        self.scoring = Scoring.objects.get()
        self.second = make.second_officer()
        make.texts()

    def _application(self, of: Any, number: int) -> Application:
        person = accounts.person(f"Ina {APPLICANT.title()}", email=f"{ADDRESS}{number}@post.example")
        first = clock.today() + timedelta(days=30)
        project = factories.project(
            f"{PROJECT.title()} {number}",
            by=person,
            carrier=f"Uli {CARRIER.title()}",
            is_person=not self.is_careless,
            starts_on=first,
            ends_on=first,
        )
        begun = factories.application(person, of=of, to=project)
        said = factories.content(need=f"Für {NEED.title()} und Co.")
        application = actions.submit(begun, actor=person, content=said)
        actions.check(application, actor=self.officer, marks=factories.MET, note=NOTE.title())
        actions.admit(application, actor=self.officer)
        actions.assess(
            application,
            actor=self.officer,
            assessing=factories.assessing(title=f"{self.title} {number}", note=NOTE.title()),
        )
        return application

    def decide(self) -> None:
        """All score, the first is granted, and the result is announced."""
        candidates = list(self.scoring.candidates.order_by("pk"))
        for seat in self.board.seats:
            for candidate in candidates:
                board.scored(candidate, seat)
        boards.close_scoring(self.scoring, actor=self.officer)
        board.opened(self.meeting, by=self.officer)
        for seat in self.board.seats:
            boards.come(boards.Arrival(meeting=self.meeting, seat=seat, came_at=clock.now()), actor=self.officer)
        board.decided(candidates[0].item.motions.get(), by=self.officer, yes=3)
        board.decided(candidates[1].item.motions.get(), by=self.officer, no=3)
        boards.announce(self.scoring, actor=self.officer)
        deliver_waiting()
        for application in self.applications:
            make.issued(application, by=self.officer, second=self.second, reason="So wurde beschlossen.")
        record = boards.begin_minutes(boards.Beginning(self.meeting), actor=self.officer)
        boards.close_meeting(self.meeting, actor=self.officer)
        boards.send_minutes(record, actor=self.officer)


def kind_of(address: str, answer: str) -> str:
    """What sort of outlet an address is, from what it answered; a refusal is a page, whatever was asked for."""
    sort = (re.findall(r"Content-Type: ([^\s;]+)", answer) or [""])[-1]
    if sort == "application/pdf":
        return "PDF"
    if sort in EXPORTS:
        return "export"
    if address.startswith("/api/"):
        return "API"
    return "search" if "?q=" in address else "page"


def text_of(client: Client, address: str) -> str:
    """What a PDF says."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(client.get(address).content)).pages)


def values(jury: Jury) -> Iterator[dict[str, object]]:
    """What fills the blanks of the rooms' addresses, once for each application; ``pk`` by the first word there."""
    common = {"scoring": jury.scoring.pk, "format": "csv", "day": f"{clock.today()}", "year": clock.today().year}
    for application, candidate in zip(jury.applications, jury.scoring.candidates.order_by("pk"), strict=True):
        letter = Letter.objects.filter(application=application).first()
        keys = {"antraege": application.pk, "projekte": application.project_id, "schreiben": letter.pk if letter else 1}
        inside = {"candidate": candidate.pk, "item": candidate.item_id, "motion": candidate.item.motions.get().pk}
        yield common | inside | keys | {"gremien": jury.meeting.pk}


def every_address(jury: Jury) -> Iterator[str]:
    """Each address of the two rooms for what the jury scores, whether a page leads there or not."""
    slugs = {"boards": jury.board.body.slug, "funding": jury.applications[0].programme.slug}
    for route in routes():
        room = route.name.partition(":")[0]
        for known in values(jury) if room in slugs else ():
            filled = known | {"slug": slugs[room]}
            blanks = {name: filled.get(name, 1) for name in route.converters}
            if "pk" in blanks:
                blanks["pk"] = filled.get(reverse(route.name, kwargs=blanks).split("/")[1], 1)
            yield reverse(route.name, kwargs=blanks)


def seeds(jury: Jury) -> list[str]:
    """Where a juror begins: their own corner, the two rooms, and what asks for everything."""
    searches = [reverse(name) for name in ("portal:search", "directory:suggest", "directory:list")]
    asked = [f"{search}?q={mark}" for search in searches for mark in (*MARKS, PROJECT)]
    resolution = Resolution.objects.first()
    public = {"bodies": jury.board.body.slug, "meetings": jury.meeting.pk, "programmes": "jurymittel"}
    details = [f"{kind}/{key}" for kind, key in public.items()]
    details += [f"projects/{one.project_id}" for one in jury.applications]
    details += [f"resolutions/{resolution.pk}"] if resolution else []
    api = [f"/api/v1/{one}" for one in (*public, "projects", "resolutions", *details)]
    asked += [f"/api/v1/profiles?q={mark}" for mark in MARKS]
    return ["/", "/mein/", "/en/", "/en/mein/", *every_address(jury), *asked, "/api/v1/openapi.json", *api]


def told(jury: Jury, person: Person) -> tuple[list[str], Counter[str]]:
    """Where somebody meets a name, and how many outlets of each kind they came to."""
    follower.rebuild()
    cache.clear()
    client = Client()
    client.force_login(person)
    found: list[str] = []
    reached: Counter[str] = Counter()

    def hear(kind: str, where: str, text: str) -> None:
        reached[kind] += 1
        said = squeezed(html.unescape(text))
        found.extend(f"{kind} {where} tells {mark}" for mark in MARKS if mark in said)
        found.extend(f"{kind} {where} finds {mark}" for mark in MARKS if mark in where and PROJECT in said)

    for address, text in crawl(client, seeds(jury), most=MOST):
        kind = kind_of(address, text)
        # What a juror asks for stands on the page that answers: a word in the question is no answer.
        hear(kind, address, text_of(client, address) if kind == "PDF" else _without_question(text, address))
    hear("export", "of their own data", read(client.post(reverse("accounts:take_along"))))
    for mail in OutgoingMail.objects.filter(to=person.email):
        hear("mail", mail.subject, mail.subject + mail.text)
    return found, reached


@pytest.mark.parametrize("seat", ["chair", "member"])
@pytest.mark.parametrize("when", ["while they score", "after the result"])
def test_a_juror_meets_no_name_anywhere(officer: Person, when: str, seat: str):
    jury = Jury(officer)
    if when == "after the result":
        jury.decide()

    found, reached = told(jury, jury.board.seats[("chair", "member").index(seat)].person)

    assert found == []
    assert reached["page"] > 100, "the crawl has found next to nothing"
    kinds = KINDS if when == "after the result" else KINDS - {"PDF"}  # the minutes are the first document for a jury
    assert set(reached) == kinds


def test_the_office_meets_every_name(officer: Person):
    """Else a crawl of empty pages would find nothing either."""
    jury = Jury(officer)
    jury.decide()

    found, _reached = told(jury, officer)

    for mark in (APPLICANT, CARRIER, NEED, NOTE):  # an address stands on no page of a case
        assert {line.partition(" ")[0] for line in found if line.endswith(mark)} >= {"page", "PDF"}, mark


def test_a_name_would_be_noticed_in_each_kind_of_outlet(officer: Person):
    jury = Jury(officer, is_careless=True)
    jury.decide()

    found, _reached = told(jury, jury.board.seats[1].person)

    assert {line.partition(" ")[0] for line in found} == KINDS


def _without_question(text: str, address: str) -> str:
    """What a page says without what it was asked, which its links ask again."""
    for mark in MARKS:
        text = text.replace(mark, "") if mark in address else text
    return text
