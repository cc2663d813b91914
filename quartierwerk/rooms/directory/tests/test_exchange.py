import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse

from quartierwerk.foundation import sheets
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, exchange, queries, rules
from quartierwerk.rooms.directory.demo import lists
from quartierwerk.rooms.directory.models import ImportJob, Profile
from quartierwerk.rooms.directory.rules import JobState
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.directory.tests.test_imports import ROWS, checked, done, outcomes, table


@pytest.fixture
def machine(db):
    factories.vocabulary()
    return system("command-line")


def keep(folder, data: bytes, name: str = "liste.csv"):
    path = folder / name
    path.write_bytes(data)
    return path


def run(path, actor, **rest):
    return exchange.import_file(path, actor=actor, **{"list_name": "Firmenliste", "dry_run": False} | rest)


# --- In: the command line ----------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing(machine, tmp_path):
    summary = run(keep(tmp_path, table(*ROWS)), machine, dry_run=True)

    assert summary.lines()[-2:] == [
        "mit Warnung: 2",
        "Das war ein Prüflauf; im Verzeichnis hat sich nichts geändert.",
    ]
    assert summary.job.state == JobState.CHECKED
    assert not Profile.objects.exists()


def test_a_run_after_the_dry_run_goes_on_with_the_same_import(machine, tmp_path):
    path = keep(tmp_path, table(*ROWS))
    run(path, machine, dry_run=True)
    summary = run(path, machine)

    assert ImportJob.objects.count() == 1
    assert (summary.came_back, Profile.objects.count()) == (0, 3)


def test_rows_that_came_back_are_written_to_the_report(machine, tmp_path):
    report = tmp_path / "zurück.csv"
    summary = run(keep(tmp_path, table(*ROWS, "4;;;;;")), machine, report=report)

    assert summary.came_back == 1
    assert "1 Zeile wird nicht übernommen." in summary.lines()
    assert report.read_text(encoding="utf-8-sig").splitlines()[1:] == ["4;;;;;;5;Der Name fehlt."]


def test_a_report_without_refused_rows_has_its_headings_only(machine, tmp_path):
    report = tmp_path / "zurück.csv"
    run(keep(tmp_path, table(*ROWS)), machine, report=report)

    assert len(report.read_text(encoding="utf-8-sig").splitlines()) == 1


def test_an_xlsx_comes_back_as_xlsx(machine, tmp_path):
    columns = exchange.COLUMNS[:2]
    source = tmp_path / "liste.xlsx"
    sheets.write_xlsx([("1", "Klangwerk"), ("2", ""), ("3", "Tonspur")], columns, title="Liste", path=source).close()
    run(source, machine, report=tmp_path / "zurück.xlsx")

    rows = list(openpyxl.load_workbook(tmp_path / "zurück.xlsx").active.values)
    assert rows[1][2:] == (3, "Der Name fehlt.")
    assert Profile.objects.count() == 2


def test_progress_runs_over_both_steps(machine, tmp_path):
    shown = []
    run(keep(tmp_path, table(*ROWS)), machine, progress=lambda done, total: shown.append((done, total)))

    assert shown[-1] == (6, 6)
    assert [done for done, _total in shown] == sorted(done for done, _total in shown)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"Firma;Ort\r\n", b"Alpha;Omega\r\n1;2\r\n"])
def test_what_cannot_be_read_is_refused_with_a_sentence(machine, tmp_path, data):
    with pytest.raises(RuleBroken):
        run(keep(tmp_path, data), machine)


def test_a_file_that_breaks_off_is_refused_with_its_own_sentence(machine, tmp_path, monkeypatch):
    def refuse(job):
        raise sheets.SheetError("Die Datei ist ausgepackt zu groß.")

    monkeypatch.setattr(actions.imports.checking, "_stage_rows", refuse)

    with pytest.raises(RuleBroken, match="ausgepackt"):
        run(keep(tmp_path, table(*ROWS)), machine)


def test_an_interrupted_import_goes_on_when_the_command_is_given_again(machine, tmp_path, officer):
    path = keep(tmp_path, table(*ROWS))
    actions.run_import(checked(table(*ROWS), actor=officer), actor=officer)

    summary = run(path, machine)

    assert (ImportJob.objects.count(), summary.job.state) == (1, JobState.DONE)


