"""What the directory decides, without a database."""

from __future__ import annotations

import json
from datetime import time
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Location, Profile
from quartierwerk.rooms.directory.rules import (
    AccessFact,
    Contact,
    ContactType,
    Features,
    JobState,
    Kind,
    Likeness,
    Opening,
    OpeningMode,
    OpenSpan,
    ProfileContent,
    Site,
    State,
    Traits,
    Visibility,
    WebLink,
    Why,
)

# Whole contents, as wild as people make them

text = st.text(max_size=40)
moments = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
contents = st.builds(
    ProfileContent,
    name=text,
    kind=st.sampled_from(Kind),
    sectors=st.lists(text, max_size=3).map(tuple),
    professions=st.lists(text, max_size=3).map(tuple),
    keywords=st.lists(text, max_size=3).map(tuple),
    about_de=text,
    sites=st.lists(
        st.builds(
            Site,
            street=text,
            postcode=text,
            pin=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
        ),
        max_size=2,
    ).map(tuple),
    opening=st.builds(
        Opening,
        mode=st.sampled_from(OpeningMode),
        spans=st.lists(st.builds(OpenSpan, weekday=st.integers(0, 6), opens=moments, closes=moments), max_size=3).map(
            tuple
        ),
        note=text,
    ),
    contacts=st.lists(
        st.builds(Contact, type=st.sampled_from(ContactType), value=text, visibility=st.sampled_from(Visibility)),
        max_size=3,
    ).map(tuple),
    links=st.lists(st.builds(WebLink, label=text, url=text), max_size=2).map(tuple),
    access=st.lists(st.sampled_from(AccessFact), max_size=3).map(tuple),
    founded=st.none() | st.integers(0, 3000),
    closed_on=st.none() | st.dates(),
)


@given(contents)
def test_a_content_survives_the_journey_through_json(content):
    assert rules.from_plain(json.loads(json.dumps(rules.to_plain(content)))) == content


@given(contents, contents)
def test_a_change_names_exactly_the_fields_that_differ(before, after):
    changed = rules.changed_fields(before, after)

    assert (changed == ()) == (before == after)
    assert all(getattr(before, name) != getattr(after, name) for name in changed)


@given(contents)
@example(ProfileContent(name="A", contacts=(Contact(type=ContactType.PHONE, value="0231/12 34 56"),)))
@example(ProfileContent(name="A", links=(WebLink(label="", url="http://["),)))
def test_tidying_twice_changes_nothing_more(content):
    once = rules.normalised(content)

    assert rules.normalised(once) == once


@given(contents)
def test_every_problem_has_a_field_and_a_sentence(content):
    for problem in rules.problems(content, this_year=2026):
        assert problem.field
        assert str(problem.sentence).endswith(".")


