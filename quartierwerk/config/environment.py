"""Reading the environment: helpers that raise on nonsense, with a sentence that helps."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType, deserialize_header

PMTILES_HEADER = 127
"""Bytes that say what else is in such a file."""
PACKED = (Compression.NONE, Compression.GZIP)
DRAWN = (TileType.MVT, TileType.PNG, TileType.JPEG, TileType.WEBP)
"""What the base map's tiles may be, and how they may be packed."""


def text(name: str, default: str | None = None, *, choices: tuple[str, ...] = ()) -> str:
    """The variable as text; ``NAME_FILE`` may point to a file that holds it (for secrets)."""
    value = os.environ.get(name) or None  # an empty variable is one that nobody has filled in
    if value is None and (path := os.environ.get(f"{name}_FILE")):
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    if value is None:
        value = default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment; see docs/operations.md, “Settings”.")
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be one of: {', '.join(choices)}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no; anything but 1/0, true/false, yes/no is refused."""
    value = (os.environ.get(name) or ("1" if default else "0")).strip().lower()
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; write 1 or 0.")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """The variable as a whole number between ``least`` and ``most``."""
    value = os.environ.get(name) or str(default)
    try:
        parsed = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a whole number.") from None
    if not least <= parsed <= most:
        raise ImproperlyConfigured(f"{name} is {parsed}; it must lie between {least} and {most}.")
    return parsed


def map_file(name: str) -> str:
    """The variable as the path of a PMTiles file that can be read and drawn; empty where it is not set."""
    value = text(name, "")
    if not value:
        return ""
    how = "How a city makes its own: docs/operations.md, “The base map”."
    path = Path(value).resolve()
    try:
        with path.open("rb") as file:
            header = deserialize_header(file.read(PMTILES_HEADER))
    except OSError as error:
        raise ImproperlyConfigured(f"{name} names {path}, which cannot be read: {error.strerror}. {how}") from error
    except (MagicNumberNotFound, SpecVersionUnsupported, ValueError, IndexError) as error:
        raise ImproperlyConfigured(f"{name} names {path}, which is not a PMTiles file of version 3. {how}") from error
    is_readable = header["internal_compression"] == Compression.GZIP and header["tile_compression"] in PACKED
    if not is_readable or header["tile_type"] not in DRAWN:
        raise ImproperlyConfigured(
            f"{name} names {path}, whose tiles this house cannot hand out: they must be vector tiles (MVT), PNG, JPEG "
            f"or WebP, packed with gzip or not at all. {how}"
        )
    return str(path)
