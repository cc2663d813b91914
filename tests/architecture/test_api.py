"""House rule 12: every field of the API is described, and no schema takes all fields of a model."""

import re
from typing import Any

from tests.architecture.house import PACKAGE, at, modules, rooms


def undescribed(openapi: dict[str, Any]) -> list[str]:
    return [
        f"{schema}.{name}"
        for schema, shape in openapi["components"]["schemas"].items()
        for name, field in shape.get("properties", {}).items()
        if not field.get("description")
    ]


def test_every_field_of_the_api_is_described():
    from quartierwerk.surfaces.opendata.api import api

    assert undescribed(api.get_openapi_schema()) == []


def test_no_schema_takes_all_fields():
    found = [
        at(path, number)
        for room in rooms(PACKAGE, floors=("rooms", "surfaces"))
        for path in modules(room, "api")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"__all__[\"']|\bexclude\s*=", line) and "exclude=True" not in line
    ]

    assert found == []


def test_an_undescribed_field_is_noticed():
    shape = {"properties": {"name": {"description": "Its name."}, "size": {"type": "integer"}}}

    assert undescribed({"components": {"schemas": {"Annex": shape}}}) == ["Annex.size"]
