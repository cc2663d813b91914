"""Limits hold over all processes, since they are counted in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import RequestFactory

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.counting import TooMany, address_of, hit
from quartierwerk.foundation.limits.models import Hit
from quartierwerk.foundation.privacy import find

NOON = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_limit_lets_through_so_many_and_no_more():
    with time_machine.travel(NOON, tick=False):
        assert [hit("mail:1", most=2, seconds=60) for _ in range(3)] == [True, True, False]
        assert hit("mail:2", most=2, seconds=60)


@pytest.mark.django_db
def test_next_window_starts_anew_and_the_old_one_is_forgotten():
    with time_machine.travel(NOON, tick=False):
        hit("mail:1", most=1, seconds=60)
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        assert hit("mail:1", most=1, seconds=60)
        assert find("limits.counts").forget(at=clock.now(), actor=None) == 1


@pytest.mark.django_db
def test_key_is_not_readable_in_the_database():
    hit("192.0.2.7", most=1, seconds=60)

    assert "192.0.2.7" not in str(Hit.objects.get())


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [(0, "203.0.113.9", "127.0.0.1"), (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"), (2, "203.0.113.9", "127.0.0.1")],
)
def test_forwarded_addresses_are_believed_as_far_as_the_settings_say(settings, proxies, header, expected):
    settings.TRUSTED_PROXIES = proxies

    assert address_of(RequestFactory().get("/", headers={"X-Forwarded-For": header})) == expected


def test_refusal_says_what_to_do():
    assert "warten" in str(TooMany())
