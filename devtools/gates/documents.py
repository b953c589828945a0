"""Documents under test: links that lead somewhere, every dependency named, a first page that stays light."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|<img[^>]*\ssrc=\"([^\"]+)\"")
CODE_BLOCK = re.compile(r"```.*?```|`[^`\n]*`", re.S)
ELSEWHERE = ("http://", "https://", "mailto:", "#")
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)", re.M)

KIB = 1024
SCRIPT_BUDGET = 60 * KIB
# The first page: script, style and the two Latin fonts; what is left of 150 KiB is for the page itself.
FIRST_LOAD_BUDGET = 130 * KIB
# What a phone needs besides to note without network: the journal in its pages and the service worker.
OFFLINE_BUDGET = 25 * KIB


def dead_links(root: Path, document: Path) -> list[str]:
    """Links of one document (relative to `root`) to files that are not there."""
    text = CODE_BLOCK.sub("", (root / document).read_text())
    found = []
    for match in LINK.finditer(text):
        target = (match.group(1) or match.group(2)).split("#")[0]
        if not target or target.startswith(ELSEWHERE):
            continue
        if not (root / document.parent / target).exists():
            found.append(f"{document} links to {target}, which does not exist")
    return found


def requirement_names(text: str) -> list[str]:
    """The packages a requirements/*.in file asks for."""
    return PINNED.findall(text)


def package_names(text: str) -> list[str]:
    """The packages frontend/package.json asks for."""
    package = json.loads(text)
    return [*package.get("dependencies", {}), *package.get("devDependencies", {})]


def unexplained(names: Iterable[str], dependencies_page: str) -> list[str]:
    """Dependencies that docs/dependencies.md does not state."""
    said = dependencies_page.lower()
    return [
        f"docs/dependencies.md says nothing about {name}"
        for name in names
        if not re.search(rf"(?<![\w@/.-]){re.escape(name.lower())}(?![\w/-])", said)
    ]


def compressed(path: Path) -> int:
    """Bytes on the wire: a font is compressed already."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 9))


def first_load(dist: Path) -> list[str]:
    """The page budget (house.md 8) on what the front-end build made."""
    script, style = dist / "app.js", dist / "app.css"
    fonts = [p for p in dist.rglob("*.woff2") if "latin-ext" not in p.name]
    absent = [f"the front-end build made no {path.name}" for path in (script, style) if not path.exists()]
    if absent:
        return absent
    found = []
    if compressed(script) > SCRIPT_BUDGET:
        found.append(f"app.js takes {compressed(script) / KIB:.1f} KiB, at most {SCRIPT_BUDGET // KIB}")
    total = sum(compressed(path) for path in (script, style, *fonts))
    if total > FIRST_LOAD_BUDGET:
        found.append(f"the first load takes {total / KIB:.1f} KiB, at most {FIRST_LOAD_BUDGET // KIB}")
    return found


def offline_script(dist: Path) -> list[str]:
    """The budget of the scripts that note and send without network, the warning on free texts included."""
    scripts = dist / "journal.js", dist / "worker.js"
    absent = [f"the front-end build made no {path.name}" for path in scripts if not path.exists()]
    if absent:
        return absent
    total = sum(compressed(path) for path in scripts)
    if total <= OFFLINE_BUDGET:
        return []
    return [f"the offline script takes {total / KIB:.1f} KiB, at most {OFFLINE_BUDGET // KIB}"]
