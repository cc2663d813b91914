"""House rule 1: the import contracts of pyproject.toml hold, and would notice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_imports_point_down():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout


def test_an_upward_import_is_noticed(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "quartierwerk", ignore=shutil.ignore_patterns("static", "templates", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "quartierwerk" / "foundation" / "clock.py").open("a") as clock:
        clock.write("\nfrom quartierwerk.foundation import actions\n")

    result = lint(tmp_path)

    assert result.returncode == 1
    assert "quartierwerk.foundation.clock -> quartierwerk.foundation.actions" in result.stdout
