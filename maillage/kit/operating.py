"""The operator's page: jobs, mail, history, disk, version. Nothing of the field stands on it."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import maillage
from maillage.kit import clock, jobs
from maillage.kit.backup_folder import kept_in
from maillage.kit.gestures import gesture
from maillage.kit.job_operations import try_again
from maillage.kit.models import HistoryBlock, HistoryEntry, JobRun, MailState, QueuedMail, RunState
from maillage.kit.pages import page
from maillage.kit.policy import EVERY_ROW, Reader, condition, require, visible

SHOWN = 20
GIB = 1024**3
LATE = timedelta(days=2)


@dataclass(frozen=True)
class JobLine:
    """A job and its last turn, if it had one."""

    label: str | Promise
    run: JobRun | None


def _failed(person: Reader) -> list[JobLine]:
    """Turns that did not succeed, by the name people know the job by."""
    runs = visible(JobRun.objects.filter(state=RunState.FAILED).order_by("-id"), person)[:SHOWN]
    return [JobLine(jobs.JOBS[run.name].label if run.name in jobs.JOBS else run.name, run) for run in runs]


def _jobs(person: Reader) -> list[JobLine]:
    latest = JobRun.objects.values("name").annotate(latest=Max("id")).values("latest")
    last = {run.name: run for run in visible(JobRun.objects.filter(pk__in=latest), person)}
    return [JobLine(job.label, last.get(name)) for name, job in sorted(jobs.JOBS.items())]


def _mail(person: Reader) -> dict[str, Any]:
    mails = visible(QueuedMail.objects.all(), person)
    return {
        "mail_is_on": bool(settings.MAIL),
        "mail_waiting": mails.filter(state__in=(MailState.WAITING, MailState.SENDING)).count(),
        "mail_troubled": mails.exclude(answer="")
        .exclude(state=MailState.SENT)
        .order_by("-queued_at", "-id")[:SHOWN],
    }


def _history(person: Reader) -> dict[str, Any]:
    """How far the chain is sealed; counting what waits tells nothing of what it says."""
    return {
        "last_block": visible(HistoryBlock.objects.order_by("-number"), person).first(),
        "tail": HistoryEntry.objects.filter(block__isnull=True).count(),
    }


def _backups() -> dict[str, Any]:
    """When the last one was made, and whether that is long ago. The folder is named nowhere on screen."""
    kept = kept_in(Path(settings.BACKUPS))
    return {
        "last_backup": kept[0] if kept else None,
        "backup_count": len(kept),
        "backup_is_late": bool(kept) and clock.now() - kept[0].made_at > LATE,
        "backup_days": settings.BACKUP_DAYS,
    }


def operating(request: HttpRequest) -> HttpResponse:
    """For whoever may see every turn of a job: the operator."""
    person: Reader = request.user  # type: ignore[assignment]
    require(condition(JobRun, person, "may_view") == EVERY_ROW)
    disk = shutil.disk_usage(_existing(Path(settings.DATA_DIR)))
    context = {
        "version": maillage.__version__,
        "disk_free": disk.free / GIB,
        "disk_total": disk.total / GIB,
        "jobs": _jobs(person),
        "failed": _failed(person),
        **_backups(),
        **_mail(person),
        **_history(person),
    }
    return page(request, "kit/operating.html", context)


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


again = gesture(
    JobRun,
    try_again,
    "run",
    _("This job is tried again within a minute."),
    to=lambda reader, run: "kit:operator",
)
