"""Documents: links that lead somewhere, dependencies stated; and the first load of a page (house.md 8)."""

import random
from pathlib import Path

from devtools.gates import nothing_found
from devtools.gates.documents import (
    KIB,
    dead_links,
    first_load,
    offline_script,
    package_names,
    requirement_names,
    unexplained,
)
from devtools.gates.traces import tracked_files
from devtools.places import DIST, DOCS, FRONTEND, REQUIREMENTS, ROOT


def test_every_link_of_a_document_leads_to_a_file() -> None:
    documents = [path for path in tracked_files(ROOT) if path.suffix == ".md"]
    nothing_found([f for document in documents for f in dead_links(ROOT, document)])


def test_every_dependency_is_stated() -> None:
    names = [n for path in sorted(REQUIREMENTS.glob("*.in")) for n in requirement_names(path.read_text())]
    names += package_names((FRONTEND / "package.json").read_text())
    nothing_found(unexplained(names, (DOCS / "dependencies.md").read_text()))


def test_the_first_load_stays_within_its_budget() -> None:
    nothing_found(first_load(DIST))


def test_the_offline_script_stays_within_its_budget() -> None:
    nothing_found(offline_script(DIST))


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        '[here](docs/here.md) [gone](docs/gone.md#part) ![shot](shot.png) <img src="lost.png">'
        " [out](https://example.org) [top](#top) `[code](no.md)`"
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/here.md").write_text("")
    found = dead_links(tmp_path, Path("README.md"))
    assert [finding.split()[3] for finding in found] == ["docs/gone.md,", "shot.png,", "lost.png,"]


def test_a_dependency_left_unsaid_is_found() -> None:
    names = requirement_names("-r run.in\ndjango==5.2\npsycopg[binary,pool]==3\n")
    assert names == ["django", "psycopg"]
    assert unexplained(names, "We use `django-csp` and `psycopg`.") == [
        "docs/dependencies.md says nothing about django"
    ]


def test_a_heavy_first_load_is_found(tmp_path: Path) -> None:
    assert len(first_load(tmp_path)) == 2
    (tmp_path / "app.css").write_text("")
    noise = bytes((n * n * 7919 + n // 3) % 251 for n in range(200 * KIB))
    (tmp_path / "app.js").write_bytes(noise)
    (tmp_path / "latin.woff2").write_bytes(noise)
    found = first_load(tmp_path)
    assert any("first load" in finding for finding in found)


def test_a_heavy_offline_script_is_found(tmp_path: Path) -> None:
    assert len(offline_script(tmp_path)) == 2
    (tmp_path / "worker.js").write_text("")
    (tmp_path / "journal.js").write_bytes(random.Random(1).randbytes(26 * KIB))
    assert any("offline script" in finding for finding in offline_script(tmp_path))
