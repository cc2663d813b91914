"""Where the children of a test come from: a process that has set Django up once and forks when it is asked to.

``children.py`` starts it as ``python -m tests.racing.nursery LINE``, where ``LINE`` is the number of an open socket.
What a child is to do comes over it, and the child's number goes back; or such a number comes, and how that child ended
goes back, or None while it lives. Once the socket is closed, however the tests have ended, the nursery kills whoever is
left and ends too.

What is forked must have begun nothing: no connection to the database, no thread (``test_nursery.py`` looks).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from types import ModuleType

import django
from django.conf import settings

Life = tuple[str, tuple[str, ...], dict[str, str]]
"""The code that a child runs, the words after it in ``sys.argv``, and the environment it runs in."""


def serve(line: Connection) -> Life:
    """Answer until the line is closed, and then exit; comes back in each child only, with the life it is to lead."""
    living: set[int] = set()
    try:
        while True:
            asked: Life | int = line.recv()
            if isinstance(asked, int):
                ended, status = os.waitpid(asked, os.WNOHANG)  # who waited here would not see the line being closed
                living.discard(ended)
                line.send(os.waitstatus_to_exitcode(status) if ended else None)
                continue
            hears, says = recv_handle(line), recv_handle(line)
            child = os.fork()
            if child == 0:
                line.close()
                for stream, pipe in ((sys.stdin, hears), (sys.stdout, says), (sys.stderr, says)):
                    os.dup2(pipe, stream.fileno())
            for pipe in (hears, says):
                os.close(pipe)
            if child == 0:
                return asked
            living.add(child)
            line.send(child)
    except (EOFError, ConnectionError):  # closed, perhaps before the last answer was read
        for child in living:
            os.kill(child, signal.SIGKILL)
        sys.exit()


def lead(life: Life) -> None:
    """Do what ``python -c`` would do in a process of its own, with ``sys`` imported."""
    code, arguments, environment = life
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["-c", *arguments]
    sys.modules["__main__"] = main = ModuleType("__main__")
    main.__dict__["sys"] = sys
    exec(compile(code, "<child>", "exec"), main.__dict__)


if __name__ == "__main__":
    django.setup()
    import_module(settings.ROOT_URLCONF)  # whoever names an address first would load all pages
    gc.freeze()  # what all share is neither copied nor cleared away by each
    lead(serve(Connection(int(sys.argv[1]))))
