"""The operator's base map: a PMTiles file that the house reads itself, or tiles that a server in front of it has."""

from __future__ import annotations

import gzip
import json
import logging
import os
import weakref
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from pmtiles.tile import (
    Compression,
    Entry,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

HEADER = 127
"""Bytes at the beginning of the file that say where everything else is."""
MOST_DIRECTORIES = 32
"""So many parts of the file's table of contents stay in memory, a few hundred kilobytes each."""
DEEPEST = 4
"""More tables within tables no file may have."""
BROKEN = (
    *(OSError, EOFError, ValueError, IndexError, zlib.error, OverflowError),
    *(MagicNumberNotFound, SpecVersionUnsupported),
)
"""What reading a damaged file may raise."""
LAYERS = frozenset({"earth", "landcover", "landuse", "water", "roads", "buildings", "places"})
"""The layers of the Protomaps schema that the living map knows how to draw."""
CONTENT_TYPES = {
    TileType.MVT: "application/vnd.mapbox-vector-tile",
    TileType.PNG: "image/png",
    TileType.JPEG: "image/jpeg",
    TileType.WEBP: "image/webp",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class BaseMap:
    """What lies under the profiles on a living map."""

    tiles: str
    """The path of a tile, with ``{z}``, ``{x}`` and ``{y}``."""
    is_vector: bool = False
    least_zoom: int = 0
    most_zoom: int = 19
    bounds: tuple[float, float, float, float] = (-180.0, -85.0, 180.0, 85.0)
    """West, south, east and north of what it shows, in degrees."""
    source: SafeString = SafeString()
    """Whom to thank for it, as HTML with links and nothing else; empty where nobody has said."""
    layers: frozenset[str] = frozenset()
    """The names of a vector map's layers, as far as the file names them."""

    def as_json(self) -> str:
        """What the script of the living map reads."""
        return json.dumps(
            {
                "tiles": self.tiles,
                "vector": self.is_vector,
                "minzoom": self.least_zoom,
                "maxzoom": self.most_zoom,
                "bounds": self.bounds,
            }
        )


@dataclass(frozen=True)
class Tile:
    """One tile as it lies in the file."""

    content: bytes
    content_type: str
    is_gzipped: bool


class Archive:
    """One PMTiles file, open for reading; it may be asked by several threads at once."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        weakref.finalize(self, self._file.close)
        self.header = deserialize_header(self._read(0, HEADER))
        self._directory = lru_cache(maxsize=MOST_DIRECTORIES)(self._directory_at)

    def metadata(self) -> dict[str, object]:
        """What its maker says of it; empty where that cannot be read."""
        packed = self._read(self.header["metadata_offset"], self.header["metadata_length"])
        plain = gzip.decompress(packed) if self.header["internal_compression"] == Compression.GZIP else packed
        found = json.loads(plain)
        return found if isinstance(found, dict) else {}

    def tile(self, zoom: int, across: int, down: int) -> Tile | None:
        """The tile at a place of the grid; None where the file has none."""
        if not 0 <= zoom <= self.header["max_zoom"] or max(across, down) >= 1 << zoom:
            return None
        wanted = zxy_to_tileid(zoom, across, down)
        offset, length = self.header["root_offset"], self.header["root_length"]
        for _table in range(DEEPEST):
            entry = find_tile(self._directory(offset, length), wanted)
            if entry is None:
                return None
            if entry.run_length:
                content = self._read(self.header["tile_data_offset"] + entry.offset, entry.length)
                is_gzipped = self.header["tile_compression"] == Compression.GZIP
                return Tile(content, CONTENT_TYPES[self.header["tile_type"]], is_gzipped)
            offset, length = self.header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def _directory_at(self, offset: int, length: int) -> list[Entry]:
        return deserialize_directory(self._read(offset, length))

    def _read(self, offset: int, length: int) -> bytes:
        found = os.pread(self._file.fileno(), length, offset)
        if len(found) < length:
            raise EOFError(f"{self._file.name} ends before byte {offset + length}.")
        return found


def base_map() -> BaseMap | None:
    """The base map that the settings name; None without one, or while its file cannot be read."""
    if settings.MAP_TILES:
        return BaseMap(settings.MAP_TILES, source=_clean(settings.MAP_SOURCE))
    if not settings.MAP_FILE:
        return None
    try:
        return _described(*_state(settings.MAP_FILE), settings.MAP_SOURCE)
    except BROKEN as error:
        logger.warning("The base map %s cannot be read: %s", settings.MAP_FILE, error)
        return None


def tile(zoom: int, across: int, down: int) -> Tile | None:
    """A tile of the operator's file; None where it has none, or where it is damaged there: the map goes on without."""
    try:
        return _opened(*_state(settings.MAP_FILE)).tile(zoom, across, down)
    except BROKEN as error:
        logger.warning("Tile %s/%s/%s of %s cannot be read: %s", zoom, across, down, settings.MAP_FILE, error)
        return None


def _state(name: str) -> tuple[str, int, int]:
    """The file with what changes when it is replaced: its time and its size."""
    found = Path(name).stat()
    return name, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def _opened(name: str, time: int, size: int) -> Archive:
    return Archive(Path(name))


@lru_cache(maxsize=4)
def _described(name: str, time: int, size: int, source: str) -> BaseMap:
    archive = _opened(name, time, size)
    header, said = archive.header, archive.metadata()
    with override(settings.LANGUAGE_CODE):  # one address for all languages, so that a tile is kept once
        sample = reverse("places:tile", args=[f"{time:x}-{size:x}", 0, 0, 0])
    layers = said.get("vector_layers")
    edges = (header["min_lon_e7"], header["min_lat_e7"], header["max_lon_e7"], header["max_lat_e7"])
    west, south, east, north = (edge / 1e7 for edge in edges)
    return BaseMap(
        tiles=sample.removesuffix("0/0/0") + "{z}/{x}/{y}",
        is_vector=header["tile_type"] == TileType.MVT,
        least_zoom=header["min_zoom"],
        most_zoom=header["max_zoom"],
        bounds=(west, south, east, north),
        source=_clean(source or str(said.get("attribution") or "")),
        layers=frozenset(str(one.get("id")) for one in layers if isinstance(one, dict))
        if isinstance(layers, list)
        else frozenset(),
    )


def _clean(html: str) -> SafeString:
    """Words and links, and no other markup."""
    clean = nh3.clean(html, tags={"a"}, attributes={"a": {"href"}}, url_schemes={"https", "http"}, link_rel="noopener")
    return mark_safe(clean)  # noqa: S308 – cleaned on the line above
