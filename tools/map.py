"""Draws the real import graph as docs/map.svg: rooms on their floors, an arrow for each import between two of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "quartierwerk"
FLOORS = {"surfaces": "Surfaces", "rooms": "Rooms", "foundation": "Foundation"}
BOX_WIDTH, BOX_HEIGHT, GAP, ROW, MARGIN, TITLE = 108, 34, 26, 74, 24, 34
STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1b2429 } .floor { fill: #f2f5f6; stroke: #c9d3d8 }
.title { font-weight: 600; fill: #4c5a62 } .box { fill: #fff; stroke: #1f6f78; stroke-width: 1.5 }
.box + text { text-anchor: middle } path { fill: none; stroke: #1f6f78; stroke-opacity: .45; stroke-width: 1.3 }
marker path { fill: #1f6f78; fill-opacity: .7; stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #e8eef0 } .floor { fill: #182125; stroke: #37454c } .title { fill: #a9b8bf }
  .box { fill: #0f171a; stroke: #6fc3cc } path { stroke: #6fc3cc } marker path { fill: #6fc3cc }
}
"""


def standing() -> dict[str, list[list[str]]]:
    """Each floor's rows from top to bottom, as the import contracts state them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    rows = {}
    for floor in FLOORS:
        [layers] = [
            contract["layers"]
            for contract in contracts
            if contract.get("containers") == [f"{PACKAGE}.{floor}"] and contract["type"] == "layers"
        ]
        rows[floor] = [[name.strip(" ()") for name in layer.split("|")] for layer in layers]
    return rows


def links() -> tuple[set[str], set[tuple[str, str]]]:
    """The boxes that exist, and which of them imports which, tests aside."""
    graph = grimp.build_graph(PACKAGE)

    def box(module: str) -> str | None:
        parts = module.split(".")
        return ".".join(parts[1:3]) if len(parts) > 2 and parts[1] in FLOORS and "tests" not in parts else None

    boxes = {name for module in graph.modules if (name := box(module))}
    found = set()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            here, there = box(module), box(imported)
            if here and there and here != there:
                found.add((here, there))
    return boxes, found


def draw() -> str:
    """The whole picture; the same graph always gives the same bytes."""
    boxes, arrows = links()
    rows = {
        floor: [kept for layer in layers if (kept := [name for name in layer if f"{floor}.{name}" in boxes])]
        for floor, layers in standing().items()
    }
    widest = max(len(layer) for layers in rows.values() for layer in layers)
    width = MARGIN * 4 + widest * BOX_WIDTH + (widest - 1) * GAP
    place: dict[str, tuple[float, float]] = {}
    body, top = [], MARGIN
    for floor, layers in rows.items():
        height = TITLE + len(layers) * ROW
        inner = width - 2 * MARGIN
        body.append(f'<rect class="floor" x="{MARGIN}" y="{top}" width="{inner}" height="{height}" rx="8"/>')
        body.append(f'<text class="title" x="{MARGIN + 12}" y="{top + 22}">{FLOORS[floor]}</text>')
        for number, layer in enumerate(layers):
            start = (width - len(layer) * BOX_WIDTH - (len(layer) - 1) * GAP) / 2
            # Every other row steps aside, so that an arrow over two rows does not run through the box between them.
            start += (BOX_WIDTH / 2 + 8) * (0.5 if number % 2 else -0.5) * (len(layer) < widest)
            for index, name in enumerate(layer):
                place[f"{floor}.{name}"] = (start + index * (BOX_WIDTH + GAP), top + TITLE + number * ROW)
        top += height + MARGIN
    height = top
    paths = []
    for here, there in sorted(arrows & {(a, b) for a in place for b in place}):
        (x1, y1), (x2, y2) = place[here], place[there]
        x1, x2, y1 = x1 + BOX_WIDTH / 2, x2 + BOX_WIDTH / 2, y1 + BOX_HEIGHT
        bend = max(24, (y2 - y1) / 2)
        curve = f"M{x1:g} {y1:g}C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2 - 5:g}"
        paths.append(f'<path d="{curve}" marker-end="url(#tip)"/>')
    for key, (x, y) in sorted(place.items()):
        body.append(f'<rect class="box" x="{x:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5"/>')
        body.append(f'<text x="{x + BOX_WIDTH / 2:g}" y="{y + 22:g}">{escape(key.split(".")[1])}</text>')
    tip = '<marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
    tip += '<path d="M0 0L6 3L0 6z"/></marker>'
    floors = [line for line in body if 'class="floor"' in line or 'class="title"' in line]
    rest = [line for line in body if line not in floors]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'aria-label="Which part of the house imports which">',
            f"<style>{STYLE}</style>",
            f"<defs>{tip}</defs>",
            *floors,
            *paths,
            *rest,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    target = ROOT / "docs" / "map.svg"
    target.parent.mkdir(exist_ok=True)
    target.write_text(draw(), encoding="utf-8")
    print(f"Drawn: {target.relative_to(ROOT)}")