def test_tidying_writes_things_one_way():
    content = rules.normalised(
        ProfileContent(
            name="  Atelier\n Blau ",
            keywords=("Holz", " Holz ", ""),
            sites=(Site(street=" Lange  Straße ", postcode="44137 "), Site()),
            contacts=(
                Contact(type=ContactType.WEBSITE, value="atelier.example"),
                Contact(type=ContactType.PHONE, value="0231/123456"),
                Contact(type=ContactType.PHONE, value="ruf an"),
            ),
            links=(WebLink(label=" Mappe ", url="mappe.example/a"),),
        )
    )

    assert content.name == "Atelier Blau"
    assert content.keywords == ("Holz",)
    assert content.sites == (Site(street="Lange Straße", postcode="44137"),)
    assert [contact.value for contact in content.contacts] == ["https://atelier.example", "+49 231 123456", "ruf an"]
    assert content.links == (WebLink(label="Mappe", url="https://mappe.example/a"),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"about_de": "x" * 6001}, "about_de"),
        ({"keywords": ("x",) * 31}, "keywords"),
        ({"keywords": ("x" * 61,)}, "keywords"),
        ({"founded": 1199}, "founded"),
        ({"founded": 2027}, "founded"),
        ({"sites": (Site(postcode="441"),)}, "sites"),
        ({"sites": (Site(postcode="४४१३७"),)}, "sites"),
        ({"sites": (Site(pin=(91.0, 0.0)),)}, "sites"),
        ({"sites": (Site(street="x" * 121),)}, "sites"),
        ({"sites": (Site(town="D"),) * 11}, "sites"),
        ({"contacts": (Contact(type=ContactType.EMAIL, value="ohne"),)}, "contacts"),
        ({"contacts": (Contact(type=ContactType.PHONE, value="ruf an"),)}, "contacts"),
        ({"contacts": (Contact(type=ContactType.MOBILE, value="1"),)}, "contacts"),
        ({"contacts": (Contact(type=ContactType.WEBSITE, value="javascript:alert(1)"),)}, "contacts"),
        ({"contacts": (Contact(type=ContactType.PERSON, value="x" * 251),)}, "contacts"),
        ({"links": (WebLink(label="a", url="ftp://a.example"),)}, "links"),
        ({"links": (WebLink(label="a", url="https://ich:geheim@a.example"),)}, "links"),
        ({"links": (WebLink(label="a", url="https://a b.example"),)}, "links"),
        ({"links": (WebLink(label="a", url="http://["),)}, "links"),
        ({"links": (WebLink(label="a", url="https://a.example"),) * 13}, "links"),
        ({"links": (WebLink(label="x" * 81, url="https://a.example"),)}, "links"),
        ({"links": (WebLink(label="a", url="a.example/" + "x" * 283),)}, "links"),
        ({"licence": "x" * 41}, "licence"),
        ({"opening": Opening(note="x" * 201)}, "opening"),
        ({"opening": Opening(spans=(OpenSpan(weekday=0, opens=time(9), closes=time(9)),))}, "opening"),
        ({"opening": Opening(spans=rules.spans_from_text(0, "9-12") + rules.spans_from_text(0, "10-14"))}, "opening"),
        (
            {
                "opening": Opening(
                    spans=tuple(span for n in (1, 3, 5, 7, 9) for span in rules.spans_from_text(0, f"{n}-{n + 1}"))
                )
            },
            "opening",
        ),
        ({"opening": Opening(spans=(OpenSpan(weekday=7, opens=time(9), closes=time(10)),))}, "opening"),
    ],
)
def test_what_cannot_be_kept_is_an_error_at_its_field(changes, field):
    found = rules.problems(ProfileContent(**{"name": "A", "sectors": ("design",)} | changes), this_year=2026)

    assert field in [problem.field for problem in found if problem.is_error]
    assert not rules.is_acceptable(found)


def test_a_missing_sector_is_only_a_warning():
    found = rules.problems(ProfileContent(name="A"), this_year=2026)

    assert [(problem.field, problem.is_error) for problem in found] == [("sectors", False)]
    assert rules.is_acceptable(found)


def test_every_column_holds_exactly_what_the_rules_allow():
    columns = {
        field.name: field.max_length
        for model in (Profile, Location)
        for field in model._meta.get_fields()
        if getattr(field, "max_length", None)
    }
    allowed = {name: most for name, most in rules.LENGTHS.items() if name in columns}

    assert len(allowed) > 12
    assert {name: columns[name] for name in allowed} == allowed


def test_a_postcode_with_four_digits_is_only_a_warning():
    found = rules.problems(ProfileContent(name="A", sectors=("x",), sites=(Site(postcode="1067"),)), this_year=2026)

    assert [(problem.field, str(problem.sentence), problem.is_error) for problem in found] == [
        ("sites", "„1067“ hat vier Ziffern, eine deutsche Postleitzahl fünf. Bitte prüfen Sie sie.", False)
    ]


def test_a_good_content_has_no_problems():
    content = ProfileContent(
        name="Atelier",
        sectors=("design",),
        sites=(Site(postcode="44137", pin=(51.5, 7.4)),),
        contacts=(
            Contact(type=ContactType.EMAIL, value="a@b.example"),
            Contact(type=ContactType.PHONE, value="0231 123456"),
            Contact(type=ContactType.WEBSITE, value="atelier.example"),
            Contact(type=ContactType.PERSON, value="Ada"),
        ),
        links=(WebLink(label="", url="atelier.example/mappe"),),
        opening=Opening(spans=(OpenSpan(weekday=0, opens=time(9), closes=time(10)),)),
        founded=1200,
    )

    assert rules.problems(content, this_year=2026) == []


