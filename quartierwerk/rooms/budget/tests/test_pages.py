"""The pages of the treasury: who sees what, what they say, and that every verb is reached by the one who may."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.privacy import exported, find
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests.factories import person
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.models import Earmark, Entry, FiscalYear, Order, Pillar, Pot
from quartierwerk.rooms.budget.rules import OrderState, Source, Sums
from quartierwerk.rooms.budget.rules.flows import APART, LINE, LONGEST_LINE
from quartierwerk.rooms.budget.tests import factories
from quartierwerk.rooms.places.models import District
from quartierwerk.rooms.places.tests import factories as places

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def browser(somebody):
    """Somebody's browser, signed in."""
    client = Client()
    client.force_login(somebody)
    return client


def at(name, *arguments, **question):
    """The address of a page."""
    return reverse(f"budget:{name}", args=arguments, query=question or None)


def rows_of(answer):
    """The rows of a CSV file."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def euros(text):
    """Euros as a German CSV file writes them, in cents."""
    return int(Decimal(text.replace(",", ".")) * 100)


@pytest.fixture
def keeper():
    return factories.treasurer()


@pytest.fixture
def second():
    """Somebody else who keeps the books."""
    return factories.treasurer("Kaspar Klee")


@pytest.fixture
def districts():
    """Two districts, each with a pot."""
    places.drawn_city()
    return list(District.objects.order_by("name")[:2])


@pytest.fixture
def pot(keeper):
    return factories.pot(cents=100_000, by=keeper)


@pytest.fixture
def earmark(pot, keeper):
    """A case for which 400 euros are committed and 100 reserved."""
    made = factories.earmark(pot, cents=50_000, by=keeper)
    actions.commit(actions.Held(earmark=made, cents=40_000), actor=keeper)
    made.refresh_from_db()
    return made


@pytest.fixture
def order(earmark, keeper):
    return factories.order(earmark, cents=15_000, by=keeper)


# --- Who sees what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pots", "entries", "orders", "years", "pillars"])
def test_the_treasury_is_closed_to_visitors_and_to_others_who_are_signed_in(client, owner, name):
    assert client.get(at(name)).status_code == 302
    assert browser(owner).get(at(name)).status_code == 403


@pytest.mark.parametrize("who", ["officer", "treasurer", "auditor"])
@pytest.mark.parametrize("name", ["pots", "entries", "orders", "years", "pillars"])
def test_staff_unit_treasurer_and_auditor_see_every_page(order, officer, who, name):
    somebody = officer if who == "officer" else getattr(factories, who)()

    assert browser(somebody).get(at(name)).status_code == 200


def test_an_auditor_reads_everything_and_finds_no_button(order, earmark, pot):
    auditor = browser(factories.auditor())
    verbs = ("reservieren/", "festlegen/", "freigeben/", "stornieren/", "buchungsstelle/", "saeulen/neu/")

    for thing in (pot, earmark, order, pot.entries.first()):
        text = auditor.get(thing.get_absolute_url()).content.decode()
        assert not [verb for verb in verbs if verb in text]
    assert auditor.get(at("allocate", pot.pk)).status_code == 403
    assert auditor.post(at("release_order", order.pk)).status_code == 403
    assert auditor.post(at("release_orders"), {"order": order.pk}).status_code == 403


def test_a_districts_administration_sees_its_own_pots_and_nothing_of_others(districts, keeper):
    here, there = (factories.pot(district=one, cents=5000, by=keeper, purpose=f"Fest {one}") for one in districts)
    factories.pot(cents=7000, by=keeper, purpose="Gesamtstadt")
    held = [factories.earmark(one, cents=1000, by=keeper) for one in (here, there)]
    local = browser(factories.administration(of=districts[0]))

    shown = local.get(at("pots")).context["overview"].standings

    assert [one.pot for one in shown] == [here]
    assert local.get(here.get_absolute_url()).status_code == 200
    assert local.get(held[0].get_absolute_url()).status_code == 200
    for hidden in (there, held[1], there.entries.first()):
        assert local.get(hidden.get_absolute_url()).status_code == 404
    assert local.get(at("allocate", here.pk)).status_code == 403
    assert local.get(at("journal", von="2026-01-01", bis="2026-12-31")).status_code == 403
    assert [row["Topf"] for row in rows_of(local.get(at("pots_file", "csv")))] == [str(here)]
    assert {row["Topf"] for row in rows_of(local.get(at("entries_file", "csv")))} == {str(here)}


def test_the_menu_leads_there_only_those_who_may(client, officer, owner):
    local = factories.auditor()

    assert at("pots") in browser(local).get("/mein/").content.decode()
    assert at("pots") in browser(officer).get("/arbeit/").content.decode()
    assert at("pots") not in browser(owner).get("/mein/").content.decode()


# --- The overview ------------------------------------------------------------------------------------------------


def test_the_overview_says_what_to_do_next_where_there_is_nothing(keeper):
    assert at("open_year") in browser(keeper).get(at("pots")).content.decode()

    year = factories.year()
    empty = browser(keeper).get(at("pots")).content.decode()
    assert at("open_pot", year.year) in empty
    assert at("open_year") not in browser(factories.auditor()).get(at("pots")).content.decode()


def test_the_overview_sums_what_all_pots_stand_at(pot, order, keeper):
    factories.pot(cents=30_000, by=keeper, source=Source.SPONSOR, purpose="Lichtfest")

    answer = browser(keeper).get(at("pots"))

    assert answer.context["total"] == Sums(funds=130_000, reserved=10_000, committed=40_000, paid=0)
    assert "1.300,00" in answer.content.decode()
    assert "Von 1.300,00" in answer.content.decode()


def test_the_overview_of_a_day_shows_its_end(keeper):
    day, pot = clock.today() - timedelta(days=3), factories.pot(by=keeper)
    given = actions.Allocation(pot=pot, cents=10_000, basis="Ratsbeschluss")
    actions.allocate(given, actor=keeper, at=clock.last_of(day))
    wanted = actions.Reservation(pot=pot, cents=4000, title="Lichterfest")
    actions.reserve(wanted, actor=keeper, at=clock.first_of(day + timedelta(days=1)))
    page = browser(keeper)

    then = page.get(at("pots", jahr=pot.year.year, stand=day.isoformat())).context["total"]
    later = page.get(at("pots", jahr=pot.year.year, stand=(day + timedelta(days=1)).isoformat())).context["total"]
    before = page.get(at("pots", jahr=pot.year.year, stand=(day - timedelta(days=1)).isoformat())).context["total"]

    assert (then.reserved, later.reserved, before.funds) == (0, 4000, 0)
    assert page.get(pot.get_absolute_url(), {"stand": day.isoformat()}).context["sums"].reserved == 0


def test_the_overview_is_narrowed_by_district_source_and_grouping(districts, keeper):
    first = factories.pot(district=districts[0], cents=100, by=keeper, purpose="Hier")
    second = factories.pot(district=districts[1], cents=200, by=keeper, purpose="Dort")
    citywide = factories.pot(cents=400, by=keeper, source=Source.STATE, purpose="Überall")
    page = browser(keeper)

    def shown(**question):
        return {one.pot for one in page.get(at("pots", **question)).context["overview"].standings}

    assert shown() == {first, second, citywide}
    assert shown(bezirk=districts[0].slug) == {first}
    assert shown(bezirk="stadt") == {citywide}
    assert shown(herkunft="state") == {citywide}
    assert shown(bezirk="gibt-es-nicht") == {first, second, citywide}
    groups = page.get(at("pots", nach="bezirk")).context["overview"].groups
    assert {group.name for group in groups} == {districts[0].name, districts[1].name, "gesamte Stadt"}


def test_every_part_of_the_picture_leads_somewhere(order, keeper):
    page = browser(keeper)
    drawing = page.get(at("pots")).context["drawing"]
    addresses = {mark.url for marks in drawing.columns for mark in marks} | {band.url for band in drawing.ribbons}

    assert all(address.startswith("#gruppe-") or page.get(address).status_code == 200 for address in addresses)


def test_the_file_of_the_overview_agrees_with_the_page_to_the_cent(districts, order, keeper):
    factories.pot(district=districts[0], cents=12_345, by=keeper, purpose="Fest")
    page = browser(keeper)

    total = page.get(at("pots")).context["total"]
    rows = rows_of(page.get(at("pots_file", "csv")))

    named = {"funds": "Mittel", "paid": "ausgezahlt", "committed": "festgelegt", "reserved": "reserviert"}
    for name, heading in {**named, "available": "verfügbar"}.items():
        assert sum(euros(row[heading]) for row in rows) == getattr(total, name)
    book = page.get(at("pots_file", "xlsx"))
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert page.get(at("pots_file", "pdf")).status_code == 404


def test_a_pot_as_of_a_day_shows_nothing_of_another_day(time_machine):
    time_machine.move_to("2026-03-02T10:00:00+00:00", tick=False)
    keeper, second = factories.treasurer(), factories.treasurer("Kaspar Klee")
    pot = factories.pot(cents=100_000, by=keeper)
    early = factories.earmark(pot, cents=50_000, by=keeper, title="Früh")
    actions.commit(actions.Held(earmark=early, cents=40_000), actor=keeper)
    order = factories.order(early, cents=15_000, by=keeper)
    mistake = actions.allocate(actions.Allocation(pot=pot, cents=7, basis="Irrtum"), actor=keeper)
    time_machine.move_to("2026-04-02T10:00:00+00:00", tick=False)
    actions.release_order(order, actor=second)
    actions.take_back(mistake, actor=keeper, reason="Doppelt")
    factories.earmark(pot, cents=1000, by=keeper, title="Spät")
    page, where = browser(keeper), pot.get_absolute_url()

    def shown(shelf, **question):
        return page.get(where, {"state": shelf} | question)

    then = shown("bindungen", stand="2026-03-31")
    [held] = then.context["page"]
    assert (held.title, held.stood_reserved, held.stood_committed, held.stood_paid) == ("Früh", 10_000, 40_000, 0)
    assert then.context["sums"] == Sums(funds=100_007, reserved=10_000, committed=40_000)
    assert at("reserve", pot.pk) not in then.text
    assert "?state=buchungen&amp;stand=2026-03-31" in then.text
    waiting = shown("zahlungen", stand="2026-03-31")
    assert list(waiting.context["page"]) == [order]
    assert ("vorgeschlagen" in waiting.text, "freigegeben" in waiting.text) == (True, False)
    entries = shown("buchungen", stand="2026-03-31")
    assert {entry.kind for entry in entries.context["page"]} == {"allocation", "reservation", "commitment"}
    assert "storniert" not in entries.text
    assert {held.title for held in shown("bindungen").context["page"]} == {"Früh", "Spät"}
    assert "storniert" in shown("buchungen").text
    assert list(shown("zahlungen").context["page"]) == []


def test_the_picture_cuts_no_name_and_its_labels_keep_apart(keeper):
    names = [f"Förderung von Vorhaben der Kultur- und Kreativwirtschaft in den Quartieren, Teil {n}" for n in (1, 2, 3)]
    for name in names:
        factories.pot(cents=100, by=keeper, purpose=name)

    answer = browser(keeper).get(at("pots"))

    marks = answer.context["drawing"].columns[1]
    assert [" ".join(mark.lines) for mark in marks] == names
    assert max(len(line) for mark in marks for line in mark.lines) <= LONGEST_LINE
    for upper, lower in pairwise(marks):
        assert lower.y - upper.y >= APART + LINE * (len(upper.lines) - 1)
    bottom = float(answer.context["drawing"].box.split()[3]) - 8
    assert bottom >= marks[-1].y + LINE * len(marks[-1].lines)
    for mark in marks:
        assert all(f">{line}</tspan>" in answer.text for line in mark.lines)


# --- What nobody means -------------------------------------------------------------------------------------------

FAR = "9" * 40


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "31.12.9999", "\0", FAR, "2026-02-30", "1989-12-31"])
def test_a_day_beyond_the_calendar_is_answered(pot, keeper, day):
    page = browser(keeper)

    for where in (at("pots"), pot.get_absolute_url(), at("pots_file", "csv")):
        assert page.get(where, {"stand": day}).status_code == 200
    for days in ({"von": day, "bis": "2026-12-31"}, {"von": "2026-01-01", "bis": day}):
        assert page.get(at("journal"), days).status_code == 422


@pytest.mark.parametrize("odd", ["\0", FAR, "-1", "²", "x'", ""])
def test_addresses_that_make_no_sense_are_answered(order, pot, keeper, odd):
    page = browser(keeper)

    for where, names in (
        (at("pots"), ("jahr", "bezirk", "nach", "herkunft", "stand", "page")),
        (at("entries"), ("jahr", "art", "page")),
        (at("orders"), ("state", "page")),
        (pot.get_absolute_url(), ("state", "art", "stand", "page")),
        (at("statements"), ("page", "q")),
    ):
        for name in names:
            assert page.get(where, {name: odd}).status_code in (200, 404), (where, name)
    refused = page.get(at("open_year"), {"jahr": odd}, follow=True)
    assert "zwischen 1990 und 2200" in refused.text
    page.post(f"{at('open_year')}?jahr=1000")
    assert FiscalYear.objects.count() == 1


@pytest.mark.parametrize("odd", ["\0", FAR, "-1", "²", "a\0b", "1e999", "NaN"])
def test_what_is_sent_and_makes_no_sense_is_refused_in_words(order, earmark, pot, keeper, odd):
    other, page = factories.pot(by=keeper), browser(keeper)
    before = Entry.objects.count(), Order.objects.count()

    for name, thing, fields in (
        ("allocate", pot, ("cents", "basis")),
        ("transfer", pot, ("cents", "into", "basis")),
        ("reserve", pot, ("cents", "title")),
        ("spend", pot, ("cents", "payee", "purpose", "voucher")),
        ("commit", earmark, ("cents", "reason")),
        ("propose", earmark, ("cents", "payee", "purpose")),
    ):
        fine = {"basis": "Beschluss", "title": "Fest", "payee": "Verein", "purpose": "Rate", "voucher": "R-7"}
        fine |= {"cents": "1", "into": str(other.pk)}
        for field in fields:
            if field not in ("cents", "into") and "\0" not in odd:
                continue
            answer = page.post(at(name, thing.pk), fine | {field: odd})
            assert answer.status_code == 422, (name, field)
    assert page.post(at("release_orders"), {"order": [odd]}, follow=True).status_code == 200
    assert (Entry.objects.count(), Order.objects.count()) == before


@pytest.mark.parametrize("key", [0, 999_999, 10**30])
def test_what_is_not_there_is_not_found(pot, keeper, key):
    page = browser(keeper)
    names = ("pot", "allocate", "transfer", "reserve", "spend", "edit_pot", "earmark", "commit", "propose", "repay")
    names += ("entry", "take_back", "order", "release_order", "refuse", "withdraw", "end_pillar", "statement", "line")
    names += ("book", "pass_line", "unmatch", "allocate_as_provided", "close_year", "open_pot", "cash_report")

    for name in names:
        assert page.get(at(name, key)).status_code == 404, name
    assert page.post(at("match", key, key)).status_code == 404


# --- Constant queries --------------------------------------------------------------------------------------------


def questions(client, address):
    """How many questions a page asks, once it has warmed up."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_ask_the_same_whatever_they_hold(keeper, second):
    client = browser(second)

    def grow(number):
        for _each in range(number):
            pot = factories.pot(cents=100_000, by=keeper)
            for _one in range(2):
                held = factories.earmark(pot, cents=20_000, by=keeper)
                actions.commit(actions.Held(earmark=held, cents=20_000), actor=keeper)
                factories.order(held, cents=5000, by=keeper)
        return pot, held

    pot, held = grow(1)
    addresses = {
        "overview": at("pots"),
        "on a day": at("pots", stand=clock.today().isoformat(), jahr=clock.today().year),
        "journal": at("entries"),
        "orders": at("orders"),
        "years": at("years"),
        "earmarks": pot.get_absolute_url(),
        "entries": f"{pot.get_absolute_url()}?state=buchungen",
        "waiting": f"{pot.get_absolute_url()}?state=zahlungen",
        "case": held.get_absolute_url(),
    }
    few = {name: questions(client, address) for name, address in addresses.items()}
    grow(2)
    for _one in range(2):
        more = factories.earmark(pot, cents=5000, by=keeper)
        actions.commit(actions.Held(earmark=more, cents=5000), actor=keeper)
        factories.order(more, cents=100, by=keeper)
        factories.order(held, cents=100, by=keeper)

    assert {name: questions(client, address) for name, address in addresses.items()} == few
    assert max(few.values()) <= MOST_QUERIES, few


