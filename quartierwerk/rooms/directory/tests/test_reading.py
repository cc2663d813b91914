from datetime import date, time

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.rules import access, addresses, cells, hours, merging
from quartierwerk.rooms.directory.rules.content import AccessFact, Kind, OpeningMode, OpenSpan, Site
from quartierwerk.rooms.directory.rules.openings import read_opening, write_opening
from quartierwerk.rooms.directory.rules.wordbook import MOST_REMEMBERED, Wordbook

BOOK = Wordbook(
    sectors=[
        rules.SectorWords(slug="musik", name_de="Musikwirtschaft", name_en="Music"),
        rules.SectorWords(slug="design", name_de="Designwirtschaft", name_en="Design"),
        rules.SectorWords(
            slug="darstellende-kunst", name_de="Markt für darstellende Künste", name_en="Performing arts"
        ),
        rules.SectorWords(slug="software-games", name_de="Software- und Games-Industrie", name_en="Software and games"),
        rules.SectorWords(slug="sonstige", name_de="Sonstige"),
    ],
    professions=[
        rules.ProfessionWords(
            slug="fotografie", sector="design", name_de="Fotografie", other_names=("Fotografin", "Fotograf")
        ),
        rules.ProfessionWords(slug="live-musik", sector="musik", name_de="Livemusik und Bands", other_names=("Band",)),
        rules.ProfessionWords(slug="theater", sector="darstellende-kunst", name_de="Theater"),
        rules.ProfessionWords(slug="designberatung", sector="design", name_de="Design"),
    ],
    synonyms=[("Lichtbildner", "Fotograf"), ("Unbekannt", "Ungenannt"), ("Gaming", "Games")],
)


def read(**texts: str) -> rules.Reading:
    return rules.read_row({"name": "Klangwerk"} | texts, book=BOOK, this_year=2026)


def sentences(reading: rules.Reading) -> list[str]:
    return [str(problem.sentence) for problem in reading.problems]


@pytest.mark.parametrize(
    ("texts", "site"),
    [
        (("Rheinische Str. 12", "", "44137", "Dortmund", ""), ("Rheinische Str.", "12", "44137", "Dortmund", "")),
        (("Kampstr.12a, 44137 Dortmund", "", "", "", ""), ("Kampstr.", "12a", "44137", "Dortmund", "")),
        (("Rheinische Str. 12", "", "44137 Dortmund", "", ""), ("Rheinische Str.", "12", "44137", "Dortmund", "")),
        (("Kampstr. 1", "", "D-44137 Dortmund", "", ""), ("Kampstr.", "1", "44137", "Dortmund", "")),
        (("Kampstr. 1", "", "", "44137 Dortmund", ""), ("Kampstr.", "1", "44137", "Dortmund", "")),
        (("Kampstr.", "1", "44137.0", "Dortmund (Mitte)", ""), ("Kampstr.", "1", "44137", "Dortmund (Mitte)", "")),
        (("Straße des 17. Juni 135", "", "10623", "Berlin", ""), ("Straße des 17. Juni", "135", "10623", "Berlin", "")),
        (("Straße des 17.", "", "", "", ""), ("Straße des 17.", "", "", "", "")),
        (("Hof, Ostwall 7-9", "", "44135", "Dortmund", ""), ("Ostwall", "7-9", "44135", "Dortmund", "Hof")),
        (("Ostwall 7 Hinterhof", "", "44135", "", "2. OG"), ("Ostwall", "7", "44135", "", "2. OG, Hinterhof")),
        (("Ostwall\n7\n44135 Dortmund\nDeutschland", "", "", "", ""), ("Ostwall", "7", "44135", "Dortmund", "")),
        (("Ostwall 7, Hinterhof", "", "", "", ""), ("Ostwall", "7", "", "", "Hinterhof")),
        (("Am Platz 3", "3", "44137", "Dortmund", ""), ("Am Platz", "3", "44137", "Dortmund", "")),
        (("Ostwall", "7.0", "", "", ""), ("Ostwall", "7", "", "", "")),
        (("", "", "Dortmund", "", ""), ("", "", "", "Dortmund", "")),
        (("", "", "441", "Dortmund", ""), ("", "", "441", "Dortmund", "")),
    ],
)
def test_an_address_is_put_together_from_its_cells(texts, site):
    street, number, postcode, town, addition = site
    wanted = Site(street=street, house_number=number, postcode=postcode, town=town, addition=addition)

    assert addresses.address(*texts) == wanted


