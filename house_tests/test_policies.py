"""For every policy, right and role, the answer on one row is the answer of the list."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from house_tests.conftest import Stage
from maillage.kit import policy
from maillage.kit.policy import Policy

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for room in settings.ROOMS
    for model in apps.get_app_config(room).get_models()
    if not model._meta.auto_created
]


def test_every_model_has_a_policy() -> None:
    assert [model.__name__ for model in MODELS if model not in Policy.registry] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_one_row_and_the_list_agree_for_every_right_and_person(model: type[Model], stage: Stage) -> None:
    rows = list(model._default_manager.all()[:40])
    for right in policy.policy_of(model).rights():
        for who, person in stage.cast.items():
            listed = list(policy.visible(model._default_manager.all(), person, right))
            assert len(listed) == len({row.pk for row in listed}), f"{right} lists a row twice for {who}"
            pks = {row.pk for row in listed}
            for row in rows:
                assert policy.permits(person, right, row) == (row.pk in pks), f"{right} for {who} on {row.pk}"
            marks = policy.marked(model._default_manager.all(), person, right)
            assert {row.pk for row in marks if getattr(row, f"marked_{right}")} == pks


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_whoever_may_change_may_view(model: type[Model], stage: Stage) -> None:
    for who, person in stage.cast.items():
        change = set(policy.visible(model._default_manager.all(), person, "may_change").values_list("pk"))
        view = set(policy.visible(model._default_manager.all(), person, "may_view").values_list("pk"))
        assert change <= view, f"{who} may change what they may not see"


def test_the_stage_has_rows_to_speak_of(stage: Stage) -> None:
    """An agreement over empty tables would prove nothing."""
    empty = {model.__name__ for model in MODELS if not model._default_manager.exists()}
    assert empty == set()
