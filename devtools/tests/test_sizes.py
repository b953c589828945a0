"""Size budgets (house.md 8), on the real tree and on files that break them."""

from pathlib import Path

from devtools.gates import nothing_found, sizes
from devtools.gates.traces import tracked_files
from devtools.places import ROOT


def test_every_file_and_function_stays_within_its_budget() -> None:
    nothing_found(sizes.findings(ROOT, tracked_files(ROOT)))


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return Path(name)


def test_a_file_of_each_kind_over_its_budget_is_named(tmp_path: Path) -> None:
    files = [
        _write(tmp_path, "maillage/room/views.py", "x = 1\n" * 501),
        _write(tmp_path, "maillage/room/tests/test_room.py", "x = 1\n" * 401),
        _write(tmp_path, "maillage/room/templates/room/page.html", "<p>\n" * 151),
        _write(tmp_path, "frontend/src/behaviour.ts", "//\n" * 201),
    ]
    found = " ".join(sizes.findings(tmp_path, files))
    assert all(str(path) in found for path in files)


def test_a_function_of_61_lines_is_named(tmp_path: Path) -> None:
    path = _write(tmp_path, "maillage/room/views.py", "def long():\n" + "    x = 1\n" * 60)
    assert any("long: 61 lines" in finding for finding in sizes.findings(tmp_path, [path]))


def test_many_functions_of_41_lines_break_the_usual_budget() -> None:
    lengths = {f"f{n}": 41 if n < 10 else 5 for n in range(100)}
    assert len(sizes.over_budget(lengths, sizes.FUNCTION)) == 1


def test_a_few_functions_of_41_lines_are_fine() -> None:
    lengths = {f"f{n}": 41 if n < 5 else 5 for n in range(100)}
    assert sizes.over_budget(lengths, sizes.FUNCTION) == []


def test_migrations_are_exempt(tmp_path: Path) -> None:
    path = _write(tmp_path, "maillage/room/migrations/0001_initial.py", "x = 1\n" * 900)
    assert sizes.findings(tmp_path, [path]) == []
