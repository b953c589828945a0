"""Jobs: work nobody waits for, on a schedule, each turn done once, tried again, never lost from sight.

A room writes its jobs in `jobs.py`. The scheduler gives a job one row a slot; workers claim rows.
"""

import logging
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.functional import Promise
from django_tasks import task

from maillage.kit import clock
from maillage.kit.models import JobRun, RunState

logger = logging.getLogger(__name__)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SCHEDULE = re.compile(
    rf"every (?P<minutes>\d+) minutes|(?:daily|weekly (?P<weekday>{'|'.join(WEEKDAYS)})) (?P<hour>\d\d:\d\d)"
)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))  # before each new try
STUCK = timedelta(hours=1)  # a turn that runs for longer lost its worker
UNHEARD = timedelta(minutes=15)  # a turn that waits for longer lost its place in the queue


@dataclass(frozen=True)
class Schedule:
    """When a job has its turns: every so many minutes, or at an hour of the clock of people."""

    minutes: int = 0
    weekday: int | None = None
    hour: time = time()

    @classmethod
    def read(cls, words: str) -> "Schedule":
        """From `every 5 minutes`, `daily 03:10` or `weekly sunday 04:00`. Raises ValueError."""
        match = SCHEDULE.fullmatch(words)
        if match is None or match["minutes"] == "0":
            raise ValueError(f"no schedule: {words!r}")
        if match["minutes"]:
            return cls(minutes=int(match["minutes"]))
        weekday = WEEKDAYS.index(match["weekday"]) if match["weekday"] else None
        return cls(weekday=weekday, hour=time.fromisoformat(match["hour"]))

    def slot(self, moment: datetime) -> str:
        """The name of the last turn that was due at that moment; the same all along until the next."""
        if self.minutes:
            passed = int(moment.timestamp() // 60)
            begun = datetime.fromtimestamp((passed - passed % self.minutes) * 60, UTC)
            return f"{begun:%Y-%m-%dT%H:%MZ}"
        local = moment.astimezone(clock.BRUSSELS)
        day = local.date() - timedelta(days=0 if local.time() >= self.hour else 1)
        if self.weekday is not None:
            day -= timedelta(days=(day.weekday() - self.weekday) % 7)
        return f"{day} {self.hour:%H:%M}"


@dataclass(frozen=True)
class Job:
    """What is done, when, and how people call it. It may be stopped halfway and done again."""

    name: str
    label: str | Promise
    schedule: Schedule
    work: Callable[[], None]


JOBS: dict[str, Job] = {}


def job(
    name: str, *, schedule: str, label: str | Promise
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make a function a job, `<room>.<verb>`. Raises ValueError for a second one of that name."""

    def register(work: Callable[[], None]) -> Callable[[], None]:
        if name in JOBS:
            raise ValueError(f"the job {name!r} is declared twice")
        JOBS[name] = Job(name, label, Schedule.read(schedule), work)
        return work

    return register


def enqueue_due(moment: datetime) -> int:
    """Give every job the turn that is due, once, and put lost turns back; how many were given."""
    given = 0
    for each in JOBS.values():
        with transaction.atomic():
            run, new = JobRun.objects.get_or_create(
                name=each.name, slot=each.schedule.slot(moment), defaults={"due_at": moment}
            )
            if new:
                run_job.enqueue(run.pk)
                given += 1
    _put_back(moment)
    return given


def _put_back(moment: datetime) -> None:
    """A worker that was killed leaves its turn behind; claiming it decides who does it."""
    with transaction.atomic():
        lost = JobRun.objects.filter(state=RunState.RUNNING, started_at__lt=moment - STUCK)
        unheard = JobRun.objects.filter(state=RunState.WAITING, due_at__lt=moment - UNHEARD)
        for run in [*lost.select_for_update(), *unheard.select_for_update()]:
            run.state, run.due_at = RunState.WAITING, moment
            run.save()
            run_job.enqueue(run.pk)


@task()
def run_job(number: int) -> None:
    """Do one turn, if nobody else took it. What it raises is told without its words; it is tried again."""
    moment = clock.now()
    turns = JobRun.objects.filter(pk=number)
    if not turns.filter(state=RunState.WAITING).update(state=RunState.RUNNING, started_at=moment):
        return
    run = turns.get()
    try:
        JOBS[run.name].work()
    except Exception as fault:  # noqa: BLE001 (whatever a room's work raises, the turn is kept and seen)
        _ended_badly(run, fault)
    else:
        run.state, run.fault = RunState.DONE, ""
        _end(run)


def _ended_badly(run: JobRun, fault: Exception) -> None:
    logger.error("a job did not succeed", extra={"job": run.name}, exc_info=fault)
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    run.fault = f"{type(fault).__name__}, {Path(frame.filename).name} {frame.lineno}"[:120]
    if run.tries < len(PAUSES):
        run.state = RunState.WAITING
        run.due_at = clock.now() + PAUSES[run.tries]
    else:
        run.state = RunState.FAILED
    _end(run)


def _end(run: JobRun) -> None:
    """Keep how the turn ended, and queue the next try with it."""
    run.tries += 1
    run.ended_at = clock.now()
    with transaction.atomic():
        run.save()
        if run.state == RunState.WAITING:
            run_job.using(run_after=run.due_at).enqueue(run.pk)
