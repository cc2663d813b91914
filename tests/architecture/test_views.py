"""A view leaves to the kit what every view would write by hand: refusals, rights, pages of a list, the way back."""

import re
from pathlib import Path

from tests.architecture.house import PACKAGE, at, modules, rooms, templates

BY_HAND = {
    r"POST or None": "ui.fields.posted: an empty answer is a sent one",
    r"except \(?RuleBroken|form\.refuse\(": "form.does or ui.asking.one_step: shows the refusal",
    r"status=422|status=429": "page(…, form=form): the form knows its status",
    r"raise PermissionDenied": "ui.gates.require: says what is missing and who gives it",
    r"\bPaginator\(": "ui.lists: listed, shelved or page_of",
}
FRAME = re.compile(r'class="crumbs"')
EXCEPTIONS = {
    "rooms/directory/views/alike.py": "answers a script while somebody types, without a page and its form",
}


def by_hand(package: Path) -> list[str]:
    """Lines of views that do what the kit does, each with what to use instead."""
    return [
        f"{at(path, number)} {instead}"
        for room in rooms(package, floors=("rooms", "surfaces"))
        for path in modules(room, "views")
        if str(path.relative_to(package)) not in EXCEPTIONS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for pattern, instead in BY_HAND.items()
        if re.search(pattern, line)
    ]


def frames(package: Path) -> list[str]:
    """Templates that frame the way back themselves."""
    return [at(path, 1) for path in templates(package) if FRAME.search(path.read_text(encoding="utf-8"))]


def test_no_view_does_by_hand_what_the_kit_does():
    assert by_hand(PACKAGE) == []


def test_no_template_frames_the_way_back():
    assert frames(PACKAGE) == []


def test_what_is_done_by_hand_is_noticed(tmp_path):
    room = tmp_path / "rooms" / "annex"
    (room / "templates").mkdir(parents=True)
    (tmp_path / "surfaces").mkdir()
    (room / "__init__.py").touch()
    (room / "views.py").write_text("form = Form(request.POST or None)\ntry: verb()\nexcept RuleBroken as no: ...\n")
    (room / "templates" / "page.html").write_text('<nav class="crumbs"></nav>')

    assert [line.partition(" ")[0] for line in by_hand(tmp_path)] == ["views.py:1", "views.py:3"]
    assert frames(tmp_path) == ["page.html:1"]