# --- Verbs by their pages ----------------------------------------------------------------------------------------


def test_money_is_allocated_in_euros(pot, keeper):
    answer = browser(keeper).post(at("allocate", pot.pk), {"cents": "1.234,56", "basis": "Ratsbeschluss"})

    assert answer.headers["Location"] == pot.get_absolute_url()
    pot.refresh_from_db()
    assert pot.funds == 100_000 + 123_456


def test_a_sum_that_could_be_two_is_asked_again_and_nothing_is_entered(pot, keeper):
    answer = browser(keeper).post(at("allocate", pot.pk), {"cents": "1,234", "basis": "Ratsbeschluss"})

    assert answer.status_code == 422
    assert "1.234,56" in answer.content.decode()
    assert pot.entries.count() == 1


def test_what_a_pot_cannot_bear_is_refused_in_words_with_what_there_is(pot, keeper):
    answer = browser(keeper).post(at("reserve", pot.pk), {"cents": "2000", "title": "Zu groß"})

    assert answer.status_code == 422
    assert "noch 1.000,00" in answer.content.decode()
    assert not Earmark.objects.exists()


def test_a_case_goes_its_way_by_the_buttons(pot, keeper):
    page = browser(keeper)
    page.post(at("reserve", pot.pk), {"cents": "500", "title": "Hoffest"})
    earmark = Earmark.objects.get()

    assert page.get(at("commit", earmark.pk)).context["form"].initial == {"cents": 50_000}
    page.post(at("commit", earmark.pk), {"cents": "400"})
    page.post(at("release", earmark.pk), {"cents": "100"})
    assert page.get(at("propose", earmark.pk)).context["form"].initial == {"cents": 40_000}
    paying = {"cents": "150", "payee": "Verein", "purpose": "Rate 1"}
    page.post(at("propose", earmark.pk), paying)
    assert page.get(at("propose", earmark.pk)).context["form"].initial == {"cents": 25_000}
    page.post(at("decommit", earmark.pk), {"cents": "250"})

    earmark.refresh_from_db()
    assert (earmark.reserved, earmark.committed, earmark.paid) == (0, 15_000, 0)
    assert Order.objects.get().cents == 15_000


