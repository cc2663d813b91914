"""The practice house: its own settings, its pristine copy, and the way back to its beginning."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection

from quartierwerk.config.cli import main, practice_environment
from quartierwerk.config.commands import run_together

ACTED_OUT = """
import django; django.setup()
from django.conf import settings
from quartierwerk.config import practising
from quartierwerk.config.commands import migrate
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.surfaces.demo import city

assert settings.PRACTICE and settings.DEMO and settings.MAIL_HOST == "", "nothing leaves a practice house"
migrate(None)
Person.objects.create(name="Am Anfang")
settings.MEDIA_ROOT.mkdir(parents=True)
(settings.MEDIA_ROOT / "bild.txt").write_text("am Anfang")
assert not practising.is_there()
practising.keep_copy()
assert practising.is_there() and practising.is_ready()

Person.objects.update(name="Danach")
Person.objects.create(name="Neu")
(settings.MEDIA_ROOT / "bild.txt").write_text("danach")
(settings.MEDIA_ROOT / "neu.txt").write_text("neu")
city.reset_mark().touch()
assert practising.wants_reset() and not practising.is_ready()

practising.put_back()
assert practising.is_ready() and not practising.wants_reset()
assert [person.name for person in Person.objects.all()] == ["Am Anfang"]
assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == ["bild.txt"]
assert (settings.MEDIA_ROOT / "bild.txt").read_text() == "am Anfang"
print("put back")
"""


@pytest.fixture
def environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MAIL_HOST", "mail.stadt.example")
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "PORT", "QUARTIERWERK_MODE"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setenv("DATABASE_URL", "postgres://echt@127.0.0.1/echt")
    monkeypatch.setenv("PRACTICE_URL", "https://ueben.stadt.example")
    return os.environ | practice_environment(8001)


def test_the_practice_house_shares_nothing_with_the_real_one(environment, tmp_path):
    assert environment["DATA_DIR"] == str(tmp_path / "practice")
    assert environment["DATABASE_URL"] == "sqlite:///quartierwerk.sqlite3"
    assert (environment["QUARTIERWERK_MODE"], environment["SITE_URL"]) == ("practice", "https://ueben.stadt.example")
    assert "ueben.stadt.example" in environment["ALLOWED_HOSTS"]
    assert environment["SECRET_KEY"] == (tmp_path / "practice" / "secret").read_text()


def test_the_practice_house_goes_back_to_its_beginning(environment, tmp_path, copy_migrated):
    if connection.vendor == "sqlite":
        copy_migrated(str(tmp_path / "practice" / "quartierwerk.sqlite3"))
    answer = subprocess.run(
        [sys.executable, "-c", ACTED_OUT], env=environment, check=False, capture_output=True, text=True
    )

    assert (answer.stdout, answer.stderr) == ("put back\n", "")


def test_processes_stop_when_what_they_wait_for_comes_true():
    seen = []

    def until():
        seen.append(True)
        return len(seen) > 1

    assert run_together([sys.executable, "-c", "import time; time.sleep(600)"], until=until) == 0
    assert len(seen) == 2


def test_the_practice_house_has_a_port_of_its_own(capsys):
    with pytest.raises(SystemExit):
        main(["practice", "--help"])

    assert "default: 8001" in capsys.readouterr().out
