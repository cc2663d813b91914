"""Files of boundaries through verbs, pages and the command line; boundaries of the past and the future."""

import json
from datetime import UTC, date, datetime

import pytest
import shapely
import time_machine

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.facts.fact import listen
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as people
from quartierwerk.rooms.accounts.tests.factories import NOON
from quartierwerk.rooms.places import actions, exchange, queries, schedule
from quartierwerk.rooms.places.facts import BoundariesTookEffect
from quartierwerk.rooms.places.models import Boundary, District, Neighbourhood, Place, Survey
from quartierwerk.rooms.places.rules import FindingKind, PlaceKind, SurveyState
from quartierwerk.rooms.places.rules.official import WrongCoordinates
from quartierwerk.rooms.places.templatetags.places import area, degrees
from quartierwerk.rooms.places.tests import factories

pytestmark = pytest.mark.django_db
LONG_AGO, TODAY, TO_COME = date(2020, 1, 1), date(2026, 6, 3), date(2027, 1, 1)
WEST, EAST, BETWEEN = (51.505, 7.405), (51.505, 7.425), (51.505, 7.412)
told = []


@listen(BoundariesTookEffect)
def note(fact):
    """Keeps what it was told."""
    told.append(fact)


@pytest.fixture(autouse=True)
def at_noon():
    told.clear()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def city():
    """Two districts side by side, surveyed long ago; the border runs at 7.41."""
    whole = factories.city()
    factories.district("Westen", "westen", parent=whole, at=WEST)
    factories.district("Osten", "osten", parent=whole, at=EAST)
    draw(halves(7.41), valid_from=LONG_AGO)
    deliver_waiting()
    told.clear()
    return whole


def halves(border):
    """The two districts with their common border at this longitude."""
    return {"Westen": shapely.box(7.40, 51.50, border, 51.51), "Osten": shapely.box(border, 51.50, 7.43, 51.51)}


def file(shapes, *, valid_from=TODAY, kind=PlaceKind.DISTRICT, **more):
    return actions.BoundaryFile(
        content=factories.geojson(shapes), filename="bezirke.geojson", kind=kind, valid_from=valid_from,
        source="Vermessungsamt", **more,
    )  # fmt: skip


def draw(shapes, *, actor=None, **more):
    actor = actor or system("test")
    return actions.draw_survey(actions.check_survey(file(shapes, **more), actor=actor), actor=actor)


def district(point, *, on=None):
    found = queries.locate(*point, on=on).district
    return found.slug if found else None


# check_survey


def test_a_file_is_checked_and_nothing_changes(city):
    before = list(Boundary.objects.values())

    survey = actions.check_survey(file(halves(7.415)), actor=people.officer())

    assert survey.state == SurveyState.CHECKED
    assert survey.can_be_drawn
    gained = {change["name"]: change["gained_m2"] - change["lost_m2"] for change in survey.outcome["changes"]}
    assert gained == pytest.approx({"Westen": 386_000, "Osten": -386_000}, rel=0.01)
    assert list(Boundary.objects.values()) == before


def test_a_file_may_call_places_by_the_citys_own_word(city):
    House.objects.create(name="Musterstadt", words={"district": {"one": "Kiez", "many": "Kieze"}})

    survey = actions.check_survey(
        file({f"Kiez {name}": shape for name, shape in halves(7.415).items()}), actor=people.officer()
    )

    assert survey.state == SurveyState.CHECKED
    assert {change["name"] for change in survey.outcome["changes"]} == {"Westen", "Osten"}


def test_a_file_with_faults_is_kept_with_them_and_cannot_be_drawn(city):
    shapes = halves(7.41) | {"Westen": shapely.box(7.40, 51.50, 7.412, 51.51)}
    officer = people.officer()

    survey = actions.check_survey(file(shapes), actor=officer)

    (finding,) = survey.findings
    assert (finding.kind, finding.names) == (FindingKind.OVERLAP, ("Osten", "Westen"))
    assert survey.state == SurveyState.REFUSED
    with pytest.raises(actions.CannotBeDrawn):
        actions.draw_survey(survey, actor=officer)


def test_a_file_in_metres_is_refused_and_not_kept(city):
    with pytest.raises(WrongCoordinates, match="EPSG:25832"):
        actions.check_survey(
            file({"Westen": shapely.box(393_000, 5_708_000, 394_000, 5_709_000)}), actor=people.officer()
        )

    assert Survey.objects.count() == 1  # the one the city was drawn with


