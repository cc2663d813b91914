"""Starting further processes of the house on the database of the running test."""

from __future__ import annotations

import os
import subprocess
import sys

from django.db import connection


def database_url() -> str:
    """The address of the test's own database, for a child process."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    return f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Run a piece of Python in a process of its own, with Django set up; it can be told when to go on."""
    prelude = "import django, sys; django.setup()\n"
    return subprocess.Popen(
        [sys.executable, "-c", prelude + code, *arguments],
        env=os.environ | {"DATABASE_URL": database_url()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