@pytest.mark.parametrize(
    ("texts", "town"), [({"postcode": "1067", "town": "Dresden"}, "Dresden"), ({"postcode": "1067.0 Wien"}, "Wien")]
)
def test_a_postcode_with_four_digits_stays_as_it_stands_and_comes_with_a_warning(texts, town):
    reading = read(**texts)

    assert (reading.content.sites[0].postcode, reading.content.sites[0].town) == ("1067", town)
    assert reading.is_acceptable
    assert sentences(reading) == ["„1067“ hat vier Ziffern, eine deutsche Postleitzahl fünf. Bitte prüfen Sie sie."]


def test_a_postcode_that_is_none_keeps_the_row_out():
    assert not read(postcode="441").is_acceptable


@pytest.mark.parametrize(
    ("text", "values", "left_out"),
    [
        ("", (), ()),
        ("0231/5022123", ("0231/5022123",), ()),
        ("0231 123456 / 0172 1234567", ("0231 123456", "0172 1234567"), ()),
        ("Tel.: 0231 123456, Fax 0231 99", ("0231 123456",), ("Fax 0231 99",)),
        ("0231 123456 und 0172 1234567", ("0231 123456", "0172 1234567"), ()),
        ("auf Anfrage", (), ("auf Anfrage",)),
        ("+49 (0)231 12345-0 (nur vormittags)", ("+49 (0)231 12345-0",), ()),
    ],
)
def test_numbers_are_found_in_a_cell(text, values, left_out):
    assert cells.phones(text) == (values, left_out)


def test_what_is_left_out_of_a_cell_is_said():
    reading = read(phone="0231 123456, Fax 0231 654321")

    assert sentences(reading) == ["„Fax 0231 654321“ wurde nicht übernommen."]
    assert reading.said["phone"] == ["+49 231 123456"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ()),
        ("info@x.example; b@y.example", ("info@x.example", "b@y.example")),
        ("Mail: <info@x.example>", ("info@x.example",)),
        ("mailto:a@b.example", ("a@b.example",)),
        ("info(at)x.example", ("info(at)x.example",)),
    ],
)
def test_addresses_are_found_in_a_cell(text, values):
    assert cells.emails(text).values == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ()),
        ("www.x.example", ("www.x.example",)),
        ("http://x.example/a, y.example | info@z.example", ("http://x.example/a", "y.example")),
        ("gibt es nicht", ("gibt es nicht",)),
    ],
)
def test_web_addresses_are_found_in_a_cell(text, values):
    assert cells.websites(text).values == values


def test_a_contact_that_reaches_nobody_keeps_the_row_out():
    assert sentences(read(email="info(at)x.example")) == ["„info(at)x.example“ ist keine E-Mail-Adresse."]
    assert not read(website="gibt es nicht").is_acceptable


def test_several_persons_come_from_one_cell():
    assert cells.persons("Beispiel, Maxi; Muster, Kim").values == ("Beispiel, Maxi", "Muster, Kim")


@pytest.mark.parametrize(
    ("key", "text", "circle"),
    [
        ("person", "Beispiel, Maxi", "office"),
        ("email", "maxi@x.example", "office"),
        ("mobile", "0177 1234567", "office"),
        ("phone", "0231 123456", "public"),
        ("website", "x.example", "public"),
    ],
)
def test_what_a_list_says_of_a_person_stays_in_the_office_until_somebody_publishes_it(key, text, circle):
    [contact] = read(**{key: text}).content.contacts

    assert contact.visibility == circle


def test_a_link_that_no_form_would_take_is_left_out_and_said():
    reading = read(links="Kurz: https://x.example | Lang: https://x.example/" + "y" * 300)

    assert [link.label for link in reading.content.links] == ["Kurz"]
    [sentence] = sentences(reading)
    assert sentence.startswith("Der Link „https://x.example/yyy")
    assert sentence.endswith("…“ ist zu lang und wurde nicht übernommen.")