def test_a_repayment_needs_its_voucher(order, earmark, keeper, second):
    actions.release_order(order, actor=second)
    page = browser(keeper)

    assert page.post(at("repay", earmark.pk), {"cents": "50"}).status_code == 422
    page.post(at("repay", earmark.pk), {"cents": "50", "voucher": "Auszug 7"})

    earmark.refresh_from_db()
    assert earmark.paid == 10_000


def test_money_moves_into_another_pot_of_the_year_only(pot, keeper):
    other = factories.pot(by=keeper)
    past = factories.pot(by=keeper, year=factories.year(2020))
    page = browser(keeper)
    said = {"cents": "100", "basis": "Beschluss"}

    assert set(page.get(at("transfer", pot.pk)).context["form"].fields["into"].queryset) == {other}
    assert page.post(at("transfer", pot.pk), said | {"into": past.pk}).status_code == 422
    page.post(at("transfer", pot.pk), said | {"into": other.pk})

    other.refresh_from_db()
    assert other.funds == 10_000


def test_a_direct_expense_needs_its_voucher(pot, keeper):
    page = browser(keeper)
    said = {"cents": "20", "payee": "Druckerei", "purpose": "Flyer"}

    assert page.post(at("spend", pot.pk), said).status_code == 422
    answer = page.post(at("spend", pot.pk), said | {"voucher": "R-7"})

    order = Order.objects.get()
    assert (answer.headers["Location"], order.earmark) == (order.get_absolute_url(), None)


