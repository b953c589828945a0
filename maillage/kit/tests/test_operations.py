"""An operation is one transaction and one history entry, or nothing at all."""

from typing import Any

import pytest

from maillage.kit.models import HistoryEntry
from maillage.kit.operations import HistoryMissingError, operation, tell

pytestmark = pytest.mark.django_db


@operation("kit.test.renamed", "%(who)s renamed somebody")
def rename(*, by: Any, person: Any, name: str, times: int = 1) -> Any:
    person.display_name = name
    person.save()
    for _ in range(times):
        tell(person, changes={"display_name": None}, reason="a test")
    return person


def test_an_operation_is_told_once(mirabelle: Any) -> None:
    rename(by=mirabelle, person=mirabelle, name="Prunelle")
    [entry] = HistoryEntry.objects.all()
    assert (entry.verb, entry.by_id) == ("kit.test.renamed", mirabelle.pk)


@pytest.mark.parametrize("times", [0, 2])
def test_an_operation_told_otherwise_keeps_nothing(mirabelle: Any, times: int) -> None:
    with pytest.raises(HistoryMissingError):
        rename(by=mirabelle, person=mirabelle, name="Prunelle", times=times)
    mirabelle.refresh_from_db()
    assert mirabelle.display_name == "Mirabelle"
    assert not HistoryEntry.objects.exists()


def test_an_operation_takes_keywords_only_and_an_author() -> None:
    for function in (lambda by: None, lambda *, person: None, lambda person, *, by: None):
        with pytest.raises(TypeError, match="keywords only"):
            operation(f"kit.test.{id(function)}", "")(function)


def test_telling_outside_an_operation_is_refused(mirabelle: Any) -> None:
    with pytest.raises(HistoryMissingError):
        tell(mirabelle)
