"""Entries can be emptied, never silently: a chained entry says which, and the rest holds (T16)."""

from typing import Any

import pytest
from django.db import models

from maillage.kit import history
from maillage.kit.models import HistoryEntry

pytestmark = pytest.mark.django_db

VERB = "kit.test.said"
history.declare(VERB, "%(who)s said something")


def raw() -> models.QuerySet[HistoryEntry]:
    """Entries as an intruder with the database's password would reach them."""
    return models.QuerySet(HistoryEntry)


@pytest.fixture
def entries(mirabelle: Any) -> list[HistoryEntry]:
    said = [history.record(by=mirabelle, verb=VERB, subject=mirabelle, reason=f"mot {n}") for n in range(6)]
    history.seal_pending(size=3)
    return said


def test_an_emptied_entry_says_nothing_and_the_chain_stays_true(entries: list[HistoryEntry]) -> None:
    assert history.empty(entries[1:5], by=None) == 4
    found = history.verify()
    assert found.is_true, found.faults
    assert (found.emptied, found.tail) == (4, 0)
    assert not HistoryEntry.objects.filter(details__contains="mot 2").exists()
    assert HistoryEntry.objects.get(pk=entries[0].pk).details


def test_emptying_behind_the_software_is_found(entries: list[HistoryEntry]) -> None:
    history.empty(entries[1:2], by=None)
    raw().filter(pk=entries[2].pk).update(details="", salt="")
    assert history.verify().faults == [
        f"entry {entries[2].pk} in block 1 was emptied, and nothing chained says so"
    ]


@pytest.mark.parametrize(
    "lie", [{"verb": "kit.test.other"}, {"subject_id": "7"}, {"details": "{}"}, {"by": None}]
)
def test_what_remains_of_an_emptied_entry_cannot_be_altered(
    entries: list[HistoryEntry], lie: dict[str, Any]
) -> None:
    history.empty(entries[1:2], by=None)
    raw().filter(pk=entries[1].pk).update(**lie)
    assert any(f"entry {entries[1].pk} in block 1" in fault for fault in history.verify().faults)


def test_the_entry_that_says_so_cannot_be_altered_emptied_or_left_out_of_the_chain(
    entries: list[HistoryEntry],
) -> None:
    history.empty(entries[1:2], by=None)
    saying = HistoryEntry.objects.get(verb=history.EMPTIED)
    assert history.empty([saying], by=None) == 0
    raw().filter(pk=saying.pk).update(details="", salt="")
    assert len(history.verify().faults) == 2
    raw().filter(pk=saying.pk).update(details=saying.details, salt=saying.salt)
    assert history.verify().is_true
    raw().filter(pk=saying.pk).update(block=None)
    assert not history.verify().is_true
