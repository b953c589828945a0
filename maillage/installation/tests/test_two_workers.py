"""Two workers, two schedulers, real processes, one database: each turn is done once (house.md 7)."""

import subprocess

import pytest

from maillage.installation.tests.conftest import Installation

pytestmark = pytest.mark.django_db

TURNS = 40
#: A worker that writes down every turn it really does; its job takes a moment, so that both are at work.
WORKER = """
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from maillage.kit import jobs
from maillage.people.models import Throttle
import uuid
def note():
    Throttle.objects.create(key=uuid.uuid4().hex, tries=1, since=timezone.now())
jobs.JOBS.clear()
jobs.job("test.note", schedule="every 1 minutes", label="Note")(note)
"""
SCHEDULE = """
from datetime import datetime, timedelta, UTC
start = datetime(2026, 3, 4, tzinfo=UTC)
for minute in range(%d):
    jobs.enqueue_due(start + timedelta(minutes=minute))
"""
WORK = 'call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)\n'
TOLD = "from maillage.people.models import Throttle; print(Throttle.objects.count())"


def together(installed: Installation, code: str) -> None:
    """The same code in two processes at once."""
    command = installed.command("manage", "shell", "--no-imports", "-c", code)
    both = [
        subprocess.Popen(command, env=installed.env(), stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for process in both:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said


def test_two_schedulers_and_two_workers_do_each_turn_once(installed: Installation) -> None:
    together(installed, WORKER + SCHEDULE % TURNS)
    assert installed.python(TOLD) == "0"
    together(installed, WORKER + WORK)
    assert installed.python(TOLD) == str(TURNS)
