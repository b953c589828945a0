"""`python -m devtools.faults`: docs/reference/faults.md, made from the tests that survive each fault."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from devtools.places import DOCS, ROOT

PAGE = DOCS / "reference" / "faults.md"
PLACES = ("maillage", "journeys", "house_tests", "devtools")
CODE = re.compile(r"(?<![A-Za-z0-9])[Ff](\d{1,2})(?![A-Za-z0-9])")
HEAD = """# Faults

What may go wrong between a phone, its browser and the installation, and the tests that prove what then
holds: a note is on the server exactly once, or waits in sight. Made from their names and docstrings by
`python -m devtools.faults`; a test fails when this page is stale.

| | Fault | Tests |
|---|---|---|
"""
NOT_YET = "not yet"
TITLES = (
    "the tab is killed while somebody types",
    "the browser is killed right after a note was kept",
    "the phone loses power right after a note was kept",
    "the phone is turned, or the application put in the background for long",
    "the network dies during the save",
    "a captive portal answers with a page of its own",
    "an answer of success that is empty or strange",
    "the server has noted it and its answer is lost",
    "the same item comes several times at once",
    "the same number comes with other content",
    "a double tap on the save button",
    "two tabs send at the same moment",
    "the server fails before it has noted anything",
    "the server fails after it has noted it",
    "an item too large for the server",
    "an answer is missing or wrong in a note made long ago",
    "a right was taken away, or a record closed or removed, in between",
    "the session ends during a long day without network",
    "password or second factor changes while the phone is away",
    "the account is closed while notes wait on the phone",
    "signing out while notes wait",
    "a second worker signs in on the same phone",
    "the browser has no room left",
    "the browser has emptied what it kept",
    "somebody clears the browser's data",
    "a browser that forgets after seven days",
    "the upgrade of the local database is interrupted",
    "a new version comes while a form is open",
    "a phone two versions behind",
    "an option was retired in between",
    "the clock of the phone is wrong",
    "the hour changes in the middle of an action",
    "two people change the same field without network",
    "two people change different fields without network",
    "a correction of what was removed elsewhere",
    "things arrive in another order",
    "one poisoned item in the queue",
    "a message cut on its way",
    "a slow network that loses a part of everything",
    "twenty phones come back at once",
    "the server's process is killed while it writes",
    "the server's machine loses power",
    "the server's disk is full",
    "the database is locked for long",
    "the server is restored from an older backup",
    "moving to another database while phones are away",
    "an answer that lists fewer items than were sent",
    "fresh rows arrive while a form on them is open",
    "a change of zone empties the phone",
    "a call interrupts a picture or a recording",
    "a phone is lost or stolen",
    "a button that empties the application",
    "an alarm although all is sent",
    "ten thousand rows on a small phone",
)


def codes(text: str) -> set[int]:
    """The faults a text names: F1 to F54."""
    return {number for number in map(int, CODE.findall(text)) if 1 <= number <= len(TITLES)}


def named(source: str) -> Iterator[tuple[str, set[int]]]:
    """Each test of a file, with the faults in its name or docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, codes(node.name.replace("_", " ")) | codes(ast.get_docstring(node) or "")


def found(files: Iterable[Path]) -> dict[int, list[tuple[str, str]]]:
    """By fault, the tests that survive it: their file and their name."""
    tests: dict[int, list[tuple[str, str]]] = {}
    for path in files:
        for name, faults in named(path.read_text()):
            for fault in faults:
                tests.setdefault(fault, []).append((path.relative_to(ROOT).as_posix(), name))
    return tests


def row(number: int, tests: Iterable[tuple[str, str]]) -> str:
    links = [
        f"[{name.removeprefix('test_').replace('_', ' ')}]({os.path.relpath(ROOT / file, PAGE.parent)})"
        for file, name in sorted(tests)
    ]
    return f"| F{number} | {TITLES[number - 1]} | {'<br>'.join(links) or NOT_YET} |\n"


def page() -> str:
    tests = found(sorted(path for place in PLACES for path in (ROOT / place).rglob("test_*.py")))
    rows = [row(number, tests.get(number, ())) for number in range(1, len(TITLES) + 1)]
    held = sum(number in tests for number in range(1, len(TITLES) + 1))
    return HEAD + "".join(rows) + f"\n{held} of {len(TITLES)} have a test.\n"


def main() -> int:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