# Hours


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("9-18", "09:00–18:00"),
        ("9–12, 14–18 Uhr", "09:00–12:00, 14:00–18:00"),
        ("14.30 bis 18 uhr und 9:00 Uhr - 12:15 Uhr", "09:00–12:15, 14:30–18:00"),
        ("18–24", "18:00–23:59"),
        ("20:00–24:00", "20:00–23:59"),
    ],
)
def test_hours_are_read_as_people_write_them(typed, kept):
    assert rules.text_of_spans(rules.spans_from_text(3, typed)) == kept


@pytest.mark.parametrize(
    "typed",
    ["morgens", "9", "18-9", "9-9", "25-26", "9-12, 11-13", "1-2,3-4,5-6,7-8,9-10", "9-24:30", "9-12-14", "9 12"],
)
def test_hours_that_are_none_are_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        rules.spans_from_text(0, typed)


@given(st.lists(st.tuples(moments, moments).filter(lambda span: span[0] < span[1]), max_size=1), st.integers(0, 6))
def test_hours_survive_being_written_and_read(spans, weekday):
    before = tuple(OpenSpan(weekday=weekday, opens=opens, closes=closes) for opens, closes in spans)

    assert rules.spans_from_text(weekday, rules.text_of_spans(before)) == before


def test_doors_are_open_from_the_first_minute_to_before_the_last():
    spans = rules.spans_from_text(2, "9-12, 14-18")

    asked = [(2, time(8, 59)), (2, time(9)), (2, time(11, 59)), (2, time(12)), (2, time(17)), (3, time(10))]

    assert [rules.open_until(spans, weekday=day, at=at) for day, at in asked] == [
        None,
        time(12),
        time(12),
        None,
        time(18),
        None,
    ]


# Understanding

NAMES = [
    ("nordstadt",),
    ("innenstadt", "nord"),
    ("hafen",),
    ("echt", "nordstadt"),
    ("hoerde",),
    ("rheinische", "strasse"),
    ("unionviertel",),
]


@pytest.mark.parametrize(
    ("typed", "rest", "place"),
    [
        ("Fotografin Nordstadt", "Fotografin", "Nordstadt"),
        ("Fotografin in der Nordstadt", "Fotografin", "Nordstadt"),
        ("NORDSTADT Fotografin", "Fotografin", "NORDSTADT"),
        ("Druckerei Innenstadt-Nord", "Druckerei", "Innenstadt-Nord"),
        ("Druckerei Innenstadt Nord", "Druckerei", "Innenstadt Nord"),
        ("Echt Nordstadt", "", "Echt Nordstadt"),
        ("Hörde", "", "Hörde"),
        ("Band aus Hörde gesucht", "Band gesucht", "Hörde"),
        ('Verein "Nordstadt"', 'Verein "Nordstadt"', ""),
        ("Verein „Nordstadt“", "Verein „Nordstadt“", ""),
        ("Nordstadtblogger", "Nordstadtblogger", ""),
        ("Kino im Stadtbezirk Hörde", "Kino", "Hörde"),
        ("Kino in der Nähe vom Hafen", "Kino", "Hafen"),
        ("Kino Union-Viertel", "Kino", "Union-Viertel"),
        ("Kino Rheinische Str.", "Kino", "Rheinische Str."),
        ("Rheinische Straße 12", "Rheinische Straße 12", ""),
        ("Rheinische Straße 12a Kino", "Rheinische Straße 12a Kino", ""),
        ("Hafen 12", "12", "Hafen"),
        ("Fotografin", "Fotografin", ""),
        ('"Nordstadt" Nordstadt', '"Nordstadt"', "Nordstadt"),
        ("", "", ""),
        ("   ", "", ""),
    ],
)
def test_the_longest_name_of_a_place_is_understood(typed, rest, place):
    understood = rules.understand(typed, NAMES)

    assert (understood.rest, understood.place) == (rest, place)


@given(st.text(max_size=80))
def test_any_text_is_understood_without_trouble(typed):
    understood = rules.understand(typed, NAMES)

    assert (understood.key in NAMES) == bool(understood.place)


@given(
    st.lists(st.sampled_from(["Fotografin", "in", "der", "Nordstadt", "Innenstadt-Nord", "Hafen", "  "]), max_size=8)
)
def test_a_place_taken_as_a_word_is_not_understood_again(words):
    typed = " ".join(words)
    understood = rules.understand(typed, NAMES)
    if not understood.place:
        return

    again = rules.understand(rules.literally(typed, understood.place), NAMES)

    assert f'"{understood.place}"' in (again.rest if again.place else rules.literally(typed, understood.place))


