"""House rule 14: every component is on the style page, and every part of the kit is used by one."""

from pathlib import Path

from django.test import Client

from quartierwerk.foundation.ui.components import Component, components
from tests.architecture.house import PACKAGE

SAMPLES = PACKAGE / "foundation" / "ui" / "templates" / "ui" / "style"


def unshown(known: list[Component], samples: Path) -> list[str]:
    """Components without a sample page that calls them."""
    return [
        one.name
        for one in known
        if not (path := samples / f"{one.name}.html").exists()
        or f"{{% {one.name}" not in path.read_text(encoding="utf-8")
    ]


def test_every_component_has_its_sample():
    assert components() != []
    assert unshown(components(), SAMPLES) == []


def test_the_style_page_shows_them(client: Client, db: None):
    shown = client.get("/stil/").content.decode()

    assert [one.name for one in components() if f'id="stil-{one.name}"' not in shown] == []


def test_a_component_without_sample_is_noticed(tmp_path):
    (tmp_path / "badge.html").write_text('{% badge "neu" %}')

    assert unshown([Component("badge", "Marke", "…"), Component("money", "Betrag", "…")], tmp_path) == ["money"]
