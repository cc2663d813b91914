"""Closing the house by a file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui import maintenance


@pytest.fixture
def closed():
    maintenance.begin(until=None)
    yield
    maintenance.end()


@pytest.fixture
def closed_for_an_hour():
    maintenance.begin(until=clock.now() + timedelta(hours=1))
    yield
    maintenance.end()


def test_a_closed_house_says_so_without_a_database(client, closed):  # no database: asking for one would fail the test
    answer = client.get("/verzeichnis/")

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "600", "no-store")
    assert "Wir arbeiten gerade am Haus" in answer.content.decode()
    assert "default-src" in answer["Content-Security-Policy"]


def test_it_speaks_the_language_of_the_address(client, closed):
    assert '<html lang="en">' in client.get("/en/verzeichnis/").content.decode()


def test_it_says_until_when_and_when_to_come_back(client, closed_for_an_hour):
    answer = client.post("/konto/anmelden/", {"email": "a@b.example"})

    assert answer.status_code == 503
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert f"{clock.local(clock.now() + timedelta(hours=1)):%H:}" in answer.content.decode()


@pytest.mark.parametrize("said", ["gestern", "2020-01-01T00:00:00+00:00", ""])
def test_a_time_that_is_over_or_unreadable_is_not_told(client, closed, said):
    maintenance.mark().write_text(said)

    assert client.get("/")["Retry-After"] == "600"


@pytest.mark.django_db
def test_whoever_looks_after_it_is_answered_and_it_opens_again(client, closed):
    assert client.get("/healthz").status_code == 200

    assert (maintenance.end(), maintenance.end()) == (True, False)
    assert client.get("/").status_code == 200