# Similar


def test_a_shared_trade_weighs_more_than_a_shared_street():
    own = Features(
        professions=frozenset({1}), sectors=frozenset({1}), quarters=frozenset({9}), districts=frozenset({3})
    )
    trade = rules.similarity(own, Features(professions=frozenset({1})))
    near = rules.similarity(own, Features(sectors=frozenset({1}), quarters=frozenset({9}), districts=frozenset({3})))

    assert trade.score == near.score
    assert [why for why, _keys in near.shared] == [Why.SECTOR, Why.QUARTER, Why.DISTRICT]
    assert rules.similarity(own, own).score == 5 + 2 + 2 + 1


def test_nearness_alone_is_no_likeness():
    own = Features(professions=frozenset({1}), districts=frozenset({3}))

    assert rules.similarity(own, Features(districts=frozenset({3}))) == rules.Reason(0, ())


keys = st.frozensets(st.integers(1, 5), max_size=4)
features = st.builds(
    Features,
    professions=keys,
    sectors=keys,
    keywords=st.frozensets(st.sampled_from(["holz", "film", "druck"])),
    quarters=keys,
    districts=keys,
)


@given(features, features)
def test_likeness_is_mutual_and_told_exactly_when_it_counts(one, other):
    here, there = rules.similarity(one, other), rules.similarity(other, one)

    assert here == there
    assert bool(here.shared) == (here.score > 0)


@given(features, features)
def test_nobody_is_more_alike_than_oneself(one, other):
    assert rules.similarity(one, other).score <= rules.similarity(one, one).score


# Doubles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller & Söhne GmbH", "Mueller und Soehne"),
        ("Café Crème", "cafe creme"),
        ("Studio Blau UG (haftungsbeschränkt)", "Studio Blau"),
        ("Radau e. V.", "RADAU"),
    ],
)
def test_names_agree_in_one_spelling(one, other):
    assert rules.name_key(one).replace("und ", "") == rules.name_key(other).replace("und ", "")


def test_a_name_that_is_only_a_legal_form_stays():
    assert rules.name_key("AG") == "ag"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(typed):
    assert rules.fold(rules.fold(typed)) == rules.fold(typed)


@given(st.text(max_size=300))
def test_the_key_of_a_name_is_stable_and_fits(name):
    assert len(rules.name_key(name)) <= 200
    assert rules.match_key(name, "", "", "") == rules.match_key(f" {name} ", "", "", " ")


def test_streets_agree_in_one_spelling():
    assert rules.match_key("A", "Lange Str.", "12 a", "44137") == rules.match_key("A", "Lange Straße", "12A", "44137")
    assert rules.match_key("A", "Lange Str.", "12", "44137") != rules.match_key("A", "Lange Str.", "13", "44137")


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        (ContactType.EMAIL, " Post@Atelier.Example ", "mail:post@atelier.example"),
        (ContactType.PHONE, "0231 / 12 34 56", "tel:+49231123456"),
        (ContactType.MOBILE, "+49 (0)177 1234567", "tel:+491771234567"),
        (ContactType.PHONE, "ruf an", ""),
        (ContactType.WEBSITE, "https://www.atelier.example/mappe", "web:atelier.example"),
        (ContactType.WEBSITE, "atelier.example", "web:atelier.example"),
        (ContactType.WEBSITE, "http://[", ""),
        (ContactType.WEBSITE, "https://", ""),
        (ContactType.PERSON, "Ada", ""),
    ],
)
def test_contact_fields_agree_in_one_spelling(kind, value, key):
    assert rules.contact_key(kind, value) == key