def test_an_interrupted_check_goes_on_too(machine, tmp_path, officer):
    path = keep(tmp_path, table(*ROWS))
    job = checked(table(*ROWS), actor=officer)
    actions.check_import(job, actor=officer)

    assert run(path, machine).job.pk == job.pk


def test_resume_says_whether_rows_came_back(machine, officer):
    assert exchange.resume(actor=machine) == 0
    actions.run_import(checked(table(*ROWS, "4;;;;;"), actor=officer), actor=officer)

    assert exchange.resume(actor=machine) == 1
    assert Profile.objects.count() == 3


def test_the_list_of_the_demo_city_is_read(officer, tmp_path):
    factories.vocabulary()
    first = done(lists.company_list_csv(), actor=officer)
    again = done(lists.company_list_csv(), actor=officer)

    taken = outcomes(first)
    assert first.rows.count() > 400
    assert taken.count("new") > 0.9 * len(taken)
    assert set(outcomes(again)) <= {"unchanged", "error", "certain_double"}
    assert outcomes(again).count("unchanged") == sum(o in {"new", "possible_double"} for o in taken)


# --- Out ---------------------------------------------------------------------------------------------------------


SECOND = factories.site(None, street="Alfred-Trappen-Straße", house_number="8", postcode="44263", addition="2. Stock")
"""An address beside the first one."""


@pytest.fixture
def known(profile):
    """A profile with everything an export shows, and fields for three circles."""
    return actions.edit(profile, actor=system("test"), content=everything(), at=factories.NOON)


def everything() -> rules.ProfileContent:
    return factories.content(
        sites=(factories.site(), SECOND),
        keywords=("Porträt", "=SUMME(A1)"),
        contacts=(
            factories.email("post@lichtwerk.example"),
            factories.phone("+49 231 123456", visibility="signed_in"),
            rules.Contact(type=rules.ContactType.PERSON, value="Luca Licht", visibility=rules.Visibility.OFFICE),
        ),
        links=(rules.WebLink(label="Bilder", url="https://bilder.example/x"),),
        access=(rules.AccessFact.STEP_FREE,),
        opening=rules.read_opening("Mo–Fr 9–17 Uhr"),
        founded=2011,
        closed_on=date(2026, 5, 1),
        is_open_for_cooperation=True,
        external_id="17",
    )


def row_for(person, known) -> dict:
    [row] = exchange.export_rows([known.pk], person=person)
    return row


def test_an_export_holds_what_the_reader_may_see(known, stranger, owner, officer):
    shown = {
        name: (row["email"], row["phone"], row["person"])
        for name, row in (("visitor", row_for(None, known)), ("stranger", row_for(stranger, known)))
    }

    assert shown["visitor"] == ("", "", "")
    assert shown["stranger"] == ("", "+49 231 123456", "")
    for person in (owner, officer):
        assert row_for(person, known)["person"] == "Luca Licht"


def test_what_only_the_office_needs_is_in_no_other_export(known, owner, officer):
    keys = {column.key for column in exchange.export_columns(owner)}

    assert keys.isdisjoint({"external_id", "source", "state"})
    assert {column.key for column in exchange.export_columns(officer)} - keys == {"external_id", "source", "state"}
    [feature] = exchange.features([known.pk], person=owner)
    assert feature["properties"].keys().isdisjoint({"external_id", "source", "state", "person_id"})


@pytest.mark.parametrize("who", ["visitor", "stranger", "owner", "officer"])
@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_withdrawn_profile_is_in_no_export(client, known, who, is_indexed, request):
    other = factories.profile(name="Lichtwerk Süd")
    follower.rebuild()
    actions.withdraw(known, actor=system("test"))
    if is_indexed:
        follower.rebuild()
    if person := request.getfixturevalue(who):
        client.force_login(person)

    answer = client.get(reverse("directory:export", args=["geojson"]), {"q": "Lichtwerk"})

    assert [one["id"] for one in json.loads(b"".join(answer))["features"]] == [other.pk]


def test_an_export_keeps_the_order_of_the_view(db):
    keys = [profile.pk for profile in reversed(factories.profiles(3))]

    assert [row["profile_number"] for row in exchange.export_rows(iter(keys), person=None)] == keys


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_asks_the_same_number_of_questions(db, count, django_assert_max_num_queries):
    keys = [profile.pk for profile in factories.profiles(count)]

    with django_assert_max_num_queries(10):
        list(exchange.export_rows(keys, person=None))


