"""Lists somebody brought in, for the tests that walk through every address."""

from maillage.kit import clock
from maillage.kit.imports.models import ImportBatch, ImportLine
from maillage.people.models import Person


def bring(state: str, person: Person) -> ImportBatch:
    """A list somebody brought, with one line."""
    batch = ImportBatch.objects.create(
        kind="actors",
        file_name="acteurs.csv",
        made_by=person,
        moved_by=person,
        made_at=clock.now(),
        moved_at=clock.now(),
        state=state,
        headers=["Nom", "Téléphone"],
        mapping=["", ""] if state == "columns" else ["name_fr", "phone"],
    )
    add_line(batch, 2)
    return batch


def add_line(batch: ImportBatch, number: int) -> None:
    state = "left" if batch.state == "done" else "waiting"
    cells = [f"Comptoir {number}", "02 203 45 67"]
    ImportLine.objects.create(batch=batch, number=number, cells=cells, finding="new", state=state)
