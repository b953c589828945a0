"""What is kept in memory is always what would be drawn now, in every process."""

import pytest
from django.db import transaction

from maillage.kit import kept
from maillage.kit.models import ChangeMark
from maillage.people.models import Person
from maillage.people.operations import change_password

pytestmark = pytest.mark.django_db


class Drawing:
    """Counts how often it is drawn."""

    times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times

    def seen(self, key: str = "one") -> object:
        return kept.kept(key, ("people",), kept.marks(), self)


def test_it_is_drawn_once_until_an_operation_of_the_room(mirabelle: Person) -> None:
    drawing = Drawing()
    assert [drawing.seen(), drawing.seen()] == [1, 1]
    change_password(by=mirabelle, password="une autre phrase longue")
    assert [drawing.seen(), drawing.seen()] == [2, 2]


def test_another_process_changes_the_mark_and_it_is_drawn_anew() -> None:
    """Another process shares nothing with this one but the database."""
    drawing = Drawing()
    drawing.seen()
    ChangeMark.objects.create(room="people", number=7)
    assert drawing.seen() == 2
    ChangeMark.objects.create(room="territory", number=1)
    assert drawing.seen() == 2, "a room it does not show"


def test_what_was_not_committed_leaves_no_mark(mirabelle: Person) -> None:
    drawing, before = Drawing(), kept.marks()
    drawing.seen()
    with transaction.atomic():
        change_password(by=mirabelle, password="une autre phrase longue")
        transaction.set_rollback(True)
    assert kept.marks() == before
    assert drawing.seen() == 1


def test_the_memory_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    drawing = Drawing()
    for key in ("one", "two", "one", "three"):
        drawing.seen(key)
    assert drawing.times == 3
    assert [drawing.seen("one"), drawing.times] == [1, 3], "asked for lately"
    assert drawing.seen("two") == 4
