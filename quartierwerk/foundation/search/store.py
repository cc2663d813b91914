"""Where an index lives on disk: versions, generations, the lock, and which generation answers.

    INDEX_DIR/lock                                one process writes at a time
    INDEX_DIR/directory.profile/5d2c…/state.json  which generation answers, and its serial number
    INDEX_DIR/directory.profile/5d2c…/g4/         the engine's files, parts.txt, words.txt, position.json

A new generation is built beside the answering one; replacing ``state.json`` swaps them at once.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from quartierwerk.foundation.search import schema
from quartierwerk.foundation.search.documents import Layout
from quartierwerk.foundation.transactions import Position


@dataclass(frozen=True)
class State:
    """What ``state.json`` says."""

    generation: int
    serial: int
    """Counts the commits, so that the file differs after each and readers see it."""
    documents: int
    grown_from: int
    """From how many documents the parts of compounds were learnt."""
    built_at: str


class Home:
    """The directory of one kind's index in the version this code understands."""

    def __init__(self, root: Path, layout: Layout) -> None:
        self.layout = layout
        self.path = root / layout.kind / schema.version(layout)

    @property
    def _state_file(self) -> Path:
        return self.path / "state.json"

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever the state does; costs one look at the file system. None: there is no index."""
        try:
            found = os.stat(self._state_file)
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def state(self) -> State | None:
        """Which generation answers, or None where none was ever built."""
        try:
            return State(**json.loads(self._state_file.read_bytes()))
        except FileNotFoundError:
            return None

    def write_state(self, state: State) -> None:
        """Make a state the one that holds."""
        write_whole(self._state_file, json.dumps(asdict(state)))

    def generation(self, number: int) -> Path:
        """The directory of a generation."""
        return self.path / f"g{number}"

    def next_generation(self) -> int:
        """A number no generation has had, half-built ones included; makes its directory."""
        numbers = [int(found.name[1:]) for found in self.path.glob("g*")]
        number = max(numbers, default=0) + 1
        self.generation(number).mkdir(parents=True)
        return number

    def swap(self, state: State) -> None:
        """Let a new generation answer and drop the others, and other versions of this kind."""
        self.write_state(state)
        for old in [*self.path.glob("g*"), *self.path.parent.iterdir()]:
            if old not in (self.path, self.generation(state.generation)):
                # Readers that still have files of it open keep them until they look again.
                shutil.rmtree(old, ignore_errors=True)

    def position(self, generation: int) -> Position:
        """How far into the journal a generation has got."""
        return Position(*json.loads((self.generation(generation) / "position.json").read_bytes()))

    def write_position(self, generation: int, position: Position) -> None:
        """Remember how far a generation has got."""
        write_whole(self.generation(generation) / "position.json", json.dumps(list(position)))


def write_whole(path: Path, content: str) -> None:
    """Write a file so that a reader sees the old or the new content and never half of one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(content, encoding="utf-8")
    os.replace(draft, path)


@contextmanager
def lock(root: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the right to write below ``root``; the kernel takes it back when the process dies."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
