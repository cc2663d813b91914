"""An application through the office, by keyboard and axe.

Checked, asked back and answered on a phone, put before its board, granted in part, and told by letter; and two before a
jury, with a recusal and the line under the money.
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
from quartierwerk.rooms.funding.models import Application, Decision, Letter
from quartierwerk.rooms.funding.rules import ApplicationState, Outcome
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import letters as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 900}


def test_the_office_handles_an_application(page, keyboard, live_server, sign_in, directory, officer, assert_accessible):
    make.texts()
    steering = board.assembled(voting=3)
    pot = budget.pot(cents=200_000)
    keeper = accounts.person("Greta Gruppe")
    application = factories.submitted(keeper, of=factories.decided_by(steering.body))
    meeting = board.meeting(steering.body, by=officer, days=10)
    case = f"{live_server.url}{application.get_absolute_url()}"

    sign_in(page, officer)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/antraege/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name=application.number))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Prüfen", exact=True))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Prüfung speichern"))
    keyboard.enter(page.get_by_role("link", name="Nachfordern"))
    keyboard.write(page.get_by_label("Was fehlt?"), "Wer baut die Bühne auf?")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Frage senden"))
    expect(page.get_by_text("Die Frage ist gestellt.")).to_be_visible()

    sign_in(page, keeper)
    page.set_viewport_size(PHONE)
    page.goto(case)
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Antworten"))
    keyboard.write(page.get_by_label("Ihre Antwort"), "Die Zunft der Zimmerleute.")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Antwort senden"))
    expect(page.get_by_text("Ihre Antwort ist beim Büro.")).to_be_visible()

    sign_in(page, officer)
    page.set_viewport_size(DESK)
    page.goto(f"{case}pruefung/")
    for point in page.get_by_role("radio", name="erfüllt", exact=True).all():
        point.check()
    keyboard.enter(page.get_by_role("button", name="Prüfung speichern"))
    keyboard.enter(page.get_by_role("button", name="Für zulässig erklären"))
    keyboard.enter(page.get_by_role("link", name="Einschätzen"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Einschätzung speichern"))
    keyboard.enter(page.get_by_role("link", name="Vor das Gremium bringen"))
    assert_accessible(page)
    page.get_by_label("Sitzung").select_option(str(meeting.pk))
    page.get_by_label("Aus dem Topf").select_option(str(pot.pk))
    keyboard.enter(page.get_by_role("button", name="Auf die Tagesordnung setzen"))
    expect(page.get_by_text("1 Antrag steht auf der Tagesordnung.")).to_be_visible()

    _granted(application, pot, cents=90_000, by=officer, seats=steering.seats, meeting=meeting)
    assert (Decision.objects.get().outcome, Pot.objects.get(pk=pot.pk).reserved) == (Outcome.PARTIAL, 90_000)
    page.goto(case)
    expect(page.get_by_text("zum Teil bewilligt").first).to_be_visible()
    keyboard.enter(page.get_by_role("link", name="Schreiben entwerfen"))
    assert_accessible(page)
    keyboard.write(page.get_by_label("Begründung"), "Für die ganze Summe reicht das Geld nicht.")
    keyboard.enter(page.get_by_role("button", name="Schreiben entwerfen"))
    expect(page.get_by_text("Freigeben muss es eine andere Person")).to_be_visible()
    assert Letter.objects.get().said.cents == 90_000


def test_a_jury_is_recused_and_the_money_line_falls(
    page, keyboard, live_server, sign_in, directory, officer, assert_accessible
):
    jury = board.assembled(voting=3)
    pot = budget.pot(cents=200_000)
    of = factories.decided_by(jury.body, "Jurymittel", criteria=board.CRITERIA)
    own = jury.seats[1].person
    pair = [factories.assessed(person, clerk=officer, of=of) for person in (own, accounts.person("Ina Zweite"))]
    meeting = board.meeting(jury.body, by=officer, days=10)

    sign_in(page, officer)
    page.goto(f"{live_server.url}/antraege/?state=assessed")
    for application in pair:
        page.get_by_label(f"Antrag {application.number} auswählen").check()
    keyboard.enter(page.get_by_role("button", name="Ausgewählte vor das Gremium bringen"))
    page.get_by_label("Sitzung").select_option(str(meeting.pk))
    page.get_by_label("Aus dem Topf").select_option(str(pot.pk))
    keyboard.enter(page.get_by_role("button", name="Auf die Tagesordnung setzen"))
    expect(page.get_by_text("2 Anträge stehen auf der Tagesordnung.")).to_be_visible()

    scoring = Scoring.objects.get()
    mine, other = scoring.candidates.order_by("pk")
    # Whoever applied themself is proposed for recusal on the page of the candidate, and is recused by a step.
    sign_in(page, own)
    page.goto(f"{live_server.url}{mine.get_absolute_url()}")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Ich bin befangen"))
    keyboard.enter(page.get_by_role("button", name="Ich bin befangen"))
    expect(page.get_by_text("Sie haben noch 1 Vorhaben zu bewerten.")).to_be_visible()
    assert Recusal.objects.get().seat == jury.seats[1]
    for seat in (jury.seats[0], jury.seats[2]):
        board.scored(mine, seat, value=5, people=5)
    for seat in jury.seats:
        board.scored(other, seat, value=2, people=2)
    boards.close_scoring(scoring, actor=officer)
    sign_in(page, officer)
    page.goto(f"{live_server.url}{scoring.get_absolute_url()}")
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
