"""The set-up steps: from a bare machine to an environment, a front end, catalogues and a demo."""

from __future__ import annotations

import datetime
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.places import (
    CACHE,
    DATA,
    DEMO_DATABASE,
    DIST,
    FRONTEND,
    LOCALE,
    PACKAGE,
    PYTHON,
    REQUIREMENTS,
    VENV,
)
from devtools.processes import StopError, environment, run
from devtools.steps import always, fingerprint, step

OLDEST_NODE = 20
# Programs the whole test needs, and the Debian package that brings each.
SYSTEM_PROGRAMS = {"chromium": "chromium", "postgres": "postgresql", "xgettext": "gettext"}


def manage(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "maillage", *arguments]


def is_root() -> bool:
    return os.geteuid() == 0


def apt_install(*packages: str) -> None:
    """Install Debian packages as root; otherwise say exactly what to ask for."""
    line = f"apt-get install -y {' '.join(packages)}"
    if not is_root() or shutil.which("apt-get") is None:
        raise StopError(f"This machine lacks {', '.join(packages)}: as root, run `{line}`, then try again.")
    env = environment(DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "update", "-q"], "Package lists", env=env)
    run(["apt-get", "install", "-y", "--no-install-recommends", *packages], "System packages", env=env)


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        apt_install("python3-venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    run([sys.executable, "-m", "venv", str(VENV)], "Python environment")


def install(requirements: Path, *more: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", *more, "-r", str(requirements)], f"Python packages {requirements.stem}")


def ensure_packages(kind: str) -> None:
    """The pinned packages of requirements/<kind>.txt; `dev` holds all of `run`, which then needs no step."""
    requirements = REQUIREMENTS / f"{kind}.txt"
    wanted = fingerprint([requirements])
    if kind == "run" and (VENV / "packages-dev").exists():
        kind, requirements = "dev", REQUIREMENTS / "dev.txt"
        wanted = fingerprint([requirements])
    stamp = VENV / f"packages-{kind}"
    step(f"Python packages ({kind})", lambda: install(requirements), inputs=wanted, made=PYTHON, stamp=stamp)


def ensure_python(kind: str) -> None:
    inputs = f"Python {sys.version_info.major}.{sys.version_info.minor} in {VENV}"
    step("Python environment", make_venv, inputs=inputs, made=PYTHON, stamp=VENV / "made-with")
    ensure_packages(kind)


def has_node() -> bool:
    """Whether a recent enough node and npm are at hand, the machine's or the environment's."""
    path = environment()["PATH"]
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", answer)
    return found is not None and int(found.group(1)) >= OLDEST_NODE


def build_frontend() -> None:
    run(["node", "build.mjs"], "Front-end build", cwd=FRONTEND)


def ensure_frontend() -> None:
    if not has_node():
        ensure_packages("node")
    lock = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    step(
        "Front-end packages",
        lambda: run(["npm", "ci", "--no-progress"], "Front-end packages", cwd=FRONTEND),
        inputs=fingerprint(lock),
        made=FRONTEND / "node_modules" / "esbuild",
    )
    sources = [p for p in sorted(FRONTEND.iterdir()) if p.name not in {"node_modules", "dist", "tests"}]
    step("Front-end build", build_frontend, inputs=fingerprint(sources), made=DIST)


def ensure_catalogues() -> None:
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    step(
        "Catalogues",
        lambda: run(manage("compile_catalogues"), "Catalogues"),
        inputs=fingerprint(catalogues),
        made=catalogues[-1].with_suffix(".mo") if catalogues else PACKAGE,
    )


def ensure_static() -> None:
    step(
        "Static files",
        lambda: run(manage("collectstatic", "--noinput", "--clear"), "Static files"),
        inputs=fingerprint([DIST, *sorted(PACKAGE.glob("*/static")), REQUIREMENTS / "run.txt"]),
        made=DATA / "static",
    )


def ensure_demo(*, fresh: bool) -> None:
    """The demo's database, migrated and filled; loaded again when the code or the day changed."""
    if fresh:
        for file in DATA.glob("demo.sqlite3*"):
            file.unlink()
    hint = "Start over with `./dev run --fresh`: it forgets what was typed into the demo."
    step(
        "Demo database",
        lambda: run(manage("migrate", "--noinput"), "Demo database", hint=hint),
        inputs=fingerprint(sorted(PACKAGE.glob("*/migrations/*.py"))),
        made=DEMO_DATABASE,
    )
    sources = [p for p in sorted(PACKAGE.rglob("*")) if p.suffix in {".py", ".toml", ".json", ".csv"}]
    step(
        "Demo people and places",
        lambda: run(manage("load_demo"), "Demo people and places", hint=hint),
        inputs=fingerprint(
            [p for p in sources if "tests" not in p.parts],
            datetime.datetime.now().astimezone().date().isoformat(),
            str(DEMO_DATABASE.stat().st_ino),
        ),
        made=DEMO_DATABASE,
    )


def find_program(name: str) -> Path | None:
    """A program of the machine; Debian keeps PostgreSQL's servers off the path."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    if name == "postgres" and servers:
        return servers[-1]
    found = shutil.which("initdb" if name == "postgres" else name)
    return Path(found) if found else None


def ensure_programs(*names: str) -> None:
    """Chromium, PostgreSQL, gettext: installed as root on Debian; without root, said or replaced."""
    missing = [name for name in names if find_program(name) is None]
    if "postgres" in missing and not is_root():
        missing.remove("postgres")
        ensure_own_postgres()
    if missing:
        always("System packages", lambda: apt_install(*(SYSTEM_PROGRAMS[name] for name in missing)))


def ensure_own_postgres() -> None:
    """Without root, a PostgreSQL from a Python package, kept out of the environment."""
    target = CACHE / "postgres-package"
    requirements = REQUIREMENTS / "postgres.txt"
    step(
        "PostgreSQL for tests",
        lambda: install(requirements, "--no-deps", "--target", str(target)),
        inputs=fingerprint([requirements]),
        made=target,
    )
