"""Reading a GeoJSON file as offices publish it: in degrees, with names, near the city; else it says what is wrong."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.places.rules.addresses import words_of
from quartierwerk.rooms.places.rules.plane import Plane
from quartierwerk.rooms.places.rules.shapes import AREAS

NEAR_M = 100_000
"""What lies farther from the middle of the city than this is not a part of it."""
DEGREES = re.compile(r"(CRS:?84|EPSG:+(\d+\.?\d*:)?4326|EPSG:+4258)$", re.IGNORECASE)
"""Names of coordinate systems in degrees: WGS 84 and ETRS89, which differ by less than a metre."""
EPSG = re.compile(r"EPSG:+(?:[\d.]+:)?(\d+)$", re.IGNORECASE)
NAME_KEYS = ("name", "bezeichnung", "bez", "stadtbezirk", "stadtteil", "ortsteil", "quartier", "gen", "nam", "titel")
KIND_WORDS = frozenset(
    {
        "stadtbezirk",
        "bezirk",
        "stadtteil",
        "ortsteil",
        "ortschaft",
        "viertel",
        "kreativquartier",
        "quartier",
        "nebenzentrum",
    }
)
"""Words that say what kind of place it is and not which one: “Stadtbezirk Altstadt”."""


class NotGeoJson(RuleBroken):
    """The file cannot be read."""

    field = "file"
    sentence = _("Die Datei ist kein GeoJSON. Erwartet wird eine „FeatureCollection“ mit einer Fläche je Ort.")


class WrongCoordinates(RuleBroken):
    """The file speaks of another coordinate system than degrees in WGS 84."""

    field = "file"


@dataclass(frozen=True)
class Feature:
    """One object of the file, in its order: what it says about itself, and its area if it has one."""

    number: int
    properties: Mapping[str, Any] = field(default_factory=dict)
    shape: BaseGeometry | None = None
    """In degrees, longitude before latitude; it may cross itself. None where the object is no area."""


def read_features(data: bytes, *, lat: float, lon: float) -> list[Feature]:
    """The objects of a file about a city around this middle; refuses files in other coordinates than degrees."""
    document = _document(data)
    _check_system(document)
    features = [_feature(number, entry) for number, entry in enumerate(_entries(document), start=1)]
    shapes = [feature.shape for feature in features if feature.shape is not None]
    if not shapes:
        raise NotGeoJson(_("Die Datei enthält keine Flächen. Erwartet wird eine Fläche (Polygon) je Ort."))
    _check_degrees(shapes)
    if not any(is_near(shape, lat=lat, lon=lon) for shape in shapes):
        _refuse_distance(shapes[0], lat=lat, lon=lon)
    return features


def is_near(shape: BaseGeometry, *, lat: float, lon: float) -> bool:
    """The whole shape lies near the middle of the city."""
    plane = Plane(lat, lon)
    west, south, east, north = shape.bounds
    corners = (plane.flat(*corner) for corner in ((south, west), (south, east), (north, west), (north, east)))
    return all(math.hypot(x, y) <= NEAR_M for x, y in corners)


def name_property(features: Sequence[Feature], *, known: Mapping[str, object]) -> str:
    """The property that names the places: where most values are names we know, else one that is called like it."""
    hits: Counter[str] = Counter()
    for feature in features:
        hits.update(name for name, value in feature.properties.items() if name_key(value) in known)
    if hits:
        return hits.most_common(1)[0][0]
    present = {name.lower(): name for feature in features for name in feature.properties}
    return next((present[name] for name in NAME_KEYS if name in present), "")


def name_key(value: object) -> str:
    """A name as all its spellings agree: “Stadtbezirk Altstadt-Nord” and “ALTSTADT NORD”; empty for no text."""
    if not isinstance(value, str):
        return ""
    words = words_of(value)
    telling = [word for word in words if word not in KIND_WORDS]
    return " ".join(telling or words)


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise NotGeoJson(_("Die Datei ist kein Text in UTF-8, wie GeoJSON es verlangt.")) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise NotGeoJson(
            _("Die Datei ist kein gültiges JSON: Zeile %(line)d, Spalte %(column)d lässt sich nicht lesen.") % place
        ) from error
    except (ValueError, RecursionError) as error:
        raise NotGeoJson from error
    if not isinstance(document, dict):
        raise NotGeoJson
    return document


def _no_number(text: str) -> float:
    raise ValueError(text)


def _entries(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The features of a collection, or a lone one."""
    if document.get("type") == "Feature":
        yield document
        return
    entries = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(entries, list):
        raise NotGeoJson
    for entry in entries:
        if not isinstance(entry, dict):
            raise NotGeoJson
        yield entry