def test_links_come_with_their_labels():
    assert cells.links("Instagram: https://insta.example/x; www.y.example/z | nur Text | http://[kaputt.example") == [
        ("Instagram", "https://insta.example/x"),
        ("y.example", "www.y.example/z"),
        ("nur Text", "nur Text"),
        ("http://[kaputt.example", "http://[kaputt.example"),
    ]
    assert cells.links(";") == []
    assert cells._host("http://[kaputt") == "http://[kaputt"
    assert read(links="Insta: insta.example/x").said["links"] == [["Insta", "https://insta.example/x"]]


@pytest.mark.parametrize(
    ("text", "sectors", "professions", "unknown"),
    [
        ("Musikwirtschaft", ["musik"], [], []),
        ("Musik", ["musik"], [], []),
        ("music", ["musik"], [], []),
        ("Darstellende Künste; Design", ["darstellende-kunst", "design"], [], []),
        ("Software/Games", ["software-games"], [], []),
        ("Software- und Games-Industrie", ["software-games"], [], []),
        ("Gaming", ["software-games"], [], []),
        ("Designwirtschafft", ["design"], [], []),
        ("Sonstiges", ["sonstige"], [], []),
        ("Fotograf/in, Musik", ["musik"], ["fotografie"], []),
        ("Fotograf*innen", [], ["fotografie"], []),
        ("FotografInnen", [], ["fotografie"], []),
        ("Lichtbildner", [], ["fotografie"], []),
        ("Livemusik und Bands", [], ["live-musik"], []),
        ("Theater & Musik", ["musik"], ["theater"], []),
        ("Licht und Ton", [], [], ["Licht und Ton"]),
        ("Musik, Imkerei", ["musik"], [], ["Imkerei"]),
        ("Ungenannt", [], [], ["Ungenannt"]),
    ],
)
def test_the_words_of_a_list_are_understood(text, sectors, professions, unknown):
    words = BOOK.read(text, first="sectors")

    assert (words.sectors, words.professions, words.unknown) == (sectors, professions, unknown)


def test_the_column_decides_where_a_word_is_both():
    assert BOOK.read("Design", first="sectors").sectors == ["design"]
    assert BOOK.read("Design", first="professions").professions == ["designberatung"]


def test_the_wordbook_forgets_what_it_remembered_too_much_of():
    book = Wordbook()

    for number in range(MOST_REMEMBERED + 2):
        book.read(f"Wort {number}", first="sectors")

    assert len(book._remembered) == 2


def test_a_trade_tells_its_sector():
    reading = read(professions="Fotografin; Imkerei")

    assert reading.content.sectors == ("design",)
    assert reading.content.professions == ("fotografie",)
    assert reading.content.keywords == ("Imkerei",)
    assert sentences(reading) == ["Der Beruf „Imkerei“ ist nicht bekannt und steht nun bei den Stichwörtern."]


def test_the_named_sector_has_the_last_word():
    assert read(sectors="Musik", professions="Fotografin").content.sectors == ("musik",)


def test_an_unknown_sector_becomes_a_keyword_with_a_warning():
    reading = read(sectors="Imkerei", keywords="Honig")

    assert reading.content.keywords == ("Honig", "Imkerei")
    assert sentences(reading) == [
        "Der Bereich „Imkerei“ ist nicht bekannt und steht nun bei den Stichwörtern.",
        "Keine Zuordnung zu einem Bereich erkannt.",
    ]
    assert reading.has_warning and reading.is_acceptable


def test_too_many_keywords_are_cut_and_said():
    reading = read(keywords=", ".join(f"Wort{n}" for n in range(40)))

    assert len(reading.content.keywords) == 30
    assert sentences(reading) == ["Mehr als 30 Stichwörter: Nur die ersten 30 wurden übernommen."]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Verein", Kind.ASSOCIATION),
        ("e.V.", Kind.ASSOCIATION),
        ("company", Kind.COMPANY),
        ("Freiberufler/in", Kind.FREELANCER),
        ("Kollektiv / Gruppe", Kind.COLLECTIVE),
        ("städtische Einrichtung", Kind.INSTITUTION),
        ("Spielstätte", Kind.VENUE),
        ("Raumschiff", None),
        ("", None),
    ],
)
def test_kinds_by_many_words(text, kind):
    assert cells.kind(text) == kind


