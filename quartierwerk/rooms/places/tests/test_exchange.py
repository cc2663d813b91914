import io

import pytest

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import actions, exchange
from quartierwerk.rooms.places.models import Address
from quartierwerk.rooms.places.rules import AddressRow
from quartierwerk.rooms.places.tests import factories


def read(text, *, encoding="utf-8", city_name="Musterstadt"):
    return list(exchange.read_addresses(io.BytesIO(text.encode(encoding)), name="adressen.csv", city_name=city_name))


def test_a_register_with_plain_headings():
    rows = read("Straße;Hausnummer;PLZ;Ort;Breite;Länge\nHafenstraße;12 a;12345;Musterstadt;51,5136;7,4653\n")

    assert rows == [AddressRow("Hafenstraße", "12 a", "12345", "Musterstadt", 51.5136, 7.4653)]


def test_a_register_as_an_office_exports_it():
    heading = "STRASSENNAME;HAUSNR;HNR_ZUSATZ;PLZ;LAT;LON\n"
    lines = "Münsterstraße;12;a;12345;51.5136;7.4653\nMünsterstraße;14;;12345;51.5137;7.4654\n"

    rows = read(heading + lines, encoding="cp1252")

    assert [(row.street, row.house_number, row.town) for row in rows] == [
        ("Münsterstraße", "12 a", "Musterstadt"),
        ("Münsterstraße", "14", "Musterstadt"),
    ]


def test_street_and_number_may_share_a_column():
    rows = read("Adresse;PLZ;Breitengrad;Längengrad\nHafenstraße 12 a;12345;51.5;7.4\n")

    assert rows == [AddressRow("Hafenstraße", "12 a", "12345", "Musterstadt", 51.5, 7.4)]


def test_lines_without_a_number_or_a_point_are_passed_over():
    rows = read("Straße;Hausnummer;LAT;LON\nHafenstraße;;51.5;7.4\nHafenstraße;1;;\nHafenstraße;2;51.5;7.4\n")

    assert [row.house_number for row in rows] == ["2"]


@pytest.mark.parametrize(
    "text",
    [
        "Straße;Hausnummer;X;Y\nHafenstraße;1;390123;5708000\n",
        "Straße;Hausnummer;PLZ\nHafenstraße;1;12345\n",
    ],
)
def test_points_in_metres_or_none_are_said(text):
    with pytest.raises(exchange.NoDegrees) as refusal:
        read(text)

    assert "WGS 84" in str(refusal.value)


def test_a_file_without_streets_is_said():
    with pytest.raises(exchange.NoAddresses):
        read("Name;LAT;LON\nFest;51.5;7.4\n")


REGISTER = (
    "Straße;Hausnummer;PLZ;Breite;Länge\n"
    "Hafenstraße;1;12345;51,5;7,4\n"
    "Hafenstraße;;12345;51,5;7,4\n"
    ";3;12345;51,5;7,4\n"
    "Hafenstraße;4;12345;;\n"
)


@pytest.fixture
def machine(db):
    return system("command-line")


@pytest.fixture
def city(db):
    return factories.city()


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "adressen.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


def test_a_register_goes_in_and_what_stays_outside_comes_back_with_its_reason(machine, city, register, tmp_path):
    steps = []

    summary = exchange.import_addresses(
        register,
        actor=machine,
        dry_run=False,
        report=tmp_path / "zurueck.csv",
        progress=lambda *so_far: steps.append(so_far),
    )

    assert (summary.came_back, steps[-1]) == (3, (1, 1))
    assert list(Address.objects.values_list("street", "house_number")) == [("Hafenstraße", "1")]
    back = (tmp_path / "zurueck.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[-1] for line in back[1:]] == [
        "Die Hausnummer fehlt.",
        "Die Straße fehlt.",
        "Der Punkt fehlt oder ist keine Zahl.",
    ]


def test_a_dry_run_of_a_register_changes_nothing(machine, city, register):
    summary = exchange.import_addresses(register, actor=machine, dry_run=True)

    assert not Address.objects.exists()
    assert summary.lines()[0] == "1 Adresse gelesen."
    assert "Prüflauf" in summary.lines()[-1]


def test_a_register_that_breaks_off_is_not_taken_in_by_half(machine, city, tmp_path):
    path = tmp_path / "adressen.csv"
    path.write_text(
        "Straße;Hausnummer;Breite;Länge\nHafenstraße;1;51,5;7,4\nHafenstraße;2;390123;5708000\n", encoding="utf-8"
    )

    with pytest.raises(exchange.NoDegrees):
        exchange.import_addresses(path, actor=machine, dry_run=False)

    assert not Address.objects.exists()


def test_a_register_without_a_city_is_said(db, machine, register):
    with pytest.raises(actions.NoCity):
        exchange.import_addresses(register, actor=machine, dry_run=False)