def test_the_city_itself_does_not_come_in_a_file(city):
    with pytest.raises(actions.CannotBeDrawn):
        actions.check_survey(file(halves(7.41), kind=PlaceKind.CITY), actor=people.officer())


def test_without_a_city_there_is_nothing_to_check_against():
    with pytest.raises(actions.NoCity):
        actions.check_survey(file(halves(7.41)), actor=people.officer())


@pytest.mark.parametrize("who", ["visitor", "somebody"])
def test_nobody_else_checks_or_draws(city, who):
    actor = None if who == "visitor" else people.person()
    survey = actions.check_survey(file(halves(7.415)), actor=people.officer())

    with pytest.raises(NotAllowed):
        actions.check_survey(file(halves(7.415)), actor=actor)
    with pytest.raises(NotAllowed):
        actions.check_again(survey, actor=actor)
    with pytest.raises(NotAllowed):
        actions.draw_survey(survey, actor=actor)


def test_checking_again_sees_what_changed_meanwhile(city):
    officer = people.officer()
    survey = actions.check_survey(file(halves(7.415)), actor=officer)
    draw(halves(7.412))

    with pytest.raises(actions.ChangedMeanwhile):
        actions.draw_survey(survey, actor=officer)
    again = actions.check_again(survey, actor=officer)
    drawn = actions.draw_survey(again, actor=officer)

    assert drawn.state == SurveyState.DRAWN
    assert district((51.505, 7.4145)) == "westen"
    with pytest.raises(actions.CannotBeDrawn):
        actions.check_again(drawn, actor=officer)


# confirm_enclaves

ENCLAVE = shapely.box(7.408, 51.503, 7.412, 51.506)


@pytest.fixture
def first_survey():
    """The first boundaries of a city with another municipality in its middle."""
    whole = factories.city()
    factories.district("Westen", "westen", parent=whole, at=WEST)
    factories.district("Osten", "osten", parent=whole, at=EAST)
    shapes = {name: shape.difference(ENCLAVE) for name, shape in halves(7.41).items()}
    return actions.check_survey(file(shapes), actor=system("test"))


def test_a_confirmed_enclave_stays_a_hole_in_the_city(first_survey):
    officer = people.officer()
    (hole,) = first_survey.holes
    refused = first_survey.state

    survey = actions.confirm_enclaves(first_survey, enclaves=[hole.key], actor=officer)
    actions.draw_survey(survey, actor=officer)

    assert (refused, survey.state) == (SurveyState.REFUSED, SurveyState.CHECKED)
    assert (district(WEST), district((51.5045, 7.4085)), district(EAST)) == ("westen", None, "osten")
    outline = Boundary.objects.valid(on=TODAY).get(place=first_survey.city).shape
    assert shapely.get_num_interior_rings(outline) == 1
    (row,) = AuditRow.objects.filter(subject=reference(survey), verb="places.confirm_enclaves")
    assert row.changes["confirmed"] == 1


def test_only_the_office_confirms_enclaves(first_survey):
    for actor in (None, people.person()):
        with pytest.raises(NotAllowed):
            actions.confirm_enclaves(first_survey, enclaves=[first_survey.holes[0].key], actor=actor)


def test_only_what_the_check_has_shown_is_confirmed_and_can_be_taken_back(first_survey):
    officer = people.officer()
    with pytest.raises(actions.ChangedMeanwhile):
        actions.confirm_enclaves(first_survey, enclaves=["51.5,7.4,1,"], actor=officer)

    confirmed = actions.confirm_enclaves(first_survey, enclaves=[first_survey.holes[0].key], actor=officer)
    again = actions.confirm_enclaves(confirmed, enclaves=[], actor=officer)

    assert (again.state, again.enclaves) == (SurveyState.REFUSED, [])
    with pytest.raises(actions.CannotBeDrawn):
        actions.draw_survey(again, actor=officer)
    assert not Boundary.objects.exists()


def test_nothing_is_confirmed_any_more_once_it_is_drawn(first_survey):
    officer, key = people.officer(), first_survey.holes[0].key
    survey = actions.confirm_enclaves(first_survey, enclaves=[key], actor=officer)
    drawn = actions.draw_survey(survey, actor=officer)

    with pytest.raises(actions.CannotBeDrawn):
        actions.confirm_enclaves(drawn, enclaves=[], actor=officer)


# draw_survey


