"""`maillage doctor` on the tests' own database: what it finds, in sentences that say what to do."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet

from maillage.installation import doctor, place
from maillage.installation.tests.conftest import HOST, add_people
from maillage.kit import clock, history
from maillage.kit.backup_folder import name_at
from maillage.kit.models import HistoryEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    place.make(tmp_path / "data", hosts=HOST, bind="127.0.0.1:8000", database="", mail="", mail_from="")
    settings.DATA_DIR, settings.BACKUPS = tmp_path / "data", tmp_path / "data" / "backups"
    return tmp_path / "data"


def undone() -> str:
    return "\n".join(each.sentence for each in doctor.findings(whole=True) if not each.well)


def test_an_altered_history_and_a_key_others_may_read(folder: Path) -> None:
    add_people("default", 3)
    history.seal_pending()
    altered = HistoryEntry.objects.order_by("-id")[0]
    QuerySet(HistoryEntry).filter(pk=altered.pk).update(details="x")
    (folder / "maillage.env").chmod(0o644)
    told = undone()
    assert f"entry {altered.pk} in block 1 was altered" in told
    assert "maillage.env may be read by others" in told


def test_a_clock_that_went_back_and_a_mail_server_that_is_away(folder: Path, settings: Any) -> None:
    settings.MAIL = {
        "host": "127.0.0.1",
        "port": 1,
        "username": "",
        "password": "",
        "use_tls": False,
        "use_ssl": False,
    }
    with time_machine.travel(clock.now() + timedelta(days=3)):
        add_people("default", 1)
    told = undone()
    assert "moments still to come" in told
    assert "127.0.0.1:1 does not take us" in told


def test_backups_that_stopped_or_are_readable_and_a_key_nobody_retired(folder: Path, settings: Any) -> None:
    moment = clock.now()
    assert "not encrypted" in undone()
    assert "No backup" not in undone()
    backup = settings.BACKUPS / name_at(moment - timedelta(days=1))
    backup.mkdir(parents=True)
    assert "No backup" not in undone()
    assert [each.sentence for each in doctor._backups()][-1].startswith("The last backup is of")
    settings.SECRET_KEY_FALLBACKS = ["before"]
    assert "--retire" not in undone()
    week_ago = (datetime.now(UTC) - timedelta(days=8)).timestamp()
    os.utime(folder / "secret.key", (week_ago, week_ago))
    assert "--retire" in undone()
    with time_machine.travel(moment + timedelta(days=2)):
        assert f"No backup was made in {settings.BACKUPS} since" in undone()