def test_an_unknown_kind_is_said_and_the_name_decides():
    reading = read(name="Farbfeld e. V.", kind="Raumschiff")

    assert reading.content.kind == Kind.ASSOCIATION
    assert sentences(reading) == ["Die Art „Raumschiff“ ist nicht bekannt."]
    assert read(kind="Verein").content.kind == Kind.ASSOCIATION
    assert read(kind="").content.kind == Kind.COMPANY


@pytest.mark.parametrize(
    ("text", "answer"),
    [("ja", True), ("X", True), ("✓", True), ("Nein.", False), ("0", False), ("", None), ("vielleicht", None)],
)
def test_yes_and_no(text, answer):
    assert cells.yes_no(text) is answer


def test_a_sentence_in_a_column_for_yes_and_no_is_a_yes_with_its_reason():
    reading = read(is_open_for_cooperation="Suche Stimmen für ein Hörspiel")

    assert reading.content.is_open_for_cooperation
    assert reading.content.cooperation_de == "Suche Stimmen für ein Hörspiel"
    assert read(is_open_for_cooperation="gerne bald", cooperation_de="Hörspiel").content.cooperation_de == "Hörspiel"
    assert read(is_open_for_cooperation="").said["is_open_for_cooperation"] is None


@pytest.mark.parametrize("fact", AccessFact)
def test_an_english_export_says_the_same_about_accessibility(fact):
    with translation.override("en"):
        label = str(fact.label)

    assert read(access=label).content.access == (fact,)


def test_facts_about_accessibility():
    reading = read(access="barrierefrei, rollstuhlgerechtes WC, Aufzug, Rutsche, Assistenzhund willkommen")

    assert reading.content.access == (
        AccessFact.STEP_FREE,
        AccessFact.WHEELCHAIR_TOILET,
        AccessFact.LIFT,
        AccessFact.ASSISTANCE_DOG,
    )
    assert sentences(reading) == ["Die Angabe zur Barrierefreiheit „Rutsche“ ist nicht bekannt."]
    assert read(access="ja").content.access == (AccessFact.STEP_FREE,)
    assert read(access="nein").content.access == ()


@pytest.mark.parametrize(
    ("text", "facts", "left_out"),
    [
        ("nicht barrierefrei", [], ["nicht barrierefrei"]),
        ("Leider keine Rampe, 3 Stufen", [], ["Leider keine Rampe, 3 Stufen"]),
        ("teilweise barrierefrei", [], ["teilweise barrierefrei"]),
        ("bedingt rollstuhlgerecht; Aufzug", [AccessFact.LIFT], ["bedingt rollstuhlgerecht"]),
        ("barrierefrei, kein Aufzug, Rampe", [AccessFact.STEP_FREE], ["kein Aufzug, Rampe"]),
        ("Aufzug, Rampe nicht vorhanden", [], ["Aufzug, Rampe nicht vorhanden"]),
        ("weder Aufzug noch Rampe", [], ["weder Aufzug noch Rampe"]),
        ("Nein, nur über Stufen; DGS", [AccessFact.SIGN_LANGUAGE], ["Nein, nur über Stufen"]),
        ("Aufzug geplant", [], ["Aufzug geplant"]),
        ("ebenerdig | ohne rollstuhlgerechtes WC", [AccessFact.STEP_FREE], ["ohne rollstuhlgerechtes WC"]),
        ("not accessible", [], ["not accessible"]),
    ],
)
def test_what_a_list_denies_or_limits_is_no_fact_about_accessibility_and_said(text, facts, left_out):
    reading = read(access=text)

    assert list(reading.content.access) == facts
    assert sentences(reading) == [
        f"Barrierefreiheit: „{words}“ ist verneint oder eingeschränkt und wurde nicht übernommen." for words in left_out
    ]


@given(
    word=st.sampled_from(sorted({word for words in access.ACCESS.values() for word in words})),
    denial=st.sampled_from(["nicht", "kein", "keine", "Keinen", "ohne", "NEIN,", "teilweise", "bedingt", "Nicht:"]),
)
def test_no_word_about_accessibility_outlives_a_denial_before_it(word, denial):
    reading = read(access=f"{denial} {word}")

    assert reading.content.access == ()
    assert reading.has_warning


