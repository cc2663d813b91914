"""From an idea to its letter in one go, on a phone of 390 px, by keyboard alone and with axe at every page.

A group applies to pillar 1; the office checks, admits, assesses; the board of the district resolves; one officer drafts
the letter, another approves it, and the group reads it.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.tests.made import Made
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.models import Motion
from quartierwerk.rooms.boards.rules import BodyKind
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding.models import Application, Letter
from quartierwerk.rooms.funding.rules import Applicant, ApplicationState, LetterState, Terms
from quartierwerk.rooms.funding.tests import factories, own_factories
from quartierwerk.rooms.funding.tests import letters as make
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEED = "Für die Bühne und den Strom."


def test_pillar_one_on_a_phone(page, keyboard, enters, directory, assert_accessible):
    make.texts()
    board = own_factories.board()
    programme = pillar_one(board)
    group = make.agreed(accounts.person("Greta Gruppe"))
    first, second = make.second_officer("Erna Erste"), make.second_officer("Zoe Zweite")
    comes = partial(enters, on=PHONE)

    comes(group, "/projekte/neu/")
    application = applies(page, keyboard, assert_accessible, to=programme, in_=board.body.district)
    comes(first, "/antraege/")
    handles(page, keyboard, assert_accessible, application, board)
    own_factories.vote(Motion.objects.get(), board)
    assert Pot.objects.get(pk=board.pot.pk).reserved == 1_000_00

    comes(first, application.get_absolute_url())
    expect(page.get_by_text("bewilligt").first).to_be_visible()
    assert_accessible(page)
    drafts(page, keyboard, assert_accessible)
    letter = Letter.objects.get()
    comes(first, letter.get_absolute_url())
    expect(page.get_by_role("link", name="Freigeben", exact=True)).to_have_count(0)
    comes(second, "/schreiben/")
    issues(page, keyboard, assert_accessible, letter)

    comes(group, "/mein/")
    reads(page, keyboard, assert_accessible, letter)
    deliver_waiting()
    assert Letter.objects.get().state == LetterState.SERVED
    assert Application.objects.get().state == ApplicationState.SERVED
    for person in (group, first):
        comes(person, application.get_absolute_url())
        expect(page.get_by_text("bekannt gegeben am").first).to_be_visible()
        assert_accessible(page)


def pillar_one(board):
    """The programme of the pillar whose pots pay for it; the steering board of the project's district decides."""
    terms = Terms(
        applicants=(Applicant.GROUP, Applicant.CLUB),
        max_cents=3_000_00,
        decided_by=BodyKind.STEERING_BOARD,
        delegated_cents=500_00,
        pillar=board.pot.pillar_id,
        checks=("Das Projekt ist öffentlich und kostet keinen Eintritt.",),
        basis="Ratsbeschluss vom 10.12.2015, Säule 1",
    )
    return factories.regulated(factories.programme("Projekte im Stadtbezirk"), terms=terms)


def applies(page, keyboard, assert_accessible, *, to, in_):
    """The group enters its project, writes its application and submits it."""
    day = clock.today() + timedelta(days=60)
    assert_accessible(page)
    keyboard.write(page.get_by_label("Titel"), "Lichterfest")
    keyboard.write(page.get_by_label("Was geschieht"), "Laternen und Musik auf dem Markt.")
    keyboard.write(page.get_by_label("Wer führt es durch"), "Gruppe Lichterfest")
    page.get_by_label("federführend").select_option(f"{in_.pk}")
    page.get_by_label("Erster Tag").fill(f"{day}")
    page.get_by_label("Letzter Tag").fill(f"{day}")
    keyboard.push("Projekt anlegen")
    expect(page.get_by_role("heading", name="Lichterfest", level=1)).to_be_visible()
    assert_accessible(page)

    page.goto(page.url.partition("/projekte/")[0] + to.get_absolute_url())
    assert_accessible(page)
    keyboard.follow("Antrag stellen")
    assert_accessible(page)
    keyboard.push("Antrag für „Lichterfest“ beginnen")
    keyboard.write(page.get_by_label("Wofür Sie das Geld brauchen"), NEED)
    keyboard.write(page.locator("[name=cost_0]"), "Bühne")
    keyboard.write(page.locator("[name=cents_0]"), "1.000,00")
    keyboard.write(page.get_by_label("Beantragt"), "1.000")
    keyboard.toggle(page.get_by_label("Das Projekt hat noch nicht begonnen"))
    expect(page.locator("[data-draft-status]")).to_contain_text("gespeichert")
    expect(page.get_by_text("Nichts fehlt.")).to_be_visible()
    assert_accessible(page)
    page.reload()
    expect(page.get_by_label("Wofür Sie das Geld brauchen")).to_have_value(NEED)
    keyboard.push("Antrag einreichen")
    expect(page.get_by_text("Der Antrag ist eingereicht.")).to_be_visible()
    assert_accessible(page)
    application = Application.objects.get()
    assert application.number in Made(opened(page, keyboard, "Eingangsbestätigung (PDF)")).text
    return application


