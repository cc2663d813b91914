import io

import pytest

from quartierwerk.rooms.places import exchange
from quartierwerk.rooms.places.rules import AddressRow


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