@pytest.mark.parametrize("text", ["WC", "Parkplatz", "Toilette", "Parkplätze vor dem Haus", "rampenlos"])
def test_a_thing_that_everybody_has_is_no_fact_about_accessibility(text):
    reading = read(access=text)

    assert reading.content.access == ()
    assert sentences(reading) == [f"Die Angabe zur Barrierefreiheit „{text}“ ist nicht bekannt."]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("WC barrierefrei", [AccessFact.WHEELCHAIR_TOILET]),
        ("Behinderten-WC und Aufzug", [AccessFact.WHEELCHAIR_TOILET, AccessFact.LIFT]),
        ("stufenloser Zugang sowie Parkplatz für Rollstuhlfahrende", [AccessFact.STEP_FREE, AccessFact.PARKING]),
    ],
)
def test_a_thing_made_for_wheelchairs_is_a_fact(text, facts):
    assert list(read(access=text).content.access) == facts


@pytest.mark.parametrize("text", ["Nein, derzeit nicht", "nein – keine Zeit", "Nö, danke", "No, sorry"])
def test_a_no_with_its_reason_is_a_no_to_cooperation(text):
    reading = read(is_open_for_cooperation=text)

    assert reading.said["is_open_for_cooperation"] is False
    assert reading.content.cooperation_de == ""
    assert sentences(reading) == [
        f"Kooperation: „{text}“ wurde als Nein gelesen; der Text selbst wurde nicht übernommen."
    ]


@pytest.mark.parametrize(
    "text",
    ["zur Zeit keine Kapazität", "derzeit nicht", "Ja, aber nicht im Sommer", "Vielleicht später", "noch unklar"],
)
def test_a_doubtful_answer_says_nothing_about_cooperation_and_comes_with_a_warning(text):
    reading = read(is_open_for_cooperation=text)

    assert reading.said["is_open_for_cooperation"] is None
    assert not reading.content.is_open_for_cooperation
    assert reading.content.cooperation_de == ""
    assert sentences(reading) == [f"Kooperation: „{text}“ ist kein klares Ja und wurde nicht übernommen."]


def test_a_kind_that_is_denied_is_none():
    reading = read(kind="kein Verein")

    assert reading.said["kind"] == ""
    assert sentences(reading) == ["Die Art „kein Verein“ ist nicht bekannt."]


@pytest.mark.parametrize(
    ("text", "year"),
    [("gegr. 1998", 1998), ("01.04.1998", 1998), ("1998.0", 1998), ("seit 2004", 2004), ("lange her", None)],
)
def test_years(text, year):
    assert cells.year(text) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", date(2024, 3, 1)),
        ("2024-03-01 14:30", date(2024, 3, 1)),
        ("1.3.2024", date(2024, 3, 1)),
        ("01.03.24", date(2024, 3, 1)),
        ("1/3/2024", date(2024, 3, 1)),
        ("03/2024", date(2024, 3, 1)),
        ("Ende 2024", date(2024, 12, 31)),
        ("31.2.2024", None),
        ("bald", None),
        ("", None),
    ],
)
def test_days(text, day):
    assert cells.day(text) == day


def test_dates_that_cannot_be_read_are_said():
    reading = read(founded="lange her", closed_on="bald")

    assert (reading.content.founded, reading.content.closed_on) == (None, None)
    assert sentences(reading) == [
        "Das Gründungsjahr „lange her“ ist nicht lesbar.",
        "Das Datum „bald“ ist nicht lesbar.",
    ]
    assert read(founded="1998", closed_on="1.3.2024").said["closed_on"] == "2024-03-01"


def test_a_point_of_the_list_is_set_by_hand_unless_it_was_worked_out():
    assert read(lat="51,5136", lon="7.4653").content.sites[0].pin == (51.5136, 7.4653)
    assert read(lat="51,5", lon="7,4", precision="Straße").content.sites == ()
    assert read(lat="51,5", lon="7,4", precision="von Hand").content.sites[0].pin == (51.5, 7.4)
    assert read(lat="", lon="").said["pin"] is None
    assert sentences(read(lat="51,5", lon="hier")) == ["Die Koordinaten „51,5 / hier“ sind nicht lesbar."]


@pytest.mark.parametrize("text", ["-", "k. A.", "#NV", "unbekannt", "keine Angabe", " "])
def test_what_only_says_that_there_is_nothing_is_nothing(text):
    assert read(phone=text, about_de=text).content == rules.ProfileContent(name="Klangwerk")