def test_drawing_leaves_one_row_one_fact_and_the_city_as_it_was(city):
    survey = draw(halves(7.415), actor=people.officer())
    deliver_waiting()

    (row,) = AuditRow.objects.filter(subject=reference(survey), verb="places.draw_survey")
    assert row.changes["valid_from"] == "2026-06-03"
    assert len(row.changes["boundaries"]) == 2  # the outline of the city is the same
    assert told == [BoundariesTookEffect(place_id=city.pk, since="2026-06-03")]


def test_a_boundary_of_the_past_leaves_earlier_days_as_they_were(city):
    since = date(2024, 1, 1)

    draw(halves(7.415), valid_from=since)

    assert district(BETWEEN, on=date(2023, 12, 31)) == "osten"
    assert district(BETWEEN, on=since) == district(BETWEEN) == "westen"
    assert [(stay.key.slug, stay.since, stay.until) for stay in queries.stays(*BETWEEN)] == [
        ("osten", LONG_AGO, since),
        ("westen", since, None),
    ]


def test_a_boundary_of_the_future_takes_effect_on_its_day_and_not_before(city):
    draw(halves(7.415), valid_from=TO_COME)
    deliver_waiting()

    assert district(BETWEEN) == "osten"
    assert schedule.let_boundaries_take_effect() == 0
    assert told == []
    with time_machine.travel(datetime(2026, 12, 31, 22, 59, tzinfo=UTC), tick=False):
        assert schedule.let_boundaries_take_effect() == 0
    with time_machine.travel(datetime(2026, 12, 31, 23, 1, tzinfo=UTC), tick=False):  # midnight has passed in Berlin
        assert district(BETWEEN) == "westen"
        assert schedule.let_boundaries_take_effect() == 2
        assert schedule.let_boundaries_take_effect() == 0
        deliver_waiting()
    assert told == [BoundariesTookEffect(place_id=city.pk, since="2027-01-01")]


def test_only_the_office_lets_boundaries_take_effect(city):
    with pytest.raises(NotAllowed):
        actions.take_effect(city, actor=people.person())

    actions.take_effect(city, actor=people.officer())

    assert AuditRow.objects.filter(verb="places.take_effect").latest("pk").changes == {"boundaries": 0}


def test_a_boundary_that_would_clash_on_a_later_day_is_refused_with_that_day(city):
    draw(halves(7.42), valid_from=TO_COME)
    shapes = {"Osten": shapely.box(7.41, 51.50, 7.43, 51.51), "Westen": shapely.box(7.40, 51.50, 7.41, 51.51)}
    fine = actions.check_survey(file(halves(7.405), valid_from=TODAY), actor=people.officer())
    only_west = actions.check_survey(
        file({"Westen": shapes["Westen"]}, valid_from=date(2026, 9, 1)), actor=people.officer()
    )

    assert fine.can_be_drawn
    assert not only_west.can_be_drawn  # says what holds already


def test_hairlines_are_closed_and_said(city):
    shapes = halves(7.412)
    shapes["Osten"] = shapely.box(7.412002, 51.50, 7.43, 51.51)

    survey = draw(shapes)

    assert [finding.kind for finding in survey.findings] == [FindingKind.HAIRLINE]
    assert district((51.505, 7.412001)) is not None


def test_the_city_gets_its_outline_from_its_districts(city):
    grown = {**halves(7.41), "Osten": shapely.box(7.41, 51.50, 7.44, 51.51)}

    draw(grown)

    outline = Boundary.objects.valid(on=TODAY).get(place=city).shape
    assert outline.bounds == pytest.approx((7.40, 51.50, 7.44, 51.51))


def test_missing_places_are_created_with_their_parents(city):
    draw({"Alter Markt": shapely.box(7.401, 51.501, 7.405, 51.505)}, kind=PlaceKind.NEIGHBOURHOOD, creates_missing=True)
    third = {**halves(7.41), "Süden": shapely.box(7.40, 51.49, 7.43, 51.50)}
    draw(third, creates_missing=True)

    made = Neighbourhood.objects.get()
    assert (made.name, made.slug, made.parent.slug) == ("Alter Markt", "alter-markt", "westen")
    south = District.objects.get(slug="sueden")
    assert (south.parent, south.hue) == (city, 3)
    assert district((51.495, 7.41)) == "sueden"