def test_the_account_is_entered_and_seen(pot, keeper):
    page = browser(keeper)

    page.post(at("edit_pot", pot.pk), {"account": "04.281.01"})

    assert "04.281.01" in page.get(pot.get_absolute_url()).content.decode()


def test_a_closed_pot_shows_no_buttons_and_refuses(pot, keeper):
    actions.close_year(pot.year, actor=keeper, basis="Ratsbeschluss")
    page = browser(keeper)

    assert at("reserve", pot.pk) not in page.get(pot.get_absolute_url()).content.decode()
    answer = page.post(at("allocate", pot.pk), {"cents": "1", "basis": "Beschluss"})
    assert (answer.status_code, "abgeschlossen" in answer.content.decode()) == (422, True)


def test_a_pot_leads_to_the_pots_before_and_behind_it(pot, keeper):
    actions.close_year(pot.year, actor=keeper, basis="Ratsbeschluss")
    following = Pot.objects.get(follows=pot)
    page = browser(keeper)

    assert following.get_absolute_url() in page.get(pot.get_absolute_url()).content.decode()
    assert pot.get_absolute_url() in page.get(following.get_absolute_url()).content.decode()


def test_the_entries_of_a_pot_are_narrowed_by_kind(earmark, pot, keeper):
    page = browser(keeper)

    def kinds(**question):
        return {
            entry.kind for entry in page.get(pot.get_absolute_url(), {"state": "buchungen"} | question).context["page"]
        }

    assert kinds() == {"allocation", "reservation", "commitment"}
    assert kinds(art="commitment") == {"commitment"}
    assert kinds(art="unsinn") == {"allocation", "reservation", "commitment"}


