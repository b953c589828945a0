"""A small town for the tests that walk through every address."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from conftest import SignedIn
from maillage.people.models import Person, SignInSession


@dataclass
class Stage:
    """What the addresses are about."""

    cast: dict[str, Person]
    foreign_session: UUID
    nobody: UUID

    def grow(self) -> None:
        """Years later: many more rows behind every page."""


@pytest.fixture
def stage(cast: dict[str, Person], as_person: SignedIn) -> Stage:
    foreign = as_person(cast["romarin"])
    row = SignInSession.objects.get(session_key=foreign.session.session_key)
    return Stage(cast=cast, foreign_session=row.public_id, nobody=uuid4())
