"""The worker as operators run it: a process that delivers, sends and indexes until it is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from quartierwerk.foundation import search
from quartierwerk.foundation.mail import post
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.directory.tests import factories
from tests.racing import children


def in_time(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes so before patience runs out."""
    patience = time.monotonic() + 90
    while not (so := is_so()) and time.monotonic() < patience:
        time.sleep(0.2)
    return so


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_worker_sends_and_indexes_until_it_is_told_to_stop(stop):
    factories.profile()
    mail = post.write_down(to="a@b.example", subject="Hallo", text="Text")
    worker = subprocess.Popen(
        [sys.executable, "-m", "quartierwerk.config.cli", "worker"],
        env=os.environ | {"DATABASE_URL": children.database_url()},
        stderr=subprocess.PIPE,
        text=True,
    )

    try:
        is_sent = in_time(lambda: OutgoingMail.objects.get(pk=mail.pk).state == OutgoingMail.State.SENT)
        is_found = in_time(lambda: search.find("directory.profile", search.Query()).total == 1)
    finally:
        worker.send_signal(stop)
        told = worker.communicate(timeout=60)[1]

    assert (is_sent, is_found, worker.returncode, told) == (True, True, 0, "")
