"""The real server in a process group of its own, and one visitor who keeps the connection."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

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


@contextmanager
def serving(*, mode: str) -> Iterator[Visitor]:
    """``quartierwerk serve`` with one worker on this process's data, until the block ends."""
    port = free_port()
    address = {"SITE_URL": f"http://localhost:{port}", "ALLOWED_HOSTS": "localhost"}
    command = [sys.executable, "-m", "quartierwerk.config.cli", "serve", "--port", str(port), "--workers", "1"]
    # Its own process group: the command starts granian, which starts its worker, and all three must go.
    server = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | address | {"QUARTIERWERK_MODE": mode}, start_new_session=True
    )
    try:
        _wait(server, port)
        yield Visitor(port)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            if Visitor(port).get("/healthz")[0].status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not answer.")
