"""House rule 1: the import contracts hold, nobody takes what is private to another, and both tests would notice."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT, at, sources, tree


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def private_imports(package: Path) -> list[str]:
    """What is imported by a name that begins with ``_`` outside the package it lies in."""
    return [
        f"{at(path, node.lineno)} {name} is private"
        for path in sources(package)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for name in _imported(node)
        if (owner := _owner_of_private(name)) and not _is_within(path, owner, package)
    ]


def _imported(node: ast.ImportFrom | ast.Import) -> list[str]:
    module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return [f"{module}{alias.name}" for alias in node.names]


def _owner_of_private(name: str) -> str:
    """The package before the first private part of a dotted name; empty where nothing of ours in it is private."""
    parts = name.split(".")
    private = [number for number, part in enumerate(parts) if part.startswith("_") and not part.startswith("__")]
    return ".".join(parts[: private[0]]) if private and parts[0] == PACKAGE.name else ""


def _is_within(path: Path, owner: str, package: Path) -> bool:
    return path.is_relative_to(package.parent / owner.replace(".", "/"))


def test_nobody_imports_what_is_private_to_another():
    assert private_imports(PACKAGE) == []


def test_a_private_import_is_noticed(tmp_path):
    room = tmp_path / PACKAGE.name / "rooms" / "annex"
    (room / "actions").mkdir(parents=True)
    (room / "actions" / "opening.py").write_text(
        "from quartierwerk.rooms.annex.actions import _locking\n"
        "from quartierwerk.rooms.annex.actions._locking import lock\n"
    )
    (room / "views.py").write_text(
        "from __future__ import annotations\n"
        "from quartierwerk.rooms.annex.actions._locking import lock\n"
        "from quartierwerk.foundation.clock import _now\n"
    )

    assert private_imports(tmp_path / PACKAGE.name) == [
        "views.py:2 quartierwerk.rooms.annex.actions._locking.lock is private",
        "views.py:3 quartierwerk.foundation.clock._now is private",
    ]


def test_imports_point_down():
    result = lint(ROOT)

    assert result.returncode == 0, (
        f"{result.stdout}\nA new room gets a layer in pyproject.toml (“Rooms only look down”)."
    )


def test_an_upward_import_is_noticed(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "quartierwerk", ignore=shutil.ignore_patterns("static", "templates", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "quartierwerk" / "foundation" / "clock.py").open("a") as clock:
        clock.write("\nfrom quartierwerk.foundation import actions\n")

    result = lint(tmp_path)

    assert result.returncode == 1
    assert "quartierwerk.foundation.clock -> quartierwerk.foundation.actions" in result.stdout
