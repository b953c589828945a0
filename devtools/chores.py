"""The seldom-used words of `./dev`: collecting texts, pinning requirements, formatting."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from devtools import ground
from devtools.gates.traces import tracked_files
from devtools.places import CACHE, DATA, DIST, LANGUAGES, LOCALE, PACKAGE, PYTHON, REQUIREMENTS, ROOT
from devtools.processes import environment, run, start

PINS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-annotate"]
TRANSLATABLE = [*(f"--locale={language}" for language in LANGUAGES), "--extension=html,txt,py"]


def messages(_arguments: argparse.Namespace) -> int:
    """Bring the catalogues up to date with the code, one stable form, and report what is not translated."""
    ground.ensure_python("dev")
    ground.ensure_programs("xgettext")
    LOCALE.mkdir(exist_ok=True)
    command = [str(PYTHON), "-m", "django", "makemessages", *TRANSLATABLE]
    form = ["--no-location", "--no-wrap", "--no-obsolete", "--ignore=*/tests/*", "--ignore=*/migrations/*"]
    run([*command, *form], "Texts to translate", cwd=PACKAGE)
    return start([str(PYTHON), "-m", "devtools.catalogues"]).wait()


def find_uv() -> Path:
    """The pinning tool, from the package index, kept out of the environment."""
    target = CACHE / "uv"
    uv = target / "bin" / "uv"
    if not uv.exists():
        run([str(PYTHON), "-m", "pip", "install", "--quiet", "--target", str(target), "uv"], "Pinning tool")
    return uv


def lock(_arguments: argparse.Namespace) -> int:
    """Pin every requirements/*.in with hashes; names, versions and hashes only, so no address is written."""
    ground.ensure_python("run")
    uv = find_uv()
    for source in sorted(REQUIREMENTS.glob("*.in")):
        target = source.with_suffix(".txt")
        run([str(uv), "pip", "compile", *PINS, str(source), "-o", str(target)], f"Pins of {source.name}")
        print(f"  {target.relative_to(ROOT)}")
    return 0


def package(_arguments: argparse.Namespace) -> int:
    """Make the package that an operator installs: code, catalogues, and the front end inside it."""
    ground.ensure_python("run")
    ground.ensure_frontend()
    ground.ensure_catalogues()
    target = DATA / "package"
    with tempfile.TemporaryDirectory(prefix="maillage-package-") as folder:
        copy = Path(folder)
        compiled = [path.relative_to(ROOT) for path in LOCALE.glob("*/LC_MESSAGES/*.mo")]
        for name in [*tracked_files(ROOT), *compiled]:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
        shutil.copytree(DIST, copy / "maillage" / "front")
        pip = [str(PYTHON), "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(target)]
        run([*pip, str(copy)], "Package")
    for made in sorted(target.glob("*.whl")):
        print(f"  {made.relative_to(ROOT)}")
    return 0


def format_code(_arguments: argparse.Namespace) -> int:
    ground.ensure_python("dev")
    ruff = [str(PYTHON), "-m", "ruff"]
    env = environment()
    sorted_code = start([*ruff, "check", "--select", "I", "--fix", "--quiet"], env=env).wait()
    return start([*ruff, "format"], env=env).wait() or sorted_code