def test_a_licence_that_is_too_long_is_left_out():
    reading = read(licence="x" * 50)

    assert reading.content.licence == ""
    assert sentences(reading) == ["Die Lizenz ist zu lang und wurde nicht übernommen."]


@pytest.mark.parametrize(
    ("text", "mode", "days", "note"),
    [
        ("", OpeningMode.UNKNOWN, [], ""),
        ("Mo–Fr 9–18 Uhr, Sa 10-14 Uhr", OpeningMode.WEEKLY, [0, 1, 2, 3, 4, 5], ""),
        ("Montag bis Freitag: 9.00 - 17.30 Uhr", OpeningMode.WEEKLY, [0, 1, 2, 3, 4], ""),
        ("Mo, Mi und Fr 10:00-12:00 und 14-18 Uhr", OpeningMode.WEEKLY, [0, 0, 2, 2, 4, 4], ""),
        ("täglich 10-24 Uhr", OpeningMode.WEEKLY, [0, 1, 2, 3, 4, 5, 6], ""),
        ("Sa–Mo 11-18 Uhr", OpeningMode.WEEKLY, [0, 5, 6], ""),
        ("Di 11-18 Uhr, feiertags zu", OpeningMode.WEEKLY, [1], "Di 11-18 Uhr, feiertags zu"),
        ("nach Vereinbarung", OpeningMode.BY_APPOINTMENT, [], ""),
        ("gern nach Absprache", OpeningMode.BY_APPOINTMENT, [], "gern nach Absprache"),
        ("vorübergehend geschlossen", OpeningMode.CLOSED_FOR_NOW, [], ""),
        ("Sa 22-4 Uhr", OpeningMode.UNKNOWN, [], "Sa 22-4 Uhr"),
        ("Mo 25-26 Uhr", OpeningMode.UNKNOWN, [], "Mo 25-26 Uhr"),
        ("Mo 9-12, Sa 22-4 Uhr", OpeningMode.WEEKLY, [0], "Mo 9-12, Sa 22-4 Uhr"),
        ("Mo 9-12; Hinweis: bitte klingeln", OpeningMode.WEEKLY, [0], "bitte klingeln"),
        ("nach Vereinbarung: Di 9-12 Uhr", OpeningMode.BY_APPOINTMENT, [1], ""),
        ("Derzeit geschlossen, sonst Mi 9-12", OpeningMode.CLOSED_FOR_NOW, [2], "Derzeit geschlossen, sonst Mi 9-12"),
        ("meistens nachmittags", OpeningMode.UNKNOWN, [], "meistens nachmittags"),
    ],
)
def test_opening_hours_in_words(text, mode, days, note):
    opening = read_opening(text)

    assert (opening.mode, [span.weekday for span in opening.spans], opening.note) == (mode, days, note)
    assert read_opening(write_opening(opening)) == opening


moments = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
spans_of_a_day = st.lists(moments, unique=True, max_size=8).map(sorted)
openings = st.builds(
    lambda mode, days, note: rules.Opening(
        mode=mode,
        spans=tuple(
            OpenSpan(weekday=weekday, opens=opens, closes=closes)
            for weekday, times in days.items()
            for opens, closes in zip(times[::2], times[1::2], strict=False)
        ),
        note=note,
    ),
    mode=st.sampled_from(OpeningMode),
    days=st.dictionaries(st.integers(0, 6), spans_of_a_day),
    note=st.one_of(
        st.text(max_size=200),
        st.sampled_from(["Mo 9-12", "nach Vereinbarung", "keine Angabe", "Hinweis: x; Hinweis: y", "täglich 8–9"]),
    ),
)


@given(openings)
@example(rules.Opening(mode=OpeningMode.CLOSED_FOR_NOW, spans=(OpenSpan(weekday=0, opens=time(9), closes=time(12)),)))
@example(rules.Opening(mode=OpeningMode.BY_APPOINTMENT, note="Mo 9-12; Hinweis: klingeln"))
@example(rules.Opening(mode=OpeningMode.WEEKLY, note="siehe Aushang"))
def test_opening_hours_survive_being_written_and_read(opening):
    content = rules.normalised(rules.ProfileContent(name="Klangwerk", sectors=("musik",), opening=opening))
    assert rules.problems(content, this_year=2026) == []

    assert read_opening(write_opening(content.opening)) == content.opening


