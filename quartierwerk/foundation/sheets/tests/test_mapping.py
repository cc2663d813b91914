"""Headings of strangers and columns of ours."""

import json

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierwerk.foundation.sheets import Column, Mapping, Row, fingerprint, propose

COLUMNS = [
    Column("name", "Name", names=("Firma", "Unternehmen", "Name der Firma"), required=True),
    Column("street", "Straße", names=("Str.", "Anschrift")),
    Column("postcode", "Postleitzahl", names=("PLZ",), required=True),
    Column("phone", "Telefon", names=("Tel.", "Fon")),
    Column("email", "E-Mail", names=("Mail",)),
]


def test_headings_are_recognised() -> None:
    mapping = propose(["FIRMA", "Strasse", "plz", "Email-Adresse", "Telephon", "Telefonnummer"], COLUMNS)
    assert mapping.keys == {
        "FIRMA": "name",
        "Strasse": "street",
        "plz": "postcode",
        "Email-Adresse": "email",
        "Telephon": "phone",
    }
    assert list(mapping.how.values()) == ["equal", "known", "known", "similar", "similar"]
    assert mapping.unknown == ["Telefonnummer"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_headings_are_recognised_in_every_language(language: str) -> None:
    columns = [Column("street", gettext_lazy("Straße")), Column("founded", gettext_lazy("Gegründet"))]

    with translation.override(language):
        assert propose(["Straße", "Founded"], columns).keys == {"Straße": "street", "Founded": "founded"}


def test_the_better_match_gets_the_column() -> None:
    assert propose(["Firma", "Name"], COLUMNS).keys == {"Name": "name"}


def test_required_columns_are_missed() -> None:
    assert [column.key for column in propose(["Name"], COLUMNS).missing(COLUMNS)] == ["postcode"]


def test_a_mapping_is_edited() -> None:
    mapping = propose(["Firma", "PLZ/Ort"], COLUMNS)
    mapping.assign("PLZ/Ort", "postcode")
    assert mapping.heading_of("postcode") == "PLZ/Ort"
    mapping.assign("Firma", "postcode")
    assert mapping.keys == {"Firma": "postcode"}
    mapping.assign("Firma", "")
    assert (mapping.keys, mapping.how, mapping.heading_of("postcode")) == ({}, {}, "")
    with pytest.raises(KeyError):
        mapping.assign("Fehlt", "name")


def test_cells_are_picked_by_key() -> None:
    mapping = propose(["Firma", "PLZ"], COLUMNS)
    assert mapping.pick(Row(2, ("Nord", "44137"), (), ())) == {"name": "Nord", "postcode": "44137"}
    assert mapping.pick(["Nord", "44137"]) == {"name": "Nord", "postcode": "44137"}


def test_what_was_decided_is_remembered() -> None:
    old = propose(["Firma", "Tel.", "Mail", "Weg"], COLUMNS)
    old.assign("Tel.", "")
    old.assign("Weg", "street")
    new = propose(["MAIL", "Tel", "weg", "PLZ", "Firma"], COLUMNS, remembered=json.loads(json.dumps(old.as_json())))
    assert new.keys == {"MAIL": "email", "weg": "street", "PLZ": "postcode", "Firma": "name"}
    assert new.how["weg"] == "remembered" and new.how["PLZ"] == "known"
    assert propose(["Weg"], COLUMNS, remembered=old).keys == {"Weg": "street"}


def test_a_column_that_is_gone_is_not_remembered() -> None:
    old = Mapping(["Farbe"], {"Farbe": "colour"}, {"Farbe": "chosen"})
    assert propose(["Farbe"], COLUMNS, remembered=old).keys == {}


def test_json_that_does_not_fit_is_left_out() -> None:
    data = {"headings": ["A", "B"], "keys": {"A": "name", "B": "name", "C": "street"}}
    assert Mapping.from_json(data).keys == {"A": "name"}
    assert Mapping.from_json({}).headings == []


def test_the_same_headings_have_the_same_fingerprint() -> None:
    assert fingerprint(["Firma", "E-Mail"]) == fingerprint(["email", "FIRMA "]) != fingerprint(["Firma"])


known = st.sampled_from([name for column in COLUMNS for name in (*column.names, str(column.label), column.key)])


@settings(deadline=None)
@given(st.lists(known | st.text(max_size=12), unique=True), st.lists(known, unique=True))
def test_nothing_is_mapped_twice(headings: list[str], before: list[str]) -> None:
    mapping = propose(headings, COLUMNS, remembered=propose(before, COLUMNS))
    assert len(set(mapping.keys.values())) == len(mapping.keys)
    assert set(mapping.keys) <= set(headings)
    assert set(mapping.keys) | set(mapping.unknown) == set(headings)
    assert Mapping.from_json(mapping.as_json()) == mapping
