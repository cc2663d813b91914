"""What a file of boundaries would change: each area with its place, what is wrong with it, and what comes out.

Pure: the places, the boundaries that hold on the day and on later days are handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from quartierwerk.rooms.places.rules.areas import area_m2, is_hairline
from quartierwerk.rooms.places.rules.coverage import GRID, Fault, cover
from quartierwerk.rooms.places.rules.findings import Finding, FindingKind
from quartierwerk.rooms.places.rules.kinds import PlaceKind
from quartierwerk.rooms.places.rules.official import Feature, is_near, name_key, name_property

KINDS = (PlaceKind.DISTRICT, PlaceKind.NEIGHBOURHOOD, PlaceKind.CENTRE, PlaceKind.QUARTER)
"""The kinds whose boundaries come in a file; the city's own is the outline of its districts."""
APART = frozenset({PlaceKind.DISTRICT, PlaceKind.NEIGHBOURHOOD})
"""Kinds of which no two lie upon each other."""

Name = str
Shapes = Mapping[Name, BaseGeometry]
"""Areas in degrees by the name of their place."""


class Known(NamedTuple):
    """The places that a file may name, and what holds on the day from which the file is to hold."""

    kind: PlaceKind
    lat: float
    lon: float
    """The middle of the city."""
    names: Mapping[str, Name]
    """How the places of this kind are called (``official.name_key``), to their names."""
    holding: Shapes = {}
    """The boundaries of this kind that hold on the day."""
    districts: Shapes = {}
    """Those of the districts on the day, in which neighbourhoods, centres and quarters lie."""
    parents: Mapping[Name, Name] = {}
    """Name of a place to that of its district."""
    outline: BaseGeometry | None = None
    """What the districts together fill on the day; None before the first boundaries are drawn."""
    is_outline_surveyed: bool = True
    """Not all of ``holding`` is computed from middles; a schematic rim says nothing about where the city ends."""
    later: Sequence[tuple[date, Mapping[Name, tuple[BaseGeometry, bool]]]] = ()
    """Each later day on which a boundary of this kind begins: all that hold then, and whether they begin after the
    day of the file (then the file does not touch them)."""


