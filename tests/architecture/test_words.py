"""House rules 5 and 6: one English word per German term, and a room's diagram shows every state."""

import enum
import importlib
import inspect
import re
from pathlib import Path

from django.apps import apps
from django.db import models

from tests.architecture.house import PACKAGE, ROOT, modules, rooms

ROW = re.compile(r"^\|(?P<german>[^|]+)\|(?P<english>[^|]+)\|(?P<room>[^|]+)\|", re.MULTILINE)
GERMAN = re.compile(r"\(([^()]+)\)[.;:]?(?=\s|$)")


def own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=False)
        if model.__module__.startswith("quartierwerk.") and ".tests." not in model.__module__
    ]


def words_of(model: type[models.Model]) -> tuple[str, str, str]:
    """German word, English word and room of a model, read from the end of its docstring's first sentence."""
    sentence = (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " ")
    german = GERMAN.search(sentence)
    return (german[1] if german else "", model.__name__, model._meta.app_label)


def glossary(text: str) -> list[tuple[str, str, str]]:
    """The rows whose English word is in backticks, that is: a model. Other rows explain words that are none."""
    rows = [tuple(cell.strip() for cell in row.groups()) for row in ROW.finditer(text)]
    return [(german, english.strip("`"), room) for german, english, room in rows if re.fullmatch(r"`\w+`", english)]


def disagreements(text: str, known: list[type[models.Model]]) -> list[str]:
    written, meant = set(glossary(text)), {words_of(model) for model in known}
    found = [f"docs/glossary.md lacks | {german} | `{english}` | {room} |" for german, english, room in meant - written]
    found += [f"no model says | {german} | `{english}` | {room} |" for german, english, room in written - meant]
    return sorted(found)


def states_of(room: Path, package: Path = PACKAGE) -> list[type[enum.Enum]]:
    """The enumerations of a room's rules whose name says that they are states."""
    found = []
    for path in modules(room, "rules"):
        module = importlib.import_module(".".join(path.relative_to(package.parent).with_suffix("").parts))
        found += [
            kind
            for name, kind in inspect.getmembers(module, inspect.isclass)
            if issubclass(kind, enum.Enum) and name.endswith("State") and kind.__module__ == module.__name__
        ]
    return found


def missing_in_diagram(readme: str, states: list[type[enum.Enum]]) -> list[str]:
    diagrams = " ".join(re.findall(r"```mermaid\n\s*stateDiagram.*?```", readme, flags=re.DOTALL))
    drawn = set(re.findall(r"\w+", diagrams))
    return [f"{state.value}" for kind in states for state in kind if str(state.value) not in drawn]


def test_every_model_stands_in_the_glossary_and_the_reverse():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    assert disagreements(text, own_models()) == []


def test_no_word_stands_twice_in_the_glossary():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]

    assert sorted(rows) == sorted(set(rows))


def test_a_missing_and_a_stale_word_are_noticed():
    class Annex:
        """A house beside the house (Anbau)."""

        class _meta:
            app_label = "annex"

    text = "| Deutsch | English | room |\n|---|---|---|\n| Keller | `Cellar` | annex |\n| Bezirk | district | – |\n"

    assert disagreements(text, [Annex]) == [
        "docs/glossary.md lacks | Anbau | `Annex` | annex |",
        "no model says | Keller | `Cellar` | annex |",
    ]


def test_every_state_is_in_its_rooms_diagram():
    found = {
        room.name: missing_in_diagram((room / "README.md").read_text(encoding="utf-8"), states)
        for room in rooms()
        if (states := states_of(room))
    }

    assert {name: missing for name, missing in found.items() if missing} == {}


def test_an_undrawn_state_is_noticed():
    class State(enum.Enum):
        OPEN = "open"
        SHUT = "shut"

    assert missing_in_diagram("```mermaid\nstateDiagram-v2\n  [*] --> open\n```\n", [State]) == ["shut"]
