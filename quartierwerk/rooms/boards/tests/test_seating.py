"""Lists of seats: reading a row, planning, taking over as a whole; and their pages."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions, queries, rules
from quartierwerk.rooms.boards.models import Seat
from quartierwerk.rooms.boards.rules import Outcome, Refusal, SeatRole, SeatRow
from quartierwerk.rooms.boards.tests import factories

SINCE, DAY = date(2020, 1, 1), date(2026, 6, 1)
LIST = """Mitglieder des Beirats;;;;;
Name;Mail;Funktion;Stimmrecht;Organisation;seit
Vera Vorn;vera@gremien.example;Vorsitz;ja;Handwerk;01.06.2026
Mia Mit;mia@gremien.example;;;Handel;
Ohne Adresse;;beratend;;;2026-06-01
"""


def row(name: str = "Vera Vorn", **more) -> SeatRow:
    fields = {"role": SeatRole.MEMBER, "is_voting": True, "days": (DAY, None), "email": ""} | more
    return SeatRow(name=name, **fields)


def uploaded(text: str = LIST) -> SimpleUploadedFile:
    return SimpleUploadedFile("beirat.csv", text.encode())


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "keine"}, "email"),
        ({"role": "König"}, "role"),
        ({"is_voting": "vielleicht"}, "is_voting"),
        ({"valid_from": "bald"}, "valid_from"),
        ({"last_day": "32.12.2026"}, "last_day"),
        ({"basis": "x" * 201}, "represents"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(cells, field):
    found = rules.read_row({"name": "Vera Vorn"} | cells, since=DAY)

    assert isinstance(found, Refusal)
    assert (found.field, str(found.sentence)[-1]) == (field, ".")


def test_a_row_without_any_day_is_refused():
    assert rules.read_row({"name": "Vera"}, since=None).field == "valid_from"


def test_a_row_is_read_as_people_write_it():
    cells = {
        "name": "  Vera   Vorn ",
        "email": "Vera@Gremien.example",
        "role": "Schriftführung",
        "is_voting": "",
        "valid_from": "2026-06-01 00:00:00",
        "last_day": "31.12.2026",
    }

    found = rules.read_row(cells, since=None)

    assert (found.name, found.email, found.role, found.is_voting) == (
        "Vera Vorn",
        "vera@gremien.example",
        SeatRole.SECRETARY,
        False,
    )
    assert found.days == (DAY, date(2027, 1, 1))


def test_rows_are_planned_one_after_the_other():
    rows = [
        row(email="vera@gremien.example", role=SeatRole.CHAIR),
        row("Zweite Vera", email="vera@gremien.example"),
        row("Zweiter Vorsitz", role=SeatRole.CHAIR),
        row("Beirätin", role=SeatRole.ADVISER),
        row("Zu früh", days=(date(2019, 1, 1), None)),
        row("Verkehrt", days=(DAY, DAY)),
        row("Danach", days=(date(2031, 1, 1), None)),
        row("Neu"),
        Refusal("Nein."),
    ]

    planned = rules.plan(rows, known=[], people={"vera@gremien.example": 7}, lifetime=(SINCE, date(2030, 1, 1)))

    assert [one.outcome for one in planned] == [Outcome.SEAT, *[Outcome.REFUSED] * 6, Outcome.PERSON, Outcome.REFUSED]
    fields = [one.refusal.field for one in planned if one.refusal]
    assert fields == ["name", "role", "is_voting", "valid_from", "last_day", "valid_from", ""]


@pytest.mark.django_db
def test_a_list_seats_everybody_and_a_second_time_nobody(officer):
    body, known = factories.body(), accounts.person("Vera Vorn", email="vera@gremien.example")
    rows = [
        row(email="vera@gremien.example", role=SeatRole.CHAIR, represents="Handwerk"),
        row("Mia Mit", email="mia@gremien.example"),
        row("Ohne Adresse"),
    ]
    people = Person.objects.filter(system_name=None).count()

    actions.seat(body, actor=officer, rows=rows)
    actions.seat(body, actor=officer, rows=rows)

    chair, mia, other = queries.seats_on(body, DAY)
    assert (chair.person, chair.represents, chair.email) == (known, "Handwerk", "")
    assert (mia.holder, mia.address, mia.person.email) == ("Mia Mit", "mia@gremien.example", None)
    assert (other.holder, other.address) == ("Ohne Adresse", "")
    assert Person.objects.filter(system_name=None).count() == people + 2
    first, second = AuditRow.objects.filter(verb="boards.seat", subject=reference(body)).order_by("pk")
    assert (first.changes, second.changes) == ({"seats": 3, "known": 0}, {"seats": 0, "known": 3})


@pytest.mark.django_db
def test_somebody_without_a_login_is_one_person_on_several_bodies(officer):
    rows = [row("Mia Mit", email="mia@gremien.example")]

    for name in ("Beirat", "Vorstand"):
        actions.seat(factories.body(name), actor=officer, rows=rows)

    assert Seat.objects.values("person").distinct().count() == 1


@pytest.mark.django_db
def test_an_address_that_nobody_confirmed_finds_nobody(officer):
    guest = Person(name="Unbe Kannt", email="mia@gremien.example")
    guest = accounts.actions.join(guest, actor=None)

    actions.seat(factories.body(), actor=officer, rows=[row("Mia Mit", email="mia@gremien.example")])

    assert Seat.objects.get().person != guest


@pytest.mark.django_db
def test_a_district_officer_seats_people_whom_the_house_does_not_know():
    north, _south = factories.districts()
    body = factories.body(district=north)

    actions.seat(body, actor=factories.district_officer(north), rows=[row("Mia Mit")])

    assert Seat.objects.get().holder == "Mia Mit"


@pytest.mark.django_db
def test_strangers_seat_nobody(stranger):
    with pytest.raises(NotAllowed):
        actions.seat(factories.body(), actor=stranger, rows=[row()])


@pytest.mark.django_db
def test_one_bad_row_keeps_all_of_them_out(officer):
    body = factories.body()
    people = Person.objects.filter(system_name=None).count()

    with pytest.raises(actions.RowRefused) as refused:
        actions.seat(body, actor=officer, rows=[row("Neu"), row("Beirätin", role=SeatRole.ADVISER)])

    assert refused.value.field == "is_voting"
    assert (body.seats.count(), Person.objects.filter(system_name=None).count()) == (0, people)


@pytest.mark.django_db
def test_another_plan_than_the_one_that_was_seen_is_refused(officer):
    body = factories.body()
    rows = [row("Mia Mit", email="mia@gremien.example")]
    seen = rules.seen(queries.planned(body, rows))
    actions.seat(body, actor=officer, rows=rows)

    with pytest.raises(actions.PlanChanged):
        actions.seat(body, actor=officer, rows=rows, seen=seen)


def confirm(client, body, answer):
    """Press the button of the preview."""
    asked = answer.context["asked"].initial
    return client.post(reverse("boards:take_over", args=[body.slug]), asked)


@pytest.mark.django_db
def test_an_uploaded_list_is_looked_at_and_taken_over(office):
    body = factories.body()
    url = reverse("boards:upload", args=[body.slug])

    answer = office.post(url, {"file": uploaded(), "since": "2026-05-01"})

    assert not body.seats.exists()
    text = answer.content.decode()
    assert "3 Sitze kommen hinzu" in text and "Mia Mit" in text
    assert confirm(office, body, answer).url == body.get_absolute_url()
    assert [(seat.holder, seat.role, seat.valid_from.month) for seat in queries.seats_on(body, DAY)] == [
        ("Vera Vorn", "chair", 6),
        ("Mia Mit", "member", 5),
        ("Ohne Adresse", "adviser", 6),
    ]

    again = office.post(url, {"file": uploaded(), "since": "2026-05-01"}).content.decode()
    assert "Diese Liste ändert nichts" in again and "take_over" not in again


@pytest.mark.django_db
def test_an_excel_list_is_read_with_its_dates(office):
    body = factories.body()
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Name", "Rolle", "Von", "Bis"])
    book.active.append(["Vera Vorn", "Vorsitz", date(2026, 6, 1), date(2026, 12, 31)])
    book.save(file)
    upload = SimpleUploadedFile("beirat.xlsx", file.getvalue())

    answer = office.post(reverse("boards:upload", args=[body.slug]), {"file": upload, "since": "2026-05-01"})
    confirm(office, body, answer)

    assert (body.seats.get().valid_from, body.seats.get().last_day) == (DAY, date(2026, 12, 31))


@pytest.mark.django_db
def test_a_list_with_a_bad_row_shows_the_reason_and_no_button(office):
    body = factories.body()
    text = f"{LIST}Zweiter Vorsitz;;Vorsitz;;;01.07.2026\n"

    answer = office.post(reverse("boards:upload", args=[body.slug]), {"file": uploaded(text), "since": "2026-05-01"})

    shown = answer.content.decode()
    assert "Das Gremium hat in dieser Zeit schon einen Vorsitz." in shown
    assert "1 Zeile geht so nicht" in shown
    assert reverse("boards:take_over", args=[body.slug]) not in shown


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "Straße;Ort\nHauptstraße;Muster\n", "Name;Mail\n"])
def test_a_file_that_is_no_list_is_refused_with_a_sentence(office, text):
    body = factories.body()

    answer = office.post(reverse("boards:upload", args=[body.slug]), {"file": uploaded(text), "since": "2026-05-01"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


@pytest.mark.django_db
def test_a_list_that_is_too_long_is_refused(office):
    body = factories.body()
    text = "Name;Mail\n" + "".join(f"Person {number};\n" for number in range(rules.MOST_ROWS + 1))

    answer = office.post(reverse("boards:upload", args=[body.slug]), {"file": uploaded(text), "since": "2026-05-01"})

    assert answer.status_code == 422


@pytest.mark.django_db
def test_what_somebody_made_up_is_not_taken_over(office):
    body = factories.body()
    url = reverse("boards:take_over", args=[body.slug])

    for rows in ("kein JSON", "[]", '{"name": 1}', "[" + ",".join(["{}"] * (rules.MOST_ROWS + 1)) + "]"):
        assert office.post(url, {"rows": rows, "since": "2026-05-01", "seen": "person"}).status_code == 302
    answer = office.post(url, {"rows": '[{"name": 1}]', "since": "2026-05-01", "seen": "person"})

    assert answer.status_code == 422
    assert not body.seats.exists()


@pytest.mark.django_db
def test_who_came_between_is_told(office, officer):
    body = factories.body()
    answer = office.post(reverse("boards:upload", args=[body.slug]), {"file": uploaded(), "since": "2026-05-01"})
    actions.seat(body, actor=officer, rows=[row("Mia Mit", email="mia@gremien.example", days=(date(2026, 5, 1), None))])

    again = confirm(office, body, answer)

    assert again.status_code == 422
    assert "Bitte sehen Sie sich die Vorschau noch einmal an." in again.content.decode()
    assert confirm(office, body, again).status_code == 302
    assert body.seats.count() == 3


@pytest.mark.django_db
def test_the_empty_form_has_every_heading_and_can_be_uploaded(office):
    body = factories.body()
    answer = office.get(reverse("boards:form", args=[body.slug, "xlsx"]))

    headings = [cell.value for cell in load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active[1]]

    assert headings[:4] == ["Name", "E-Mail", "Funktion", "Stimmrecht"]
    assert len(headings) == 9
    assert office.get(reverse("boards:form", args=[body.slug, "pdf"])).status_code == 404