def handles(page, keyboard, assert_accessible, application, board):
    """The office checks it, admits it, says what it makes of it, and puts it before the board of the district."""
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name=application.number))
    assert_accessible(page)
    keyboard.follow("Prüfen")
    assert_accessible(page)
    for point in page.get_by_role("radio", name="erfüllt", exact=True).all():
        keyboard.choose(point)
    keyboard.push("Prüfung speichern")
    assert_accessible(page)
    keyboard.push("Für zulässig erklären")
    keyboard.follow("Einschätzen")
    assert_accessible(page)
    keyboard.push("Einschätzung speichern")
    keyboard.follow("Vor das Gremium bringen")
    assert_accessible(page)
    page.get_by_label("Sitzung").select_option(str(board.meeting.pk))
    page.get_by_label("Aus dem Topf").select_option(str(board.pot.pk))
    keyboard.push("Auf die Tagesordnung setzen")
    expect(page.get_by_text("1 Antrag steht auf der Tagesordnung.")).to_be_visible()
    assert_accessible(page)


def drafts(page, keyboard, assert_accessible):
    """One officer drafts the letter."""
    keyboard.follow("Schreiben entwerfen")
    assert_accessible(page)
    keyboard.push("Schreiben entwerfen")
    expect(page.get_by_text("Freigeben muss es eine andere Person")).to_be_visible()
    assert_accessible(page)


def issues(page, keyboard, assert_accessible, letter):
    """Another approves and issues it, and lays it into the portal."""
    keyboard.enter(page.get_by_role("link", name="freizugeben"))
    assert_accessible(page)
    keyboard.follow(f"{letter}")
    assert_accessible(page)
    for step in ("Freigeben", "Ausfertigen"):
        keyboard.follow(step)
        assert_accessible(page)
        keyboard.push(step)
    keyboard.follow("Bekannt geben")
    assert_accessible(page)
    keyboard.push("Eintragen")
    expect(page.get_by_text("liegt im Portal")).to_be_visible()
    assert_accessible(page)


def reads(page, keyboard, assert_accessible, letter):
    """The group finds it in its corner, retrieves it and opens the file."""
    assert_accessible(page)
    keyboard.follow("Ein Schreiben für Sie")
    assert_accessible(page)
    keyboard.push("Schreiben abrufen")
    expect(page.get_by_text("abgerufen").first).to_be_visible()
    assert_accessible(page)
    text = Made(opened(page, keyboard, "Als PDF ansehen")).text
    assert letter.said.title in text
    assert "1.000,00" in text


def opened(page, keyboard, name):
    """The bytes of the file that a link opens in the browser, which then goes back to where it was."""
    before = page.url
    with page.expect_response(lambda answer: answer.headers.get("content-type") == "application/pdf") as seen:
        keyboard.follow(name)
    answer = page.request.get(seen.value.url)  # the browser itself keeps only the frame around the file
    page.goto(before)
    return answer.body()
