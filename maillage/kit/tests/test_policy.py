"""One condition a right; what nobody granted is refused; what nobody declared raises."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404

from maillage.kit import policy
from maillage.kit.models import HistoryBlock, HistoryEntry
from maillage.kit.policy import Policy, UnknownRightError

pytestmark = pytest.mark.django_db


def test_a_misspelt_right_raises(mirabelle: Any) -> None:
    with pytest.raises(UnknownRightError, match="may_vew"):
        policy.condition(HistoryEntry, mirabelle, "may_vew")


def test_a_model_without_policy_raises(mirabelle: Any) -> None:
    with pytest.raises(UnknownRightError, match="ContentType"):
        policy.visible(ContentType.objects.all(), mirabelle)


def test_a_model_has_one_policy() -> None:
    with pytest.raises(TypeError, match="two policies"):
        type("Second", (Policy,), {"model": HistoryEntry})


def test_somebody_signed_out_has_no_right() -> None:
    nobody: Any = AnonymousUser()
    assert policy.condition(HistoryBlock, nobody, "may_view") == policy.NO_ROW
    assert not policy.permits_adding(nobody, HistoryBlock)


def test_what_nobody_grants_is_refused(erable: Any) -> None:
    entry: Any = SimpleNamespace(pk=1)
    assert policy.condition(HistoryEntry, erable, "may_change") == policy.NO_ROW
    assert not policy.permits(erable, "may_change", HistoryEntry(pk=entry.pk))


def test_a_stranger_gets_404_and_a_reader_403(mirabelle: Any, romarin: Any, orme: Any) -> None:
    everybody = type(mirabelle).objects.all()
    with pytest.raises(Http404):
        policy.fetch(everybody, orme, pk=mirabelle.pk)
    assert policy.fetch(everybody, romarin, pk=mirabelle.pk) == mirabelle
    with pytest.raises(PermissionDenied):
        policy.fetch(everybody, romarin, right="may_change", pk=mirabelle.pk)
