"""A list somebody brought in the demo, waiting to be looked through, and one whose columns wait."""

from datetime import date
from pathlib import Path

from maillage.kit.imports import operations, running
from maillage.kit.imports.importable import importable
from maillage.kit.imports.reading import read_table
from maillage.people.models import Person
from maillage.people.roles import Role

FILE = Path(__file__).parent / "liste-du-comptoir.csv"


def load(today: date) -> None:
    """Bring the list twice: read once, and once just brought."""
    by = Person.objects.with_role_on(Role.COORDINATION, today).order_by("display_name").first()
    if by is None:
        return
    kind, table = importable("actors"), read_table(FILE.read_bytes())
    first = operations.bring(by=by, kind=kind, file_name=FILE.name, table=table)
    running.go_on(operations.set_columns(by=by, batch=first, mapping=first.mapping))
    operations.bring(by=by, kind=kind, file_name="adresses-2019.csv", table=table)