def test_times_that_overlap_become_one_and_the_form_takes_them():
    reading = read(opening="Mo 9-12, Mo 10-14, Mo 13-13:30, Di 9-12, Di 12-14")

    assert reading.content.opening.spans == (
        *rules.spans_from_text(0, "9–14"),
        *rules.spans_from_text(1, "9–12, 12–14"),
    )
    assert sentences(reading) == ["Öffnungszeiten eines Tages überschneiden sich und wurden zusammengefasst."]
    assert rules.spans_from_text(0, rules.text_of_spans(reading.content.opening.spans[:1]))


def test_more_times_a_day_than_the_form_takes_become_a_note():
    text = "Mo 8-9, 10-11, 12-13, 14-15, 16-17"
    reading = read(opening=text)

    assert reading.content.opening == rules.Opening(note=text)
    assert sentences(reading) == ["Zu viele Öffnungszeiten an einem Tag: Der Text steht nun als Hinweis im Profil."]


@given(st.lists(st.tuples(st.integers(0, 6), moments, moments).filter(lambda span: span[1] < span[2])))
def test_joined_times_are_open_at_the_same_moments_and_never_overlap(given_spans):
    spans = [OpenSpan(weekday=day, opens=opens, closes=closes) for day, opens, closes in given_spans]
    joined = hours.joined(spans)

    assert not hours.overlap(joined)
    for span in spans:
        for moment in (span.opens, span.closes):
            asked = {"weekday": span.weekday, "at": moment}
            assert bool(rules.open_until(joined, **asked)) == bool(rules.open_until(spans, **asked))


def test_midnight_ends_a_minute_before():
    assert read_opening("Mo 10-24 Uhr").spans == (OpenSpan(weekday=0, opens=time(10), closes=time(23, 59)),)


def test_a_long_note_about_the_hours_is_cut_and_said():
    reading = read(opening="meistens " * 40)

    assert len(reading.content.opening.note) == 200
    assert sentences(reading) == ["Der Hinweis zu den Öffnungszeiten wurde auf 200 Zeichen gekürzt."]


# --- Meeting what others have written ----------------------------------------------------------------------------


def merged(current, said, base):
    return rules.merge(rules.content_of_said({"name": "Klangwerk"} | current), said, base=base)


@pytest.mark.parametrize(
    ("mine", "said", "base", "result", "kept"),
    [
        ("alt", "neu", None, "neu", ()),
        ("alt", "", None, "alt", ()),
        ("alt", "neu", "alt", "neu", ()),
        ("von Hand", "neu", "alt", "von Hand", ("Text",)),
        ("von Hand", "alt", "alt", "von Hand", ()),
        ("alt", "", "alt", "", ()),
        ("von Hand", "", "alt", "von Hand", ("Text",)),
        ("", "neu", "alt", "neu", ()),
        ("gleich", "gleich", "alt", "gleich", ()),
    ],
)
def test_the_list_goes_on_where_nobody_wrote_in_between(mine, said, base, result, kept):
    found = merged({"about_de": mine}, {"about_de": said}, None if base is None else {"about_de": base})

    assert found.content.about_de == result
    assert tuple(map(str, found.kept)) == kept


def test_a_column_that_is_new_in_the_list_gives_way_to_the_hand():
    assert merged({"about_de": "von Hand"}, {"about_de": ""}, {}).content.about_de == "von Hand"
    assert merged({}, {"about_de": "neu"}, {}).content.about_de == "neu"
    assert merged({"about_de": "von Hand"}, {"about_de": "neu"}, {}).kept == (merging.LABELS["about_de"],)


def test_an_address_is_taken_or_kept_as_a_whole():
    old = {"street": "Ostwall", "house_number": "7"}

    found = merged({"street": "Westwall", "house_number": "7"}, {"street": "Ostwall", "house_number": "9"}, old)

    assert (found.content.sites[0].street, found.content.sites[0].house_number) == ("Westwall", "7")


def test_further_addresses_are_read_from_one_cell():
    reading = read(
        street="Ostwall 7", further_sites="Kampstr. 12a, Hinterhof, 44137 Dortmund; Hörder Burg\n; ;Kampstr. 12a"
    )

    assert reading.content.sites == (
        Site(street="Ostwall", house_number="7"),
        Site(street="Kampstr.", house_number="12a", postcode="44137", town="Dortmund", addition="Hinterhof"),
        Site(street="Hörder Burg"),
        Site(street="Kampstr.", house_number="12a"),
    )


