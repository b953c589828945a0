"""kit's own jobs: the history read again, and old turns of jobs forgotten."""

from datetime import timedelta

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, history
from maillage.kit.jobs import job
from maillage.kit.models import JobRun, RunState

TURNS_KEPT = timedelta(days=14)


class HistoryAlteredError(RuntimeError):
    """The history is not what was sealed; `maillage doctor` says where."""


@job("kit.verify_history", schedule="weekly sunday 04:00", label=_("Read the whole history again"))
def verify_history() -> None:
    if not history.verify().is_true:
        raise HistoryAlteredError


@job("kit.forget_turns", schedule="daily 03:30", label=_("Forget old turns of jobs"))
def forget_turns() -> None:
    """Those that went well; one that did not stays in sight for a year."""
    moment = clock.now()
    JobRun.objects.filter(state=RunState.DONE, ended_at__lt=moment - TURNS_KEPT).delete()
    JobRun.objects.filter(state=RunState.FAILED, ended_at__lt=moment - timedelta(days=365)).delete()
    call_command("prune_db_task_results", min_age_days=TURNS_KEPT.days, verbosity=0)
