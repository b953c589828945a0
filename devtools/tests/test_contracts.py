"""The import contracts (house.md 1), on a made-up house; the real one is a step of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.places import ROOT

ROOMS = sorted(path.parent.name for path in (ROOT / "maillage").glob("*/apps.py"))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ("", *ROOMS):
        folder = tmp_path / "maillage" / room
        folder.mkdir()
        (folder / "__init__.py").write_text("")
    return tmp_path


def contracts(house: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def test_a_room_that_imports_a_higher_one_is_refused(house: Path) -> None:
    (house / "maillage/kit/clock.py").write_text("import maillage.people\n")
    answer = contracts(house)
    assert answer.returncode == 1
    assert "maillage.kit is not allowed to import maillage.people" in answer.stdout


def test_a_room_without_a_floor_is_refused(house: Path) -> None:
    (house / "maillage/attic").mkdir()
    (house / "maillage/attic/__init__.py").write_text("")
    answer = contracts(house)
    assert answer.returncode == 1
    assert "maillage.attic" in answer.stdout


def test_rules_that_import_screens_are_refused(house: Path) -> None:
    (house / "maillage/people/views.py").write_text("")
    (house / "maillage/people/operations.py").write_text("import maillage.people.views\n")
    answer = contracts(house)
    assert answer.returncode == 1
    assert "maillage.people.operations is not allowed to import maillage.people.views" in answer.stdout


def test_a_room_that_imports_downwards_and_tests_that_fetch_upstairs_are_kept(house: Path) -> None:
    (house / "maillage/people/models.py").write_text("import maillage.kit\n")
    (house / "maillage/kit/tests").mkdir()
    (house / "maillage/kit/tests/__init__.py").write_text("")
    (house / "maillage/kit/tests/test_rights.py").write_text("import maillage.people\n")
    assert contracts(house).returncode == 0
