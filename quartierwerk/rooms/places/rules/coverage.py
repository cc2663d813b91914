"""Areas side by side: where they overlap, where they leave gaps, and how hairlines between them are closed.

All borders are cut against each other once; what comes out is a net of faces, and each face belongs to one area, to
several, or to none. Neighbours that are read off the same net share their corners to the last digit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

from quartierwerk.rooms.places.rules.areas import area_m2, is_hairline
from quartierwerk.rooms.places.rules.findings import FindingKind

GRID = 1e-7
"""Coordinates are rounded to this many degrees, about one centimetre."""

Key = TypeVar("Key", bound=Hashable)
Face = tuple[BaseGeometry, tuple[int, ...], bool]
"""A face of the net, the areas that hold it by their number, and whether it lies within the outline."""


@dataclass(frozen=True)
class Fault(Generic[Key]):
    """A connected area that belongs to several, to none, or beyond the outline."""

    kind: FindingKind
    keys: tuple[Key, ...]
    """Whom it concerns: the areas that share it, or those beside the gap."""
    shape: BaseGeometry
    """In degrees."""

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude of a point inside."""
        inside = self.shape.representative_point()
        return inside.y, inside.x

    @property
    def area_m2(self) -> float:
        return area_m2(self.shape)


@dataclass(frozen=True)
class Coverage(Generic[Key]):
    """Areas side by side as they come out of the net, with what is wrong between them."""

    shapes: dict[Key, BaseGeometry]
    """The areas, their hairlines closed; an overlap that is a fault stays with each of its owners."""
    faults: list[Fault[Key]] = field(default_factory=list)
    hairlines: int = 0
    """So many gaps and overlaps were narrower than half a metre and are closed."""


def cover(
    shapes: Mapping[Key, BaseGeometry],
    *,
    outline: BaseGeometry | None = None,
    fixed: AbstractSet[Key] = frozenset(),
) -> Coverage[Key]:
    """Lay valid areas side by side, against the outline that they filled until now, if there is one.

    Hairlines between two of them are closed: an overlap stays with the one that is ``fixed``, else with the first;
    a gap goes to the neighbour with the longest common border that is not fixed.
    """
    if not shapes:
        return Coverage({})
    keys = list(shapes)
    faces = list(_faces([shapes[key] for key in keys], outline))
    owned: dict[int, list[BaseGeometry]] = defaultdict(list)
    apart: dict[tuple[FindingKind, tuple[int, ...]], list[BaseGeometry]] = defaultdict(list)
    union = shapely.union_all([_filled(shape) for shape in shapely.get_parts(_union(faces))])
    for face, owners, is_within in faces:
        if len(owners) > 1:
            apart[FindingKind.OVERLAP, owners].append(face)
            continue
        for owner in owners:
            owned[owner].append(face)
        if not owners and (outline is None or is_within):
            is_enclosed = outline is None or union.intersects(face.representative_point())
            apart[FindingKind.GAP if is_enclosed else FindingKind.LOST, ()].append(face)
        elif owners and outline is not None and not is_within:
            apart[FindingKind.GAINED, owners].append(face)
    faults, hairlines = _settle(apart, owned, fixed={number for number, key in enumerate(keys) if key in fixed})
    return Coverage(
        {key: _joined(owned[number]) for number, key in enumerate(keys)},
        [Fault(kind, tuple(keys[number] for number in owners), shape) for kind, owners, shape in faults],
        hairlines,
    )


def _faces(shapes: list[BaseGeometry], outline: BaseGeometry | None) -> Iterator[Face]:
    """The net of all borders, each face with those that hold a point in its middle."""
    borders = [shape.boundary for shape in [*shapes, *([outline] if outline is not None else [])]]
    faces = list(polygonize(shapely.union_all(borders, grid_size=GRID)))
    inside = [face.representative_point() for face in faces]
    holding: dict[int, list[int]] = defaultdict(list)
    asked, answered = shapely.STRtree(shapes).query(inside, predicate="intersects")
    for number, shape in zip(asked.tolist(), answered.tolist(), strict=True):
        holding[number].append(shape)
    if outline is not None:
        shapely.prepare(outline)
    for number, face in enumerate(faces):
        is_within = outline is not None and bool(outline.intersects(inside[number]))
        yield face, tuple(sorted(holding[number])), is_within


def _settle(
    apart: Mapping[tuple[FindingKind, tuple[int, ...]], list[BaseGeometry]],
    owned: dict[int, list[BaseGeometry]],
    *,
    fixed: set[int],
) -> tuple[list[tuple[FindingKind, tuple[int, ...], BaseGeometry]], int]:
    """Close the hairlines, and name the rest as faults; the areas in ``owned`` grow by what falls to them."""
    faults, hairlines = [], 0
    for (kind, owners), pieces in apart.items():
        for part in shapely.get_parts(shapely.union_all(pieces)):
            beside = owners or _beside(part, owned)
            if not is_hairline(part):
                faults.append((kind, beside, part))
                if kind == FindingKind.OVERLAP:
                    for owner in owners:
                        owned[owner].append(part)
            elif kind == FindingKind.OVERLAP:
                owned[min(owners, key=lambda owner: (owner not in fixed, owner))].append(part)
                hairlines += 1
            elif kind in (FindingKind.GAP, FindingKind.LOST) and beside:
                owned[min(beside, key=lambda owner: (owner in fixed, beside.index(owner)))].append(part)
                hairlines += 1
    return faults, hairlines


def _beside(part: BaseGeometry, owned: Mapping[int, list[BaseGeometry]]) -> tuple[int, ...]:
    """The areas with a common border, the longest first."""
    lengths: Counter[int] = Counter()
    edge = part.boundary
    for owner, faces in owned.items():
        near = [face for face in faces if face.intersects(part)]
        length = sum(edge.intersection(face.boundary).length for face in near)
        if length > 0:
            lengths[owner] = length
    return tuple(owner for owner, _length in lengths.most_common())


def _union(faces: list[Face]) -> BaseGeometry:
    return shapely.union_all([face for face, owners, _within in faces if owners])


def _filled(polygon: BaseGeometry) -> BaseGeometry:
    """A polygon without its holes."""
    return shapely.Polygon(polygon.exterior)


def _joined(faces: list[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(faces) if faces else shapely.Polygon()
