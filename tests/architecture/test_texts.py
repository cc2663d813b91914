"""House rule 10: every German text is marked for translation, and the English catalogue is whole and fresh."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType

from tests.architecture.house import PACKAGE, ROOT, at, rooms, templates, tree

CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
SAME_EVERYWHERE = {
    *(
        "Quartierwerk",
        "KERN",
        "EUPL",
        "Atom",
        "CSV",
        "XLSX",
        "GeoJSON",
        "JSON",
        "PDF",
        "API",
        "OpenAPI",
        "URL",
        "EN",
        "DE",
    ),
    *("Deutsch", "English"),  # a language is named in itself
    *("Betreff",),  # the keyword that opens a mail template, not a text
}
CODE_BLOCKS = {"width", "mood"}
"""Template blocks that are filled with a class name."""
SPOKEN_ATTRIBUTE = re.compile(
    r"""\b(?:alt|title|placeholder|aria-label|aria-description|name="description"\s+content)=(["'])(.*?)\1""", re.DOTALL
)
MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<!?/?[a-zA-Z][^<>]*>|&#?\w+;|https?://\S+", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
UMLAUT = re.compile(r"[äöüßÄÖÜ]")
"""By what a German text is known; those without an umlaut pass."""
READS_GERMAN = {
    *(f"quartierwerk/rooms/directory/{name}.py" for name in ("exchange/columns", "rules/cells", "rules/openings")),
    "quartierwerk/rooms/directory/rules/wordbook.py",
    *(f"quartierwerk/rooms/places/{name}.py" for name in ("exchange/addresses", "rules/addresses", "rules/official")),
}
"""Files that recognise what people write, in German and in English, or what geodesists call it."""


def untranslated(text: str) -> list[str]:
    """Words of a template that stand outside translate and blocktranslate; attributes that are read aloud included."""
    kept, inside = [], ""
    for token in Lexer(text).tokenize():
        command = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if inside:
            inside = "" if command == f"end{inside}" else inside
        elif command in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
            inside = command
        elif command == "block" and token.contents.split(" ")[1] in CODE_BLOCKS:
            inside = "block"
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        else:
            kept.append("\N{SYMBOL FOR NULL}")  # holds the place, so that a tag with a variable stays one tag
    flat = "".join(kept)
    spoken = [match[2] for match in SPOKEN_ATTRIBUTE.finditer(flat)]
    words = WORD.findall(" ".join([MARKUP.sub(" ", flat), *spoken]))
    return [word for word in words if word not in SAME_EVERYWHERE]


def unmarked(path: Path) -> list[str]:
    """German strings of a Python file outside a gettext call; docstrings, of attributes too, are no texts."""
    root = tree(path)
    silent = {id(node.value) for node in ast.walk(root) if isinstance(node, ast.Expr)}
    for node in ast.walk(root):
        marks = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
            "_",
            "gettext",
            "ngettext",
            "gettext_lazy",
            "ngettext_lazy",
            "pgettext",
            "pgettext_lazy",
            "npgettext",
            "npgettext_lazy",
        }
        if marks:
            silent |= {id(part) for part in ast.walk(node)}
    return [
        f"{at(path, node.lineno)} {node.value!r}"
        for node in ast.walk(root)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in silent
        and UMLAUT.search(node.value)
    ]


def unfinished(catalogue: Catalog) -> list[str]:
    """Texts without English, or with English that a later change made doubtful."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and (message.fuzzy or not all(message.string if isinstance(message.string, tuple) else [message.string]))
    ]


def collected(package: Path, scratch: Path) -> set[str]:
    """The texts that makemessages finds now, read from a copy."""
    copy = scratch / "quartierwerk"
    shutil.copytree(
        package, copy, ignore=shutil.ignore_patterns("static", "tests", "data", "*.mo", "*.po", "__pycache__")
    )
    (copy / "locale" / "en" / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        "makemessages",
        "--locale",
        "en",
        "--no-location",
        "--verbosity",
        "0",
    ]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return texts_of(copy / CATALOGUE)


def texts_of(path: Path) -> set[str]:
    with path.open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def test_templates_hold_no_text_outside_translate():
    found = {at(path, 1): words for path in templates() if (words := untranslated(path.read_text(encoding="utf-8")))}

    assert found == {}


def test_code_holds_no_german_outside_gettext():
    assert [
        line
        for room in rooms(floors=("rooms", "surfaces"))
        for path in sorted(room.rglob("*.py"))
        if not {"tests", "migrations", "demo", "demo.py"} & set(path.parts)
        and path.relative_to(ROOT).as_posix() not in READS_GERMAN
        for line in unmarked(path)
    ] == []


def test_an_untranslated_text_is_noticed(tmp_path):
    (tmp_path / "views.py").write_text('"""Zeigt Häuser."""\nTITLE = _("Häuser")\nHINT = "Für alle"\n')

    assert untranslated('<p class="x {% if a %}b{% endif %}">{% translate "Suchen" %} {{ n }} Treffer</p>') == [
        "Treffer"
    ]
    assert untranslated('<img alt="Ein Haus" src="{% static "a.png" %}">') == ["Ein", "Haus"]
    assert unmarked(tmp_path / "views.py") == ["views.py:3 'Für alle'"]


def test_the_english_catalogue_is_whole():
    with (PACKAGE / CATALOGUE).open("rb") as file:
        assert unfinished(read_po(file)) == []


def test_the_english_catalogue_is_fresh(tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip(
            "the freshness of the English catalogue: gettext is not installed (Debian: apt-get install gettext)"
        )

    now, held = collected(PACKAGE, tmp_path), texts_of(PACKAGE / CATALOGUE)

    assert sorted(now - held) == [], "new texts: run “make messages” and translate them"
    assert sorted(held - now) == [], "texts that are gone: run “make messages”"


def test_an_unfinished_translation_is_noticed():
    catalogue = Catalog(locale="en")
    catalogue.add("Suchen", "Search")
    catalogue.add("Finden")
    catalogue.add("Haus", "House", flags=["fuzzy"])

    assert unfinished(catalogue) == ["Finden", "Haus"]
