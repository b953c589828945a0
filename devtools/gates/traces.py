"""What no committed file may carry: the address of a package registry, a path of somebody's machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

# Written with classes of one letter, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    r"""
    \bregistry[.](?:npmjs|yarnpkg)[.] | \bnpmjs[.](?:org|com)\b | \bpypi[.](?:org|io|python)\b
    | \bpythonhosted[.]org\b | \bcrates[.]io\b | \bproxy[.]golang[.]org\b
    | https?://[^\s"'<>]*/(?:simple|packages)/ | ^\s*registry\s*=
    | (?:--|["'])?(?:extra-)?index-url\b[\s=:]+\S | --find-links\b[\s=]+\S | "resolved"\s*:
    """,
    re.X | re.M,
)
MACHINE_PATH = re.compile(r"(?<![\w.})*\]>-])/(?:(?:home|Users)/\w+|root/[\w.]+|wor[k]\b|far[m]\b)")
BINARY = {".png", ".jpg", ".woff2", ".ico", ".mo", ".gz", ".br", ".pdf"}


def tracked_files(root: Path) -> list[Path]:
    """Every file that git keeps or would keep, relative to `root`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return sorted(Path(name) for name in set(listed.split("\0")) if name and (root / name).is_file())


def findings(name: str, text: str) -> list[str]:
    """Findings in the text of one file."""
    found = []
    for what, pattern in {"a registry address": REGISTRY, "a path of one machine": MACHINE_PATH}.items():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{name}:{line} holds {what}: {match.group().strip()!r}")
    return found


def is_text(path: Path) -> bool:
    return path.suffix not in BINARY
