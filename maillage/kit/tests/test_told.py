"""History in sentences, beside the record it tells of."""

from typing import Any

import pytest

from maillage.kit import history
from maillage.kit.told import told

pytestmark = pytest.mark.django_db

history.declare("kit.test.told", "%(who)s changed something")


def test_a_change_is_told_with_its_author_and_in_words(mirabelle: Any) -> None:
    changes = {"theme": ["auto", "evening"], "is_active": [True, False], "phone": None}
    history.record(by=mirabelle, verb="kit.test.told", subject=mirabelle, changes=changes)
    [step] = told(mirabelle)
    assert step.sentence == "Mirabelle changed something"
    assert "0470" not in " ".join(step.changes)
    assert any("oui → non" in change for change in step.changes)


def test_a_text_that_looks_like_a_day_breaks_nothing(mirabelle: Any) -> None:
    changes = {"display_name": ["2021-02-30", "Mirabelle"]}
    history.record(by=None, verb="kit.test.told", subject=mirabelle, changes=changes)
    assert "2021-02-30" in told(mirabelle)[0].changes[0]
