"""No registry address and no machine's path in a committed file."""

import pytest

from devtools.gates import nothing_found
from devtools.gates.traces import findings, is_text, tracked_files
from devtools.places import ROOT


def test_no_tracked_file_holds_a_registry_address_or_a_path_of_one_machine() -> None:
    texts = {path: (ROOT / path).read_text(errors="replace") for path in tracked_files(ROOT) if is_text(path)}
    nothing_found([f for path, text in texts.items() for f in findings(str(path), text)])


@pytest.mark.parametrize(
    "parts",
    [
        ("https://registry.npm", "js.org/htmx.org"),
        ("see py", "pi.org/project/django"),
        ("--index", "-url https://example.org"),
        ('"resolved', '": "x"'),
        ("https://mirror.example/", "simple/django"),
        ("/ho", "me/marie/maillage"),
        ("cd /wo", "rk/main"),
        ("/ro", "ot/.cache"),
    ],
)
def test_a_trace_is_found(parts: tuple[str, str]) -> None:
    assert len(findings("file", "".join(parts))) == 1


@pytest.mark.parametrize("text", ["maillage/home/templates/home/day.html", "the framework", "/session/lock/"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert findings("file", text) == []
