"""The shape of rooms (house.md 1): the same doors everywhere, a README each, names that say something."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

README_LINES = 30
# Names that gather whatever fits nowhere else.
EMPTY_NAMES = frozenset(
    [
        "utils",
        "util",
        "common",
        "core",
        "helpers",
        "helper",
        "managers",
        "manager",
        "services",
        "service",
        "misc",
    ]
)

DOORS = frozenset(
    {
        "README.md",
        "__init__.py",
        "apps.py",
        "models",
        "vocabularies",
        "policies",
        "operations",
        "forms",
        "views",
        "urls",
        "measures",
        "capture",
        "erasure",
        "jobs",
        "imports",
        "menu",
        "home_cards",
        "demo",
        "history_verbs",
        "migrations",
        "management",
        "templatetags",
        "templates",
        "tests",
    }
)
# Furniture of one room, each with the reason why no door would hold it.
FURNITURE: dict[str, dict[str, str]] = {
    "figures": {
        "behind": "who stands behind the figure of a place: written once (P3)",
        "buckets": "time as an axis",
        "captions": "what stands under every figure, as the report prints it",
        "charts": "a table as bars",
        "counting": "the plain query, and the same answer from sums by day",
        "definitions": "what every figure counts, for the page and the codebook",
        "drawing": "a chart as one file",
        "exports": "a figure in a file, with what it is",
        "folding": "making and renewing the sums by day",
        "recoding": "terms of then and of now, places put together",
        "spans": "the periods people ask for by name",
        "tables": "the engine: measure, axes, period, reader",
        "wording": "the words of answers and their order",
    },
    "sync": {
        "intake": "taking in what phones send, and understanding it",
        "protocol": "what phones and the installation say to each other",
        "receiving_key": "the key that phones seal captures for",
    },
    "people": {
        "departures": "leaving, coming back, and the day between",
        "roles": "roles are code; memberships are data",
        "erasing": "one asks, another confirms, then it is done for good",
        "invitations": "a link that lets somebody new in, once",
        "languages": "the languages of the field, as facts",
        "middleware": "language and lock of every request",
        "names": "a name that stays readable when it has gone",
        "oidc": "signing in with the organisation's own accounts",
        "passkeys": "keys kept by the device",
        "second_factor": "the app's digits and the codes on paper",
        "session_store": "Django asks for a module of its own",
        "sessions": "a person's own sessions, lock and lifetime",
        "signing_in": "the gesture of signing in",
        "vault": "a person's key pair, and the locks that open it",
        "vault_session": "an opened vault, for as long as this browser holds its half",
        "throttle": "rate limits that tolerate a shared office address",
        "ways_back": "two people open the account of a third",
    },
    "territory": {
        "behind": "who stands behind a place over a period, so that no figure is about one worker",
        "borders": "boundaries simplified once for both sides",
        "boundaries": "reading official boundaries, finding whose they are",
        "coverage": "who covered this place on that day: the one answer",
        "facts": "what the documents say, shipped as tables",
        "figures": "printed figures beside what assignments count",
        "ground": "what maps are drawn on: loaded boundaries, else the mesh",
        "maps": "the territory of a day, drawn on its ground",
        "mesh": "our own drawing of Brussels, cells around centres",
        "mobilisation": "who can come to a call, by half-day and by zone",
        "places": "finding a place by the name people give it",
        "sources": "where a fact comes from, and what was deduced",
    },
    "collective_actions": {
        "calendar": "the events of some days, put together for their reader",
        "continuum": "every opinion on every action, put together for their reader",
        "exchange": "lists of actions and events, out and in",
        "facts": "the report's own actions and events, shipped as lists",
        "family": "which action grew out of which, and no loop",
        "feed_text": "a feed as text, in the exchange format of calendars",
        "feeds": "which events each calendar programme may fetch",
        "labels": "finding an action by any of its names",
        "merging": "two labels of one action become one, and two again",
        "plannings": "the calendar file of a partner: read, compared, taken over",
        "proposals": "which colleagues could come to help",
        "rhythms": "how a series comes back: in words, as a rule, as days",
    },
    "encounters": {
        "lists": "my notes, page by page",
        "notes": "a word sealed to its author: the one place that asks the vault",
        "reminders": "pense-bêtes: sealed, read, gone after thirty days",
        "retention": "how long what is noted of people stays, and what is done to it",
        "tiles": "how the answers of the form look under a thumb",
    },
    "mutual_aid": {
        "facts": "the danger page as it comes with Maillage",
    },
    "network": {
        "actor_map": "actors on our own drawing, a numbered knot each",
        "duplicates": "sheets that may be the same actor",
        "exchange": "the directory in open formats, out and in",
        "merging": "two sheets of one actor become one, and two again",
        "phones": "numbers as kept, and as people write them",
        "collaboration": "what the team lived with an actor, on one thread",
        "doubtful": "details somebody found no longer true",
        "finding": "the search: by word, filters that combine, near first",
        "found": "what a list says of an actor",
        "fullness": "what was heard about room, for a sheet and for a list",
        "hours": "opening hours: checked, said in words, open at this moment",
        "hours_field": "the week that people type, in the form of whoever keeps hours",
        "index": "what the search reads of the sheets, kept in step with them",
        "meaning": "what a typed word means beside the sheets, and what it was meant to be",
        "near": "what is near for somebody on a day",
        "networking": "contacts and refusals by place, and what was never followed up",
        "offline": "the compact copy of the directory that a phone keeps",
        "rooms": "rooms lent for a permanence",
        "shelter": "no figure about one worker: places merge with their neighbours",
        "sheets": "a shared sheet, put together for its reader",
    },
}
# `kit` is the box of mechanisms: each module there is a mechanism of its own.
FREE_ROOMS = frozenset({"kit"})
NOT_ROOMS = frozenset({"settings", "installation", "front", "locale", "tests", "__pycache__"})

MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
GUARDS = frozenset({"visible", "fetch"})
FETCHERS = frozenset({"get_object_or_404", "get_list_or_404"})


def rooms(package: Path) -> list[Path]:
    folders = (p for p in package.iterdir() if p.is_dir() and p.name not in NOT_ROOMS)
    return sorted(p for p in folders if any(p.rglob("*.py")))


def doors(room: Path) -> list[str]:
    """Parts of a room that are neither a door nor declared furniture."""
    if room.name in FREE_ROOMS:
        return []
    known = DOORS | FURNITURE.get(room.name, {}).keys()
    parts = sorted(p for p in room.iterdir() if p.name != "__pycache__")
    return [
        f"{room.name}/{part.name} is neither a door of a room nor furniture declared in gates/rooms.py"
        for part in parts
        if part.name not in known and not (part.suffix in {".py", ""} and part.stem in known)
    ]


def readme(room: Path) -> list[str]:
    path = room / "README.md"
    if not path.exists():
        return [f"{room.name} has no README.md that says what the room is for"]
    lines = len(path.read_text().splitlines())
    return (
        [f"{room.name}/README.md has {lines} lines, at most {README_LINES}"] if lines > README_LINES else []
    )


def empty_names(files: Iterable[Path]) -> list[str]:
    """Modules and folders of code whose name says nothing."""
    return [
        f"{path} is named after nothing: {word!r}"
        for path in files
        if path.suffix in {".py", ".ts"}
        for word in [*path.parts[:-1], path.stem]
        if word.lower() in EMPTY_NAMES
    ]


def _is_restricted(call: ast.Call) -> bool:
    """`visible(rows, …)`, `fetch(rows, …)` or `rows.visible_to(…)`: kit asks the policy."""
    called = call.func
    return (isinstance(called, ast.Name) and called.id in GUARDS) or (
        isinstance(called, ast.Attribute) and called.attr == "visible_to"
    )


def _fetches(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in MANAGERS
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FETCHERS:
        return bool(node.args) and isinstance(node.args[0], ast.Name) and node.args[0].id[0].isupper()
    return False


def unrestricted_queries(name: str, text: str) -> list[str]:
    """Views fetch through the right (house.md 2): `visible` first, so that a stranger gets 404."""
    found: list[str] = []
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and _is_restricted(node):
            continue
        if isinstance(node, ast.expr) and _fetches(node):
            found.append(f"{name}:{node.lineno} fetches rows without asking the right: {ast.unparse(node)}")
        waiting.extend(ast.iter_child_nodes(node))
    return sorted(found)
