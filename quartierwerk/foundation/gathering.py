"""Finding what the rooms bring along, by the name of the file."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from django.apps import apps

PREFIX = "quartierwerk."


def gather(name: str) -> list[ModuleType]:
    """The modules called ``name`` of all parts of the house that have one, in the order of the settings."""
    found = []
    for app in apps.get_app_configs():
        if app.name.startswith(PREFIX) and importlib.util.find_spec(f"{app.name}.{name}"):
            found.append(importlib.import_module(f"{app.name}.{name}"))
    return found
