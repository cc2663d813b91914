"""What is said of places: words, dated profiles, themes, people to ask, partner cities; verbs, pages and forgetting."""

from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as people
from quartierwerk.rooms.accounts.tests.factories import NOON, forgotten
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.models import ContactPerson, Place, PlaceProfile, Theme
from quartierwerk.rooms.places.queries import portraits as portrait_queries
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.rules.portraits import MOST_LINES, Portrait, lines
from quartierwerk.rooms.places.tests import factories

TODAY = date(2026, 6, 3)
BEFORE, SOON = date(2025, 1, 1), date(2026, 9, 1)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def north(db):
    factories.drawn_city()
    return Place.objects.get(slug="stadtmitte-nord")


@pytest.fixture
def officer(db):
    return people.officer()


def trail(thing, verb):
    return AuditRow.objects.filter(subject=reference(thing), verb=f"places.{verb}").latest("pk")


def write(place, strengths="Kurze Wege", *, valid_from=TODAY, actor=None, **more):
    return actions.write_profile(
        place, actor=actor or system("test"), content=Portrait(strengths_de=strengths), valid_from=valid_from, **more
    )


def a_theme(name="Räume schaffen", *, valid_from=BEFORE, valid_to=None, actor=None):
    fresh = Theme(city=queries.city(), name_de=name, valid_from=valid_from, valid_to=valid_to)
    return actions.set_theme(Theme(), actor=actor or system("test"), given=fresh)


