"""The command line: what it offers, its exit codes, and that a mistake gets a sentence instead of a traceback."""

from __future__ import annotations

import csv

import pytest
from django.db.migrations.recorder import MigrationRecorder

from quartierwerk.config.cli import demo_environment, main
from quartierwerk.foundation import search
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.search import journal
from quartierwerk.foundation.search.follower import Follower
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places.models import Address, Boundary
from quartierwerk.rooms.places.tests import factories as places

OK, SOME_CAME_BACK, FAILED = 0, 1, 2
COMMANDS = [
    "serve",
    "worker",
    "migrate",
    "init",
    "demo",
    "practice",
    "import",
    "export",
    "maintenance",
    "reindex",
    "backup",
    "restore",
    "check",
]


@pytest.fixture
def run(capsys):
    """Run the command line; answers with its exit code and what it said to whom."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return run


@pytest.fixture
def table(tmp_path):
    """A list of two firms as somebody exports it from a spreadsheet."""

    def write(*rows: list[str]):
        path = tmp_path / "liste.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows([["Name", "Straße", "PLZ", "Ort", "E-Mail"], *rows])
        return path

    return write


def test_import_reads_a_register_of_addresses(run, db, tmp_path):
    factories.city()
    path = tmp_path / "adressen.csv"
    path.write_text("Straße;Hausnummer;Breite;Länge\nHafenstraße;1;51,5;7,4\nHafenstraße;2;;\n", encoding="utf-8")

    assert run("import", "addresses", path, "--dry-run")[0] == SOME_CAME_BACK
    assert not Address.objects.exists()

    code, _out, err = run("import", "addresses", path, "--yes", "--report", tmp_path / "zurueck.csv")

    assert (code, Address.objects.get().house_number) == (SOME_CAME_BACK, "1")
    assert "1 Zeile wird nicht übernommen." in err
    assert "Punkt fehlt" in (tmp_path / "zurueck.csv").read_text(encoding="utf-8-sig")


def test_help_names_every_command(run):
    code, out, _err = run("--help")

    assert code == OK
    assert [name for name in COMMANDS if f"    {name}" not in out] == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["import", "profiles", "x.csv"],
        ["import", "profiles", "x.csv", "--yes", "--dry-run"],
        ["restore", "x"],
    ],
)
def test_misspelt_command_is_refused_with_the_usage(run, arguments):
    code, _out, err = run(*arguments)

    assert (code, err.startswith("usage: quartierwerk")) == (FAILED, True)


def test_a_demo_with_less_than_no_project_is_refused(run):
    code, _out, err = run("demo", "--load-only", "--cases", "-1")

    assert (code, "0 or more" in err) == (FAILED, True)


def test_port_that_is_no_number_is_refused(run, monkeypatch):
    monkeypatch.setenv("PORT", "acht")

    code, _out, err = run("serve")

    assert (code, "invalid int value: 'acht'" in err) == (FAILED, True)


@pytest.mark.django_db
def test_check_is_content_with_a_new_database(run):
    code, _out, err = run("check")

    assert (code, "Index directory.profile: 0 documents" in err) == (OK, True)
    assert "No city has been founded yet" in err


@pytest.mark.django_db
def test_check_is_silent_about_a_city_that_is_founded(run):
    House.objects.create(name="Musterstadt")

    assert "No city" not in run("check")[2]


@pytest.mark.django_db
def test_check_says_when_migrations_are_missing(run):
    MigrationRecorder.Migration.objects.filter(app="limits").delete()

    code, _out, err = run("check")

    assert (code, "1 migrations are missing" in err) == (FAILED, True)


@pytest.mark.django_db
def test_check_for_production_names_what_a_test_may_and_the_world_may_not(run):
    code, _out, err = run("check", "--deploy")

    assert code == FAILED
    assert [
        known
        for known in ("quartierwerk.E001", "quartierwerk.E002", "quartierwerk.E003", "quartierwerk.W001")
        if known not in err
    ] == []


@pytest.mark.django_db(transaction=True)
def test_list_goes_in_whole(run, table):
    factories.vocabulary()

    code, _out, _err = run("import", "profiles", table(["Lichtwerk", "Hansastr. 1", "44137", "Dortmund", ""]), "--yes")

    assert (code, [profile.name for profile in Profile.objects.all()]) == (OK, ["Lichtwerk"])


@pytest.mark.django_db(transaction=True)
def test_row_that_came_back_is_told_and_written_down(run, table, tmp_path):
    factories.vocabulary()
    report = tmp_path / "zurueck.csv"
    path = table(["Lichtwerk", "", "44137", "Dortmund", ""], ["", "Hansastr. 1", "44137", "Dortmund", ""])

    code, _out, _err = run("import", "profiles", path, "--yes", "--report", report)

    assert (code, Profile.objects.count()) == (SOME_CAME_BACK, 1)
    assert "Hansastr. 1" in report.read_text(encoding="utf-8-sig")


@pytest.mark.django_db(transaction=True)
def test_dry_run_changes_no_profile(run, table):
    factories.vocabulary()

    code, _out, _err = run("import", "profiles", table(["Lichtwerk", "", "", "", ""]), "--dry-run")

    assert (code, Profile.objects.count()) == (OK, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02\x03" * 50])
def test_file_that_cannot_be_read_gets_a_sentence(run, tmp_path, content):
    path = tmp_path / "liste.csv"
    if content is not None:
        path.write_bytes(content)

    code, _out, err = run("import", "profiles", path, "--yes")

    assert (code, "Traceback" in err) == (FAILED, False)


@pytest.mark.django_db
def test_import_without_a_file_asks_for_one(run):
    code, _out, err = run("import", "profiles", "--dry-run")

    assert (code, "Which file?" in err) == (FAILED, True)


@pytest.mark.django_db
def test_export_writes_what_is_public(run, profile, tmp_path):
    factories.withdrawn(name="Unsichtbar")
    run("reindex")

    code, _out, _err = run("export", "profiles", "--out", tmp_path / "alle.csv")

    written = (tmp_path / "alle.csv").read_text(encoding="utf-8-sig")
    assert (code, profile.name in written, "Unsichtbar" in written) == (OK, True, False)


@pytest.mark.django_db(transaction=True)
def test_backup_and_restore_bring_the_city_back_and_the_index_follows_on(run, profile, tmp_path):
    # As if the archive came from a cluster that has seen more transactions than this one.
    IndexJournal.objects.update(transaction=2**40)
    name = profile.name

    backed_up, _out, _err = run("backup", tmp_path / "sicherung.tar.gz")
    Profile.objects.update(name="Anders")
    restored, _out, _err = run("restore", tmp_path / "sicherung.tar.gz", "--yes")
    actions.edit(profile, actor=factories.system("test"), content=factories.content(name="Danach"), at=factories.NOON)
    Follower().follow()

    assert (backed_up, restored, journal.is_ahead()) == (OK, OK, False)
    assert list(Profile.objects.values_list("name", flat=True)) == ["Danach"] != [name]
    assert [hit.card["title"] for hit in search.find("directory.profile", search.Query()).hits] == ["Danach"]


@pytest.mark.django_db(transaction=True)
def test_restore_of_what_is_no_archive_leaves_everything(run, profile, tmp_path):
    (tmp_path / "wrong.tar.gz").write_bytes(b"no archive")

    code, _out, err = run("restore", tmp_path / "wrong.tar.gz", "--yes")

    assert (code, "not an archive" in err) == (FAILED, True)
    assert Profile.objects.filter(pk=profile.pk).exists()


@pytest.mark.django_db
def test_backup_into_nowhere_gets_a_sentence(run, tmp_path):
    (tmp_path / "file").touch()

    code, _out, err = run("backup", tmp_path / "file" / "sicherung.tar.gz")

    assert (code, "Traceback" in err) == (FAILED, False)


def test_demo_makes_a_secret_once_and_keeps_it(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PORT", "8123")
    for name in ("SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)

    first, second = demo_environment(), demo_environment()

    assert first == second
    assert (first["SITE_URL"], first["QUARTIERWERK_MODE"]) == ("http://localhost:8123", "demo")
    assert len(first["SECRET_KEY"]) == 96
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def boundaries(tmp_path):
    """A file that moves the border between the two districts of a small city."""
    whole = places.drawn_city()
    shapes = {boundary.place.name: boundary.shape for boundary in whole_boundaries(whole)}
    north, south = shapes
    strip = shapes[south].buffer(0.002).intersection(shapes[north])

    def write(*, faulty: bool = False):
        moved = {north: shapes[north].difference(strip), south: shapes[south].union(strip)}
        path = tmp_path / "bezirke.geojson"
        path.write_bytes(places.geojson({south: moved[south]} if faulty else moved))
        return path

    return write


def whole_boundaries(city):
    """The boundaries of the districts that hold."""
    return Boundary.objects.filter(place__parent=city, valid_to=None).select_related("place").order_by("place__slug")


@pytest.mark.django_db(transaction=True)
def test_boundaries_are_checked_and_then_drawn_as_a_whole(run, boundaries):
    before = Boundary.objects.count()

    dry, _out, said = run("import", "boundaries", boundaries(), "--dry-run", "--valid-from", "2026-01-01")
    assert (dry, Boundary.objects.count(), "Prüflauf" in said) == (OK, before, True)
    wet, _out, _said = run("import", "boundaries", boundaries(), "--yes", "--valid-from", "2026-01-01")

    assert (wet, Boundary.objects.filter(valid_from="2026-01-01").count()) == (OK, 2)


@pytest.mark.django_db(transaction=True)
def test_boundaries_with_a_fault_leave_all_as_it_was(run, boundaries):
    before = list(Boundary.objects.values())

    code, _out, said = run("import", "boundaries", boundaries(faulty=True), "--yes")

    assert (code, "Überlappung" in said) == (SOME_CAME_BACK, True)
    assert list(Boundary.objects.values()) == before


@pytest.mark.django_db(transaction=True)
def test_register_of_addresses_goes_in_by_the_command_line(run, tmp_path):
    places.city()
    path = tmp_path / "adressen.csv"
    path.write_text("Straße;Hausnummer;PLZ;Breite;Länge\nHafenstraße;12;12345;51,5;7,4\n", encoding="utf-8")

    dry = run("import", "addresses", path, "--dry-run")
    assert (dry[0], Address.objects.count()) == (OK, 0)
    assert run("import", "addresses", path, "--yes")[0] == OK
    assert Address.objects.get().town == "Musterstadt"
    assert run("import", "addresses", "--resume")[0] == FAILED


@pytest.mark.django_db(transaction=True)
def test_register_without_a_city_gets_a_sentence(run, tmp_path):
    path = tmp_path / "adressen.csv"
    path.write_text("x", encoding="utf-8")

    code, _out, said = run("import", "addresses", path, "--yes")

    assert (code, "noch keine Stadt" in said) == (FAILED, True)


def test_maintenance_closes_the_house_without_a_database_and_opens_it(run, client):
    try:
        assert run("maintenance", "on", "--until", "2099-01-01T06:30")[0] == OK
        assert "06:30" in client.get("/").content.decode()
    finally:
        code, _out, said = run("maintenance", "off")
    assert (code, said.strip()) == (OK, "The house is open again.")
    assert run("maintenance", "off")[2].strip() == "The house was open."


@pytest.mark.parametrize("time", ["2020-01-01T06:30", "halb sieben"])
def test_maintenance_until_a_time_that_is_none_or_over_closes_nothing(run, time):
    assert run("maintenance", "on", "--until", time)[0] == FAILED
    assert run("maintenance", "off")[2].strip() == "The house was open."
