"""A jury scores: rubric, three candidates, points of two members, ranking, votes, announcement; by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import Candidate, Scoring
from quartierwerk.rooms.boards.rules import Method, ScoringState
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.tests import factories as budget

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WANTED = (("Lichterfest", "600"), ("Hafenkino", "700"), ("Zeitung", "300"))
CRITERIA = 5


def test_a_jury_scores(page, keyboard, live_server, sign_in, directory, officer, assert_accessible):
    jury = factories.assembled(voting=3)
    first, second, _third = jury.seats
    meeting = factories.meeting(jury.body, by=officer, days=10)
    item = factories.item(meeting, by=officer, title="Anträge der Säule 2")
    pot = budget.pot(cents=1_000_00)

    sign_in(page, officer)
    page.goto(f"{live_server.url}{meeting.get_absolute_url()}")
    keyboard.enter(page.get_by_role("link", name="Bewerten lassen: Punkt 1"))
    expect(page.get_by_role("group", name="Kriterium 1").get_by_label("Name")).to_have_value("Wertschöpfung vor Ort")
    assert_accessible(page)
    page.get_by_label("Bewertung bis").fill(f"{clock.local(meeting.starts_at):%Y-%m-%dT%H:%M}")
    page.get_by_label("Topf").select_option(str(pot.pk))
    keyboard.enter(page.get_by_role("button", name="Bewertung eröffnen"))
    expect(page.get_by_text("Noch keine Vorhaben")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Vorhaben aufnehmen"))
    assert_accessible(page)
    for title, euros in WANTED:
        keyboard.write(page.get_by_label("Titel"), title)
        keyboard.write(page.get_by_label("Text für die Jury"), f"Worum es bei {title} geht.")
        keyboard.write(page.get_by_label("Beantragter Betrag in Euro"), euros)
        keyboard.enter(page.get_by_role("button", name="Speichern und noch ein Vorhaben"))
        expect(page.get_by_text("Das Vorhaben ist aufgenommen.")).to_be_visible()

    scoring = Scoring.objects.get()
    give(page, keyboard, live_server, sign_in, assert_accessible, first, points=(3, 5, 1))
    sign_in(page, second.person)
    page.goto(f"{live_server.url}/mein/")
    keyboard.enter(page.get_by_role("link", name="3 Vorhaben zu bewerten bis"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Zeitung"))
    keyboard.enter(page.get_by_role("link", name="Ich bin befangen"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Ich bin befangen"))
    expect(page.get_by_text("Sie haben noch 2 Vorhaben zu bewerten.")).to_be_visible()
    give(page, keyboard, live_server, sign_in, assert_accessible, second, points=(3, 5))
    expect(page.get_by_role("heading", name=first.holder)).to_be_visible()
    assert_accessible(page)

    sign_in(page, officer)
    page.goto(f"{live_server.url}{scoring.get_absolute_url()}")
    expect(page.get_by_text("2 von 2 bewertet")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Bewertung beenden"))
    keyboard.enter(page.get_by_role("button", name="Bewertung beenden"))
    expect(page.get_by_text("Das Geld reicht für das erste Vorhaben.")).to_be_visible()
    expect(page.get_by_text("passt noch in den Rest")).to_have_count(1)
    assert_accessible(page)

    decide(meeting, jury, by=officer)
    page.reload()
    keyboard.enter(page.get_by_role("link", name="Ergebnis verkünden"))
    keyboard.enter(page.get_by_role("button", name="Ergebnis verkünden"))
    expect(page.get_by_text("Das Ergebnis ist verkündet.")).to_be_visible()
    assert_accessible(page)
    assert Scoring.objects.get(item=item).state == ScoringState.ANNOUNCED
    sign_in(page, second.person)
    page.goto(f"{live_server.url}{scoring.get_absolute_url()}")
    expect(page.get_by_text("Zu diesen Vorhaben sind Sie befangen")).to_be_visible()
    assert_accessible(page)


def give(page, keyboard, live_server, sign_in, assert_accessible, seat, *, points):
    """A member scores what waits for them, one after the other, by the arrow keys; looked at the first time."""
    sign_in(page, seat.person)
    page.goto(f"{live_server.url}{Scoring.objects.get().get_absolute_url()}")
    for number, wanted in enumerate(points):
        keyboard.enter(page.get_by_role("link", name="Nächstes Vorhaben bewerten"))
        if not number:
            assert_accessible(page)
        for group in range(CRITERIA):
            buttons = page.locator("fieldset").nth(group).get_by_role("radio")
            buttons.first.focus()
            page.keyboard.press("Space")
            for _step in range(wanted):
                page.keyboard.press("ArrowRight")
            expect(buttons.nth(wanted)).to_be_checked()
        keyboard.enter(page.get_by_role("button", name="Punkte abgeben"))
        expect(page.get_by_text("Ihre Punkte sind abgegeben.")).to_be_visible()


def decide(meeting, jury, *, by):
    """The jury votes on its candidates by hands, as in every meeting; the second member is recused from the last."""
    opened = actions.open_meeting(meeting, actor=by, at=meeting.starts_at)
    for seat in jury.seats:
        arrival = actions.Arrival(meeting=opened, seat=seat, came_at=meeting.starts_at)
        actions.come(arrival, actor=by, at=meeting.starts_at)
    for candidate in Candidate.objects.order_by("pk"):
        entitled = len(jury.seats) - candidate.item.recusals.count()
        is_granted = candidate.item.title == "Hafenkino"
        motion = candidate.item.motions.get()
        opening = actions.Opening(motion=motion, method=Method.OPEN)
        ballot = actions.open_ballot(opening, actor=by, at=meeting.starts_at)
        votes = {"yes": entitled, "no": 0} if is_granted else {"yes": 0, "no": entitled}
        actions.count(actions.Counting(ballot=ballot, **votes), actor=by, at=meeting.starts_at)
        actions.close_ballot(ballot, actor=by, at=meeting.starts_at)
