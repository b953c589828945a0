"""The words `./dev` understands."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from devtools import chores, ground, serving
from devtools.places import FRONTEND, PYTHON, ROOT
from devtools.postgres import temporary_postgres
from devtools.processes import QUICK, StopError, environment, listen_to_signals, run, start, stop_all, tail
from devtools.steps import Check, Outcome, run_checks, summary, tell

Arguments = argparse.Namespace


def module(name: str, *arguments: str) -> list[str]:
    return [str(PYTHON), "-m", name, *arguments]


def program(name: str, *arguments: str) -> list[str]:
    return [str(PYTHON.parent / name), *arguments]


def check_of(name: str, command: list[str], *, cwd: Path = ROOT, hint: str = "", **env: str) -> Check:
    return Check(name, lambda: run(command, name, cwd=cwd, hint=hint, env=environment(**env)))


def set_up_check() -> None:
    ground.ensure_python("dev")
    ground.ensure_frontend()
    ground.ensure_catalogues()
    ground.ensure_programs("xgettext")


def fast_checks() -> list[Check]:
    """What needs neither a browser nor rows: the gates that read the code. The longest come first."""
    tidy = "`./dev format` puts this right."
    cached = ["--cache-dir", ".cache/import-linter"]
    return [
        check_of("Types (mypy)", module("mypy")),
        check_of("House gates", module("pytest", "--tb=short", "devtools/tests")),
        check_of("TypeScript", ["npm", "run", "--silent", "types"], cwd=FRONTEND),
        check_of("Front-end tests", ["npm", "run", "--silent", "test"], cwd=FRONTEND),
        check_of("Import contracts", program("lint-imports", *cached)),
        check_of(
            "Migrations",
            ground.manage("makemigrations", "--check", "--dry-run", "--settings=maillage.settings.test"),
        ),
        check_of("Ruff", module("ruff", "check", "--quiet")),
        check_of("Format", module("ruff", "format", "--check", "--quiet"), hint=tidy),
    ]


def check(_arguments: Arguments) -> int:
    set_up_check()
    return summary(run_checks(fast_checks()))


ROOMS_AND_HOUSE = module("pytest", "maillage", "house_tests")


def with_postgres(others: list[Check]) -> list[Outcome]:
    """PostgreSQL beside the others; where there is none, the others still speak."""
    name, began = "Database tests on PostgreSQL", time.monotonic()
    try:
        with temporary_postgres() as url:
            postgres = check_of(name, [*ROOMS_AND_HOUSE, "-m", "django_db"], DATABASE_URL=url)
            return run_checks([postgres, *others])
    except StopError as error:
        missing = Outcome(name, time.monotonic() - began, error)
        tell(missing)
        return [*run_checks(others), missing]


def test(_arguments: Arguments) -> int:
    set_up_check()
    ground.ensure_programs("chromium", "postgres")
    ground.ensure_static()
    sqlite = check_of("Tests on SQLite", ROOMS_AND_HOUSE)
    journeys = check_of("Journeys in Chromium", module("pytest", "journeys"))
    outcomes = [*run_checks(fast_checks()), *with_postgres([sqlite])]
    return summary([*outcomes, *run_checks([journeys])])  # alone: a browser waits for nobody


def soak(_arguments: Arguments) -> int:
    set_up_check()
    ground.ensure_programs("chromium")
    ground.ensure_static()
    checks = [
        check_of("Commands killed at any moment", module("devtools.kills")),
        check_of("Long journeys", module("pytest", "journeys", "--soak")),
    ]
    return summary(run_checks(checks))


def bench(arguments: Arguments) -> int:
    serving.set_up()
    ground.ensure_programs("postgres")
    names = [arguments.name] if arguments.name else []
    quick = {QUICK: "1"} if arguments.quick else {}
    return start(module("devtools.bench", *names), env=environment(**quick)).wait()


def serve(arguments: Arguments) -> int:
    return serving.serve(arguments.port, fresh=arguments.fresh)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="./dev", description="Run, prove and measure Maillage.")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, work: Callable[[Arguments], int], words: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=words, description=words)
        one.set_defaults(work=work)
        return one

    run_parser = command("run", serve, "set up everything and serve the demo")
    run_parser.add_argument("--port", type=int, default=serving.DEFAULT_PORT, help="8000 unless told")
    run_parser.add_argument("--fresh", action="store_true", help="forget the demo's database first")
    command("test", test, "set up everything and pass every test")
    command("check", check, "the fast gates: types, style, contracts, catalogues, budgets")
    bench_parser = command("bench", bench, "measure, as ratios to a limit of the same run")
    bench_parser.add_argument("name", nargs="?", help="one bench only")
    bench_parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    command("soak", soak, "the long journeys: every width, language and theme")
    command("messages", chores.messages, "collect the texts to translate and say which are missing")
    command("lock", chores.lock, "pin the requirements again, with hashes")
    command("package", chores.package, "make the package that an operator installs")
    command("format", chores.format_code, "put the Python code in its one form")
    return top


def main(words: list[str]) -> int:
    arguments = parser().parse_args(words or ["--help"])
    listen_to_signals()
    try:
        return int(arguments.work(arguments))
    except StopError as error:
        print(f"\n{error}", file=sys.stderr)
        if error.log and error.log.exists():
            print(f"The end of {error.log.relative_to(ROOT)}:\n{tail(error.log)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    finally:
        stop_all()