def test_a_case_of_another_room_is_a_link_only_for_who_may_see_it(pot, keeper, profile):
    known = factories.earmark(pot, cents=100, by=keeper, case=f"directory.profile:{profile.pk}")
    gone = factories.earmark(pot, cents=100, by=keeper, case="directory.profile:999999")
    strange = factories.earmark(pot, cents=100, by=keeper, case="Akte 12")
    page = browser(keeper)

    assert profile.get_absolute_url() in page.get(known.get_absolute_url()).content.decode()
    for other in (gone, strange):
        answer = page.get(other.get_absolute_url())
        assert (answer.context["case"], other.case in answer.content.decode()) == (None, True)


# --- Entries and the journal -------------------------------------------------------------------------------------


def test_an_entry_is_taken_back_after_a_second_look_with_a_reason(pot, keeper):
    entry = pot.entries.get()
    page = browser(keeper)

    assert "−1.000,00" in page.get(at("take_back", entry.pk)).content.decode()
    assert page.post(at("take_back", entry.pk), {"reason": ""}).status_code == 422
    page.post(at("take_back", entry.pk), {"reason": "Zweimal gebucht"})

    pot.refresh_from_db()
    assert pot.funds == 0
    shown = page.get(entry.get_absolute_url())
    assert shown.context["reversed_by"].reason == "Zweimal gebucht"
    assert at("take_back", entry.pk) not in shown.content.decode()
    assert page.get(shown.context["reversed_by"].get_absolute_url()).context["reverses"] == entry


def test_a_transfer_is_taken_back_on_both_sides_and_the_look_says_so(pot, keeper):
    other = factories.pot(by=keeper)
    gone = actions.transfer(actions.Transfer(pot=pot, into=other, cents=10_000, basis="Beschluss"), actor=keeper)
    page = browser(keeper)

    assert len(page.get(at("take_back", gone.pk)).context["points"]) == 2
    assert page.get(gone.get_absolute_url()).context["other"].pot == other
    page.post(at("take_back", other.entries.get().pk), {"reason": "Falscher Topf"})

    pot.refresh_from_db()
    other.refresh_from_db()
    assert (pot.funds, other.funds) == (100_000, 0)


def test_the_other_side_of_a_transfer_is_named_only_to_whoever_sees_its_pot(districts, keeper):
    here, there = (factories.pot(district=one, cents=5000, by=keeper, purpose=f"Fest {one}") for one in districts)
    gone = actions.transfer(actions.Transfer(pot=here, into=there, cents=100, basis="Beschluss"), actor=keeper)
    local = browser(factories.administration(of=districts[0]))

    shown = local.get(gone.get_absolute_url())

    assert (shown.context["other"], there.purpose in shown.text) == (None, False)
    assert local.get(gone.answered_by.get_absolute_url()).status_code == 404
    assert browser(keeper).get(gone.get_absolute_url()).context["other"].pot == there


