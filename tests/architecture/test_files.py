"""House rules 4, 9 and 15: a room holds the files it may hold, migrations have names, a noqa has its reason."""

import ast
import re
import tomllib
from importlib import import_module
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.house import PACKAGE, ROOT, at, modules, rooms, sources, tree

FILES = {
    *("rules", "facts", "models", "permissions", "queries", "actions", "forms", "views", "api", "reactions", "search"),
    *("admin", "urls", "apps", "exchange", "privacy", "schedule", "waiting", "handing", "links", "words", "corner"),
    *("sitemap", "demo"),
}
DECLARES = {
    "demo": {"GROUND", "ROLES", "LIFE"},
    "corner": {"KEPT", "UNDER_WAY", "DRAFTS"},
    "handing": {"HOLDINGS"},
    "links": {"LINKS", "BANNERS"},
    "privacy": {"PERSONAL", "VIEWED"},
    "schedule": {"CHORES"},
    "sitemap": {"ROUTES", "PAGES", "MANY"},
    "waiting": {"KINDS", "PILES"},
    "words": {"WORDS", "TERMS"},
}
"""What the house reads from a file (docs/architecture.md); under any other name it would lie there unread."""
FOLDERS = {"documents", "migrations", "templatetags", "templates", "static", "tests"}
EXCEPTIONS = {
    "accounts/adapter.py": "allauth asks for one class that answers its questions",
}
DRAWERS = {"utils", "util", "helpers", "services", "managers", "common", "misc", "lib", "extras", "base"}
WITHOUT_REASON = re.compile(r"#\s*noqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)* [–-] \w)")


def strangers_in_rooms(package: Path) -> list[str]:
    """Files that no room may hold, rooms without a README, and files that are empty for symmetry."""
    found = []
    for room in rooms(package):
        for path in sorted(room.iterdir()):
            name = f"{room.name}/{path.name}"
            known = path.stem in FILES if path.suffix == ".py" else path.name in FILES | FOLDERS
            if not known and path.name not in {"__init__.py", "__pycache__", "README.md"} and name not in EXCEPTIONS:
                found.append(f"{name} is not one of a room's files")
            elif path.suffix == ".py" and path.name != "__init__.py" and len(tree(path).body) < 2:
                found.append(f"{name} is empty")
        if not (room / "README.md").exists():
            found.append(f"{room.name}/README.md is missing")
    return found


def unread(declares: dict[str, set[str]]) -> list[str]:
    """Files of rooms and surfaces that the house gathers, and in which it finds nothing."""
    return [
        at(path, 1)
        for room in rooms(floors=("rooms", "surfaces"))
        for file, names in declares.items()
        for path in modules(room, file)[:1]
        if not names & vars(import_module(f"quartierwerk.{room.parent.name}.{room.name}.{file}")).keys()
    ]


def drawers(package: Path) -> list[str]:
    """Modules named after nothing."""
    return [at(path, 1) for path in sources(package) if DRAWERS & {path.stem, path.parent.name}]


def silenced_without_reason(paths: list[Path]) -> list[str]:
    return [
        at(path, number)
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if WITHOUT_REASON.search(line) and "WITHOUT_REASON" not in line
    ]


def test_a_room_holds_only_the_files_of_the_table():
    assert strangers_in_rooms(PACKAGE) == []


def test_no_module_is_a_drawer():
    assert drawers(PACKAGE) == []


def test_a_stranger_an_empty_file_and_a_drawer_are_noticed(tmp_path):
    room = tmp_path / "rooms" / "annex"
    room.mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "facts.py").write_text('"""Nothing to announce."""\n')
    (room / "helpers.py").write_text('"""Odds and ends."""\n\nODD = 1\n')

    assert strangers_in_rooms(tmp_path) == [
        "annex/facts.py is empty",
        "annex/helpers.py is not one of a room's files",
        "annex/README.md is missing",
    ]
    assert drawers(tmp_path) == ["helpers.py:1"]


def test_the_house_reads_every_file_that_it_gathers():
    assert unread(DECLARES) == []


def test_a_file_that_the_house_does_not_read_is_noticed():
    assert "quartierwerk/rooms/accounts/words.py:1" in unread({"words": {"NAMES"}})


def test_migrations_have_names():
    assert [path.name for path in PACKAGE.rglob("migrations/*_auto_*.py")] == []


def test_a_noqa_carries_its_reason():
    paths = [*sources(tests=True), *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "tools").glob("*.py"))]

    assert silenced_without_reason(paths) == []


def test_a_noqa_without_reason_is_noticed(tmp_path):
    (tmp_path / "quiet.py").write_text(f"import os  # {'noqa'}: F401\nimport re  # {'noqa'}: F401 – for show\n")

    assert silenced_without_reason([tmp_path / "quiet.py"]) == ["quiet.py:1"]


def test_the_lock_files_hold_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "run": project["project"]["dependencies"],
        "dev": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }
    found = []
    for kind, names in wanted.items():
        lock = (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
        held = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, flags=re.MULTILINE))
        for requirement in map(Requirement, names):
            version = held.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                found.append(f"{requirement} is not in requirements/{kind}.txt: run “make lock”")

    assert found == []


def test_the_lock_files_name_no_place():
    lines = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob("*.txt"))

    assert re.findall(r".*(?:://|file:| @ |--index).*", lines) == []


def test_every_module_says_in_one_sentence_what_it_holds():
    silent = [
        at(path, 1)
        for path in sources()
        if path.name != "__init__.py"
        and not (ast.get_docstring(tree(path)) or "").split("\n")[0].rstrip().endswith(".")
    ]

    assert silent == []
