"""Examples in the description of the open interface: answers about an invented city, kept in ``examples.json``.

The file is written by the test that holds it against the answers (``EXAMPLES=write pytest …/test_examples.py``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

FILE = Path(__file__).with_name("examples.json")
SITE = "https://kreativ.example"
"""The address in the file, for which the house's own one is shown."""


@lru_cache(maxsize=1)
def written() -> dict[str, Any]:
    """Operation → the example of its answer; ``problems`` holds those of the errors by their status."""
    text = FILE.read_text(encoding="utf-8").replace(SITE, settings.SITE_URL)
    found: dict[str, Any] = json.loads(text)
    return found


def describe(schema: dict[str, Any]) -> None:
    """Put the examples into the description: at every answer, and at every schema that an answer contains."""
    schemas, found = schema["components"]["schemas"], written()
    for operations in schema["paths"].values():
        for operation in operations.values():
            content = operation["responses"][200]["content"]["application/json"]
            content["example"] = found[operation["operationId"]]
            for name, example in parts(content["schema"], content["example"], schemas):
                schemas[name].setdefault("example", example)
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    parameter["example"] = content["example"]["id" if parameter["name"].endswith("_id") else "slug"]
            for status, answer in operation["responses"].items():
                if (problem := found["problems"].get(str(status))) is not None:
                    answer["content"]["application/problem+json"]["example"] = problem
    schemas["Problem"]["example"] = found["problems"]["400"]
    _describe_words(schemas)


def parts(shape: dict[str, Any], value: Any, schemas: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The named schemas that a value is made of, each with its part of the value; empty ones say nothing."""
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        if value is not None:
            yield name, value
            yield from parts(schemas[name], value, schemas)
    for choice in (*shape.get("anyOf", ()), *shape.get("allOf", ())):
        yield from parts(choice, value, schemas)
    if isinstance(value, dict):
        for name, inner in shape.get("properties", {}).items():
            if name in value:
                yield from parts(inner, value[name], schemas)
    elif isinstance(value, list) and value and "items" in shape:
        yield from parts(shape["items"], value[0], schemas)


def _describe_words(schemas: dict[str, Any]) -> None:
    """What is one of a few words is its own example."""
    for shape in schemas.values():
        if "enum" in shape:
            shape.setdefault("example", shape["enum"][0])
