"""The shape of rooms (house.md 1) and the way views fetch rows (house.md 2)."""

from pathlib import Path

import pytest

from devtools.gates import nothing_found, rooms
from devtools.gates.traces import tracked_files
from devtools.places import PACKAGE, ROOT


def test_every_room_says_in_30_lines_what_it_is_for() -> None:
    nothing_found([f for room in rooms.rooms(PACKAGE) for f in rooms.readme(room)])


def test_rooms_have_the_doors_of_the_house_only() -> None:
    nothing_found([f for room in rooms.rooms(PACKAGE) for f in rooms.doors(room)])


def test_furniture_is_there() -> None:
    """A declared exception that no longer exists is a door left open."""
    declared = [PACKAGE / room / part for room, parts in rooms.FURNITURE.items() for part in parts]
    nothing_found([str(p) for p in declared if not p.exists() and not p.with_suffix(".py").exists()])


def test_nothing_is_called_utils_common_core_helpers_manager_or_service() -> None:
    nothing_found(rooms.empty_names(tracked_files(ROOT)))


def test_views_fetch_through_the_right() -> None:
    views = [p for p in tracked_files(ROOT) if p.stem == "views" or "views" in p.parts]
    python = [p for p in views if p.suffix == ".py" and "tests" not in p.parts]
    nothing_found([f for p in python for f in rooms.unrestricted_queries(str(p), (ROOT / p).read_text())])


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "encounters"
    folder.mkdir()
    (folder / "views.py").write_text("")
    return folder


def test_a_room_without_readme_is_found(room: Path) -> None:
    assert len(rooms.readme(room)) == 1


def test_a_room_with_a_long_readme_is_found(room: Path) -> None:
    (room / "README.md").write_text("line\n" * 31)
    assert "31 lines" in rooms.readme(room)[0]


def test_an_unknown_door_is_found(room: Path) -> None:
    (room / "signals.py").write_text("")
    assert [finding.split()[0] for finding in rooms.doors(room)] == ["encounters/signals.py"]


@pytest.mark.parametrize("name", ["maillage/people/utils.py", "maillage/core/models.py", "src/helpers.ts"])
def test_an_empty_name_is_found(name: str) -> None:
    assert len(rooms.empty_names([Path(name)])) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Zone.objects.get(pk=1)",
        "get_object_or_404(Zone, pk=1)",
        "get_object_or_404(Zone.objects.filter(active=True), pk=1)",
        "Zone._default_manager.all()",
        "visible(zones, me).filter(pk__in=Zone.objects.all())",
    ],
)
def test_a_row_fetched_without_the_right_is_found(line: str) -> None:
    assert len(rooms.unrestricted_queries("views.py", line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "get_object_or_404(visible(Zone.objects.all(), me), pk=1)",
        "fetch(Zone.objects.all(), me, 'may_change', pk=1)",
        "Zone.objects.filter(pk=1).visible_to(me)",
    ],
)
def test_a_row_fetched_through_the_right_is_fine(line: str) -> None:
    assert rooms.unrestricted_queries("views.py", line) == []
