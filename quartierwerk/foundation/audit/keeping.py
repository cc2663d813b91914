"""Answers kept in memory until somebody takes a step through the door."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar

from django.db import connection

from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.kept.memory import kept_while

P = ParamSpec("P")
T = TypeVar("T")


def kept_between_steps(question: Callable[P, T]) -> Callable[P, T]:
    """A question over much that changes all day, whose answers are remembered until anybody does anything.

    Within a transaction nothing is remembered: it may have changed rows, and leaves its line in the trail at its end.
    """
    return kept_while(_end_of_the_trail)(question)


def _end_of_the_trail() -> Hashable | None:
    return None if connection.in_atomic_block else trail.mark()
