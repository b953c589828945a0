"""`./dev bench [NAME]`: measure, and print one table a bench."""

from __future__ import annotations

import os
import sys

import django

from devtools.bench import (
    calendar,
    captures,
    encounters,
    figures,
    harness,
    history,
    imports,
    installation,
    pages,
    search,
)
from devtools.processes import StopError, listen_to_signals

BENCHES = {
    "pages": pages.main,
    "history": history.main,
    "figures": figures.main,
    "imports": imports.main,
    "installation": installation.main,
    "search": search.main,
    "calendar": calendar.main,
    "encounters": encounters.main,
    "captures": captures.main,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(
            f"There is no bench called {', '.join(unknown)}; there are: {', '.join(BENCHES)}.",
            file=sys.stderr,
        )
        return 1
    listen_to_signals()
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.settings.demo"
    django.setup()
    print(f"{harness.machine()}\nMedians of {harness.ROUNDS} rounds that take turns.", flush=True)
    for name in names or BENCHES:
        try:
            print(f"\n{BENCHES[name]()}", flush=True)
        except StopError as error:
            print(f"\n{name}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