def a_contact(place, name="Nele Beispiel", *, valid_from=BEFORE, valid_to=None, actor=None):
    fresh = ContactPerson(
        place=place, name=name, function_de="Sprecherin", body_de="Projektgruppe Nord", email="nord@stadt.example",
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    return actions.set_contact(ContactPerson(), actor=actor or system("test"), given=fresh)


# rules


@given(st.text())
def test_lines_are_tidied_once_and_for_all(text):
    tidy = lines(text)

    assert lines(tidy) == tidy
    assert len(tidy.splitlines()) <= MOST_LINES


def test_bullets_doubles_and_blank_lines_go():
    assert lines("- Wege\n\n•  Hallen \r\nWege") == "Wege\nHallen"


# describe


def test_the_office_describes_a_place(north, officer):
    words = actions.PlaceWords(name_en="North", aliases=["Norden", " Norden ", ""], text_de="Neu.", text_en="New.")

    place = actions.describe(north, actor=officer, words=words)

    place.refresh_from_db()
    assert (place.name_en, place.aliases, place.text_de, place.text_en) == ("North", ["Norden"], "Neu.", "New.")
    assert {"text_de", "aliases"} <= set(trail(place, "describe").changes)


def test_nobody_else_writes(north):
    stranger, theme, contact = people.person(), a_theme(), a_contact(north)
    verbs = [
        lambda: actions.describe(north, actor=stranger, words=actions.PlaceWords()),
        lambda: write(north, actor=stranger),
        lambda: actions.set_theme(theme, actor=stranger, given=theme),
        lambda: a_theme("Neu", actor=stranger),
        lambda: actions.set_contact(contact, actor=stranger, given=contact),
        lambda: actions.remove_contact(north, actor=stranger, contact_id=contact.pk),
        lambda: actions.forget_contacts(north, actor=stranger, before=TODAY),
    ]

    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


# write_profile


def test_each_version_can_be_read_back_and_the_latest_that_has_begun_holds(north):
    write(north, "Früher", valid_from=BEFORE)
    write(north, "Jetzt")
    write(north, "Bald", valid_from=SOON)

    found = queries.versions(north)

    def held(day):
        version = queries.version_on(found, on=day)
        return version.strengths if version else None

    assert [held(day) for day in (date(2024, 12, 31), BEFORE, TODAY, SOON)] == [None, ["Früher"], ["Jetzt"], ["Bald"]]


def test_a_version_for_the_same_day_replaces_without_deleting(north):
    write(north, "Eins")
    write(north, "Zwei")

    assert [version.strengths_de for version in queries.versions(north)] == ["Zwei", "Eins"]


def test_an_empty_or_an_equal_version_is_refused(north):
    theme = a_theme()
    write(north, themes=[theme])

    with pytest.raises(actions.SaysNothing):
        write(north, " \n- ")
    with pytest.raises(actions.SaysTheSame):
        write(north, "• Kurze Wege", themes=[theme])
    write(north, "", themes=[theme])  # a theme alone says something

    assert PlaceProfile.objects.count() == 2


def test_writing_leaves_a_row_that_names_the_version(north):
    write(north)

    version = PlaceProfile.objects.get()
    assert trail(north, "write_profile").changes == {"version": version.pk, "valid_from": "2026-06-03"}
    assert str(version) == f"{north.pk} · 2026-06-03"


# themes


def test_themes_are_a_dated_list(north):
    a_theme("Läuft")
    a_theme("Vorbei", valid_to=date(2026, 1, 1))
    a_theme("Kommt", valid_from=SOON)

    current, over = queries.themes(on=TODAY)

    assert ([str(theme) for theme in current], [str(theme) for theme in over]) == (["Läuft", "Kommt"], ["Vorbei"])
    assert over[0].last_day == date(2025, 12, 31)


def test_a_theme_is_changed_and_ends_after_it_begins(north):
    theme = a_theme()

    changed = actions.set_theme(
        theme, actor=system("test"), given=Theme(city=theme.city, name_de="Räume sichern", valid_from=BEFORE)
    )
    with pytest.raises(actions.EndsBeforeItBegins):
        a_theme("Nie", valid_to=BEFORE)

    assert (changed.pk, Theme.objects.get().name_de) == (theme.pk, "Räume sichern")
    assert "name_de" in trail(theme, "set_theme").changes


# contact people


def test_people_to_ask_are_shown_for_their_time_and_their_names_stay_out_of_the_trail(north):
    now = a_contact(north)
    a_contact(north, "Olav Früher", valid_from=date(2020, 1, 1), valid_to=BEFORE)

    assert list(queries.contact_people(north, on=TODAY)) == [now]
    assert queries.contact_people(north, on=TODAY, all_times=True).count() == 2
    actions.set_contact(now, actor=system("test"), given=ContactPerson(place=north, name="Neu", valid_from=BEFORE))
    assert "Nele" not in str(trail(now, "set_contact").changes)


def test_somebody_is_removed_from_their_own_place_only(north):
    contact = a_contact(north)
    other = Place.objects.get(slug="suedermuehl")

    with pytest.raises(NotAllowed):
        actions.remove_contact(other, actor=system("test"), contact_id=contact.pk)
    actions.remove_contact(north, actor=system("test"), contact_id=contact.pk)

    assert not ContactPerson.objects.exists()
    assert trail(north, "remove_contact").changes == {"removed": 1}


def test_two_years_after_their_time_people_are_forgotten(north):
    a_contact(north, "Lange her", valid_from=date(2020, 1, 1), valid_to=date(2024, 6, 1))
    a_contact(north, "Jüngst", valid_from=date(2020, 1, 1), valid_to=date(2024, 7, 1))

    assert forgotten("places.contacts") == 1
    assert forgotten("places.contacts") == 0
    assert str(ContactPerson.objects.get()) == "Jüngst"


# pages


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_place_says_its_profile_its_people_what_is_new_and_its_past(client, north):
    write(north, "Früher", valid_from=BEFORE)
    write(north, "Kurze Wege", themes=[a_theme()])
    a_contact(north)
    a_contact(north, "Olav Früher", valid_from=date(2020, 1, 1), valid_to=BEFORE)
    actions.draw_boundary(north, actor=system("test"), geojson=factories.square(51.53, 7.46), valid_from=BEFORE)

    page = shown(client, "/stadtbezirke/stadtmitte-nord/")

    for said in ("Kurze Wege", "Räume schaffen", "Nele Beispiel", "Projektgruppe Nord", "Neue Grenzen", "km²"):
        assert said in page, said
    assert "Olav Früher" not in page
    assert "Bearbeiten" not in page
    assert "Die Karte zeigt den 01.01.2021" in shown(client, "/stadtbezirke/stadtmitte-nord/?am=2021-01-01")
    for broken in ("?am=2021-13-01", "?am=gestern"):
        shown(client, f"/stadtbezirke/stadtmitte-nord/{broken}")


def test_an_old_version_is_read_back_and_says_that_it_holds_no_more(client, north):
    write(north, "Früher", valid_from=BEFORE)
    write(north)
    latest, first = queries.versions(north)

    assert "Diese Fassung gilt heute nicht" in shown(client, first.get_absolute_url())
    assert "Diese Fassung gilt heute nicht" not in shown(client, latest.get_absolute_url())
    assert client.get(f"/orte/{north.pk + 1}/standortprofil/{first.pk}/").status_code == 404


def test_each_kind_of_place_has_a_page(client, north):
    factories.furnish(north)
    city = queries.city()

    assert {place.kind for place in Place.objects.all()} == set(PlaceKind)
    for place in Place.objects.all():
        assert place.title in shown(client, place.get_absolute_url())
    assert "Schwesterstadt" in shown(client, "/partnerstaedte/")
    assert queries.locate(48.0, 2.0).district is None
    for part in Place.objects.exclude(pk=city.pk):
        assert part.kind == PlaceKind.NEIGHBOURHOOD or part.title in shown(client, city.get_absolute_url())


def test_themes_stand_on_their_page_with_their_days(client, north):
    a_theme()
    a_theme("Vorbei", valid_to=date(2026, 1, 1))

    page = shown(client, "/handlungsschwerpunkte/")

    assert "seit 01.01.2025" in page and "01.01.2025 bis 31.12.2025" in page
    assert "Frühere Handlungsschwerpunkte" in page


def test_an_empty_house_has_empty_pages(client, db):
    assert "Noch sind keine Handlungsschwerpunkte" in shown(client, "/handlungsschwerpunkte/")
    assert "Noch sind keine Partnerstädte" in shown(client, "/partnerstaedte/")
    assert client.get("/stadt/").status_code == 404


def test_pages_ask_a_constant_number_of_questions(client, north, django_assert_max_num_queries):
    factories.furnish(north)
    for number in range(4):
        write(north, f"Stärke {number}", valid_from=date(2021 + number, 1, 1), themes=[a_theme(f"Thema {number}")])
        a_contact(north, f"Person {number}")

    for path in ("/stadtbezirke/stadtmitte-nord/", "/stadt/", "/quartiere/werftquartier/", "/handlungsschwerpunkte/"):
        with django_assert_max_num_queries(15):
            shown(client, path)


def test_the_office_writes_everything_through_forms(office, north):
    theme = a_theme()
    posts = [
        (f"/orte/{north.pk}/bearbeiten/", {"text_de": "Frisch.", "aliases": "Norden\nOben"}),
        (
            f"/orte/{north.pk}/standortprofil/neu/",
            {"valid_from": "2026-06-01", "strengths_de": "Licht", "themes": theme.pk},
        ),
        (f"/orte/{north.pk}/ansprechpersonen/neu/", {"name": "Mira", "function_de": "Rat", "valid_from": "2026-01-01"}),
        ("/handlungsschwerpunkte/neu/", {"name_de": "Neues", "valid_from": "2026-01-01", "last_day": "2026-12-31"}),
        (f"/handlungsschwerpunkte/{theme.pk}/", {"name_de": "Räume!", "valid_from": "2025-01-01"}),
    ]

    for path, fields in posts:
        assert office.get(path).status_code == 200
        assert office.post(path, fields).status_code == 302, path

    page = shown(office, "/stadtbezirke/stadtmitte-nord/")
    for said in ("Frisch.", "Norden, Oben", "Licht", "Räume!", "Mira"):
        assert said in page, said
    assert Theme.objects.get(name_de="Neues").valid_to == date(2027, 1, 1)
    mira = ContactPerson.objects.get()
    known = f"/orte/{north.pk}/ansprechpersonen/{mira.pk}/"
    assert "Mira" in shown(office, known)
    office.post(known, {"name": "Mira", "function_de": "Rätin", "valid_from": "2026-01-01", "last_day": "2026-02-01"})
    assert "nicht mehr im Amt" in shown(office, "/stadtbezirke/stadtmitte-nord/")
    office.post(f"{known}loeschen/")
    assert not ContactPerson.objects.exists()
    assert "Recht" in office.post(f"{known}loeschen/", follow=True).content.decode()
    assert "Licht" in shown(office, f"/orte/{north.pk}/standortprofil/neu/")


def test_the_form_keeps_what_was_typed_and_says_why_not(office, north):
    empty = office.post(f"/orte/{north.pk}/standortprofil/neu/", {"valid_from": "2026-06-01"})
    turned = office.post(
        f"/orte/{north.pk}/ansprechpersonen/neu/",
        {"name": "Mira", "function_de": "Rat", "valid_from": "2026-02-01", "last_day": "2026-01-01"},
    )

    assert (empty.status_code, turned.status_code) == (422, 422)
    assert "Das Standortprofil ist leer" in empty.content.decode()
    assert (
        "Der letzte Tag liegt vor dem ersten" in turned.content.decode() and 'value="Mira"' in turned.content.decode()
    )


def test_without_a_city_there_are_no_themes(office):
    answer = office.post("/handlungsschwerpunkte/neu/", {"name_de": "Neues", "valid_from": "2026-01-01"})

    assert "noch keine Stadt" in answer.content.decode()


@pytest.mark.parametrize("path", ["bearbeiten/", "standortprofil/neu/", "ansprechpersonen/neu/"])
def test_the_forms_are_the_offices(client, north, path):
    client.force_login(people.person())

    assert client.get(f"/orte/{north.pk}/{path}").status_code == 403
    assert client.get("/handlungsschwerpunkte/neu/").status_code == 403


# what is new


def test_rooms_above_say_what_is_new(north, monkeypatch):
    entry = queries.News("Atelier", "/verzeichnis/1/", TODAY, "Profil")
    monkeypatch.setattr(portrait_queries, "_sources", [])
    queries.register_news(source := lambda place, limit: [entry])
    queries.register_news(source)
    write(north, valid_from=SOON)

    assert queries.news(north, drawn=[], profiles=queries.versions(north), on=TODAY) == [entry]
    assert len(queries.news(north, drawn=[], profiles=queries.versions(north), on=SOON)) == 2
