"""`./dev soak`: the operator's commands killed at any moment, again and again; nothing is lost."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools.bench.installation import HOST, LAST_RELEASE, command, say
from devtools.places import DATA, ROOT
from devtools.processes import environment

ROUNDS = 30
ENTRIES = 5_000
COUNTED = """
import json
from maillage.installation import copies
print(json.dumps(copies.content("default").as_dict()))
"""


def content(folder: Path) -> dict[str, object]:
    """Rows of each table, the last digest, faults of the history."""
    shell = command(folder, "manage", "shell", "--no-imports", "-c", COUNTED)
    told = subprocess.run(shell, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, object] = json.loads(told.stdout)
    return found


def killed(folder: Path, within: float, *words: str) -> None:
    """Begin a command and kill it at some moment; it may have ended before."""
    began = subprocess.Popen(
        command(folder, *words),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        began.wait(random.uniform(0.2, within))  # noqa: S311
    except subprocess.TimeoutExpired:
        began.kill()
        began.wait()


def refuse_unless(holds: bool, words: str) -> None:
    if not holds:
        raise RuntimeError(words)


def backups_and_restores(folder: Path) -> None:
    say(folder, "init", "--host", HOST)
    say(
        folder,
        "manage",
        "shell",
        "--no-imports",
        "-c",
        f"from devtools.bench.long_history import fill; fill({ENTRIES})",
    )
    expected = content(folder)
    say(folder, "backup")
    (whole,) = (folder / "backups").iterdir()
    for number in range(ROUNDS):
        words = ("backup",) if number % 2 else ("restore", str(whole))
        killed(folder, 2.5, *words)
        refuse_unless(
            content(folder) == expected, f"`{words[0]}`, killed, changed what was there (round {number})"
        )
    say(folder, "backup")
    names = {path.name for path in folder.iterdir()} | {path.name for path in (folder / "backups").iterdir()}
    refuse_unless(not names & {"backup.work", ".unfinished"}, "something unfinished is left")
    say(folder, "restore", str(whole))


def upgrades(template: Path, folder: Path) -> None:
    from maillage.installation import place

    place.make(template, hosts=HOST, bind="127.0.0.1:8000", database="", mail="", mail_from="")
    nodes = list(json.loads(LAST_RELEASE.read_text()).items())
    made = f"from maillage.installation import copies; copies.make_tables('default', {nodes!r})"
    say(
        template,
        "manage",
        "shell",
        "--no-imports",
        "-c",
        f"{made}\nfrom devtools.bench.long_history import fill; fill(100)",
    )
    before = content(template)
    for number in range(ROUNDS // 3):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        killed(folder, 3.0, "upgrade")
        subprocess.run(
            command(folder, "upgrade"), cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, check=False
        )
        after = content(folder)
        kept = all(after[name] == before[name] for name in ("last_digest", "history_faults"))
        refuse_unless(kept, f"an upgrade, killed and begun again, altered the history (round {number})")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="kills-", dir=DATA) as name:
        backups_and_restores(Path(name) / "served")
        upgrades(Path(name) / "released", Path(name) / "upgraded")
    print(f"{ROUNDS + ROUNDS // 3} commands killed: nothing was lost.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
