"""Nonsense in the environment stops the start with a sentence that helps."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from quartierwerk.config import environment
from quartierwerk.rooms.places.tests import tiles


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Start the house with these variables and see what it says."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    return subprocess.run(
        [sys.executable, "-m", "quartierwerk.config.cli", "check"],
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 40 characters"),
        ({"QUARTIERWERK_MODE": "party"}, "it must be one of: production, demo, practice, test"),
        ({"SECRET_KEY": "x" * 50, "MAIL_STARTTLS": "perhaps"}, "write 1 or 0"),
        ({"SECRET_KEY": "x" * 50, "MAIL_PORT": "many"}, "must be a whole number"),
        ({"SECRET_KEY": "x" * 50, "MAIL_PORT": "70000"}, "must lie between 1 and 65535"),
        ({"SECRET_KEY": "x" * 50, "DATABASE_URL": "mysql://a/b"}, "must begin with sqlite:// or postgres://"),
        ({"SECRET_KEY": "x" * 50, "DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read"),
        ({"SECRET_KEY": "x" * 50, "SITE_URL": "quartierwerk.example"}, "it must begin with https://"),
        ({"SECRET_KEY": "x" * 50, "LOG_LEVEL": "LOUD"}, "it must be one of: DEBUG"),
        ({"SECRET_KEY": "x" * 50, "MAP_TILES": "//elsewhere.example/{z}/{x}/{y}.png"}, "must be a path on this host"),
        ({"SECRET_KEY": "x" * 50, "MAP_TILES": "/tiles.png"}, "must be a path on this host"),
        (
            {"SECRET_KEY": "x" * 50, "MAP_FILE": "/nowhere/city.pmtiles"},
            "city.pmtiles, which cannot be read: No such file",
        ),
        ({"SECRET_KEY": "x" * 50, "MAP_FILE": __file__}, "which is not a PMTiles file of version 3"),
        ({"SECRET_KEY_FILE": "/nowhere/secret"}, "cannot be read"),
    ],
)
def test_nonsense_stops_the_start(variables, sentence):
    done = start(**variables)

    assert done.returncode == 2
    assert "quartierwerk cannot start" in done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("at", "byte"),
    [(7, 2), (97, 1), (98, 3), (98, 4), (99, 0), (99, 5)],
    ids=["version", "tables not packed", "Brotli", "Zstandard", "unknown tiles", "AVIF"],
)
def test_a_base_map_that_cannot_be_handed_out_stops_the_start(tmp_path, monkeypatch, at, byte):
    file = tiles.write(tmp_path / "city.pmtiles")
    monkeypatch.setenv("THING", str(file))
    assert environment.map_file("THING") == str(file)

    content = bytearray(file.read_bytes())
    content[at] = byte
    file.write_bytes(content)

    with pytest.raises(ImproperlyConfigured, match="docs/operations.md, “The base map”"):
        environment.map_file("THING")


def test_a_map_has_one_ground(tmp_path):
    file = tiles.write(tmp_path / "city.pmtiles")

    done = start(SECRET_KEY="x" * 50, MAP_FILE=str(file), MAP_TILES="/tiles/{z}/{x}/{y}.png")

    assert "MAP_TILES and MAP_FILE are both set" in done.stderr


def test_secret_may_lie_in_a_file(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("hidden\n")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "secret"))

    assert environment.text("THING") == "hidden"


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("Yes", True), ("false", False), ("0", False)])
def test_flag_reads_yes_and_no(monkeypatch, said, meant):
    monkeypatch.setenv("THING", said)

    assert environment.flag("THING", default=not meant) is meant


def test_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("THING", "")

    assert environment.text("THING", "else") == "else"
    assert environment.flag("THING", default=True) is True
    assert environment.number("THING", 5) == 5


def test_database_that_does_not_answer_gets_a_sentence(tmp_path):
    done = start(SECRET_KEY="x" * 50, DATABASE_URL="postgres://nobody@127.0.0.1:1/none", DATA_DIR=str(tmp_path))

    assert done.returncode == 2
    assert "The database refuses" in done.stderr
    assert "Traceback" not in done.stderr


def test_database_that_was_never_migrated_gets_a_sentence(tmp_path):
    done = start(SECRET_KEY="x" * 50, DATA_DIR=str(tmp_path))

    assert (done.returncode, "quartierwerk migrate" in done.stderr) == (2, True)


def test_number_has_a_default():
    with pytest.raises(ImproperlyConfigured):
        environment.number("NOT_SET", 5, least=6)
    assert environment.number("NOT_SET", 5) == 5
