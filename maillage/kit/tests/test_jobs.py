"""Jobs: their slots, one turn each, tried again, never lost from sight (house.md 7)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker

from maillage.kit import clock, jobs
from maillage.kit.models import JobRun, RunState

NOW = datetime.fromisoformat("2026-03-04T09:07:30+00:00")  # a Wednesday


@pytest.mark.parametrize(
    ("schedule", "moment", "slot"),
    [
        ("every 5 minutes", "2026-03-04T09:07:30+00:00", "2026-03-04T09:05Z"),
        ("daily 03:10", "2026-03-04T02:09:59+00:00", "2026-03-03 03:10"),
        ("daily 03:10", "2026-03-04T02:10:00+00:00", "2026-03-04 03:10"),
        ("weekly sunday 04:00", "2026-03-04T09:07:30+00:00", "2026-03-01 04:00"),
        ("weekly wednesday 12:00", "2026-03-04T09:07:30+00:00", "2026-02-25 12:00"),
        # The night of 29 March has no 02:30 in Brussels; the turn comes all the same (F32).
        ("daily 02:30", "2026-03-29T01:00:00+00:00", "2026-03-29 02:30"),
        ("daily 02:30", "2026-10-25T01:30:00+00:00", "2026-10-25 02:30"),
    ],
)
def test_a_moment_belongs_to_one_slot(schedule: str, moment: str, slot: str) -> None:
    assert jobs.Schedule.read(schedule).slot(datetime.fromisoformat(moment)) == slot


@pytest.mark.parametrize("words", ["", "every 0 minutes", "daily", "daily 3:10", "weekly 04:00", "monthly 1"])
def test_a_schedule_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="no schedule"):
        jobs.Schedule.read(words)


class Work:
    """A job that can be told to go wrong."""

    def __init__(self) -> None:
        self.turns = 0
        self.fault: Exception | None = None

    def __call__(self) -> None:
        self.turns += 1
        if self.fault:
            raise self.fault


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    monkeypatch.setattr(jobs, "JOBS", {})
    done = Work()
    jobs.job("test.count", schedule="daily 03:10", label="Count")(done)
    with time_machine.travel(NOW, tick=False):
        yield done


@pytest.fixture(autouse=True)
def _the_tests_own_connection_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def worker() -> None:
    """A worker that ends once nothing waits."""
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)


@pytest.mark.django_db
def test_a_slot_is_one_turn_however_often_the_scheduler_looks(work: Work) -> None:
    assert [jobs.enqueue_due(clock.now()) for _ in range(3)] == [1, 0, 0]
    worker()
    worker()
    assert work.turns == 1
    assert JobRun.objects.get().state == RunState.DONE


@pytest.mark.django_db
def test_a_turn_queued_twice_is_done_once(work: Work) -> None:
    jobs.enqueue_due(clock.now())
    jobs.run_job.enqueue(JobRun.objects.get().pk)
    worker()
    assert work.turns == 1


@pytest.mark.django_db
def test_what_goes_wrong_is_tried_again_later_and_then_kept_in_sight_without_its_words(work: Work) -> None:
    work.fault = ValueError("the secret of Basilic")
    jobs.enqueue_due(clock.now())
    moment = clock.now()
    for pause in (0, 1, 5, 30, 120, 600):
        moment += timedelta(minutes=pause, seconds=1)
        with time_machine.travel(moment, tick=False):
            worker()
            worker()
    run = JobRun.objects.get()
    assert (work.turns, run.tries, run.state) == (5, 5, RunState.FAILED)
    assert "ValueError" in run.fault
    assert "Basilic" not in run.fault


@pytest.mark.django_db
def test_a_turn_whose_worker_was_killed_comes_back(work: Work) -> None:
    jobs.enqueue_due(clock.now())
    JobRun.objects.update(state=RunState.RUNNING, started_at=clock.now())
    worker()
    assert work.turns == 0
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        jobs.enqueue_due(clock.now())
        worker()
    assert work.turns == 1


def test_a_second_job_of_one_name_is_refused(work: Work) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        jobs.job("test.count", schedule="daily 03:10", label="Count")(work)


@pytest.mark.django_db
def test_every_real_job_does_its_turn() -> None:
    """Each job of the rooms, done for real on an empty database."""
    assert jobs.enqueue_due(clock.now()) == len(jobs.JOBS)
    worker()
    assert {(run.name, run.state, run.fault) for run in JobRun.objects.all()} == {
        (name, RunState.DONE, "") for name in jobs.JOBS
    }
