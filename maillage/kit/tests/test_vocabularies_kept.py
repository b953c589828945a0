"""No run of verbs ever makes a code or a name unreadable."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.kit import term_operations
from maillage.kit.operations import RefusedError
from maillage.kit.terms import Term, Vocabulary
from maillage.kit.vocabularies import ancestors, choices_on, heirs, resolve
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

START = date(2024, 1, 1)

Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "retire", "restore", "merge", "split", "move"]),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(1, 60),
    ),
    max_size=14,
)


class Town:
    """A vocabulary under the hands of somebody who tries everything."""

    def __init__(self, by: Person) -> None:
        self.by = by
        self.vocabulary = Vocabulary.objects.create(code="theme", label_fr="Thèmes", describes_people=True)
        self.names: set[str] = set()
        for code in ("one", "two", "three", "other"):
            self.names.add(f"Mot {code}")
            Term.objects.create(
                vocabulary=self.vocabulary,
                code=code,
                label_fr=f"Mot {code}",
                first_day=START,
                position=10_000 if code == "other" else 10,
            )

    def term(self, number: int) -> Term:
        terms = list(self.vocabulary.terms.order_by("code"))
        return terms[number % len(terms)]

    def named(self) -> dict[str, str]:
        """A name nobody gave before."""
        name = f"Nom {uuid4().hex[:8]}"
        return {"label_fr": name}

    def take(self, step: Step) -> None:
        verb, one, two, days = step
        term, day = self.term(one), START + timedelta(days=days)
        doing: dict[str, Callable[[], Any]] = {
            "add": lambda: term_operations.add_term(
                by=self.by, vocabulary=self.vocabulary, values=self.named() | {"first_day": day}
            ),
            "rename": lambda: term_operations.change_term(by=self.by, term=term, values=self.named()),
            "retire": lambda: term_operations.retire_term(by=self.by, term=term, last_day=day),
            "restore": lambda: term_operations.restore_term(by=self.by, term=term),
            "merge": lambda: term_operations.merge_terms(
                by=self.by, terms=[term], into=self.term(two), day=day
            ),
            "split": lambda: term_operations.split_term(
                by=self.by, term=term, day=day, terms=[self.term(two)], names=[self.named()]
            ),
            "move": lambda: term_operations.move_term(by=self.by, term=term, up=bool(two % 2)),
        }
        try:
            doing[verb]()
        except RefusedError:
            return
        self.names |= set(self.vocabulary.terms.values_list("label_fr", flat=True))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, later=st.integers(0, 70))
def test_every_code_and_every_name_ever_given_is_understood(
    coquelicot: Person, steps: list[Step], later: int
) -> None:
    with transaction.atomic():
        town, day = Town(coquelicot), START + timedelta(days=later)
        codes = {"one", "two", "three", "other"}
        for step in steps:
            town.take(step)
            codes |= set(town.vocabulary.terms.values_list("code", flat=True))
        choices = set(choices_on("theme", day))
        assert "other" in {term.code for term in choices}
        for code in codes:
            meant = resolve("theme", code, day)
            assert meant.term.code == code
            _heirs_are_true(meant.term, meant.heirs, day)
        for name in town.names:
            resolve("theme", name, day)
        transaction.set_rollback(True)


def _heirs_are_true(term: Term, found: tuple[Term, ...], day: date) -> None:
    """Heirs are not retired, each knows what it came from, and a term in use stands for itself."""
    assert not any(each.is_retired_on(day) for each in found)
    if not term.is_retired_on(day):
        assert found == (term,)
    for each in found:
        assert each == term or term in ancestors(each)
        assert heirs(each, day) == (each,)
