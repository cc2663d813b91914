"""A board meets: planned, invited, attended, recused, voted, resolved, closed; by the secretary's keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import Item, Meeting, Resolution
from quartierwerk.rooms.boards.rules import TieKind
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_board_meets(page, keyboard, live_server, sign_in, directory, officer, assert_accessible):
    board = factories.assembled(voting=4)
    names = [seat.holder for seat in board.seats]
    secretary, bound = board.secretary.person, board.seats[1].person
    profile = directory["Lichtwerk Nord"]
    pot = budget.pot(cents=5_000_00)
    sign_in(page, secretary)

    page.goto(f"{live_server.url}{board.body.get_absolute_url()}sitzungen/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Sitzung planen"))
    day = clock.today() + timedelta(days=40)
    page.get_by_label("Tag", exact=True).fill(f"{day}")
    page.get_by_label("Beginn").fill("18:00")
    page.get_by_label("Ende").fill("20:00")
    keyboard.write(page.get_by_label("Ort"), "Rathaus, Saal 1")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Sitzung planen"))
    expect(page.get_by_text("Noch keine Tagesordnung")).to_be_visible()

    keyboard.enter(page.get_by_role("link", name="Punkt aufnehmen"))
    keyboard.write(page.get_by_label("Gegenstand"), "Lichterfest am Hafen")
    keyboard.write(page.get_by_label("Dauer in Minuten"), "20")
    keyboard.write(page.get_by_label("Beteiligte"), f"{live_server.url}{profile.get_absolute_url()}")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Speichern und noch einen Punkt"))
    keyboard.write(page.get_by_label("Gegenstand"), "Beginn der Sitzungen")
    keyboard.enter(page.get_by_role("button", name="Speichern", exact=True))
    keyboard.enter(page.get_by_role("link", name="Vorlage einbringen: Punkt 2"))
    keyboard.write(page.get_by_label("Wortlaut"), "Die Sitzungen beginnen um 16 Uhr.")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Speichern", exact=True))
    fest, hours = Item.objects.order_by("position")
    # Whoever sees the pots puts the motion with money; the secretary does not.
    factories.motion(fest, by=officer, wording="Das Lichterfest wird unterstützt.", pot=pot, cents=4_000_00)

    meeting = Meeting.objects.get()
    keyboard.enter(page.get_by_role("link", name="Einladen"))
    expect(page.get_by_text("Die Einladungsfrist ist eingehalten")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="5 Personen einladen"))
    expect(page.get_by_text("Eingeladen. Die Mails sind unterwegs.")).to_be_visible()
    assert_accessible(page)
    assert OutgoingMail.objects.count() == 5
    actions.bind(actions.Tie(bound, reference(profile), TieKind.ORGAN), actor=bound)
    today = {"starts_at": clock.now(), "ends_at": clock.now() + timedelta(hours=2), "place": meeting.place}
    actions.replan(meeting, actor=secretary, planning=actions.Planning(body=board.body, **today))

    page.reload()
    keyboard.enter(page.get_by_role("button", name="Sitzung eröffnen"))
    expect(page.get_by_role("status").get_by_text("Nicht beschlussfähig: 0 von 4")).to_be_visible()
    for name in names[:3]:
        keyboard.enter(page.get_by_role("button", name=f"{name} ist da"))
        expect(page.get_by_role("button", name=f"{name} geht")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("Beschlussfähig: 3 von 4")).to_be_visible()
    assert_accessible(page)

    keyboard.enter(page.get_by_role("button", name=f"{names[1]} ist befangen"))
    expect(page.get_by_text("Nicht beschlussfähig: 2 von 4 stimmberechtigten Sitzen, nötig 3.")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Trotzdem abstimmen, mit Begründung"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Abstimmung eröffnen"))
    expect(page.locator("#errors")).to_contain_text("Nicht beschlussfähig: 2 von 4")
    keyboard.enter(page.get_by_role("link", name="Abbrechen"))

    keyboard.enter(page.get_by_role("button", name=f"{names[3]} ist da"))
    part = page.locator(f"#top-{fest.pk}")
    expect(part.get_by_text("Beschlussfähig: 3 von 4")).to_be_visible()
    part.get_by_label("Abgestimmt wird").select_option("named")
    keyboard.enter(part.get_by_role("button", name="Abstimmung eröffnen"))
    for name in (names[0], names[2], names[3]):
        keyboard.enter(page.get_by_role("button", name=f"{name}: Ja"))
        expect(page.get_by_role("button", name=f"{name}: Ja")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("3 von 3 haben abgestimmt.")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(part.get_by_role("button", name="Abstimmung schließen"))
    expect(part.get_by_text("Angenommen mit 3 Ja, 0 Nein")).to_be_visible()
    assert Pot.objects.get().reserved == 4_000_00

    part = page.locator(f"#top-{hours.pk}")
    keyboard.enter(part.get_by_role("button", name="Abstimmung eröffnen"))
    assert_accessible(page)
    keyboard.write(part.get_by_label("Ja", exact=True), "2")
    part.get_by_label("Nein", exact=True).fill("2")
    keyboard.enter(part.get_by_role("button", name="Eintragen und Abstimmung schließen"))
    expect(part.get_by_text("Bei Stimmengleichheit ist ein Antrag abgelehnt.")).to_be_visible()
    keyboard.enter(page.get_by_role("link", name="Sitzung schließen"))
    keyboard.enter(page.get_by_role("button", name="Sitzung schließen"))
    expect(page.get_by_text("Die Sitzung ist geschlossen.")).to_be_visible()
    assert_accessible(page)

    sign_in(page, board.seats[0].person)
    keyboard.enter(page.get_by_role("link", name=f"Beschluss {Resolution.objects.get(item=fest)}"))
    assert_accessible(page)
    page.goto(f"{live_server.url}/gremien/sitzungen/beschluesse/")
    expect(page.get_by_text("Das Lichterfest wird unterstützt.")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/gremien/sitzungen/bindungen/")
    assert_accessible(page)
