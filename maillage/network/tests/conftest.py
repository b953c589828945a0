"""Local actors for the tests of this room."""

from collections.abc import Callable
from typing import Any

import pytest

from maillage.network import operations
from maillage.network.models import Actor
from maillage.people.models import Person

MakeActor = Callable[..., Actor]


@pytest.fixture
def make_actor(db: None, coquelicot: Person) -> MakeActor:
    """`make_actor("Le Tournesol", phone="+3222034567", street="Rue de l’Exemple 12")`."""

    def make(name: str, *, phone: str = "", street: str = "", aliases: Any = (), **values: Any) -> Actor:
        return operations.add_actor(
            by=coquelicot,
            values={"name_fr": name, **values},
            beside={"aliases": aliases},
            site={"street": street} if street else None,
            ways=[{"kind": "phone", "value": phone}] if phone else [],
        )

    return make
