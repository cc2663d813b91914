"""A document as those read it who check it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PdfReader


class Made:
    """A document as a reader's program sees it."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.reader = PdfReader(io.BytesIO(pdf))
        self.root = self.reader.root_object

    @property
    def text(self) -> str:
        """All words, parted by single blanks; without the marks at which lines may break."""
        text = " ".join(page.extract_text() for page in self.reader.pages)
        return " ".join(text.replace("\u200b", "").split())

    def tags(self, kind: str) -> list[dict]:
        """The elements of the structure tree of one kind (“/TH”), in reading order."""
        return [element for element in self._elements(self.root["/StructTreeRoot"]["/K"]) if element["/S"] == kind]

    def _elements(self, node: object) -> Iterator[dict]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                yield from self._elements(one)
        elif isinstance(node, dict) and "/S" in node:
            yield node
            yield from self._elements(node.get("/K"))