def test_what_the_house_entered_itself_is_signed_by_the_room(pot, keeper):
    wanted = actions.Reservation(pot=pot, cents=100, title="Fest")
    held = actions.reserve(wanted, actor=system("boards"))
    strange = actions.reserve(wanted, actor=system("worker"))

    assert [thing.entries.get().signed for thing in (held, strange)] == ["Gremien", "das Haus"]
    page = browser(keeper)
    assert "Quartierwerk (" not in page.get(held.get_absolute_url()).text
    assert "Gremien" in {row["Gebucht von"] for row in rows_of(page.get(at("entries_file", "csv")))}


def test_a_list_of_entries_says_the_sum_first(earmark, keeper):
    text = browser(keeper).get(at("entries")).text
    assert text.index('<th scope="col" class="num">Betrag') < text.index('<th scope="col">Gebucht<')


def test_the_journal_is_narrowed_by_year_and_kind(earmark, keeper):
    factories.pot(cents=500, by=keeper, year=factories.year(2020))
    page = browser(keeper)

    def shown(**question):
        return {(entry.pot.year.year, entry.kind) for entry in page.get(at("entries", **question)).context["page"]}

    assert shown(jahr=2020) == {(2020, "allocation")}
    assert {kind for _year, kind in shown(art="commitment")} == {"commitment"}
    assert len(shown()) == 4
    assert len(rows_of(page.get(at("entries_file", "csv", jahr=2020)))) == 1


def test_the_journal_for_the_citys_treasury_holds_what_moved_cash_and_its_sum(order, earmark, pot, keeper, second):
    actions.edit_pot(pot, actor=keeper, account="04.281.01")
    actions.release_order(order, actor=second)
    actions.repay(actions.Repayment(earmark=earmark, cents=5000, voucher="Auszug 7"), actor=keeper)
    actions.take_back(Entry.objects.get(kind="repayment"), actor=keeper, reason="Falscher Fall")
    today = clock.today().isoformat()

    rows = rows_of(browser(keeper).get(at("journal", von=today, bis=today)))

    pot.refresh_from_db()
    assert list(rows[0]) == [
        *("Buchungsdatum", "Belegnummer", "Buchungsstelle", "Gegenbuchung", "Betrag EUR", "Soll/Haben"),
        *("Buchungstext", "Vorgang", "Grundlage", "Storno von"),
    ]
    assert [(row["Betrag EUR"], row["Soll/Haben"]) for row in rows] == [
        ("1000,00", "S"),
        ("-150,00", "H"),
        ("50,00", "S"),
        ("-50,00", "H"),
    ]
    assert sum(euros(row["Betrag EUR"]) for row in rows) == pot.funds - pot.paid
    assert rows[1]["Gegenbuchung"] == "Verein Licht"
    assert rows[3]["Storno von"] == rows[2]["Belegnummer"]
    assert {row["Buchungsstelle"] for row in rows} == {"04.281.01"}
    assert rows[0]["Belegnummer"] == f"{pot.year.year}-{pot.pk}-1"


def test_the_journal_for_the_citys_treasury_is_german_on_every_page(pot, keeper):
    today = clock.today().isoformat()
    page = browser(keeper)
    german = b"".join(page.get(at("journal", von=today, bis=today)).streaming_content)
    with translation.override("en"):
        where = at("journal", von=today, bis=today)

    assert where.startswith("/en/")
    assert b"".join(page.get(where).streaming_content) == german
    assert "Zuweisung" in german.decode()


def test_the_journal_for_the_citys_treasury_asks_for_days_that_make_sense(pot, keeper):
    page = browser(keeper)

    assert page.get(at("journal")).status_code == 200
    for question in ({"von": "2026-02-01", "bis": "2026-01-01"}, {"von": "gestern", "bis": "heute"}):
        answer = page.get(at("journal", **question))
        assert (answer.status_code, "text/html" in answer.headers["Content-Type"]) == (422, True)
    assert rows_of(page.get(at("journal", von="2000-01-01", bis="2000-12-31"))) == []


# --- Payments ----------------------------------------------------------------------------------------------------


def test_who_proposed_is_told_and_cannot_release(order, keeper):
    page = browser(keeper)
    text = page.get(order.get_absolute_url()).content.decode()

    assert "Sie haben diese Zahlung vorgeschlagen" in text
    assert at("release_order", order.pk) not in text
    assert page.get(at("release_order", order.pk)).status_code == 403
    assert page.post(at("release_order", order.pk)).status_code == 403
    assert page.post(at("refuse", order.pk), {"reason": "Nein"}).status_code == 403
    order.refresh_from_db()
    assert order.is_waiting


def test_somebody_else_releases_after_a_look_at_before_and_after(order, pot, second):
    page = browser(second)

    points = page.get(at("release_order", order.pk)).context["points"]
    page.post(at("release_order", order.pk))

    assert any("0,00" in point and "150,00" in point for point in points)
    assert any("400,00" in point and "250,00" in point for point in points)
    pot.refresh_from_db()
    order.refresh_from_db()
    assert (pot.paid, order.state) == (15_000, OrderState.RELEASED)
    assert page.get(order.get_absolute_url()).context["entry"].cents == 15_000


