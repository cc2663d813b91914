"""House rule 11: every fact has plain fields and is for another room or for outside; a room writes its own mails."""

import dataclasses
import typing
from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact, listen, listeners_of

PLAIN = {str, int, bool, type(None)}
HEARD_AT_HOME: dict[str, str] = {}
"""The facts that only their own room hears, each with its reason: more people to tell than fit into a transaction."""


def offences(kind: type[Fact]) -> list[str]:
    hints = typing.get_type_hints(kind)
    found = [
        f"{kind.fact_name()}.{field.name} is not plain"
        for field in dataclasses.fields(kind)
        if not set(typing.get_args(hints[field.name]) or (hints[field.name],)) <= PLAIN
    ]
    listeners = listeners_of(kind.fact_name())
    if kind.is_for_outside or kind.fact_name() in HEARD_AT_HOME:
        return found
    if not listeners:
        return [*found, f"nobody listens to {kind.fact_name()}"]
    home = kind.__module__.rpartition(".")[0]
    if all(listener.startswith(f"{home}.") for listener in listeners):
        found.append(f"only its own room listens to {kind.fact_name()}: the verb itself does what follows")
    return found


def announced() -> list[type[Fact]]:
    return [
        kind for kind in Fact.__subclasses__() if ".tests." not in kind.__module__ and "tests" != kind.__module__[:5]
    ]


def test_every_fact_is_plain_and_heard_elsewhere():
    assert [offence for kind in announced() for offence in offences(kind)] == []


def test_a_fact_with_an_object_that_nobody_hears_is_noticed():
    @dataclass(frozen=True)
    class AnnexBuilt(Fact):
        rooms: list

    assert offences(AnnexBuilt) == [
        "architecture.AnnexBuilt.rooms is not plain",
        "nobody listens to architecture.AnnexBuilt",
    ]


def test_a_fact_that_only_its_own_room_hears_is_noticed():
    @dataclass(frozen=True)
    class AnnexOpened(Fact):
        annex: int

    @listen(AnnexOpened)
    def write_a_mail(fact: AnnexOpened) -> None:
        """A listener of the same room."""

    assert offences(AnnexOpened) == [
        "only its own room listens to architecture.AnnexOpened: the verb itself does what follows"
    ]
