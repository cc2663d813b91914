"""Payment files: each validates against the schema of ISO 20022, and says what was ordered, to the cent."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sepaxml
from hypothesis import given, settings
from hypothesis import strategies as st
from xmlschema import XMLSchema

from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.rules import pain, sepa
from quartierwerk.rooms.budget.rules.pain import Message, Transfer

IBANS = ("DE02120300000000202051", "DE02500105170137075030", "AT611904300234573201", "MT84MALT011000012345MTLCAST001S")
SPACE = {"p": pain.SPACE}


@cache
def schema():
    """The schema as ISO publishes it; a package that writes such files for others ships it (MIT)."""
    return XMLSchema(Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd")


names = st.text(min_size=1, max_size=120).filter(sepa.is_writable)


@st.composite
def messages(draw):
    number = draw(st.integers(1, 9999))
    called = rules.message_id(draw(st.integers(2000, 2199)), number)
    drawn = st.tuples(st.integers(1, pain.MOST_TRANSFER), names, st.sampled_from(IBANS), st.text(max_size=140))
    told = draw(st.lists(drawn, min_size=1, max_size=30))
    return Message(
        id=called,
        made_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
        execute_on=date(2026, 6, 2),
        holder=sepa.plain(draw(names), most=sepa.LONGEST_PAYEE),
        iban=draw(st.sampled_from(IBANS)),
        bic=draw(st.sampled_from(["", "MARKDEF1100"])),
        transfers=tuple(
            Transfer(
                end_to_end=rules.end_to_end(called, place),
                cents=cents,
                name=sepa.plain(name, most=sepa.LONGEST_PAYEE),
                iban=iban,
                purpose=sepa.purpose(text, f"R-{place:04}"),
            )
            for place, (cents, name, iban, text) in enumerate(told, start=1)
        ),
    )


def read(content):
    """The message as a bank reads it out of the file."""
    whole = ElementTree.fromstring(content)

    def said(node, path):
        found = node.find("/".join(f"p:{part}" for part in path.split("/")), SPACE)
        return "" if found is None else found.text

    group = whole.find(".//p:PmtInf", SPACE)
    header = whole.find(".//p:GrpHdr", SPACE)
    for counted in (header, group):
        assert int(said(counted, "NbOfTxs")) == len(group.findall("p:CdtTrfTxInf", SPACE))
    assert said(header, "CtrlSum") == said(group, "CtrlSum")
    transfers = [
        Transfer(
            end_to_end=said(one, "PmtId/EndToEndId"),
            cents=int(said(one, "Amt/InstdAmt").replace(".", "")),
            name=said(one, "Cdtr/Nm"),
            iban=said(one, "CdtrAcct/Id/IBAN"),
            purpose=said(one, "RmtInf/Ustrd"),
        )
        for one in group.findall("p:CdtTrfTxInf", SPACE)
    ]
    message = Message(
        id=said(header, "MsgId"),
        made_at=datetime.fromisoformat(said(header, "CreDtTm")),
        execute_on=date.fromisoformat(said(group, "ReqdExctnDt/Dt")),
        holder=said(group, "Dbtr/Nm"),
        iban=said(group, "DbtrAcct/Id/IBAN"),
        bic=said(group, "DbtrAgt/FinInstnId/BICFI"),
        transfers=tuple(transfers),
    )
    return message, int(said(header, "CtrlSum").replace(".", ""))


@given(messages())
@settings(max_examples=60, deadline=None)
def test_every_file_validates_and_says_what_was_ordered(message):
    content = pain.written(message)

    schema().validate(content.decode())
    told, whole = read(content)
    assert told == message
    assert whole == sum(one.cents for one in message.transfers) == message.cents
    assert len({one.end_to_end for one in told.transfers}) == len(message.transfers)
    assert pain.written(replace(message)) == content


def test_a_file_says_how_german_banks_take_it():
    transfer = Transfer(end_to_end="ZL-2026-0001-001", cents=5, name="Chor", iban=IBANS[0], purpose="Noten")
    message = Message(
        id="ZL-2026-0001",
        made_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
        execute_on=date(2026, 6, 2),
        holder="Verein",
        iban=IBANS[1],
        bic="",
        transfers=[transfer],
    )

    text = pain.written(message).decode()

    for said in (
        "<BtchBookg>true</BtchBookg>",
        "<ChrgBr>SLEV</ChrgBr>",
        "<Cd>SEPA</Cd>",
        '<InstdAmt Ccy="EUR">0.05</InstdAmt>',
        "<Id>NOTPROVIDED</Id>",
        "<CreDtTm>2026-06-01T09:30:00+00:00</CreDtTm>",
    ):
        assert said in text


# --- Signs -------------------------------------------------------------------------------------------------------


@given(st.text(max_size=300), st.integers(1, 140))
def test_any_text_comes_out_in_the_signs_of_sepa(text, most):
    said = sepa.plain(text, most=most)
    assert set(said) <= sepa.SIGNS and len(said) <= most
    assert sepa.plain(said, most=most) == said


@given(st.text(max_size=200), st.text(alphabet="R-0123456789", min_size=4, max_size=80))
def test_the_number_of_a_voucher_is_never_cut_off(text, voucher):
    said = sepa.purpose(text, voucher)
    assert voucher in said and len(said) <= sepa.LONGEST_TEXT


@given(names)
def test_a_writable_name_keeps_its_letters(name):
    said = sepa.plain(name, most=1000)
    letters = [sign for sign in unicodedata.normalize("NFKC", name) if sign.isascii() and sign.isalnum()]
    assert [sign for sign in letters if sign not in said] == []
    assert any(sign.isalnum() for sign in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Müller & Söhne – „Groß“", "Mueller + Soehne - 'Gross'"),
        ("ÄÖÜ ẞ Łódź Ærø", "AeOeUe SS Lodz Aero"),
        ("a_b\nc\td", "a-b c d"),
        ("5 € 😀", "5 EUR ."),
    ],
)
def test_german_and_its_neighbours_are_written_out(text, said):
    assert sepa.plain(text, most=70) == said


@pytest.mark.parametrize("name", ["Ελλάδα", "Хор «Ромашка»", "", "–", "東京", "Chor Ελ"])
def test_a_name_that_would_be_lost_is_not_writable(name):
    assert not sepa.is_writable(name)


def test_a_transfer_without_words_says_a_point():
    assert sepa.purpose("", "") == "."


# --- Days and names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "moves"),
    [
        (date(2026, 12, 24), True),  # half of a holiday in Germany, none of the banks
        (date(2026, 12, 25), False),
        (date(2026, 10, 3), False),  # a Saturday
        (date(2025, 10, 3), True),  # German unity is none of the euro area
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),
        (date(2026, 5, 1), False),
    ],
)
def test_banks_move_money_on_days_of_target(day, moves):
    assert rules.is_bank_day(day) is moves


@given(st.dates(date(2000, 1, 1), date(2190, 1, 1)))
def test_the_next_bank_day_is_never_far(day):
    found = rules.bank_day_from(day)
    assert rules.is_bank_day(found) and 0 <= (found - day).days <= 5
    assert rules.can_execute(found, today=day)


def test_a_run_is_executed_within_a_month():
    today = date(2026, 6, 1)
    assert rules.can_execute(today, today=today)
    assert not rules.can_execute(date(2026, 5, 29), today=today)
    assert not rules.can_execute(date(2026, 7, 2), today=today)


@given(st.integers(2000, 2199), st.integers(1, 99_999), st.integers(1, pain.MOST_TRANSFERS))
def test_names_of_files_and_payments_fit(year, number, place):
    called = rules.message_id(year, number)
    assert len(rules.end_to_end(called, place)) <= rules.LONGEST_ID
    assert set(called) <= sepa.SIGNS
