"""What the tests of the calendar stand on."""

from datetime import date, time
from typing import Any

import pytest

from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, Event
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