class SurveyState(StrEnum):
    """Where a file of boundaries stands."""

    CHECKED = "checked"
    REFUSED = "refused"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Change:
    """What becomes of one place."""

    name: Name
    shape: BaseGeometry
    is_new: bool = False
    """The place is created with the import."""
    parent: Name = ""
    """The district in which a new place lies."""
    before_m2: float = 0.0
    after_m2: float = 0.0
    gained_m2: float = 0.0
    lost_m2: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What would come of a file."""

    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    unchanged: tuple[Name, ...] = ()
    """Places whose area in the file is the one that holds already."""
    after: Mapping[Name, BaseGeometry] = field(default_factory=dict)
    """All boundaries of this kind as they would hold from the day on."""

    @property
    def can_be_drawn(self) -> bool:
        """Nothing stands against it, and something would change."""
        return bool(self.changes) and not any(finding.is_error for finding in self.findings)


def examine(
    features: Sequence[Feature],
    known: Known,
    *,
    creates_missing: bool = False,
    moves_outline: bool = False,
    enclaves: Collection[str] = (),
) -> Outcome:
    """Everything that is wrong with a file, and what it would change if nothing is.

    ``creates_missing``: names that we don't know become places. ``moves_outline``: the city itself may lose area at
    its rim (it may always gain some). ``enclaves``: the holes (``Finding.key``) of which somebody has said that they
    belong to another municipality; a hole of another shape, at another place or from another day on still stops all.
    """
    findings, shapes, fresh = _named_shapes(features, known, creates_missing=creates_missing)
    if any(finding.is_error for finding in findings):
        return Outcome(_sorted(findings), after=known.holding)
    merged = {**known.holding, **shapes}
    if known.kind in APART:
        merged, found = _side_by_side(merged, known, moved=set(shapes), moves_outline=moves_outline)
        findings += found
    drawn = {name: merged[name] for name in shapes if not _is_same(known.holding.get(name), merged[name])}
    findings += _beyond_their_district(drawn, known, fresh=fresh)
    findings += _on_later_days(drawn, known)
    findings = [replace(one, is_allowed=True) if one.is_hole and one.key in enclaves else one for one in findings]
    return Outcome(
        _sorted(findings),
        tuple(_change(name, shape, known, parent=fresh.get(name)) for name, shape in sorted(drawn.items())),
        tuple(sorted(set(shapes) - set(drawn))),
        {**known.holding, **drawn},
    )


def _named_shapes(
    features: Sequence[Feature], known: Known, *, creates_missing: bool
) -> tuple[list[Finding], dict[Name, BaseGeometry], dict[Name, Name]]:
    """The areas by the names of their places, and the places that are new with the district of each."""
    findings: list[Finding] = []
    shapes: dict[Name, BaseGeometry] = {}
    fresh: dict[Name, Name] = {}
    by = name_property(features, known=known.names)
    keys = (name_key(feature.properties.get(by)) for feature in features)
    said: Counter[Name] = Counter(known.names.get(key, key) for key in keys)
    for feature in features:
        words = feature.properties.get(by)
        written = " ".join(words.split()) if isinstance(words, str) else ""
        key, label = name_key(words), written or f"#{feature.number}"
        if feature.shape is None:
            findings.append(Finding(FindingKind.NO_AREA, (label,)))
            continue
        found = _of_feature(feature.shape, label, known)
        if not key:
            found.append(_at(FindingKind.UNNAMED, (label,), feature.shape))
        elif said[known.names.get(key, key)] > 1:
            found.append(_at(FindingKind.TWICE, (label,), feature.shape))
        elif key not in known.names and not creates_missing:
            found.append(_at(FindingKind.UNKNOWN, (label,), feature.shape))
        findings += found
        if found:
            continue
        name = known.names.get(key, written)
        shapes[name] = shapely.set_precision(feature.shape, GRID)
        if key not in known.names:
            fresh[name] = _district_at(feature.shape, known)
            if known.kind != PlaceKind.DISTRICT and not fresh[name]:
                findings.append(_at(FindingKind.HOMELESS, (name,), feature.shape))
    return findings, shapes, fresh


def _of_feature(shape: BaseGeometry, label: str, known: Known) -> list[Finding]:
    """What is wrong with an area by itself."""
    if not is_near(shape, lat=known.lat, lon=known.lon):
        return [_at(FindingKind.FAR_AWAY, (label,), shapely.make_valid(shape))]
    return [] if shape.is_valid else _crossings(shape, label)


def _crossings(shape: BaseGeometry, label: str) -> list[Finding]:
    """Each point at which a border meets itself, with the size of the smallest area that it cuts off there."""
    rings = [ring for polygon in shapely.get_parts(shape) for ring in (polygon.exterior, *polygon.interiors)]
    lines = shapely.get_parts(shapely.union_all(rings))
    ends = Counter(end for line in lines for end in (line.coords[0], line.coords[-1]))
    places = [shapely.Point(end) for end, number in ends.items() if number > 2]
    repaired = [part for part in shapely.get_parts(shapely.make_valid(shape)) if part.area > 0]
    if not places:
        places = [shapely.get_parts(shape)[0].representative_point() if not repaired else repaired[0].centroid]
    return [
        Finding(
            FindingKind.CROSSES_ITSELF,
            (label,),
            point.y,
            point.x,
            min((area_m2(part) for part in repaired if part.distance(point) < 1e-9), default=0.0),
        )
        for point in places
    ]


def _side_by_side(
    shapes: Shapes, known: Known, *, moved: set[Name], moves_outline: bool
) -> tuple[dict[Name, BaseGeometry], list[Finding]]:
    """The areas with their hairlines closed, and where they overlap or leave gaps."""
    fills = known.kind == PlaceKind.DISTRICT
    fixed = set(shapes) - moved
    # When all districts come at once, the rim of a schematic city is no measure for theirs.
    outline = known.outline if fills and (known.is_outline_surveyed or fixed) else None
    covered = cover(shapes, outline=outline, fixed=fixed)
    findings = []
    for fault in covered.faults:
        if fills or fault.kind == FindingKind.OVERLAP:
            found = _from_fault(fault)
            findings.append(replace(found, is_allowed=moves_outline and fault.kind == FindingKind.LOST))
    if covered.hairlines:
        findings.append(Finding(FindingKind.HAIRLINE, number=covered.hairlines))
    return covered.shapes, findings


def _beyond_their_district(drawn: Shapes, known: Known, *, fresh: Mapping[Name, Name]) -> list[Finding]:
    """Neighbourhoods and centres that reach out of their district; quarters may."""
    if known.kind not in (PlaceKind.NEIGHBOURHOOD, PlaceKind.CENTRE):
        return []
    findings = []
    for name, shape in drawn.items():
        district = known.districts.get(known.parents.get(name) or fresh.get(name, ""))
        if district is not None and not is_hairline(rest := shape.difference(district)):
            findings.append(_at(FindingKind.OUTSIDE, (name,), rest))
    return findings


def _on_later_days(drawn: Shapes, known: Known) -> list[Finding]:
    """Faults that appear only when a boundary that is drawn already begins to hold beside the new ones."""
    if known.kind not in APART:
        return []
    findings = []
    for day, holding in known.later:
        still = {name: shape for name, shape in drawn.items() if name not in holding or not holding[name][1]}
        if not still:
            continue
        then = {name: shape for name, (shape, _later) in holding.items()} | still
        outline = shapely.union_all([shape for shape, _later in holding.values()])
        fills = known.kind == PlaceKind.DISTRICT
        for fault in cover(then, outline=outline if fills else None).faults:
            if fault.kind == FindingKind.OVERLAP or (fills and fault.kind != FindingKind.GAINED):
                findings.append(replace(_from_fault(fault), on=day))
    return findings


def _change(name: Name, shape: BaseGeometry, known: Known, *, parent: Name | None) -> Change:
    before = known.holding.get(name, shapely.Polygon())
    return Change(
        name,
        shape,
        is_new=parent is not None,
        parent=parent or "",
        before_m2=area_m2(before),
        after_m2=area_m2(shape),
        gained_m2=area_m2(shape.difference(before)),
        lost_m2=area_m2(before.difference(shape)),
    )


def _is_same(before: BaseGeometry | None, after: BaseGeometry) -> bool:
    """Both are the same area, but for what rounding does."""
    return before is not None and is_hairline(before.symmetric_difference(after))


def _district_at(shape: BaseGeometry, known: Known) -> Name:
    """The district in which the middle of an area lies; empty outside all of them."""
    middle = shape.representative_point()
    return next((name for name, district in known.districts.items() if district.intersects(middle)), "")


def _from_fault(fault: Fault[Name]) -> Finding:
    lat, lon = fault.point
    return Finding(fault.kind, fault.keys, lat, lon, fault.area_m2)


def _at(kind: FindingKind, names: tuple[Name, ...], shape: BaseGeometry) -> Finding:
    inside = shape.representative_point()
    return Finding(kind, names, inside.y, inside.x, area_m2(shape))


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, the largest on top."""
    return tuple(sorted(findings, key=lambda found: (not found.is_error, -found.area_m2, found.names)))