def test_a_payment_is_refused_with_a_reason_that_its_proposer_reads(order, keeper, second):
    page = browser(second)

    assert page.post(at("refuse", order.pk), {"reason": " "}).status_code == 422
    page.post(at("refuse", order.pk), {"reason": "Rechnung fehlt"})

    assert "Rechnung fehlt" in browser(keeper).get(order.get_absolute_url()).content.decode()


def test_a_proposal_is_withdrawn_by_its_proposer_only(order, keeper, second):
    assert browser(second).post(at("withdraw", order.pk)).status_code == 403
    browser(keeper).post(at("withdraw", order.pk))

    order.refresh_from_db()
    assert order.state == OrderState.WITHDRAWN


def test_several_payments_are_released_together_but_not_ones_own(earmark, keeper, second):
    others = [factories.order(earmark, cents=1000, by=keeper) for _each in range(2)]
    own = factories.order(earmark, cents=500, by=second)
    ticked = {"order": [order.pk for order in (*others, own)]}
    page = browser(second)

    listed = page.get(at("orders")).content.decode()
    look = page.post(at("release_orders"), ticked)
    answer = page.post(at("release_orders"), ticked | {"sure": "1"}, follow=True)

    assert (listed.count('name="order"'), look.context["total"], look.context["others"]) == (2, 2000, 1)
    assert "2 Zahlungen sind freigegeben." in answer.content.decode()
    assert {order.pk for order in Order.objects.filter(state=OrderState.RELEASED)} == {order.pk for order in others}
    assert Order.objects.get(pk=own.pk).is_waiting


def test_of_several_payments_what_is_refused_is_named(earmark, keeper, second):
    fine, broken = (factories.order(earmark, cents=cents, by=keeper) for cents in (1000, 39_000))
    actions.decommit(actions.Held(earmark=earmark, cents=10_000), actor=keeper)

    answer = browser(second).post(at("release_orders"), {"order": [fine.pk, broken.pk], "sure": "1"}, follow=True)

    text = answer.content.decode()
    assert ("1 Zahlung ist freigegeben." in text, "Nicht freigegeben: 390,00" in text) == (True, True)
    assert Order.objects.get(pk=broken.pk).is_waiting


def test_ticking_nothing_is_answered_with_a_word(order, second):
    answer = browser(second).post(at("release_orders"), follow=True)

    assert "Bitte wählen Sie zuerst aus" in answer.content.decode()


def test_the_offices_queue_holds_what_others_proposed(order, earmark, office, officer):
    own = factories.order(earmark, cents=100, by=officer)

    shown = {row.item.thing for row in office.get("/arbeit/warteschlange/").context["rows"]}

    assert order in shown
    assert own not in shown
    step = {"step": "release", "item": f"payments:{order.pk}:0", "sure": "1"}
    office.post(reverse("portal:queue_step"), step)
    order.refresh_from_db()
    assert order.state == OrderState.RELEASED


# --- Years and pillars -------------------------------------------------------------------------------------------


def test_a_year_opens_with_the_pots_that_the_look_has_named(districts, keeper):
    page = browser(keeper)
    page.post(
        at("add_pillar"),
        {"name_de": "Säule 1", "first_year": "2026", "per_district_cents": "12.000", "basis": "Ratsbeschluss"},
    )
    page.post(
        at("add_pillar"),
        {"name_de": "Säule 2", "first_year": "2026", "total_cents": "80.000", "basis": "Ratsbeschluss"},
    )
    number = District.objects.count()

    look = page.get(at("open_year", jahr=2030))
    page.post(at("open_year", jahr=2030))

    assert [f"{number} Töpfe" in look.context["points"][0], "1 Topf" in look.context["points"][1]] == [True, True]
    year = FiscalYear.objects.get(year=2030)
    assert (year.pots.count(), page.get(at("pots", jahr=2030)).context["total"].funds) == (number + 1, 0)
    assert page.post(at("open_year", jahr=2030)).status_code == 422

    plan = page.get(at("allocate_as_provided", 2030))
    page.post(at("allocate_as_provided", 2030), {"basis": "Ratsbeschluss vom 1. Februar"})

    assert len(plan.context["points"]) == number + 1
    assert page.get(at("pots", jahr=2030)).context["total"].funds == number * 1_200_000 + 8_000_000
    assert at("allocate_as_provided", 2030) not in page.get(at("years")).text
    again = page.get(at("allocate_as_provided", 2030), follow=True)
    assert "haben, was vorgesehen ist" in again.text


def test_a_year_closes_with_what_the_look_has_said(pot, earmark, order, keeper, second):
    year = pot.year.year
    page = browser(keeper)

    refused = page.post(at("close_year", year), {"basis": "Ratsbeschluss"})
    actions.release_order(order, actor=second)
    look = page.get(at("close_year", year))
    page.post(at("close_year", year), {"basis": "Ratsbeschluss"})

    assert (refused.status_code, "warten noch Zahlungen" in refused.content.decode()) == (422, True)
    [point] = look.context["points"]
    assert ("850,00" in point, "350,00" in point, "150,00" in point) == (True, True, True)
    assert page.get(at("pots", jahr=year)).context["total"] == Sums(funds=15_000, paid=15_000)
    assert page.get(at("pots", jahr=year + 1)).context["total"].funds == 85_000
    assert page.post(at("close_year", year), {"basis": "Noch einmal"}).status_code == 422


