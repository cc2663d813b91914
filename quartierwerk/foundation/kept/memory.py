"""Remembering answers by the marks of what they are made of."""

from __future__ import annotations

import contextlib
import functools
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextvars import ContextVar
from typing import Final, ParamSpec, TypeVar, cast

from django.db.models import Model

from quartierwerk.foundation.kept.models import Mark

P = ParamSpec("P")
T = TypeVar("T")
MISSING: Final = object()
MOST_KEPT = 8
"""So many answers of one question stay, those last asked for: for several days, say, or while a change is under way."""

_held: ContextVar[list[Mapping[str, str]] | None] = ContextVar("held_marks", default=None)
"""Empty as long as nobody has asked."""
_watched: set[type[Model]] = set()


def kept(*made_of: type[Model]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A question whose answers are remembered until one of these tables changes; nobody may alter an answer.

    The tables must be watched, see ``watching.Watch``.
    """
    tables = [model._meta.db_table for model in made_of]
    _watched.update(made_of)

    def marked() -> Hashable:
        # Without a mark, in a database that was emptied from outside, the next change brings one.
        marks = _marks()
        return tuple(marks.get(table) for table in tables)

    return kept_while(marked)


def kept_while(mark: Callable[[], Hashable | None]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A question whose answers are remembered as long as this mark is the same; None where none may be remembered."""

    def keeping(question: Callable[P, T]) -> Callable[P, T]:
        answers: OrderedDict[tuple[object, ...], object] = OrderedDict()

        @functools.wraps(question)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            # The mark is read before the rows: an answer is never older than it says.
            now = mark()
            if now is None:
                return question(*args, **kwargs)
            key = (args, *kwargs.items(), now)
            found = answers.pop(key, MISSING)
            if found is MISSING:
                found = question(*args, **kwargs)
            answers[key] = found
            while len(answers) > MOST_KEPT:
                answers.popitem(last=False)
            return cast(T, found)

        return answer

    return keeping


def watched() -> frozenset[type[Model]]:
    """The models that answers are made of."""
    return frozenset(_watched)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Within this block, a request or a piece of work, the marks are read at most once, and only if somebody asks."""
    before = _held.set([])
    try:
        yield
    finally:
        _held.reset(before)


@contextlib.contextmanager
def deciding() -> Iterator[None]:
    """Within this block, a verb, nothing is held: it may change what answers are made of, and may be rolled back.

    Whoever goes on after it reads the marks again.
    """
    outer = _held.get()
    before = _held.set(None)
    try:
        yield
    finally:
        _held.reset(before)
        if outer is not None:
            outer.clear()


def _marks() -> Mapping[str, str]:
    held = _held.get()
    if held is None:
        return _read()
    if not held:
        held.append(_read())
    return held[0]


def _read() -> Mapping[str, str]:
    return dict(Mark.objects.values_list("watched", "mark"))
