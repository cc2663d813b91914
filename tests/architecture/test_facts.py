"""House rule 11: every fact has plain fields and somebody who listens, or says that it is for outside."""

import dataclasses
import typing
from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact, listeners_of

PLAIN = {str, int, bool, type(None)}


def offences(kind: type[Fact]) -> list[str]:
    hints = typing.get_type_hints(kind)
    found = [
        f"{kind.fact_name()}.{field.name} is not plain"
        for field in dataclasses.fields(kind)
        if not set(typing.get_args(hints[field.name]) or (hints[field.name],)) <= PLAIN
    ]
    if not kind.is_for_outside and not listeners_of(kind.fact_name()):
        found.append(f"nobody listens to {kind.fact_name()}")
    return found


def announced() -> list[type[Fact]]:
    return [
        kind for kind in Fact.__subclasses__() if ".tests." not in kind.__module__ and "tests" != kind.__module__[:5]
    ]


def test_every_fact_is_plain_and_heard():
    assert [offence for kind in announced() for offence in offences(kind)] == []


def test_a_fact_with_an_object_that_nobody_hears_is_noticed():
    @dataclass(frozen=True)
    class AnnexBuilt(Fact):
        rooms: list

    assert offences(AnnexBuilt) == [
        "architecture.AnnexBuilt.rooms is not plain",
        "nobody listens to architecture.AnnexBuilt",
    ]
