"""`maillage figures`: the same figures on the terminal, as coordination sees them on screen."""

import argparse
from datetime import date
from typing import Any

from django.utils.translation import override

from maillage.figures.captions import caption, notes
from maillage.figures.exports import as_csv, as_json
from maillage.figures.spans import this_year
from maillage.figures.tables import Asked, Table, Terms, axis_of, measures_for, tabulate
from maillage.installation.place import RefusedError
from maillage.kit import clock
from maillage.kit.locks import TooLongError
from maillage.kit.measures import UnknownAxisError, UnknownMeasureError, measure_named
from maillage.kit.periods import Period
from maillage.people.roles import Role


class AtTheTerminal:
    """Whoever runs the installation asks as coordination does, and is shown no place of one worker either."""

    pk = None
    is_authenticated = True

    def has_role(self, *roles: str) -> bool:
        return Role.COORDINATION in roles


READER: Any = AtTheTerminal()


def tell(wanted: argparse.Namespace) -> int:
    """Print the list, or one figure. Raises RefusedError with a sentence."""
    if wanted.figures == "list":
        with override("fr"):
            for measure in measures_for(READER):
                axes = ", ".join(axis.code for axis in measure.axes)
                print(f"{measure.code:<16}{measure.question}  [{axes}]")
        return 0
    with override(wanted.lang):
        print(_printed(_table(wanted, clock.today()), wanted.format), end="")
    return 0


def _table(wanted: argparse.Namespace, today: date) -> Table:
    usual = this_year(today)
    try:
        measure = measure_named(wanted.code)
        codes = wanted.axis or [axis.code for axis in measure.usual_axes]
        period = Period(wanted.first_day or usual.first_day, wanted.last_day or today)
        axes = tuple(axis_of(measure, code) for code in codes)
        return tabulate(Asked(measure, axes, period, READER, today, Terms(wanted.terms)))
    except UnknownMeasureError:
        raise RefusedError(f"There is no figure {wanted.code}: `maillage figures list` says which.") from None
    except UnknownAxisError as unknown:
        raise RefusedError(f"{wanted.code} cannot be set apart by {unknown}.") from None
    except TooLongError:
        raise RefusedError("This takes too long: a shorter period or one axis is quicker.") from None
    except ValueError as odd:
        raise RefusedError(f"These days are no period: {odd}.") from None


def _printed(table: Table, form: str) -> str:
    if form == "csv":
        return as_csv(table).decode()
    if form == "json":
        return as_json(table).decode() + "\n"
    lines = _nested(table) if table.groups else _crossed(table)
    return "\n".join([*lines, caption(table), *notes(table)]) + "\n"


def _crossed(table: Table) -> list[str]:
    wide = max((len(line.answer.label) for line in table.lines), default=0) + 2
    heads = [head.label for head in table.columns]
    lines = [f"{'':<{wide}}{' | '.join([*heads, str(table.asked.measure.unit)])}"] if heads else []
    for line in table.lines:
        numbers = " | ".join(f"{n:>{len(head)}}" for n, head in zip(line.cells, heads, strict=True))
        share = f"{line.share:>6.0%}" if line.share is not None else ""
        lines.append(f"{line.answer.label:<{wide}}{numbers}{' | ' if heads else ''}{line.total:>6}{share}")
    return lines


def _nested(table: Table) -> list[str]:
    """Each line of the first axis, with its parts under it."""
    told = [
        each
        for line, parts in table.groups
        for each in [(line.answer.label, line.total), *((f"  {head.label}", n) for head, n in parts)]
    ]
    wide = max(len(label) for label, _number in told) + 2
    return [f"{label:<{wide}}{number:>6}" for label, number in told]
