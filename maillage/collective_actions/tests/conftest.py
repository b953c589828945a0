"""What the tests of the calendar stand on."""

from datetime import date, time
from typing import Any

import pytest

from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, Event
from maillage.kit.imports import operations as steps
from maillage.kit.imports import running
from maillage.kit.imports.importable import importable
from maillage.kit.imports.models import ImportBatch
from maillage.kit.imports.reading import read_table
from maillage.people.models import Person


@pytest.fixture
def stand(mirabelle: Person) -> Action:
    """A stand that is under way."""
    return operations.add_action(by=mirabelle, values={"name_fr": "Stand infos Saint-Servais"})


def event_on(day: date, action: Action, *raqs: Person, **values: Any) -> Event:
    """A planned event from ten to twelve."""
    hours = {"start": time(10), "end": time(12)} | values
    return operations.add_event(
        by=raqs[0] if raqs else None, action=action, values={"day": day, **hours}, beside={"raqs": raqs}
    )


def brought(kind: str, content: str | bytes, by: Person) -> ImportBatch:
    content = content.encode() if isinstance(content, str) else content
    batch = steps.bring(by=by, kind=importable(kind), file_name="x.csv", table=read_table(content))
    batch = steps.set_columns(by=by, batch=batch, mapping=batch.mapping)
    running.go_on(batch)
    return batch


def applied(batch: ImportBatch, by: Person) -> ImportBatch:
    running.go_on(steps.apply_import(by=by, batch=batch))
    batch.refresh_from_db()
    return batch


def findings(batch: ImportBatch) -> list[str]:
    return list(batch.lines.order_by("number").values_list("finding", flat=True))
