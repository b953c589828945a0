"""The mesh: our own drawing from facts, one cell for each of the 145 official units (P6)."""

import random

from maillage.territory import mesh as drawing
from maillage.territory.mesh import mesh, outline


def test_every_unit_has_a_cell_around_its_own_centre() -> None:
    cells = mesh()
    assert len(cells) == 145
    assert all(len(cell.edges) >= 3 for cell in cells.values())
    assert all(cell.holds(cell.centre) for cell in cells.values())


def test_no_point_belongs_to_two_cells() -> None:
    cells = list(mesh().values())
    left, top, width, height = drawing.frame(cells, 0)
    chance = random.Random(7)
    points = [(left + chance.random() * width, top + chance.random() * height) for _ in range(1500)]
    owners = [[cell.code for cell in cells if cell.holds(point)] for point in points]
    assert max(len(codes) for codes in owners) == 1
    assert sum(len(codes) for codes in owners) > 500


def test_a_shared_side_is_known_from_both_sides() -> None:
    cells = mesh()
    assert "23" in {edge.beyond for edge in cells["22"].edges}
    assert "22" in {edge.beyond for edge in cells["23"].edges}
    together = outline([cells["22"], cells["23"]])
    assert len(together) < len(outline([cells["22"]])) + len(outline([cells["23"]]))


def test_the_drawing_is_the_same_every_time_and_kept_for_the_process() -> None:
    first = mesh()
    assert mesh() is first
    mesh.cache_clear()
    assert mesh() == first


def test_a_larger_unit_has_a_larger_cell() -> None:
    cells = mesh()
    forest, grand_place = cells["906"], cells["1"]
    assert drawing.area(forest.points) > 10 * drawing.area(grand_place.points)