def test_a_row_with_further_addresses_only_has_the_first_of_them_as_its_own():
    reading = read(street="", further_sites="Kampstr. 1; Ostwall 7")

    assert (reading.said["street"], reading.said["further_sites"]) == ("Kampstr.", [["Ostwall", "7", "", "", ""]])
    assert rules.content_of_said(reading.said) == reading.content


names = st.text("abcdeßüé-", min_size=3, max_size=12).map(lambda name: f"Am {name.strip('-')}weg")
sites = st.builds(
    Site,
    street=names,
    house_number=st.from_regex(r"[1-9][0-9]{0,2}[a-z]?", fullmatch=True) | st.just("7-9"),
    postcode=st.from_regex(r"[0-9]{5}", fullmatch=True).filter(str.isascii),
    town=names,
    addition=st.sampled_from(["", "Hinterhof", "2. Stock", "Haus B, links"]),
)


@given(st.lists(sites, unique=True, max_size=4))
def test_further_addresses_survive_being_written_and_read(sites):
    assert list(rules.read_sites(rules.write_sites(sites))) == sites


def test_a_further_address_that_stays_keeps_its_pin():
    pinned = Site(street="Kampstr.", house_number="1", pin=(51.5, 7.4))
    mine = rules.ProfileContent(name="Klangwerk", sites=(Site(street="Ostwall"), pinned, Site(street="Westwall")))
    stated = [["Südwall", "2", "", "", ""], ["Kampstr.", "1", "", "", ""]]

    assert rules.with_parts(mine, {"further_sites": stated}).sites == (
        Site(street="Ostwall"),
        Site(street="Südwall", house_number="2"),
        pinned,
    )
    assert rules.merge(mine, {"further_sites": []}, base=None).content == mine


def test_a_pin_goes_with_the_address_that_it_marked():
    mine = {"street": "Ostwall", "house_number": "7", "pin": [51.5, 7.4]}

    assert merged(mine, {"about_de": "neu"}, None).content.sites[0].pin == (51.5, 7.4)
    assert merged(mine, {"house_number": "9"}, None).content.sites[0].pin is None
    assert merged(mine, {"house_number": "9", "pin": [51.6, 7.5]}, None).content.sites[0].pin == (51.6, 7.5)


def test_every_part_of_a_content_survives_the_way_through_parts():
    content = rules.ProfileContent(
        name="Klangwerk",
        kind=Kind.VENUE,
        sectors=("musik",),
        professions=("theater",),
        keywords=("laut",),
        sites=(Site(street="Ostwall", pin=(51.5, 7.4)), Site(street="Kampstr.", house_number="1", postcode="44137")),
        opening=read_opening("Mo 9-12"),
        contacts=(rules.Contact(type=rules.ContactType.PHONE, value="0231 1"),),
        links=(rules.WebLink(label="x", url="https://x.example"),),
        access=(AccessFact.LIFT,),
        is_open_for_cooperation=True,
        founded=1998,
        closed_on=date(2024, 3, 1),
        external_id="7",
        legal_form="GmbH",
    )

    assert rules.content_of_said(rules.parts_of(content)) == content


def test_other_contacts_stay_and_keep_their_order():
    mine = (
        rules.Contact(type=rules.ContactType.WEBSITE, value="https://x.example"),
        rules.Contact(type=rules.ContactType.EMAIL, value="alt@b.example", visibility=rules.Visibility.SIGNED_IN),
    )
    content = rules.with_parts(
        rules.ProfileContent(name="x", contacts=mine), {"email": ["neu@b.example"], "phone": ["1"]}
    )

    assert [(c.type.value, c.value, c.visibility.value) for c in content.contacts] == [
        ("website", "https://x.example", "public"),
        ("email", "neu@b.example", "signed_in"),
        ("phone", "1", "public"),
    ]


def test_addresses_have_one_spelling():
    assert rules.address_key("Lange Str.", "12 a", "44137") == rules.address_key("Lange Straße", "12A", "44137 ")
    assert rules.address_key("", "", "44137") == ""


def test_names_in_other_scripts_are_told_apart():
    assert rules.name_key("東京") != rules.name_key("Кино") != ""
