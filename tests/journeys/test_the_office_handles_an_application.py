"""An application through the office, by keyboard and axe.

Asked back and answered on a phone, put before its board, granted in part, and told by a notice with its reason; and two
before a jury, with a recusal and the line under the money. The plain way is that of pillar 1 on a phone.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Motion, Recusal, Scoring
from quartierwerk.rooms.boards.tests import factories as board
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, Decision, Letter
from quartierwerk.rooms.funding.rules import ApplicationState, Grantor, Outcome, Way
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import letters as make
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_office_asks_back_and_grants_in_part(page, keyboard, enters, directory, officer, assert_accessible):
    make.texts()
    steering = board.assembled(voting=3)
    pot = budget.pot(cents=200_000)
    keeper = make.agreed(accounts.person("Greta Gruppe"))
    application = factories.submitted(keeper, of=factories.decided_by(steering.body, grantor=Grantor.CITY))
    meeting = board.meeting(steering.body, by=officer, days=10)
    case = application.get_absolute_url()

    enters(officer, f"{case}pruefung/")
    keyboard.push("Prüfung speichern")
    keyboard.follow("Nachfordern")
    keyboard.write(page.get_by_label("Was fehlt?"), "Wer baut die Bühne auf?")
    assert_accessible(page)
    keyboard.push("Frage senden")
    expect(page.get_by_text("Die Frage ist gestellt.")).to_be_visible()
    assert_accessible(page)

    enters(keeper, case, on=PHONE)
    assert_accessible(page)
    keyboard.follow("Antworten")
    keyboard.write(page.get_by_label("Ihre Antwort"), "Die Zunft der Zimmerleute.")
    assert_accessible(page)
    keyboard.push("Antwort senden")
    expect(page.get_by_text("Ihre Antwort ist beim Büro.")).to_be_visible()
    assert_accessible(page)

    enters(officer, f"{case}pruefung/")
    for point in page.get_by_role("radio", name="erfüllt", exact=True).all():
        point.check()
    keyboard.push("Prüfung speichern")
    keyboard.push("Für zulässig erklären")
    keyboard.follow("Einschätzen")
    keyboard.push("Einschätzung speichern")
    keyboard.follow("Vor das Gremium bringen")
    page.get_by_label("Sitzung").select_option(str(meeting.pk))
    page.get_by_label("Aus dem Topf").select_option(str(pot.pk))
    keyboard.push("Auf die Tagesordnung setzen")
    expect(page.get_by_text("1 Antrag steht auf der Tagesordnung.")).to_be_visible()

    _granted(application, pot, cents=90_000, by=officer, seats=steering.seats, meeting=meeting)
    assert (Decision.objects.get().outcome, Pot.objects.get(pk=pot.pk).reserved) == (Outcome.PARTIAL, 90_000)
    enters(officer, case)
    expect(page.get_by_text("zum Teil bewilligt").first).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Schreiben entwerfen")
    keyboard.write(page.get_by_label("Begründung"), "Für die ganze Summe reicht das Geld nicht.")
    keyboard.push("Schreiben entwerfen")
    expect(page.get_by_text("Freigeben muss es eine andere Person")).to_be_visible()
    assert Letter.objects.get().said.cents == 90_000

    enters(keeper, _in_the_portal(Letter.objects.get(), by=officer).get_absolute_url(), on=PHONE)
    expect(page.get_by_text("Zuwendungsbescheid")).to_have_count(0)
    keyboard.push("Schreiben abrufen")
    expect(page.get_by_text("Klage möglich bis")).to_be_visible()
    assert_accessible(page)


def test_a_jury_is_recused_and_the_money_line_falls(page, keyboard, enters, directory, officer, assert_accessible):
    jury = board.assembled(voting=3)
    pot = budget.pot(cents=200_000)
    of = factories.decided_by(jury.body, "Jurymittel", criteria=board.CRITERIA)
    own = jury.seats[1].person
    pair = [factories.assessed(person, clerk=officer, of=of) for person in (own, accounts.person("Ina Zweite"))]
    meeting = board.meeting(jury.body, by=officer, days=10)

    enters(officer, "/antraege/?state=assessed")
    assert_accessible(page)
    for application in pair:
        page.get_by_label(f"Antrag {application.number} auswählen").check()
    keyboard.push("Ausgewählte vor das Gremium bringen")
    assert_accessible(page)
    page.get_by_label("Sitzung").select_option(str(meeting.pk))
    page.get_by_label("Aus dem Topf").select_option(str(pot.pk))
    keyboard.push("Auf die Tagesordnung setzen")
    expect(page.get_by_text("2 Anträge stehen auf der Tagesordnung.")).to_be_visible()
    assert_accessible(page)

    scoring = Scoring.objects.get()
    mine, other = scoring.candidates.order_by("pk")
    # Whoever applied themself is proposed for recusal on the page of the candidate, and is recused by a step.
    enters(own, mine.get_absolute_url())
    assert_accessible(page)
    keyboard.follow("Ich bin befangen")
    assert_accessible(page)
    keyboard.push("Ich bin befangen")
    expect(page.get_by_text("Sie haben noch 1 Vorhaben zu bewerten.")).to_be_visible()
    assert_accessible(page)
    assert Recusal.objects.get().seat == jury.seats[1]
    for seat in (jury.seats[0], jury.seats[2]):
        board.scored(mine, seat, value=5, people=5)
    for seat in jury.seats:
        board.scored(other, seat, value=2, people=2)
    boards.close_scoring(scoring, actor=officer)
    enters(officer, scoring.get_absolute_url())
    assert_accessible(page)
    expect(page.get_by_role("row").filter(has_text=pair[0].number)).to_be_visible()


def _granted(application, pot, *, cents, by, seats, meeting) -> None:
    """The board meets, gives less than was asked, and votes for it."""
    motion = Motion.objects.get(case=reference(application))
    moved = boards.Moved(item=motion.item, wording="Es gibt weniger.", pot=pot, cents=cents, case=motion.case)
    boards.amend(motion, actor=by, moved=moved)
    board.opened(meeting, by=by)
    for seat in seats:
        boards.come(boards.Arrival(meeting=meeting, seat=seat, came_at=clock.now()), actor=by)
    board.decided(motion, by=by, yes=len(seats))
    deliver_waiting()
    assert Application.objects.get(pk=application.pk).state == ApplicationState.DECIDED


def _in_the_portal(letter, *, by) -> Letter:
    """Somebody else approves the letter; it is issued and laid into the portal."""
    issued = actions.issue_letter(actions.approve_letter(letter, actor=make.second_officer()), actor=by)
    return actions.serve_letter(issued, actor=by, way=Way.PORTAL)
