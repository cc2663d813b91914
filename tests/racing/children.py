"""Further processes of the house on the database of the running test.

Setting Django up takes seconds, so it is done once: in a nursery (``nursery.py``), off which all of them are forked.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import time
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from threading import Timer

from django.db import connection


def database_url() -> str:
    """The address of the test's own database, for a child process."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    return f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"


class Child:
    """A process beside the test; what it complains of comes out of ``stdout`` too.

    ``returncode`` is None until ``poll``, ``wait`` or ``communicate`` have seen its end; below zero it is the signal
    that killed it.
    """

    def __init__(self, code: str, arguments: tuple[str, ...]) -> None:
        url = database_url()
        self._nursery = nursery(url)
        hears, speaking = os.pipe()
        listening, says = os.pipe()
        self.stdin, self.stdout = os.fdopen(speaking, "w"), os.fdopen(listening)
        self._nursery.send((code, arguments, os.environ | {"DATABASE_URL": url}))
        for pipe in (hears, says):
            send_handle(self._nursery, pipe, None)
            os.close(pipe)
        self.pid: int = self._nursery.recv()
        self.returncode: int | None = None

    def tell(self, line: str) -> None:
        """Say one line to it."""
        self.stdin.write(line + "\n")
        self.stdin.flush()

    def hear(self) -> str:
        """The next line that it says; empty when it has ended."""
        return self.stdout.readline().rstrip("\n")

    def wait(self) -> int:
        """How it ended, once it has."""
        while self.poll() is None:
            time.sleep(0.01)
        return self.returncode

    def poll(self) -> int | None:
        """How it ended, if it has."""
        if self.returncode is None:
            self._nursery.send(self.pid)
            self.returncode = self._nursery.recv()
        return self.returncode

    def kill(self) -> None:
        """End it at once, if it has not ended yet."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def communicate(self, words: str = "", timeout: float = 120) -> tuple[str, None]:
        """Say the last words to it; what it still had to say, once it has ended.

        Raises ``subprocess.TimeoutExpired`` after so many seconds, with what it said until then; it is killed.
        """
        given_up: list[bool] = []
        patience = Timer(timeout, lambda: (given_up.append(True), self.kill()))
        patience.daemon = True  # tests that are broken off do not wait for it
        patience.start()
        with contextlib.suppress(BrokenPipeError), self.stdin:  # it may have ended without listening
            self.stdin.write(words)
        with self.stdout:
            said = self.stdout.read()
        self.wait()
        patience.cancel()
        if given_up:
            raise subprocess.TimeoutExpired(f"child {self.pid}", timeout, said)
        return said, None


def start(code: str, *arguments: str) -> Child:
    """Run a piece of Python in a process of its own, with Django set up; it can be told when to go on."""
    return Child(code, arguments)


def ended(children: list[Child]) -> list[str]:
    """What each still had to say, once all have ended, and ended well."""
    said = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0] * len(children), said
    return said


class Crew:
    """Children that do at once what a line tells each, and answer with a line; at first each says that it is ready."""

    def __init__(self, code: str, arguments: list[str]) -> None:
        self._members = [start(code, argument) for argument in arguments]
        assert [member.hear() for member in self._members] == ["ready"] * len(arguments)

    def tell(self, *lines: str) -> list[str]:
        """One line for each; what each answered."""
        for member, line in zip(self._members, lines, strict=True):
            member.tell(line)
        return [member.hear() for member in self._members]

    def dismiss(self) -> None:
        """Let them end."""
        assert ended(self._members) == [""] * len(self._members)


@cache
def nursery(url: str) -> Connection:
    """The line to the process off which all children with this database are forked; it ends when the line closes."""
    line, end = Pipe()
    with end:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.racing.nursery", str(end.fileno())],
            env=os.environ | {"DATABASE_URL": url, "OPENBLAS_NUM_THREADS": "1"},  # a thread would not survive a fork
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[end.fileno()],
            start_new_session=True,  # who presses Ctrl-C means the tests, and those end it
        )
    atexit.register(process.wait)
    atexit.register(line.close)
    return line