def test_nothing_is_half_imported(city, monkeypatch):
    survey = actions.check_survey(
        file({**halves(7.41), "Westen ": shapely.box(7.40, 51.49, 7.43, 51.50)}, creates_missing=True),
        actor=system("test"),
    )
    assert survey.state == SurveyState.REFUSED
    twin = {**halves(7.41), "A" * 70: shapely.box(7.40, 51.49, 7.43, 51.50)}
    factories.district("Anders", "a" * 60, parent=city, at=WEST)
    survey = actions.check_survey(file(twin, creates_missing=True), actor=system("test"))
    before = (list(Boundary.objects.values()), Place.objects.count())

    with pytest.raises(actions.AlreadyThere):
        actions.draw_survey(survey, actor=system("test"))

    assert (list(Boundary.objects.values()), Place.objects.count()) == before
    assert Survey.objects.get(pk=survey.pk).state == SurveyState.CHECKED


# history


def test_the_history_of_a_place_says_what_it_gained_and_lost(city):
    draw(halves(7.415))

    latest, first = queries.drawn(Place.objects.get(slug="westen"))

    assert (latest.boundary.valid_from, first.boundary.valid_to) == (TODAY, TODAY)
    assert latest.gained_m2 == pytest.approx(386_000, rel=0.01) and latest.lost_m2 == 0
    assert first.is_first and not latest.is_first


# pages


@pytest.fixture
def office(client):
    client.force_login(people.officer())
    return client


def sent(shapes, **more):
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = {"file": SimpleUploadedFile("neu.geojson", factories.geojson(shapes)), "kind": "district"}
    return given | {"valid_from": "2027-01-01", "source": "Vermessungsamt"} | more


def test_the_office_uploads_looks_and_takes_over(office, city):
    answer = office.post("/grenzen/neu/", sent(halves(7.415)))
    page = office.get(answer["Location"]).content.decode()

    assert "Prüflauf: Es hat sich noch nichts geändert" in page
    assert page.count('<svg class="city__map"') == 2
    assert "Bis zu diesem Tag gilt, was heute gilt." in page
    answer = office.post(f"{answer['Location']}uebernehmen/", follow=True)
    assert "Die Grenzen gelten erst von ihrem Tag an" in answer.content.decode()
    assert district(BETWEEN, on=TO_COME) == "westen"
    assert "neu.geojson" in office.get("/grenzen/").content.decode()


def test_the_office_confirms_an_enclave_on_the_page_of_the_check(office, first_survey):
    address = f"/grenzen/{first_survey.pk}/"
    page = office.get(address).content.decode()
    (hole,) = first_survey.holes

    assert "uebernehmen" not in page
    assert f'name="enclave" value="{hole.key}"><label' in page
    assert f"{area(hole.area_m2)} bei {degrees(hole)}, neben {hole.place}</label>" in page
    ticked = office.post(f"{address}enklaven/", {"enclave": hole.key}, follow=True).content.decode()
    assert f'value="{hole.key}" checked' in ticked and "uebernehmen" in ticked and "Enklave" in ticked
    forged = office.post(f"{address}enklaven/", {"enclave": "nowhere"}, follow=True).content.decode()
    assert "Seit der Prüfung haben sich Grenzen oder Orte geändert." in forged
    office.post(f"{address}uebernehmen/")
    assert "Enklaven</h2>" not in office.get(address).content.decode()


def test_faults_stand_on_the_page_with_place_point_and_size(office, city):
    shapes = halves(7.41) | {"Westen": shapely.box(7.40, 51.50, 7.412, 51.51)}

    answer = office.post("/grenzen/neu/", sent(shapes), follow=True)

    page = answer.content.decode()
    assert "Osten / Westen" in page and "51.50500, 7.41100" in page and "0,15 km²" in page
    assert "Diese Datei lässt sich nicht übernehmen" in page
    assert "uebernehmen" not in page


def test_an_unreadable_file_gets_a_sentence_at_its_field(office, city, settings):
    swapped = {name: shapely.transform(shape, lambda p: p[:, ::-1]) for name, shape in halves(7.41).items()}

    answer = office.post("/grenzen/neu/", sent(swapped))

    assert answer.status_code == 422
    assert "vertauscht" in answer.content.decode()
    settings.UPLOAD_MAX_BYTES = 10
    assert "größer als" in office.post("/grenzen/neu/", sent(halves(7.41))).content.decode()


def test_a_file_that_changes_nothing_says_so(office, city):
    page = office.post("/grenzen/neu/", sent(halves(7.41)), follow=True).content.decode()

    assert "Die Datei sagt, was schon gilt" in page
    assert "Ohne Änderung: Osten, Westen" in page


