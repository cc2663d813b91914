"""The command line: what it offers, its exit codes, and that a mistake gets a sentence instead of a traceback."""

from __future__ import annotations

import csv

import pytest
from django.db.migrations.recorder import MigrationRecorder

from quartierwerk.config.cli import demo_environment, main
from quartierwerk.foundation import search
from quartierwerk.foundation.search import journal
from quartierwerk.foundation.search.follower import Follower
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories

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


def test_help_names_every_command(run):
    code, out, _err = run("--help")

    assert code == OK
    assert [name for name in COMMANDS if f"    {name} " not in out] == []


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


def test_port_that_is_no_number_is_refused(run, monkeypatch):
    monkeypatch.setenv("PORT", "acht")

    code, _out, err = run("serve")

    assert (code, "invalid int value: 'acht'" in err) == (FAILED, True)


@pytest.mark.django_db
def test_check_is_content_with_a_new_database(run):
    code, _out, err = run("check")

    assert (code, "Index directory.profile: 0 documents" in err) == (OK, True)


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
        known for known in ("quartierwerk.E001", "quartierwerk.E002", "quartierwerk.W001") if known not in err
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
