"""Proposed changes as values: what differs, what follows, and what is never lost; as properties."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.rules import RequestState, Visibility
from quartierwerk.rooms.directory.tests import factories

WORDS = st.text("abc äß\n.", max_size=40)
NAMES = st.sampled_from(["Lichtwerk", "Lichtwerk Nord", "Blende"])
NUMBERS = st.sampled_from(["+49 231 1", "+49 231 2", "+49 231 3", "+49 231 4"])
CONTACTS = st.builds(
    rules.Contact,
    type=st.sampled_from([rules.ContactType.PHONE, rules.ContactType.MOBILE, rules.ContactType.EMAIL]),
    value=NUMBERS,
    visibility=st.sampled_from(list(Visibility)),
)
CONTENTS = st.builds(
    rules.ProfileContent,
    name=NAMES,
    kind=st.sampled_from(list(rules.Kind)),
    sectors=st.lists(st.sampled_from(["design", "musik", "film"]), unique=True, max_size=3).map(tuple),
    professions=st.lists(st.sampled_from(["fotografie", "grafik"]), unique=True, max_size=2).map(tuple),
    tagline_de=WORDS,
    about_de=WORDS,
    sites=st.lists(
        st.builds(rules.Site, street=st.sampled_from(["Ostwall", "Markt"]), town=st.just("Dortmund")), max_size=2
    ).map(tuple),
    contacts=st.lists(CONTACTS, max_size=5, unique_by=lambda c: (c.type, c.value)).map(tuple),
    founded=st.none() | st.integers(1900, 2020),
)
PUBLIC = {Visibility.PUBLIC}
ADDRESSES = {"address", "pin", "further_sites"}
"""They touch each other: where the first address is empty, the next one moves up."""


def proposed(seen: rules.ProfileContent, wanted: rules.ProfileContent) -> tuple[rules.Said, rules.Said]:
    said = rules.wanted_parts(seen, wanted)
    before = rules.parts_of(seen)
    return {part: before[part] for part in said}, said


def meaning(content: rules.ProfileContent) -> dict:
    """What two contents must share to be the same to a reader: without order where nobody chose one."""
    said = rules.parts_of(content)
    for part in ("professions", "access", *rules.CONTACTS):
        said[part] = sorted(set(said[part]))
    said["sectors"] = [said["sectors"][:1], sorted(said["sectors"][1:])]
    return said


@given(CONTENTS, CONTENTS)
def test_taking_everything_makes_what_was_wanted(seen, wanted):
    base, said = proposed(seen, wanted)

    after = rules.taken(seen, base=base, wanted=said, units=rules.UNITS)

    assert meaning(after) == meaning(wanted)


@given(CONTENTS, CONTENTS, CONTENTS)
def test_taking_nothing_changes_nothing(now, seen, wanted):
    base, said = proposed(seen, wanted)

    assert rules.taken(now, base=base, wanted=said, units=()) == now


@given(CONTENTS, CONTENTS, CONTENTS, st.sampled_from(sorted(rules.UNITS)))
def test_one_unit_touches_no_other(now, seen, wanted, unit):
    base, said = proposed(seen, wanted)

    after = rules.taken(now, base=base, wanted=said, units=[unit])

    touched = {one.unit for one in rules.between(now, after)}
    assert touched <= (ADDRESSES if unit in ADDRESSES else {unit})


@given(CONTENTS, CONTENTS)
def test_what_the_proposer_did_not_see_stays(now, wanted):
    seen = rules.shown_content(now, PUBLIC)
    base, said = proposed(seen, replace(wanted, contacts=rules.shown_content(wanted, PUBLIC).contacts))

    after = rules.taken(now, base=base, wanted=said, units=rules.UNITS)

    hidden = set(now.contacts) - set(seen.contacts)
    shown_too = {(c.type, c.value) for c in seen.contacts}
    assert {c for c in hidden if (c.type, c.value) not in shown_too} <= set(after.contacts)


@given(CONTENTS, CONTENTS, CONTENTS)
def test_what_others_wrote_since_is_overwritten_by_a_conflict_only(seen, wanted, now):
    base, said = proposed(seen, wanted)
    safe = [one.unit for one in rules.differences(now, base=base, wanted=said) if not one.is_conflict]

    after = rules.taken(now, base=base, wanted=said, units=safe)

    moved = {one.unit for one in rules.between(seen, now)}
    touched = {one.unit for one in rules.between(now, after)}
    assert touched & moved <= {*rules.CONTACTS, *ADDRESSES}
    since = {site.street for site in now.sites} - {site.street for site in seen.sites}
    assert since <= {site.street for site in after.sites}


@given(CONTENTS)
def test_what_comes_back_as_it_was_is_no_proposal(seen):
    shuffled = replace(seen, professions=seen.professions[::-1], contacts=seen.contacts[::-1])

    assert rules.wanted_parts(seen, shuffled) == {}


@given(WORDS, WORDS)
def test_two_texts_laid_over_each_other_are_both_whole(old, new):
    pieces = rules.words_apart(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert all(one.kind != other.kind for one, other in zip(pieces, pieces[1:], strict=False))


@given(st.lists(NUMBERS), st.lists(NUMBERS))
def test_two_lists_laid_over_each_other_are_both_whole(old, new):
    pieces = rules.items_apart(old, new)

    assert [piece.text for piece in pieces if piece.kind != "new"] == old
    assert [piece.text for piece in pieces if piece.kind != "gone"] == new


def test_words_are_compared_and_not_letters():
    assert rules.words_apart("Wir fotografieren Menschen.", "Wir malen Menschen.") == [
        ("kept", "Wir "),
        ("gone", "fotografieren "),
        ("new", "malen "),
        ("kept", "Menschen."),
    ]


def test_a_unit_that_somebody_changed_since_is_in_conflict():
    seen = factories.content(tagline_de="Alt", about_de="Alt")
    base, said = proposed(seen, replace(seen, tagline_de="Neu", about_de="Neu"))

    found = rules.differences(replace(seen, tagline_de="Anders", about_de="Neu"), base=base, wanted=said)

    assert [(one.unit, one.is_conflict, one.is_done) for one in found] == [
        ("tagline_de", True, False),
        ("about_de", False, True),
    ]


def test_a_number_that_is_gone_by_now_is_in_conflict():
    one, other, third = (factories.phone(f"0231 12345{n}") for n in range(3))
    seen = factories.content(contacts=(one,))
    base, said = proposed(seen, replace(seen, contacts=(other,)))

    assert rules.differences(replace(seen, contacts=(third,)), base=base, wanted=said)[0].is_conflict
    assert not rules.differences(replace(seen, contacts=(one, third)), base=base, wanted=said)[0].is_conflict


def test_a_new_number_takes_the_place_of_the_old_one():
    one, other, third = (factories.phone(f"0231 12345{n}") for n in range(3))
    seen = factories.content(contacts=(one,))
    base, said = proposed(seen, replace(seen, contacts=(other,)))

    after = rules.taken(replace(seen, contacts=(third, one)), base=base, wanted=said, units=["phone"])

    assert [contact.value for contact in after.contacts] == [third.value, other.value]


def test_a_pin_marks_the_old_address_only():
    seen = factories.content(sites=(factories.site(),))
    base, said = proposed(seen, replace(seen, sites=(factories.site(street="Ostwall"),)))

    after = rules.taken(seen, base=base, wanted=said, units=["address"])

    assert (after.sites[0].street, after.sites[0].pin) == ("Ostwall", None)


def test_a_new_entry_says_what_was_taken_of_it():
    wanted = rules.wanted_parts(rules.NOTHING, factories.content(contacts=(factories.email(), factories.phone())))

    content = rules.taken_anew(wanted, ["name", "sectors", "email", "phone"])

    assert (content.name, content.sectors, content.about_de) == ("Lichtwerk Nord", ("design",), "")
    # Nobody has said yet that the address may be shown.
    assert [contact.visibility for contact in content.contacts] == [Visibility.OFFICE, Visibility.PUBLIC]


@pytest.mark.parametrize("before", list(RequestState))
@pytest.mark.parametrize("after", list(RequestState))
def test_a_decision_is_final_and_a_question_is_not(before, after):
    is_open = before in rules.OPEN

    assert rules.REQUEST_STEPS.leads(before, after) == (
        is_open and (after != RequestState.WAITING or before == RequestState.ASKED)
    )


def test_line_ends_of_a_browser_make_no_difference():
    content = factories.content(about_de="Eins\nZwei")

    assert rules.normalised(replace(content, about_de="Eins\r\nZwei ")) == rules.normalised(content)
