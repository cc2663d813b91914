"""What a jury scores tells its members no name: no page, search, export, mail, API or PDF that a juror reaches."""

from __future__ import annotations

import html
import io
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
from quartierwerk.rooms.boards.models import Scoring
from quartierwerk.rooms.boards.tests import factories as board
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.tests import factories
from tests.outlets.test_visibility import crawl, read, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
APPLICANT, CARRIER, NEED, NOTE, ADDRESS = "zaunkoenig", "rotkehlchen", "goldammer", "kernbeisser", "gimpel"
"""Words that stand for who applies, who carries it out, what they wrote, what the office thinks of it, an address."""
MARKS = (APPLICANT, CARRIER, NEED, NOTE, ADDRESS)


class Jury:
    """A jury that scores two applications of private persons for a meeting to come."""

    def __init__(self, officer: Person) -> None:
        self.officer = officer
        self.board = board.assembled(voting=3)
        of = factories.decided_by(self.board.body, "Jurymittel", criteria=board.CRITERIA)
        self.pot = budget.pot(cents=200_000)
        self.meeting = board.meeting(self.board.body, by=officer, days=10)
        self.applications = [self._application(of, number) for number in range(2)]
        bringing = actions.Bringing(meeting=self.meeting, applications=self.applications, pot=self.pot)
        actions.bring(bringing, actor=officer)
        boards.invite(self.meeting, actor=officer, is_short=True)
        self.scoring = Scoring.objects.get()

    def _application(self, of: Any, number: int) -> Application:
        person = accounts.person(f"Ina {APPLICANT.title()}", email=f"{ADDRESS}{number}@post.example")
        first = clock.today() + timedelta(days=30)
        project = factories.project(
            f"Fest {number}",
            by=person,
            carrier=f"Uli {CARRIER.title()}",
            is_person=True,
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
            assessing=factories.assessing(title=f"Ein Fest {number}", note=NOTE.title()),
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
        record = boards.begin_minutes(boards.Beginning(self.meeting), actor=self.officer)
        boards.close_meeting(self.meeting, actor=self.officer)
        boards.send_minutes(record, actor=self.officer)


def text_of(client: Client, address: str) -> str:
    """What an address answers, the text of a PDF too."""
    answer = client.get(address)
    if answer.get("Content-Type", "") == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return read(answer)


def seeds(jury: Jury) -> list[str]:
    """Where a juror begins: their own corner, the meeting, what is scored, and what asks for everything."""
    own = [thing.get_absolute_url() for thing in (jury.meeting, jury.scoring, *jury.scoring.candidates.all())]
    cases = [
        reverse(f"funding:{name}", args=[one.pk])
        for one in jury.applications
        for name in ("application", "receipt", "check_case", "assess", "decide", "message")
    ]
    projects = [one.project.get_absolute_url() for one in jury.applications]
    asked = [f"{reverse('portal:search')}?q={mark}" for mark in MARKS]
    lists = [reverse("funding:applications"), reverse("funding:projects"), f"{reverse('funding:applications')}?q=Fest"]
    return ["/", "/mein/", "/en/", *own, *cases, *projects, *asked, *lists, "/api/v1/openapi.json", "/api/v1/projects"]


@pytest.mark.parametrize("when", ["while they score", "after the result"])
def test_a_juror_meets_no_name_anywhere(officer: Person, when: str):
    jury = Jury(officer)
    if when == "after the result":
        jury.decide()
    follower.rebuild()
    cache.clear()
    juror = jury.board.seats[1].person
    client = Client()
    client.force_login(juror)

    found, visited, pdfs = [], 0, set()
    for address, text in crawl(client, seeds(jury)):
        visited += 1
        if ".pdf" in address:
            pdfs.add(address)
            text = text_of(client, address)
        # What a juror asks for stands on the page that answers: a word in the question is no answer.
        said = squeezed(html.unescape(text if "?q=" not in address else _without_question(text, address)))
        found += [f"{address} tells {mark}" for mark in MARKS if mark in said]
    mails = OutgoingMail.objects.filter(to=juror.email)
    found += [f"a mail tells {mark}" for mail in mails for mark in MARKS if mark in squeezed(mail.subject + mail.text)]

    assert found == []
    assert mails.exists()
    assert visited > 40, "the crawl has found next to nothing"
    assert any("niederschrift" in address or "protokoll" in address for address in pdfs) == (when == "after the result")


def test_the_office_meets_every_name(officer: Person):
    """Else a crawl of empty pages would find nothing either."""
    jury = Jury(officer)
    client = Client()
    client.force_login(officer)

    asked = [address for address in seeds(jury) if "?q=" not in address]
    said = squeezed(html.unescape(" ".join(text_of(client, address) for address in asked)))

    assert [mark for mark in MARKS if mark not in said] == [ADDRESS]  # an address stands on no page of a case


def _without_question(text: str, address: str) -> str:
    mark = address.partition("?q=")[2].partition("&")[0]
    return text.replace(mark, "")
