"""The real server in a process group of its own, and visitors who each keep a connection."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tests.bench.ground import ROOT, free_port

PATIENCE = 120
Answer = tuple[http.client.HTTPResponse, bytes]
"""The answer and its body as it came over the wire."""


class Visitor:
    """Asks for pages over one connection; signed in by the cookie of a session, if one is named."""

    def __init__(self, port: int, *, session: str = "") -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies = {"sessionid": session} if session else {}

    def another(self, *, session: str = "") -> Visitor:
        """Somebody else at the same server."""
        return Visitor(self._port, session=session)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, headers or {})

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """Send a form as scripts of the house do, with the token of the page that was asked for before."""
        body = urlencode({"csrfmiddlewaretoken": self._cookies["csrftoken"], **fields}, doseq=True)
        return self._ask("POST", path, {"Content-Type": "application/x-www-form-urlencoded"}, body)

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: str | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {"Host": f"localhost:{self._port}", **headers} | ({"Cookie": cookies} if cookies else {})
        self._connection.request(method, path, body=body, headers=sent)
        answer = self._connection.getresponse()
        if self._cookies:  # whoever is signed out comes to every page as somebody new
            given = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", [])))
            self._cookies |= {name: given[name].value for name in ("csrftoken", "sessionid") if name in given}
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
