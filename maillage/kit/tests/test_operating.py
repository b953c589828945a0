"""The operator's page: a job that did not succeed is tried again with one tap, the last backup is seen."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from conftest import SignedIn
from maillage.kit import clock, jobs
from maillage.kit.backup_folder import ENCRYPTED, name_at
from maillage.kit.models import HistoryEntry, JobRun, RunState
from maillage.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "kit:operator"


def words(client: Client) -> str:
    (main,) = BeautifulSoup(client.get(reverse(PAGE)).content, "html.parser").select("main")
    return " ".join(main.get_text().split())


def test_a_job_that_did_not_succeed_is_tried_again_once(
    as_person: SignedIn, erable: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    counted = jobs.Job("test.count", "Compter", jobs.Schedule(), lambda: None)
    monkeypatch.setitem(jobs.JOBS, "test.count", counted)
    run = JobRun.objects.create(
        name="test.count", slot="1", state=RunState.FAILED, tries=5, due_at=moment, ended_at=moment
    )
    client = as_person(erable)
    assert "Compter" in words(client)
    address = reverse("kit:try_again", args=[run.pk])
    assert client.post(address)["Location"] == reverse(PAGE)
    run.refresh_from_db()
    assert (run.state, run.tries) == (RunState.WAITING, 0)
    client.post(address)
    assert HistoryEntry.objects.filter(verb="kit.job.tried_again").count() == 1


def test_the_last_backup_is_seen_and_one_that_is_missing_too(
    as_person: SignedIn, erable: Person, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUPS, client = tmp_path, as_person(erable)
    assert "Il n’y a pas encore de sauvegarde" in words(client)
    backup = tmp_path / name_at(clock.now() - timedelta(days=3))
    backup.mkdir()
    told = words(client)
    assert "depuis deux jours ou plus" in told
    assert "maillage backup-key" in told
    (backup / ENCRYPTED).touch()
    (tmp_path / name_at(clock.now())).mkdir()
    told = words(client)
    assert "depuis deux jours ou plus" not in told
    assert "2 sauvegardes" in told
