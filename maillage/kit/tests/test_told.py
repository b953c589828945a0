"""What the history tells beside a record: in sentences, newest first, values only where the model lets it."""

from datetime import date

import pytest

from maillage.kit import history
from maillage.kit.told import told
from maillage.people.models import Person, RoleMembership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_verb() -> object:
    if "kit.tried" not in history.VERBS:
        history.declare("kit.tried", "%(who)s tried")
    yield
    history.VERBS.pop("kit.tried", None)


def test_who_did_it_and_what_changed(mirabelle: Person, coquelicot: Person) -> None:
    history.record(
        by=coquelicot, verb="kit.tried", subject=mirabelle, changes={"language": ["fr", "nl"], "phone": None}
    )
    history.record(by=None, verb="kit.tried", subject=mirabelle, reason="essai")
    newest, oldest = told(mirabelle)
    assert (newest.reason, newest.changes) == ("essai", [])
    assert oldest.sentence == "Coquelicot tried"
    assert len(oldest.changes) == 2
    assert all(said in oldest.changes[0] for said in ("→", "rançais", "éerlandais"))
    assert ":" not in oldest.changes[1], "of a field whose values stay out, the name alone"


def test_only_these_records_and_no_more_than_asked(mirabelle: Person, romarin: Person) -> None:
    for person in (mirabelle, romarin, mirabelle):
        history.record(by=None, verb="kit.tried", subject=person)
    assert len(told(mirabelle)) == 2
    assert len(told(mirabelle, romarin, limit=2)) == 2
    assert told() == []


def test_a_day_is_written_as_people_write_it(mirabelle: Person) -> None:
    membership = RoleMembership.objects.get(person=mirabelle)
    history.record(
        by=None,
        verb="kit.tried",
        subject=membership,
        changes={"last_day": [None, date(2026, 3, 1).isoformat()]},
    )
    assert told(membership)[0].changes[0].endswith("– → 1 mars 2026")
