"""The operator's page: jobs, mail, history, disk, version. Nothing of the field stands on it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

import maillage
from maillage.kit import jobs
from maillage.kit.models import HistoryBlock, HistoryEntry, JobRun, MailState, QueuedMail, RunState
from maillage.kit.pages import page
from maillage.kit.policy import EVERY_ROW, Reader, condition, require, visible

SHOWN = 20
GIB = 1024**3


@dataclass(frozen=True)
class JobLine:
    """A job and its last turn, if it had one."""

    label: str | Promise
    run: JobRun | None


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
        "failed": visible(JobRun.objects.filter(state=RunState.FAILED).order_by("-id"), person)[:SHOWN],
        **_mail(person),
        **_history(person),
    }
    return page(request, "kit/operating.html", context)


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
