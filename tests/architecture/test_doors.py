"""House rules 2 and 3: every verb is a door with a sentence, and nothing else writes."""

import ast
from pathlib import Path

from tests.architecture.house import PACKAGE, at, functions, modules, rooms, tree

READERS = (
    *("views", "api", "forms", "admin", "queries", "permissions", "search", "urls"),
    *("waiting", "privacy", "schedule", "reactions", "exchange", "demo"),
)
WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
}
BESIDE_THE_DOOR = {
    "PersonManager.system": "the machinery's own persons stand for code, not for a decision",
    "DeviceManager.seen": "notes of where somebody is signed in go with the session, and the trail must not keep them",
    "ViewingManager.note_all": "a look changes nothing; it is noted after the answer, and forgotten after a year",
}
"""The only managers that write, each with its reason."""
TAKES_NEW_ROW = {
    "accounts.join": "allauth makes the person whom it wants saved",
    **dict.fromkeys(
        [
            *("accounts.ask_for_reset", "accounts.begin_errand", "accounts.grant", "directory.set_synonyms"),
            *("places.create_place", "places.found_city", "places.set_contact", "places.set_theme"),
        ],
        "older than the rule that what is created comes as a value; none is added",
    ),
}
"""The only verbs that take a row which is not saved yet, each with its reason."""
NO_ROWS = {"demo/artwork.py": "its pictures are saved into memory, and a verb takes them in"}
"""Readers whose ``save`` and the like mean no row, each with its reason."""


def verbs_beside_the_door(package: Path) -> list[str]:
    found = []
    for room in rooms(package, floors=("rooms", "surfaces")):
        for path in modules(room, "actions"):
            for verb in functions(path) if not path.name.startswith("_") or path.name == "__init__.py" else ():
                decorators = [getattr(node, "func", node) for node in verb.decorator_list]
                if "action" not in {getattr(node, "id", getattr(node, "attr", "")) for node in decorators}:
                    found.append(f"{at(path, verb.lineno)} {verb.name} is no door: @action(may=…) is missing")
                if not ast.get_docstring(verb):
                    found.append(f"{at(path, verb.lineno)} {verb.name} has no sentence")
    return found


def verbs_that_take_new_rows(package: Path) -> list[str]:
    """The verbs whose door lets a row through that is not saved yet, as ``room.verb``."""
    return [
        f"{room.name}.{verb.name}"
        for room in rooms(package, floors=("rooms", "surfaces"))
        for path in modules(room, "actions")
        for verb in functions(path)
        for node in verb.decorator_list
        for keyword in getattr(node, "keywords", ())
        if keyword.arg == "takes_new_row"
    ]


def writes_outside_verbs(package: Path) -> list[str]:
    return [
        f"{at(path, call.lineno)} .{call.func.attr}() writes; only actions do"
        for room in rooms(package, floors=("rooms", "surfaces"))
        for name in READERS
        for path in modules(room, name)
        if path.relative_to(room).as_posix() not in NO_ROWS
        for call in calls_of_methods(path)
        if call.func.attr in WRITES
    ]


def writing_models(package: Path) -> list[str]:
    """Methods of models and managers that write, as ``Class.method``."""
    return [
        f"{kind.name}.{method.name}"
        for room in rooms(package, floors=("rooms", "surfaces"))
        for path in modules(room, "models")
        for kind in tree(path).body
        if isinstance(kind, ast.ClassDef)
        for method in kind.body
        if isinstance(method, ast.FunctionDef) and any(call.func.attr in WRITES for call in calls_in(method))
    ]


def calls_of_methods(path: Path) -> list[ast.Call]:
    """Calls of the form ``thing.method()``, without those of the rooms' verbs: ``actions.create()``."""
    return calls_in(tree(path))


def calls_in(root: ast.AST) -> list[ast.Call]:
    """The same, in a part of a file."""
    verbs = {
        alias.asname or alias.name
        for node in ast.walk(root)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "actions"
    }
    calls = [node for node in ast.walk(root) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [call for call in calls if getattr(call.func.value, "id", "") not in verbs]


def test_every_verb_is_a_door_and_has_a_sentence():
    assert verbs_beside_the_door(PACKAGE) == []


def test_what_is_created_comes_as_a_value():
    assert sorted(verbs_that_take_new_rows(PACKAGE)) == sorted(TAKES_NEW_ROW)


def test_only_verbs_write():
    assert writes_outside_verbs(PACKAGE) == []


def test_no_model_writes_but_those_that_have_a_reason():
    assert sorted(writing_models(PACKAGE)) == sorted(BESIDE_THE_DOOR)


def test_a_verb_beside_the_door_and_a_writing_view_are_noticed(tmp_path):
    room = tmp_path / "rooms" / "annex"
    room.mkdir(parents=True)
    (tmp_path / "surfaces").mkdir()
    (room / "__init__.py").touch()
    (room / "actions.py").write_text('def open_up(annex, *, actor):\n    """Open the annex."""\n')
    (room / "views.py").write_text(
        "from annex import actions\n\nactions.create(1, actor=None)\nAnnex.objects.filter(pk=1).update(open=True)\n"
    )

    (room / "reactions.py").write_text("Annex.objects.create()\n")
    (room / "models.py").write_text("class Annex:\n    def opened(self):\n        self.save()\n")

    assert writing_models(tmp_path) == ["Annex.opened"]
    assert verbs_beside_the_door(tmp_path) == ["actions.py:1 open_up is no door: @action(may=…) is missing"]
    assert writes_outside_verbs(tmp_path) == [
        "views.py:4 .update() writes; only actions do",
        "reactions.py:1 .create() writes; only actions do",
    ]
