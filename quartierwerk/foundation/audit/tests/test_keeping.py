"""Answers that stay until the next step through the door, and those that must not stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.audit.keeping import kept_between_steps
from quartierwerk.foundation.audit.models import AuditRow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def subjects() -> Callable[[], list[str]]:
    """What steps were taken on, as a question of its own for each test."""

    @kept_between_steps
    def asked() -> list[str]:
        asked.times += 1
        return list(AuditRow.objects.order_by("pk").values_list("subject", flat=True))

    asked.times = 0
    return asked


def step(subject: str) -> None:
    """Leave a line as a verb does."""
    trail.write([AuditRow(at=clock.now(), verb="test.step", subject=subject)])


def test_an_answer_stays_until_the_next_step(subjects):
    step("a")
    assert [subjects(), subjects()] == [["a"], ["a"]]
    assert subjects.times == 1

    step("b")
    assert [subjects(), subjects()] == [["a", "b"], ["a", "b"]]
    assert subjects.times == 2

    trail.seal()
    assert subjects() == ["a", "b"]


def test_what_was_rolled_back_is_in_no_answer_even_if_the_next_step_has_its_number(subjects):
    step("a")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        step("b")
        assert subjects() == ["a", "b"]
        raise ZeroDivisionError

    assert subjects() == ["a"]
    step("c")
    assert subjects() == ["a", "c"]


def test_within_a_transaction_nothing_is_remembered(subjects):
    step("a")
    with transaction.atomic():
        subjects()
        AuditRow.objects.bulk_create([AuditRow(at=clock.now(), verb="test.step", subject="without a line yet")])
        assert len(subjects()) == 2
    assert subjects.times == 2
