"""Reading a file of official boundaries (RFC 7946, WGS 84) and finding which unit each feature is.

Whatever the file is instead of what it should be is said in one sentence to whoever loads it.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from maillage.kit.operations import RefusedError
from maillage.territory.mesh import Point
from maillage.territory.models import Commune, Neighbourhood
from maillage.territory.models.boundaries import Layer
from maillage.territory.places import folded

LARGEST = 30 * 1024 * 1024

Ring = list[Point]
Polygons = list[list[Ring]]  # each polygon: its outer ring, then its holes; longitude and latitude

#: Under which names published files give the number of a unit.
NUMBERS = {
    Layer.NEIGHBOURHOODS: ("monitoring_code", "mdrc", "md_code", "code"),
    Layer.COMMUNES: (
        "nis",
        "nis_code",
        "niscode",
        "nisins",
        "refnis",
        "cd_munty_refnis",
        "mu_nat_code",
        "code",
    ),
}
NAMES = ("name", "nom", "naam", "descr")
#: Brussels and its surroundings: a unit whose middle lies elsewhere is not the unit it says.
AROUND = (4.1, 50.7, 4.6, 51.0)
FAR = 0.03  # degrees between the known centre of a unit and that of its boundary


class UnreadableError(RefusedError):
    """The file is not what a file of boundaries should be."""


@dataclass
class Feature:
    """One feature of the file, and what was found of it: `state` is matched, doubtful, or unknown."""

    position: int
    said: str
    polygons: Polygons
    state: str = "unknown"
    code: str = ""
    why: str = ""


@dataclass
class Found:
    """What a file holds, feature by feature."""

    features: list[Feature] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def of(self, state: str) -> list[Feature]:
        return [feature for feature in self.features if feature.state == state]


@dataclass(frozen=True)
class Unit:
    """A place of the layer: its number, its names, where its centre is known to be."""

    code: str
    said: str
    names: frozenset[str]
    centre: Point | None


# --- The file ---------------------------------------------------------------------------------------------


def read(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file. Raises UnreadableError, which says what it is."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError("The file is larger than 30 MB. A simplified version draws as well.")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"The file could not be read: {error.strerror or error}.") from None
    try:
        told = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise UnreadableError("This is not JSON. Boundaries come as a GeoJSON file.") from None
    if not isinstance(told, dict) or told.get("type") != "FeatureCollection":
        kind = str(told.get("type", "?"))[:40] if isinstance(told, dict) else type(told).__name__
        raise UnreadableError(f"This is JSON, but not a GeoJSON FeatureCollection (it says “{kind}”).")
    features = told.get("features")
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise UnreadableError("This GeoJSON has no list of features.")
    if not features:
        raise UnreadableError("This GeoJSON holds no feature at all.")
    return features


def _no_number(said: str) -> NoReturn:
    raise ValueError(said)


def polygons_of(geometry: Any) -> Polygons:
    """The polygons of a geometry; none when it is empty. Raises UnreadableError when it has no area."""
    if not isinstance(geometry, dict) or not geometry.get("coordinates"):
        return []
    kind, coordinates = geometry.get("type"), geometry["coordinates"]
    if kind not in ("Polygon", "MultiPolygon"):
        raise UnreadableError(f"a boundary is a polygon, not “{str(kind)[:40]}”")
    try:
        polygons = [coordinates] if kind == "Polygon" else list(coordinates)
        return [[_ring(ring) for ring in polygon] for polygon in polygons if polygon and polygon[0]]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        raise UnreadableError("its coordinates are not rings of positions") from None


def _ring(positions: Any) -> Ring:
    ring = [(float(position[0]), float(position[1])) for position in positions]
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ring):
        raise ValueError("not a number")
    if ring[0] == ring[-1]:
        ring = ring[:-1]
    if len(set(ring)) < 3:
        raise ValueError("not a ring")
    return ring


def check_system(point: Point) -> None:
    """Raises UnreadableError unless the position is a longitude and a latitude, in that order."""
    x, y = point
    if abs(x) <= 180 and abs(y) <= 90:
        if 49 < x < 52 and 2 < y < 7:
            raise UnreadableError(
                "Latitude comes before longitude in this file; GeoJSON asks for longitude first."
            )
        return
    if 0 < x < 300_000 and 0 < y < 300_000:
        system = "Lambert 72 (EPSG:31370)"
    elif 500_000 < x < 800_000 and 500_000 < y < 800_000:
        system = "Lambert 2008 (EPSG:3812)"
    else:
        system = "?"
    raise UnreadableError(
        "The coordinates are not longitudes and latitudes (WGS 84) but metres of another system: "
        f"{system}. Export the file again in EPSG:4326."
    )


# --- Which unit is it -------------------------------------------------------------------------------------


def match(features: list[dict[str, Any]], layer: str) -> Found:
    """Which unit each feature is, with the reason of every doubt. Raises UnreadableError if none."""
    units = {unit.code: unit for unit in units_of(layer)}
    by_name: dict[str, set[str]] = {}
    for unit in units.values():
        for name in unit.names:
            by_name.setdefault(name, set()).add(unit.code)
    found = Found([_feature(number, each) for number, each in enumerate(features, start=1)])
    for feature, each in zip(found.features, features, strict=True):
        if feature.polygons:
            check_system(feature.polygons[0][0][0])
            properties = each.get("properties")
            _match(feature, properties if isinstance(properties, dict) else {}, layer, units, by_name)
    times = Counter(feature.code for feature in found.of("matched"))
    for feature in found.of("matched"):
        if times[feature.code] > 1:
            feature.state, feature.why = "doubtful", ("several features are this unit")
    known = {feature.code for feature in found.of("matched")}
    if not any(feature.code for feature in found.features):
        raise UnreadableError(
            "No feature of this file is one of our units: neither numbers nor names are known here."
        )
    found.missing = [unit.said for code, unit in units.items() if code not in known]
    return found


def units_of(layer: str) -> Iterator[Unit]:
    """Whose boundary may be loaded: the communes, or the neighbourhoods with an official number."""
    if layer == Layer.COMMUNES:
        for commune in Commune.objects.prefetch_related("aliases"):
            names = (commune.name_fr, commune.name_nl, *(alias.name for alias in commune.aliases.all()))
            yield Unit(commune.nis, str(commune), frozenset(folded(name) for name in names if name), None)
        return
    for place in Neighbourhood.objects.exclude(monitoring_code=None).prefetch_related("aliases"):
        names = (place.name_fr, place.name_nl, *(alias.name for alias in place.aliases.all()))
        centre = (place.longitude, place.latitude) if place.longitude and place.latitude else None
        yield Unit(
            place.monitoring_code or "", str(place), frozenset(folded(name) for name in names if name), centre
        )


def _feature(position: int, each: dict[str, Any]) -> Feature:
    feature = Feature(position, "–", [])
    properties = each.get("properties")
    if isinstance(properties, dict):
        feature.said = " / ".join(dict.fromkeys(_names(properties))) or "–"
    try:
        feature.polygons = polygons_of(each.get("geometry"))
        feature.why = "" if feature.polygons else ("its geometry is empty")
    except UnreadableError as refused:
        feature.why = str(refused.sentence)
    return feature


def _names(properties: dict[str, Any]) -> list[str]:
    """What the feature calls itself."""
    named = (value for key, value in properties.items() if any(part in str(key).lower() for part in NAMES))
    return [value.strip()[:80] for value in named if isinstance(value, str) and value.strip()]


def _number(properties: dict[str, Any], layer: str) -> str:
    """The number the feature gives, without leading zeros or decimals."""
    given = {str(key).lower(): value for key, value in properties.items()}
    for key in NUMBERS[Layer(layer)]:
        value = given.get(key)
        if isinstance(value, int | float | str) and not isinstance(value, bool) and str(value).strip():
            text = str(value).strip().lstrip("0")
            return text.removesuffix(".0")
    return ""


def _match(
    feature: Feature,
    properties: dict[str, Any],
    layer: str,
    units: dict[str, Unit],
    by_name: dict[str, set[str]],
) -> None:
    names = {folded(name) for name in _names(properties)}
    named = {code for name in names for code in by_name.get(name, ())}
    unit = units.get(_number(properties, layer))
    if unit is None and len(named) == 1:
        unit = units[next(iter(named))]
    if unit is None:
        several = ", ".join(sorted(units[code].said for code in named))
        feature.why = (f"several units bear this name: {several}") if named else ("not known here")
        return
    feature.code, feature.state = unit.code, "matched"
    if named and unit.code not in named:
        feature.why = f"number {unit.code} is “{unit.said}” here"
    elif not _lies_there(feature.polygons, unit.centre):
        feature.why = f"it does not lie where “{unit.said}” is"
    feature.state = "doubtful" if feature.why else "matched"


def _lies_there(polygons: Polygons, centre: Point | None) -> bool:
    """Whether the boundary goes around the known centre, or near enough; or at least lies in Brussels."""
    points = [point for polygon in polygons for point in polygon[0]]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    if centre is not None:
        return min(xs) - FAR < centre[0] < max(xs) + FAR and min(ys) - FAR < centre[1] < max(ys) + FAR
    west, south, east, north = AROUND
    return west < min(xs) and max(xs) < east and south < min(ys) and max(ys) < north
