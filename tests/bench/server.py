"""The real server in a process group of its own, and one visitor who keeps the connection."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress

from tests.bench.ground import ROOT, free_port

PATIENCE = 120


class Visitor:
    """Asks for pages over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._host = {"Host": f"localhost:{port}"}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer and its body as it came over the wire."""
        self._connection.request("GET", path, headers=self._host | dict(headers or {}))
        answer = self._connection.getresponse()
        return answer, answer.read()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class Server:
    """``quartierwerk serve`` with one worker on this process's data, at the same port however often it is started."""

    def __init__(self, *, mode: str, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        address = {"SITE_URL": self.url, "ALLOWED_HOSTS": "localhost", "QUARTIERWERK_MODE": mode}
        self._environment = os.environ | address | environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and come back once it answers."""
        arguments = ["serve", "--port", str(self.port), "--workers", "1"]
        command = [sys.executable, "-m", "quartierwerk.config.cli", *arguments]
        # Its own process group: the command starts granian, which starts its worker, and all three must go.
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, start_new_session=True)
        _wait(self._process, self.port)

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        """End it and all that it has started, if it runs; ``SIGKILL`` leaves it no time to finish anything."""
        if self._process is not None:
            os.killpg(self._process.pid, by)
            self._process.wait(timeout=30)
            self._process = None


@contextmanager
def serving(*, mode: str) -> Iterator[Visitor]:
    """The server, until the block ends."""
    server = Server(mode=mode)
    try:
        server.start()
        yield Visitor(server.port)
    finally:
        server.end()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), closing(Visitor(port)) as visitor:
            if visitor.get("/healthz")[0].status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not answer.")
