"""kit's own jobs: the history read again, old turns of jobs forgotten, what was erased written over."""

from datetime import timedelta

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, erasure, history, ledger
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


@job(
    "kit.rewrite_database",
    schedule="every 10 minutes",
    label=_("Leave nothing of who was erased in the files"),
)
def rewrite_database() -> None:
    """Only after an erasure. Somebody who reads at that moment puts it off to the next turn."""
    moment = clock.now()
    if ledger.read().to_rewrite and erasure.rewrite_database():
        ledger.note_rewritten(moment)