def test_an_exported_file_can_be_imported_again_without_a_change(db, officer):
    [first] = factories.profiles(1, source="Firmenliste", external_id="17")
    known = actions.edit(first, actor=system("test"), content=everything(), at=factories.NOON)
    rows = exchange.export_rows([known.pk], person=officer)
    data = b"".join(sheets.write_csv(rows, exchange.export_columns(officer)))
    before = queries.content_of(known)

    job = done(data, actor=officer, list_name="Firmenliste")

    assert outcomes(job) == ["unchanged"]
    assert job.rows.get().profile_id == known.pk
    assert queries.content_of(known) == before


def test_a_view_of_one_district_shows_the_address_that_lies_there(client, db):
    factories.city()
    south = factories.site(factories.SOUTH, street="Burgunderstraße", house_number="3", postcode="44263")
    both = factories.profile(sites=(factories.site(), south, SECOND))
    factories.profile(name="Nur im Norden", sites=(factories.site(),))
    one = factories.profile(name="Nur in Hörde", sites=(south,))
    follower.rebuild()

    files = {
        format: b"".join(client.get(reverse("directory:export", args=[format]), {"district": "hoerde", "sort": "name"}))
        for format in ("csv", "geojson")
    }

    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    assert [(row["Name"], row["Straße"], row["Weitere Standorte"], row["Stadtbezirk"]) for row in rows] == [
        (
            "Lichtwerk Nord",
            "Münsterstraße",
            "Burgunderstraße 3, 44263 Dortmund; Alfred-Trappen-Straße 8, 2. Stock, 44263 Dortmund",
            "Innenstadt-Nord; Hörde",
        ),
        ("Nur in Hörde", "Burgunderstraße", "", "Hörde"),
    ]
    (north_lat, north_lon), (south_lat, south_lon) = factories.NORTH, factories.SOUTH
    assert [(one["id"], one["geometry"]) for one in json.loads(files["geojson"])["features"]] == [
        (both.pk, {"type": "MultiPoint", "coordinates": [[north_lon, north_lat], [south_lon, south_lat]]}),
        (one.pk, {"type": "Point", "coordinates": [south_lon, south_lat]}),
    ]


def test_nothing_in_a_csv_runs_as_a_formula(known):
    data = b"".join(sheets.write_csv(exchange.export_rows([known.pk], person=None), exchange.export_columns(None)))

    assert not any(
        line.startswith(("=", "+", "@")) for line in data.decode("utf-8-sig").replace(";", "\n").splitlines()
    )


def test_how_exactly_a_point_is_known_is_said():
    words = [exchange.exports._precision(precision) for precision in ("pin", "exact", "street", "postcode", "")]

    assert words == ["von Hand", "Haus", "Straße", "Postleitzahl", ""]


def test_a_profile_without_an_address_is_a_feature_without_a_place(db):
    nowhere = factories.profile(sites=())

    [feature] = exchange.features([nowhere.pk], person=None)

    assert feature["geometry"] is None
    assert feature["properties"]["name"] == "Lichtwerk Nord"


@pytest.mark.parametrize("format", ["csv", "xlsx", "geojson"])
def test_a_view_is_downloaded_and_written_in_each_format(client, known, stranger, format):
    follower.rebuild()

    answer = client.get(reverse("directory:export", args=[format]), {"q": "Lichtwerk", "kind": "freelancer"})
    page = b"".join(answer.streaming_content)
    file = b"".join(exchange.export(format, parameters=QueryDict("q=Lichtwerk")))

    for data in (page, file):
        if format == "geojson":
            assert [one["id"] for one in json.loads(data)["features"]] == [known.pk]
        elif format == "csv":
            assert len(data.decode("utf-8-sig").splitlines()) == 2
        else:
            assert openpyxl.load_workbook(io.BytesIO(data)).active.max_row == 2
    assert f".{format}" in answer["Content-Disposition"]


def test_an_unknown_format_is_not_found(client, db):
    assert client.get(reverse("directory:export", args=["pdf"])).status_code == 404
