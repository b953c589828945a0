"""What an operator does about jobs: one that did not succeed is tried again."""

from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.jobs import run_job
from maillage.kit.models import JobRun, RunState
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.policy import Reader


@operation("kit.job.tried_again", _("%(who)s asked for a job to be tried again"))
def try_again(*, by: Reader, run: JobRun) -> JobRun:
    """Give a turn that did not succeed its five tries anew."""
    current = JobRun.objects.select_for_update().get(pk=run.pk)
    if current.state != RunState.FAILED:
        raise RefusedError(_("This job waits for its turn already, or went well since."))
    current.state, current.tries, current.due_at = RunState.WAITING, 0, clock.now()
    current.save()
    tell(current)
    run_job.enqueue(current.pk)
    return current
