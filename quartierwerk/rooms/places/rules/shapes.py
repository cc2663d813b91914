"""Shapes as GeoJSON has them, checked before anything is drawn."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from quartierwerk.foundation.errors import RuleBroken

GeoJson = dict[str, Any]
AREAS = ("Polygon", "MultiPolygon")


class NotAShape(RuleBroken):
    """The boundary cannot be used."""

    sentence = _("Diese Grenze ist keine Fläche. Erwartet wird ein Polygon oder MultiPolygon als GeoJSON.")


def shape_of(geojson: GeoJson) -> BaseGeometry:
    """The area that a GeoJSON geometry describes; refuses what is no area, crosses itself or lies off the globe."""
    if not isinstance(geojson, dict) or geojson.get("type") not in AREAS:
        raise NotAShape
    try:
        shape = shapely.from_geojson(json.dumps(geojson))
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise NotAShape from error
    if shape.is_empty:
        raise NotAShape
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise NotAShape(
            _("Die Koordinaten sind keine Längen und Breiten in Grad (WGS 84). Bitte rechnen Sie die Datei vorher um.")
        )
    if not shape.is_valid:
        raise NotAShape(_("Die Grenze überschneidet sich selbst: %s") % shapely.is_valid_reason(shape))
    return shape


def geojson_of(shape: BaseGeometry) -> GeoJson:
    """A geometry as GeoJSON."""
    return json.loads(shapely.to_geojson(shape))


def digest_of(geojson: GeoJson) -> str:
    """A short fingerprint of a shape."""
    return hashlib.sha256(json.dumps(geojson, sort_keys=True).encode()).hexdigest()[:32]
