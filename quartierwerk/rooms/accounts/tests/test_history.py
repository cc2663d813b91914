"""The history of one's own account: what it tells, to whom, and in how many questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import _doors
from quartierwerk.foundation.handing import Handover
from quartierwerk.rooms.accounts import actions, queries, rules
from quartierwerk.rooms.accounts.models import Device, Errand, Person, Role
from quartierwerk.rooms.accounts.queries.history import STEPS
from quartierwerk.rooms.accounts.rules import Channel, RoleName
from quartierwerk.rooms.accounts.tests import factories
from quartierwerk.rooms.accounts.waiting import piles

PAGE = "accounts:history"


@pytest.fixture
def me(db: None) -> Person:
    return factories.person("Mila Konto")


def told(person: Person) -> list[tuple[str, str, str]]:
    """What somebody reads, latest first: what, who, in whose name."""
    return [step[1:] for step in queries.History(person, at=clock.now())[:50]]


def acting_for(person: Person, officer: Person) -> Person:
    """Somebody of the office on an errand for this person."""
    errand = Errand(person=person, channel=Channel.PHONE, asked_on=clock.today())
    officer.errand = actions.begin_errand(errand, actor=officer)
    return officer


def test_it_tells_what_was_done_to_the_account_and_by_whom(me):
    officer = factories.officer("Olga Amt")
    role = actions.grant(Role(person=me, name=RoleName.DISTRICT_OFFICER, scope=factories.DISTRICT), actor=officer)
    actions.edit(me, actor=me, name="Mila K.", language="de")
    actions.note_factor(me, actor=me, kind="totp", is_new=True, keep="")
    actions.revoke(role, actor=officer)

    assert told(me)[:4] == [
        (f"Rolle beendet: Bezirksverwaltung, {factories.DISTRICT}", "Stabsstelle", ""),
        ("App für Codes eingerichtet", "Sie", ""),
        ("Name oder Sprache geändert", "Sie", ""),
        (f"Rolle bekommen: Bezirksverwaltung, {factories.DISTRICT}", "Stabsstelle", ""),
    ]


def test_it_tells_of_deputies_and_of_what_ended_with_somebody_leaving(me):
    other = factories.person("Kim Kollege")
    for keeper in (me, other, factories.person()):
        factories.role(keeper)
    factories.deputyship(other, me)

    actions.leave(other, actor=other)

    assert told(me)[0] == (
        "Vertretung beendet, da keine Rolle mehr dahinter steht: Mila Konto für Kim Kollege",
        "Kim Kollege",
        "",
    )
    assert told(me)[1] == ("Vertretung eingerichtet: Mila Konto für Kim Kollege", "Kim Kollege", "")


def test_it_tells_what_was_entered_on_an_errand_without_naming_what_is_none_of_their_business(me):
    officer = acting_for(me, factories.officer("Olga Amt"))

    actions.join(Person(name="Paul Papier"), actor=officer)

    behalf = f"in Ihrem Auftrag (Telefon, {clock.today():%d.%m.%Y})"
    assert told(me)[:2] == [("Bearbeitet: Person", "Stabsstelle", behalf), ("Auftrag begonnen", "Stabsstelle", behalf)]


def test_it_tells_what_a_deputy_did_in_ones_place(db):
    absent, deputy = factories.officer("Abba Urlaub"), factories.person("Dela Vertreter")
    factories.role(deputy, RoleName.DISTRICT_OFFICER, scope=factories.DISTRICT)
    factories.deputyship(absent, deputy)

    actions.join(Person(name="Paul Papier"), actor=Person.objects.get(pk=deputy.pk))

    assert told(absent)[0] == ("Bearbeitet: Person", "Bezirksverwaltung", "in Ihrer Vertretung")


def test_it_tells_of_signing_in(client, me):
    client.force_login(me)
    agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"
    Device.objects.seen(me, session_key=client.session.session_key, agent=agent, at=clock.now())

    assert told(me)[0] == ("Angemeldet: Firefox · Linux", "Sie", "")


def test_somebody_else_s_is_never_shown(client, me):
    other = factories.person("Fremda")
    actions.edit(other, actor=other, name="Fremda F.", language="de")
    factories.role(other, scope="directory.profile:99")
    acting_for(other, factories.officer())
    client.force_login(me)

    assert [what for what, _who, _behalf in told(me)] == ["Konto angelegt"]
    shown = client.get(reverse(PAGE), {"person": other.pk}).content.decode()
    assert "Fremda" not in shown
    assert "directory.profile:99" not in shown


def test_visitors_are_asked_to_sign_in(client, db):
    assert client.get(reverse(PAGE)).status_code == 302


def test_it_goes_back_a_year(me):
    old = clock.now() - rules.HISTORY_LASTS - timedelta(days=1)
    actions.edit(me, actor=me, name="Mila Alt", language="de", at=old)

    shown = queries.History(me, at=clock.now())
    assert "Name oder Sprache geändert" not in [step.what for step in shown[:50]]
    assert queries.History(me, at=old + timedelta(days=1)).count() == shown.count() + 1


def test_every_verb_about_an_account_has_words():
    beside = {"erase_consents", "invite", "accept", "take_back", "hand_over", "note_factor"}
    # Who takes care of what waits is the office's order of work, not a step about anybody's account.
    beside |= {"take_care", "give", "let_go", "end_assignments", "drop_assignments", "pass_on_assignments"}
    verbs = {name for name in _doors if name.startswith("accounts.")}

    assert {name for name in verbs - STEPS.keys() if "forget" not in name} == {f"accounts.{name}" for name in beside}


def test_it_is_paged_and_asks_as_many_questions_for_many_as_for_few(client, me):
    client.force_login(me)
    client.get(reverse(PAGE))
    counts = []
    for number in (1, 3):
        for index in range(number):
            actions.edit(me, actor=me, name=f"Mila {number} {index}", language="de")
            factories.role(me, scope=f"directory.profile:{number}{index}")
            actions.join(Person(name="Paul"), actor=acting_for(me, factories.officer()))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(PAGE))
        counts.append(len(seen))
    for index in range(30):
        actions.edit(me, actor=me, name=f"Mila {index}", language="de")

    assert counts[0] == counts[1] <= 20
    assert client.get(reverse(PAGE)).context["page"].paginator.num_pages == 2
    assert "Konto angelegt" in client.get(reverse(PAGE), {"page": 2}).content.decode()


def test_what_others_did_waits_for_a_week_and_ones_own_does_not(me):
    going = factories.officer("Gero Gehn")
    successor = factories.officer("Nora Nachfolge")
    [before] = piles(successor)
    factories.role(going)

    actions.hand_over(Handover(going, successor), actor=going, kinds=["directory.profiles"])

    [after] = piles(successor)
    assert after.number == before.number + 1
    assert queries.news_for(successor, at=clock.now() + timedelta(days=8)) == 0
    mine = queries.news_for(going, at=clock.now())
    actions.revoke(going.roles.get(name=RoleName.OFFICER), actor=going)
    assert queries.news_for(going, at=clock.now()) == mine
