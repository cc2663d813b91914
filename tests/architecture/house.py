"""The house as the tests in this folder see it: its rooms, their files, their functions, their templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "quartierwerk"


def rooms(package: Path = PACKAGE, *, floors: tuple[str, ...] = ("rooms",)) -> list[Path]:
    """Every room's folder; with ``floors`` those of other floors too."""
    return sorted(
        folder
        for floor in floors
        for folder in (package / floor).iterdir()
        if folder.is_dir() and (folder / "__init__.py").exists()
    )


def modules(room: Path, name: str) -> list[Path]:
    """A room's ``name.py``, or the files of its ``name/`` package."""
    alone, package = room / f"{name}.py", room / name
    return [alone] if alone.exists() else sorted(package.rglob("*.py")) if package.is_dir() else []


def sources(package: Path = PACKAGE, *, tests: bool = False) -> list[Path]:
    """Every Python file of the product."""
    return [
        path
        for path in sorted(package.rglob("*.py"))
        if "migrations" not in path.parts and (tests or "tests" not in path.parts)
    ]


def templates(package: Path = PACKAGE) -> list[Path]:
    """Every template, pages and mails."""
    return sorted(path for path in package.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".xml", ".svg"})


def tree(path: Path) -> ast.Module:
    """The file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The public functions at the top of a file."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def at(path: Path, line: int) -> str:
    """A place a reader can jump to."""
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}:{line}"