def _feature(number: int, entry: dict[str, Any]) -> Feature:
    properties = entry.get("properties")
    geometry = entry.get("geometry")
    return Feature(number, properties if isinstance(properties, dict) else {}, _shape(geometry))


def _shape(geometry: object) -> BaseGeometry | None:
    """The area of a geometry, without heights; None if it is none."""
    if not isinstance(geometry, dict) or geometry.get("type") not in AREAS:
        return None
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.GEOSException, ValueError, TypeError):
        return None
    return None if shape.is_empty else shape


def _check_system(document: dict[str, Any]) -> None:
    """GeoJSON is WGS 84 (RFC 7946); an older “crs” member that says so too is harmless, any other is not."""
    member = document.get("crs")
    if member is None:
        return
    properties = member.get("properties") if isinstance(member, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if DEGREES.search(name):
        return
    code = EPSG.search(name)
    raise WrongCoordinates(
        _(
            "Die Datei nennt das Koordinatensystem „%(name)s“. Erwartet werden Längen und Breiten in Grad (WGS 84). "
            "Bitte rechnen Sie sie um, zum Beispiel mit: ogr2ogr -t_srs EPSG:4326 neu.geojson alt.geojson"
        )
        % {"name": f"EPSG:{code[1]}" if code else name or "?"}
    )


def _check_degrees(shapes: Sequence[BaseGeometry]) -> None:
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return
    x, y = shapely.get_coordinates(shapes[0])[0].tolist()
    guess = _guess(x, y)
    words = {"x": f"{x:.0f}", "y": f"{y:.0f}", "guess": guess}
    if guess:
        raise WrongCoordinates(
            _(
                "Die Koordinaten sind Meter und keine Grad: Der erste Punkt ist %(x)s / %(y)s, wie in %(guess)s. "
                "Bitte rechnen Sie die Datei in WGS 84 (EPSG:4326) um, bevor Sie sie importieren."
            )
            % words
        )
    raise WrongCoordinates(
        _(
            "Die Koordinaten sind keine Längen und Breiten in Grad: Der erste Punkt ist %(x)s / %(y)s. "
            "Bitte rechnen Sie die Datei in WGS 84 (EPSG:4326) um, bevor Sie sie importieren."
        )
        % words
    )


def _guess(x: float, y: float) -> str:
    """The system in metres that a point in or around Germany was probably measured in."""
    if 5_100_000 < y < 6_200_000:
        if 32_100_000 < x < 32_990_000:
            return "ETRS89 / UTM 32 (EPSG:4647)"
        if 100_000 < x < 990_000:
            return "ETRS89 / UTM (EPSG:25832, EPSG:25833)"
        if 2_400_000 < x < 5_700_000:
            return "Gauß-Krüger (EPSG:31466 – 31469)"
    if 600_000 < x < 1_700_000 and 5_900_000 < y < 7_400_000:
        return "Web Mercator (EPSG:3857)"
    return ""


def _refuse_distance(shape: BaseGeometry, *, lat: float, lon: float) -> None:
    """No area lies near the city: latitude and longitude change places, or it is another city."""
    middle = shape.envelope.centroid
    words = {"lon": f"{middle.x:.3f}", "lat": f"{middle.y:.3f}"}
    if is_near(shapely.transform(shape, lambda points: points[:, ::-1]), lat=lat, lon=lon):
        raise WrongCoordinates(
            _(
                "Breite und Länge sind vertauscht: Die Datei beginnt bei Länge %(lon)s, Breite %(lat)s. "
                "In GeoJSON steht die Länge vor der Breite."
            )
            % words
        )
    raise WrongCoordinates(
        _(
            "Keine der Flächen liegt bei der Stadt: Die Datei beginnt bei Länge %(lon)s, Breite %(lat)s. "
            "Stimmen Datei und Koordinatensystem?"
        )
        % words
    )