def traits(name: str = "atelier blau", street: str = "", postcode: str = "", *contacts: str) -> Traits:
    return Traits(name=name, street=street, postcode=postcode, contacts=frozenset(contacts))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (traits(), traits(), Likeness.CERTAIN),
        (traits(street="lange", postcode="1"), traits(street="lange", postcode="1"), Likeness.CERTAIN),
        (traits(street="lange", postcode="1"), traits(street="kurze", postcode="1"), Likeness.POSSIBLE),
        (traits("atelier himmel", "", "", "tel:1"), traits("atelier himmmel", "", "", "tel:1"), Likeness.POSSIBLE),
        (traits("atelier blau", "lange", "1"), traits("blau atelier", "lange", "1"), Likeness.POSSIBLE),
        (traits("atelier himmel"), traits("atelier himmmel"), Likeness.NONE),
        (traits("timo brandt", "", "", "mail:m@n"), traits("dj nachtfalter", "", "", "mail:m@n"), Likeness.POSSIBLE),
        (traits("atelier blau", "", "", "tel:1"), traits("klangraum", "", "", "tel:1"), Likeness.NONE),
        (traits("anna berger", "lange", "1", "tel:1"), traits("hanna berger", "lange", "1", "tel:1"), Likeness.NONE),
        (traits("studio eins", "lange", "1"), traits("studio zwei", "lange", "1"), Likeness.NONE),
        (traits("studio", "lange", "1"), traits("studio rot", "lange", "1"), Likeness.NONE),
    ],
)
def test_doubles_are_certain_possible_or_none(one, other, expected):
    assert rules.likeness(one, other) == rules.likeness(other, one) == expected


@given(contents)
def test_every_entry_is_certainly_the_double_of_itself(content):
    found = rules.traits_of(content)

    assert rules.likeness(found, found) is Likeness.CERTAIN


def test_the_reasons_are_told_in_words():
    found = rules.evidence(traits("atelier blau", "", "", "tel:1"), traits("atelier blau", "lange", "1", "tel:1"))

    assert str(rules.in_words(found.reasons)) == "gleicher Name, gleiche Telefonnummer"
    assert rules.in_words(["unheard of"]) == ""


def test_what_many_share_speaks_for_nothing():
    one, other = traits("timo brandt", "", "", "mail:m@n"), traits("dj nachtfalter", "", "", "mail:m@n")

    assert rules.evidence(one, other, common={"mail:m@n"}).likeness is Likeness.NONE


def test_a_joined_profile_keeps_the_narrowest_circle():
    shown = Contact(type=ContactType.PHONE, value="030 23125-1")
    hidden = Contact(type=ContactType.PHONE, value="030 23125-2", visibility=Visibility.OFFICE)
    closed = Contact(type=ContactType.PHONE, value="030 23125-1", visibility=Visibility.SIGNED_IN)
    stays, goes = ProfileContent(name="A", contacts=(shown,)), ProfileContent(name="B", contacts=(hidden, closed))

    joined = rules.joined(stays, goes, {"phone": rules.Pick.BOTH})

    assert joined.name == "A"
    assert {contact.value: contact.visibility for contact in joined.contacts} == {
        "030 23125-1": Visibility.SIGNED_IN,
        "030 23125-2": Visibility.OFFICE,
    }


def test_an_empty_part_takes_what_the_other_says():
    stays, goes = ProfileContent(name="A"), ProfileContent(name="B", tagline_de="Neu", founded=1999)

    joined = rules.joined(stays, goes, {"founded": rules.Pick.STAYS})

    assert (joined.name, joined.tagline_de, joined.founded) == ("A", "Neu", None)


# States


def test_a_profile_goes_out_of_view_and_back():
    assert {(before, after) for before, after in product(State, State) if rules.PROFILE_STEPS.leads(before, after)} == {
        (State.PUBLIC, State.WITHDRAWN),
        (State.WITHDRAWN, State.PUBLIC),
        (State.PUBLIC, State.MERGED),
    }


def test_an_import_is_done_once_and_taken_back_once():
    assert rules.JOB_STEPS.leads(JobState.CHECKED, JobState.RUNNING)
    assert rules.JOB_STEPS.leads(JobState.DONE, JobState.UNDOING)
    assert not rules.JOB_STEPS.leads(JobState.DONE, JobState.RUNNING)
    assert not rules.JOB_STEPS.leads(JobState.UNDONE, JobState.CHECKING)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.lichtwerk.example/kontakt", "web:lichtwerk.example"),
        ("https://instagram.com/Lichtwerk/", "web:instagram.com/lichtwerk"),
        ("https://www.linkedin.com/company/lichtwerk/about", "web:linkedin.com/lichtwerk"),
        ("https://www.etsy.com/shop/Lichtwerk", "web:etsy.com/lichtwerk"),
        ("https://facebook.com", ""),
    ],
)
def test_a_platform_alone_is_no_evidence(address, key):
    assert rules.contact_key(rules.ContactType.WEBSITE, address) == key