def test_a_refusal_of_the_verb_is_told_on_the_page(office, city):
    survey = actions.check_survey(file(halves(7.415)), actor=system("test"))
    draw(halves(7.412))

    told = office.post(f"/grenzen/{survey.pk}/uebernehmen/", follow=True).content.decode()
    assert "Seit der Prüfung haben sich Grenzen oder Orte geändert" in told
    office.post(f"/grenzen/{survey.pk}/pruefen/")
    office.post(f"/grenzen/{survey.pk}/uebernehmen/")
    assert district((51.505, 7.4145)) == "westen"
    assert "schon übernommen" in office.post(f"/grenzen/{survey.pk}/pruefen/", follow=True).content.decode()


def test_a_city_to_be_is_told_in_the_form(office):
    assert "noch keine Stadt" in office.post("/grenzen/neu/", sent(halves(7.41))).content.decode()
    assert "Noch keine Dateien" in office.get("/grenzen/").content.decode()


@pytest.mark.parametrize("path", ["/grenzen/", "/grenzen/neu/", "/grenzen/1/"])
def test_the_pages_are_the_offices(client, path):
    client.force_login(people.person())

    assert client.get(path).status_code == 403


def test_nobody_else_draws_through_the_page(client, city):
    survey = actions.check_survey(file(halves(7.415)), actor=system("test"))
    client.force_login(people.person())

    client.post(f"/grenzen/{survey.pk}/uebernehmen/")

    assert Survey.objects.get(pk=survey.pk).state == SurveyState.CHECKED


def test_the_pages_ask_a_constant_number_of_questions(office, city, django_assert_max_num_queries):
    survey = actions.check_survey(file(halves(7.415)), actor=system("test"))
    office.get("/grenzen/")  # the first visit of a session also notes its device

    with django_assert_max_num_queries(15):
        office.get(f"/grenzen/{survey.pk}/")
    with django_assert_max_num_queries(15):
        office.get("/grenzen/")


def test_other_kinds_are_shown_upon_the_districts(office, city):
    shapes = {"Alter Markt": shapely.box(7.401, 51.501, 7.405, 51.505)}

    page = office.post("/grenzen/neu/", sent(shapes, kind="centre", creates_missing="on"), follow=True).content.decode()

    assert "Alter" in page and ">neu<" in page.replace("\n", "")


# the command line's door


def about(**more):
    return exchange.About(kind=PlaceKind.DISTRICT, valid_from=TODAY, source="", **more)


def write(tmp_path, shapes):
    path = tmp_path / "bezirke.geojson"
    path.write_bytes(factories.geojson(shapes))
    return path


def test_the_command_line_checks_draws_and_says_what_came_of_it(city, tmp_path):
    path = write(tmp_path, halves(7.415))

    dry = exchange.import_boundaries(path, about=about(), actor=system("test"), dry_run=True)
    assert "Prüflauf" in dry.lines()[-1] and district(BETWEEN) == "osten"
    wet = exchange.import_boundaries(path, about=about(), actor=system("test"), dry_run=False)
    again = exchange.import_boundaries(path, about=about(), actor=system("test"), dry_run=False)

    assert (wet.came_back, district(BETWEEN)) == (0, "westen")
    assert wet.lines()[-1] == "Die Grenzen sind übernommen."
    assert again.lines() == ["Die Datei sagt, was schon gilt. Es gibt nichts zu übernehmen."]
    assert Survey.objects.latest("pk").source == "bezirke"


def test_the_command_line_names_each_fault(city, tmp_path):
    path = write(tmp_path, {"Westen": shapely.box(7.40, 51.50, 7.412, 51.51)})

    summary = exchange.import_boundaries(path, about=about(), actor=system("test"), dry_run=False)

    assert summary.came_back == 1
    assert summary.lines()[0].startswith("Überlappung: Osten / Westen, 51.50500, 7.41100, 154")


def test_a_later_fault_names_its_day():
    from quartierwerk.rooms.places.rules import Finding

    assert "ab 2027-01-01" in exchange.boundaries._line(Finding(FindingKind.GAP, ("Osten",), on=TO_COME))


def test_the_file_is_kept_as_it_came(city):
    survey = actions.check_survey(file(halves(7.415)), actor=system("test"))

    assert json.loads(Survey.objects.get(pk=survey.pk).content)["type"] == "FeatureCollection"
