"""Official boundaries a deployer loads: read with care, drawn instead of the mesh (P6)."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from conftest import SignedIn
from maillage.kit.models import HistoryEntry
from maillage.people.models import Person
from maillage.territory.borders import drawn, inside
from maillage.territory.boundaries import LARGEST
from maillage.territory.ground import land
from maillage.territory.maps import city_map
from maillage.territory.mesh import area, mesh
from maillage.territory.models import BoundaryLayer, BoundaryShape
from maillage.territory.tests.conftest import place

pytestmark = pytest.mark.usefixtures("facts")
MAP = reverse("territory:territory")
SIDE = 0.004


def square(name: str, dx: float = 0, side: float = SIDE) -> list[list[float]]:
    """A square around the known centre of a neighbourhood, in degrees."""
    here = place(name)
    x, y = (here.longitude or 0) + dx, here.latitude or 0
    return [
        [x - side, y - side],
        [x + side, y - side],
        [x + side, y + side],
        [x - side, y + side],
        [x - side, y - side],
    ]


def feature(name: str, ring: list[list[float]] | None = None, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [ring or square(name)]}
    return {"type": "Feature", "properties": {"name_fr": name} | properties, "geometry": geometry}


COLIGNON, BRABANT = "Colignon", "Quartier Brabant"


def load(tmp_path: Path, features: Any, *more: str, layer: str = "neighbourhoods") -> str:
    path = tmp_path / "limites.geojson"
    told = {"type": "FeatureCollection", "features": features} if isinstance(features, list) else features
    path.write_text(told if isinstance(told, str) else json.dumps(told))
    out = StringIO()
    given = ["--layer", layer, "--source", "Cadastre", "--source-nl", "Kadaster", "--dated", "2026-02-01"]
    call_command("import_boundaries", str(path), *given, *more, stdout=out)
    return out.getvalue()


def refused(tmp_path: Path, features: Any, *more: str) -> str:
    """The sentence, after checking that nothing was written."""
    before = BoundaryShape.objects.count(), BoundaryLayer.objects.count(), HistoryEntry.objects.count()
    with pytest.raises(CommandError) as said:
        load(tmp_path, features, *more)
    assert before == (
        BoundaryShape.objects.count(),
        BoundaryLayer.objects.count(),
        HistoryEntry.objects.count(),
    )
    return str(said.value)


# --- What the file is instead -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<gml/>", "This is not JSON"),
        ("[" * 100_000, "This is not JSON"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "This is not JSON"),
        ('{"type": "Topology"}', "it says “Topology”"),
        ("[]", "it says “list”"),
        ({"type": "FeatureCollection"}, "no list of features"),
        ([], "no feature at all"),
    ],
)
def test_a_file_that_is_something_else_is_said_in_one_sentence(
    content: Any, sentence: str, tmp_path: Path
) -> None:
    assert sentence in refused(tmp_path, content)


@pytest.mark.parametrize(
    ("position", "sentence"),
    [
        ([149_500.0, 171_000.0], "Lambert 72"),
        ([649_500.0, 671_000.0], "Lambert 2008"),
        ([485_000.0, 6_594_000.0], "another system: ?"),
        ([50.86, 4.37], "Latitude comes before longitude"),
    ],
)
def test_another_coordinate_system_is_recognised(
    position: list[float], sentence: str, tmp_path: Path
) -> None:
    x, y = position
    ring = (
        [[x, y], [x + 90, y], [x + 90, y + 90], [x, y]] if x > 100 else [[x, y], [x, y + 1e-3], [x + 1e-3, y]]
    )
    assert sentence in refused(tmp_path, [feature(COLIGNON, ring, code=23)])


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "grand.geojson"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CommandError, match="larger than 30 MB"):
        call_command(
            "import_boundaries", str(path), layer="neighbourhoods", source="x", dated=date(2026, 2, 1)
        )


def test_a_missing_file_and_a_missing_source_are_said(tmp_path: Path) -> None:
    asked = {"layer": "communes", "source": "x", "dated": date(2026, 2, 1)}
    with pytest.raises(CommandError, match="could not be read"):
        call_command("import_boundaries", str(tmp_path / "rien.geojson"), **asked)
    with pytest.raises(CommandError, match="whose"):
        call_command("import_boundaries", str(tmp_path / "rien.geojson"), **asked | {"source": ""})


def test_the_file_of_another_layer_is_refused(tmp_path: Path) -> None:
    others = [feature(COLIGNON, name_fr=f"Ailleurs {number}") for number in range(3)]
    assert "Is it the file of another layer?" in refused(tmp_path, [feature(COLIGNON, code=23), *others])


# --- Which unit is it ---------------------------------------------------------------------------------------


def test_units_are_found_by_number_or_by_any_of_their_names(tmp_path: Path) -> None:
    said = load(
        tmp_path, [feature(COLIGNON, name_fr="", code="023"), feature(BRABANT, name_fr="brabantwijk")]
    )
    assert "matched: 2" in said
    assert set(BoundaryShape.objects.values_list("code", flat=True)) == {"22", "23"}
    ring = square(COLIGNON, side=0.02)
    commune: dict[str, Any] = {"type": "Feature", "properties": {"nom": "Schaarbeek"}}
    commune["geometry"] = {"type": "MultiPolygon", "coordinates": [[ring]]}
    assert "matched: 1" in load(tmp_path, [commune], layer="communes")


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"code": 22}, "number 22 is “Quartier Brabant” here"),
        ({"dx": 0.1}, "it does not lie where “Colignon” is"),
        ({"geometry": None}, "its geometry is empty"),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, "its geometry is empty"),
        (
            {"geometry": {"type": "Point", "coordinates": [4.37, 50.86]}},
            "a boundary is a polygon, not “Point”",
        ),
        ({"geometry": {"type": "Polygon", "coordinates": [[[4.37], 3]]}}, "not rings of positions"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[4.3, 50.8], [4.3, 50.8]]]}}, "not rings of"),
    ],
)
def test_every_doubt_has_its_reason_and_stays_out(odd: dict[str, Any], why: str, tmp_path: Path) -> None:
    doubted = feature(COLIGNON, square(COLIGNON, odd.pop("dx", 0)), code=odd.pop("code", 23))
    said = load(
        tmp_path, [doubted | odd, feature(BRABANT, code=22)] if "22" not in why else [doubted, _chasse()]
    )
    assert why in said
    assert BoundaryShape.objects.count() == 1


def _chasse() -> dict[str, Any]:
    return feature("Chasse")


def test_two_features_of_one_unit_are_doubtful_until_accepted(tmp_path: Path) -> None:
    both = [feature(COLIGNON, code=23), feature(COLIGNON, square(COLIGNON, 3 * SIDE), code=23)]
    both += [feature(BRABANT), _chasse()]
    assert "several features are this unit" in load(tmp_path, both)
    assert not BoundaryShape.objects.filter(code="23").exists()
    load(tmp_path, both, "--accept-doubtful")
    assert len(BoundaryShape.objects.get(code="23").polygons) == 2


# --- Loading ------------------------------------------------------------------------------------------------


def test_twice_changes_nothing_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    features = [feature(COLIGNON), feature(BRABANT)]
    assert "Nothing was written" in load(tmp_path, features, "--dry-run")
    assert BoundaryLayer.objects.count() == 0
    load(tmp_path, features)
    first = BoundaryLayer.objects.get()
    assert "loaded already" in load(tmp_path, features)
    assert BoundaryLayer.objects.get().pk == first.pk
    assert HistoryEntry.objects.filter(verb="territory.boundaries.loaded").count() == 1
    load(tmp_path, features[:1])
    assert list(BoundaryShape.objects.values_list("code", flat=True)) == ["23"]


def test_the_map_draws_them_says_whose_they_are_and_goes_back_to_the_mesh(
    tmp_path: Path, mirabelle: Person, as_person: SignedIn
) -> None:
    client = as_person(mirabelle)
    before = _paths(client)
    load(tmp_path, [feature(COLIGNON), feature(BRABANT)])
    assert len(_paths(client) ^ before) >= 4
    assert "Cadastre" in _caption(client)
    assert "maille" not in _caption(client)
    mirabelle.language = "nl"
    mirabelle.save()
    assert "Kadaster" in _caption(client)
    call_command("import_boundaries", "--layer", "neighbourhoods", "--remove", stdout=StringIO())
    assert _paths(client) == before
    assert "Kadaster" not in _caption(client)
    with pytest.raises(CommandError, match="No boundaries are loaded"):
        call_command("import_boundaries", "--layer", "neighbourhoods", "--remove")


def _page(client: Client) -> BeautifulSoup:
    return BeautifulSoup(client.get(MAP, {"day": "2021-05-14"}).content, "html.parser")


def _paths(client: Client) -> set[str]:
    return {str(path["d"]) for path in _page(client).select("path.map__cell")}


def _caption(client: Client) -> str:
    caption = _page(client).select_one("figcaption")
    assert caption is not None
    return caption.get_text()


def test_communes_are_borders_over_whatever_is_drawn(tmp_path: Path, coquelicot: Person) -> None:
    load(tmp_path, [feature(COLIGNON, square(COLIGNON, side=0.02), name_fr="Schaerbeek")], layer="communes")
    drawing = city_map({}, land())
    assert drawing.borders.startswith("M")
    assert drawing.is_mesh
    assert drawing.credit == "Cadastre"


# --- Ready for drawing ------------------------------------------------------------------------------------


def test_neighbours_keep_the_same_border_however_it_is_simplified() -> None:
    wavy = [(4.37 + 0.0002 * (step % 2) + 0.00002 * (step % 5), 50.86 + step * 0.0004) for step in range(30)]
    low, high = wavy[0][1], wavy[-1][1]
    west = [[*wavy, (4.36, high), (4.36, low)]]
    east = [[*reversed(wavy), (4.39, low), (4.39, high)]]
    outlines = drawn({"1": [west], "2": [east]})

    def sides(code: str) -> set[frozenset[tuple[float, float]]]:
        ring = outlines[code].polygons[0][0]
        return {frozenset(side) for side in zip(ring, [*ring[1:], ring[0]], strict=True)}

    assert len(outlines["1"].polygons[0][0]) < len(wavy)
    shared = sides("1") & sides("2")
    assert len(shared) == len(sides("1")) - 3


def test_a_name_stands_inside_a_crescent_and_a_speck_is_left_out() -> None:
    crescent = [(4.35, 50.85), (4.38, 50.85), (4.38, 50.88), (4.35, 50.88), (4.35, 50.879), (4.379, 50.879)]
    crescent += [(4.379, 50.851), (4.35, 50.851)]
    speck = [(4.4, 50.85), (4.40001, 50.85), (4.4, 50.85001)]
    outlines = drawn({"1": [[crescent]], "2": [[speck]]})
    assert set(outlines) == {"1"}
    assert inside(outlines["1"].polygons, outlines["1"].label)


def test_a_unit_without_a_boundary_keeps_its_cell(tmp_path: Path) -> None:
    load(tmp_path, [feature(COLIGNON)])
    cells = land().ground.cells
    assert cells["22"] == mesh()["22"]
    assert len(cells) == 145
    assert area(cells["23"].rings[0]) == pytest.approx(cells["23"].size)
    assert not land().ground.is_mesh
