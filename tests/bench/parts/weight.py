"""What a first visit weighs on the wire: HTML, styles and scripts of home, list, detail and map, as they are packed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from quartierwerk.rooms.directory.models import Profile
from tests.bench.server import Visitor, serving

PACKED = {"Accept-Encoding": "br, gzip"}
INNER = re.compile(rb"(?:\bfrom|\bimport|@import|\burl\()\s*[\"']?([^\"'()\s;]+\.(?:js|mjs|css))[\"']?")
BUNDLED = {"text/css", "text/javascript", "application/javascript"}


class Linked(HTMLParser):
    """The styles and scripts that a page names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "script" and (address := named.get("src")):
            self.addresses.append(address)
        # What the map's script loads by itself: the library, its worker and its style.
        self.addresses += [named[name] for name in ("data-library", "data-worker", "data-style") if named.get(name)]
        if tag == "link" and named.get("rel") in {"stylesheet", "modulepreload"} and (address := named.get("href")):
            self.addresses.append(address)


def measure(*, mode: str) -> dict[str, Any]:
    """Bytes of each of the four, in all and by kind."""
    detail = Profile.objects.visible_to(None).filter(works__isnull=False).order_by("pk").first()
    detail = detail or Profile.objects.visible_to(None).order_by("pk")[0]
    pages = {"home": "/", "list": "/verzeichnis/", "detail": detail.get_absolute_url()}
    pages["map"] = "/verzeichnis/karte/"
    with serving(mode=mode) as visitor:
        return {name: _visit(visitor, path) for name, path in pages.items()}


def _visit(visitor: Visitor, path: str) -> dict[str, int]:
    """One page with everything it loads, each address once; pictures and fonts are not asked for."""
    plain = visitor.get(path)[1]
    weights = {"html": len(visitor.get(path, PACKED)[1]), "css": 0, "js": 0}
    waiting = [urljoin(path, address) for address in Linked(plain.decode()).addresses]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer, body = visitor.get(address)
        kind = (answer.getheader("Content-Type") or "").partition(";")[0]
        if answer.status != 200 or kind not in BUNDLED:
            raise RuntimeError(f"{path} loads {address}, which answers {answer.status} as “{kind}”.")
        weights["css" if kind == "text/css" else "js"] += len(visitor.get(address, PACKED)[1])
        waiting += [urljoin(address, found.decode()) for found in INNER.findall(body)]
    return weights | {"total": sum(weights.values()), "files": len(seen)}
