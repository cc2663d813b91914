"""Small base maps of an invented city, written as a city would have its own: one PMTiles file."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

WEST, SOUTH, EAST, NORTH = 7.38, 51.44, 7.58, 51.57
THANKS = '<a href="https://maps.example/copyright" target="_blank">© Kartenwerk Beispiel</a><script>1</script>'
EXTENT = 4096
POINT, LINE, POLYGON = 1, 2, 3
Spot = tuple[int, int]
Shape = tuple[int, Sequence[Spot], Mapping[str, str]]


def write(
    path: Path,
    tiles: Mapping[tuple[int, int, int], bytes] | None = None,
    *,
    kind: TileType = TileType.MVT,
    packed: Compression = Compression.GZIP,
    said: Mapping[str, object] | None = None,
) -> Path:
    """A file with these tiles, or with streets, a river, a park and houses at zooms 8 to 14."""
    drawn = {place: gzip.compress(town(), mtime=0) for place in places()} if tiles is None else tiles
    zooms = [zoom for zoom, _across, _down in drawn]
    layers = [{"id": name, "fields": {}} for name in ("earth", "landuse", "water", "roads", "buildings", "places")]
    with path.open("wb") as file:
        writer = Writer(file)
        for place in sorted(drawn, key=lambda one: zxy_to_tileid(*one)):
            writer.write_tile(zxy_to_tileid(*place), drawn[place])
        edges = {"min_lon_e7": WEST, "min_lat_e7": SOUTH, "max_lon_e7": EAST, "max_lat_e7": NORTH}
        writer.finalize(
            {
                "tile_type": kind,
                "tile_compression": packed,
                "min_zoom": min(zooms),
                "max_zoom": max(zooms),
                **{name: round(edge * 1e7) for name, edge in edges.items()},
                "center_zoom": 11,
                "center_lon_e7": round((WEST + EAST) / 2 * 1e7),
                "center_lat_e7": round((SOUTH + NORTH) / 2 * 1e7),
            },
            {"attribution": THANKS, "vector_layers": layers} if said is None else dict(said),
        )
    return path


def town() -> bytes:
    """A vector tile in the Protomaps schema: the same block of an invented city wherever one looks."""
    edge = [(-64, -64), (4160, -64), (4160, 4160), (-64, 4160)]
    houses: list[Shape] = [
        (POLYGON, _box(x + 120, y + 120, 380), {"kind": "building"})
        for x in range(0, EXTENT, 1024)
        for y in range(0, EXTENT, 1024)
    ]
    return _layers(
        {
            "earth": [(POLYGON, edge, {"kind": "earth"})],
            "landuse": [(POLYGON, _box(2200, 2200, 1500), {"kind": "park"})],
            "water": [(POLYGON, [(-64, 900), (4160, 1300), (4160, 1600), (-64, 1200)], {"kind": "river"})],
            "roads": [
                (LINE, [(-64, 2048), (4160, 2048)], {"kind": "major_road", "name": "Lange Reihe"}),
                (LINE, [(1024, -64), (1024, 4160)], {"kind": "minor_road", "name": "Webergasse"}),
                (LINE, [(3072, -64), (3072, 4160)], {"kind": "minor_road", "name": "Am Speicher"}),
                (LINE, [(-64, 3500), (4160, 3300)], {"kind": "rail"}),
                (LINE, [(2200, 2200), (3700, 3700)], {"kind": "path"}),
            ],
            "buildings": houses,
            "places": [(POINT, [(2048, 700)], {"kind": "neighbourhood", "name": "Musterviertel"})],
        }
    )


def places() -> Iterator[tuple[int, int, int]]:
    for zoom in range(8, 15):
        left, top = _tile(zoom, WEST, NORTH)
        right, bottom = _tile(zoom, EAST, SOUTH)
        yield from ((zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _tile(zoom: int, lon: float, lat: float) -> Spot:
    down = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return int((lon + 180) / 360 * 2**zoom), int(down * 2**zoom)


def _box(x: int, y: int, size: int) -> list[Spot]:
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]


# --- The wire format of vector tiles (https://github.com/mapbox/vector-tile-spec), as far as it is needed ----------


def _layers(layers: Mapping[str, Sequence[Shape]]) -> bytes:
    return b"".join(_field(3, _layer(name, shapes)) for name, shapes in layers.items())


def _layer(name: str, shapes: Sequence[Shape]) -> bytes:
    keys = sorted({key for _kind, _spots, said in shapes for key in said})
    values = sorted({value for _kind, _spots, said in shapes for value in said.values()})
    features = b"".join(
        _field(
            2,
            _field(2, _varints([n for key, v in said.items() for n in (keys.index(key), values.index(v))]))
            + bytes([3 << 3, kind])
            + _field(4, _varints(_geometry(kind, spots))),
        )
        for kind, spots, said in shapes
    )
    words = b"".join(_field(3, key.encode()) for key in keys)
    words += b"".join(_field(4, _field(1, value.encode())) for value in values)
    return _field(1, name.encode()) + features + words + bytes([5 << 3]) + _varints([EXTENT]) + bytes([15 << 3, 2])


def _geometry(kind: int, spots: Sequence[Spot]) -> list[int]:
    """Move to the first spot, draw lines to the others, close what is an area."""
    steps, at = [], (0, 0)
    for x, y in spots:
        steps.append([(step << 1) ^ (step >> 31) for step in (x - at[0], y - at[1])])
        at = (x, y)
    rest = [number for step in steps[1:] for number in step]
    return [
        1 << 3 | 1,
        *steps[0],
        *([len(steps) - 1 << 3 | 2, *rest] if rest else []),
        *([15] if kind == POLYGON else []),
    ]


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _varints([len(content)]) + content


def _varints(numbers: Sequence[int]) -> bytes:
    found = bytearray()
    for number in numbers:
        while number > 127:
            found.append(number & 127 | 128)
            number >>= 7
        found.append(number)
    return bytes(found)