def test_a_pot_is_opened_besides_the_scheme(keeper):
    year = factories.year()
    page = browser(keeper)
    said = {"source": "sponsor", "purpose": "Lichtfest"}

    page.post(at("open_pot", year.year), said)
    again = page.post(at("open_pot", year.year), said)

    assert (Pot.objects.get().source, again.status_code) == (Source.SPONSOR, 422)
    assert page.get(at("open_pot", 1999)).status_code == 404


def test_a_pillar_has_one_sum_and_ends_in_a_year_that_fits(keeper):
    page = browser(keeper)
    said = {"name_de": "Säule", "first_year": "2016", "basis": "Ratsbeschluss"}
    both = {"per_district_cents": "1", "total_cents": "1"}

    assert page.post(at("add_pillar"), said).status_code == 422
    assert page.post(at("add_pillar"), said | both).status_code == 422
    page.post(at("add_pillar"), said | {"total_cents": "16.000"})
    pillar = Pillar.objects.get()
    assert page.post(at("end_pillar", pillar.pk), {"last_year": "2015"}).status_code == 422
    page.post(at("end_pillar", pillar.pk), {"last_year": "2020"})

    pillar.refresh_from_db()
    assert (pillar.total_cents, pillar.last_year) == (1_600_000, 2020)


def test_a_choice_of_a_pot_says_its_year_and_what_is_free(pot, keeper):
    other = factories.pot(cents=12_345, by=keeper)
    choices = browser(keeper).get(at("transfer", pot.pk)).context["form"].fields["into"].choices
    assert [label for value, label in choices if value] == [f"{other.year} · {other}: 123,45\u00a0€ verfügbar"]


def test_the_steps_of_a_year_are_offered_where_they_lead_somewhere(keeper):
    year = factories.year()
    steps = [at("allocate_as_provided", year.year), f"{at('open_year')}?jahr={year.year}"]
    page = browser(keeper)

    def offered():
        text = page.get(at("years")).text
        return [step in text for step in steps]

    assert offered() == [False, False]
    terms = {"first_year": 2016, "basis": "Ratsbeschluss", "total_cents": 100}
    actions.add_pillar(actions.PillarTerms(name_de="Säule", **terms), actor=keeper)
    assert offered() == [False, True]
    assert len(page.get(steps[1]).context["points"]) == 1
    page.post(steps[1])
    assert offered() == [True, False]
    page.post(steps[0], {"basis": "Ratsbeschluss"})
    assert offered() == [False, False]
    text = browser(factories.auditor()).get(at("years")).text
    assert not [step for step in (*steps, at("close_year", year.year), at("upload_pots")) if step in text]
    actions.close_year(year, actor=keeper, basis="Beschluss")
    assert "ist abgeschlossen" in page.get(at("close_year", year.year), follow=True).text


def test_a_pillar_that_is_over_is_not_ended_again(keeper):
    terms = {"name_de": "Säule", "first_year": 2003, "total_cents": 1, "basis": "Ratsbeschluss"}
    running = actions.add_pillar(actions.PillarTerms(**terms), actor=keeper)
    over = actions.add_pillar(actions.PillarTerms(**terms, last_year=2015), actor=keeper)

    text = browser(keeper).get(at("pillars")).text

    assert (at("end_pillar", running.pk) in text, at("end_pillar", over.pk) in text) == (True, False)


# --- Forgetting --------------------------------------------------------------------------------------------------


def test_who_was_paid_is_forgotten_ten_years_after_the_years_end_and_no_day_before(keeper, second):
    pot = factories.pot(cents=10_000, by=keeper, year=factories.year(2016))
    payment = actions.Payment(pot=pot, cents=500, payee="Ada Beispiel", purpose="Plakate", voucher="R-1")
    order = actions.propose(payment, actor=keeper)
    actions.release_order(order, actor=second)
    kind = find("budget.orders")

    early = datetime(2026, 12, 31, 12, tzinfo=clock.BERLIN)
    late = datetime(2027, 1, 2, 12, tzinfo=clock.BERLIN)
    assert (kind.due(at=early), kind.due(at=late)) == (0, 1)
    assert kind.forget(at=late, actor=system("test")) == 1

    order.refresh_from_db()
    assert (order.payee, order.purpose, order.cents, order.voucher) == ("", "", 500, "R-1")
    assert browser(keeper).get(order.get_absolute_url()).status_code == 200


def test_nobody_but_the_machinery_forgets(officer):
    with pytest.raises(NotAllowed):
        actions.forget_payees(datetime(2027, 1, 1, tzinfo=clock.BERLIN), actor=officer)


def test_somebodys_signatures_are_in_their_export(order, keeper):
    kinds = {kind.kind: list(kind.rows(keeper)) for kind in exported() if kind.room == "budget"}

    assert len(kinds["budget.signed_orders"]) == 1
    assert len(kinds["budget.signed_entries"]) == 3
    assert all(not list(kind.rows(person())) for kind in exported() if kind.room == "budget")
