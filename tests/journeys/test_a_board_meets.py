"""A board meets: planned, invited, attended, recused, voted, resolved, closed; its minutes are written, sent, objected
to and approved; by keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.tests.made import Made
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import Attendance, Item, Meeting, Minutes, Resolution
from quartierwerk.rooms.boards.rules import MinutesState, TieKind
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATE = timedelta(minutes=20)


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

    begun_sooner(meeting)

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

    sign_in(page, secretary)
    write(page, keyboard, f"{live_server.url}{meeting.get_absolute_url()}", assert_accessible)
    record = Minutes.objects.get()
    minutes = f"{live_server.url}{record.get_absolute_url()}"
    sign_in(page, board.seats[2].person)
    page.goto(minutes)
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Einwendung erheben"))
    assert_accessible(page)
    keyboard.write(page.get_by_label("Ihre Einwendung"), "Punkt 2: Es ging um 16 Uhr.")
    keyboard.enter(page.get_by_role("button", name="Einwendung erheben"))
    expect(page.get_by_text("Ihre Einwendung liegt bei denen")).to_be_visible()

    sign_in(page, secretary)
    settle(page, keyboard, minutes, assert_accessible)
    later = actions.open_meeting(factories.meeting(board.body, by=secretary), actor=secretary)
    page.goto(minutes)
    keyboard.enter(page.get_by_role("link", name="Genehmigen"))
    page.get_by_label("Genehmigt in der Sitzung").select_option(str(later.pk))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Genehmigen"))
    expect(page.get_by_text("Genehmigt. Den öffentlichen Teil sehen jetzt alle.")).to_be_visible()
    assert_accessible(page)
    record.refresh_from_db()
    assert record.state == MinutesState.APPROVED

    text = printed(page)
    first, late = (Attendance.objects.get(seat=board.seats[number]) for number in (0, 3))
    assert first.came_at + LATE <= late.came_at
    assert f"{names[0]} Vorsitz {when(first.came_at, 'time', until=first.left_at)}" in text
    assert f"{names[3]} Mitglied {when(late.came_at, 'time', until=late.left_at)}" in text
    for said in (
        f"{names[1]} hat nach der Geschäftsordnung an Beratung und Abstimmung nicht teilgenommen.",
        "Angenommen mit 3 Ja, 0 Nein; nötig waren 2 von 3 abgegebenen Ja- und Nein-Stimmen.",
        "Beschlussfähig: 3 von 4 stimmberechtigten Sitzen, nötig 3.",
        "Abgelehnt mit 2 Ja, 2 Nein: Bei Stimmengleichheit ist ein Antrag abgelehnt.",
        "Es geht um 16 Uhr.",
    ):
        assert said in text
    page.context.clear_cookies()
    page.goto(minutes)
    expect(page.get_by_text("Dies ist der öffentliche Teil, ohne Namen.")).to_be_visible()
    assert names[3] not in printed(page)


def begun_sooner(meeting):
    """As if all so far had happened a while ago, so that whoever comes next is late."""
    opened_at = Meeting.objects.get(pk=meeting.pk).opened_at
    Meeting.objects.filter(pk=meeting.pk).update(opened_at=opened_at - LATE)
    for attendance in Attendance.objects.filter(meeting=meeting):
        attendance.came_at -= LATE
        attendance.save(update_fields=["came_at"])


def write(page, keyboard, address, assert_accessible):
    """The secretary writes what was said to each item and sends it."""
    page.goto(address)
    keyboard.enter(page.get_by_role("button", name="Niederschrift beginnen"))
    keyboard.write(page.get_by_label("Protokolltext zu Punkt 1"), "Der Verein stellt das Fest vor.")
    keyboard.write(page.get_by_label("Protokolltext zu Punkt 2"), "Es geht um 17 Uhr.")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    send(page, keyboard, assert_accessible)


def send(page, keyboard, assert_accessible):
    """The minutes go out, after a second look."""
    keyboard.enter(page.get_by_role("link", name="Verschicken"))
    expect(page.get_by_text("5 Personen bekommen eine Mail")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Niederschrift verschicken"))
    expect(page.get_by_text("Verschickt. Die Mails sind unterwegs.")).to_be_visible()


def settle(page, keyboard, address, assert_accessible):
    """The secretary accepts the objection, puts it right and sends the minutes anew."""
    page.goto(address)
    keyboard.enter(page.get_by_role("link", name="Beantworten"))
    page.get_by_label("übernehmen").check()
    keyboard.write(page.get_by_label("Antwort"), "Das stimmt.")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Antworten"))
    expect(page.get_by_text("übernommen")).to_be_visible()
    page.get_by_label("Protokolltext zu Punkt 2").fill("Es geht um 16 Uhr.")
    keyboard.enter(page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    send(page, keyboard, assert_accessible)


def printed(page) -> str:
    """What the document says to which the page leads, fetched by whoever looks at it."""
    address = page.get_by_role("link", name="Als PDF ansehen").get_attribute("href")
    return Made(page.request.get(f"{page.url.partition('/gremien/')[0]}{address}").body()).text
