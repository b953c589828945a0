"""What goes on by itself: rhythms until further notice are planned a year ahead."""

from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models import Series, Stage
from maillage.collective_actions.operations import plan_series
from maillage.collective_actions.rhythms import AGAIN, read
from maillage.kit import clock
from maillage.kit.jobs import job


@job("collective_actions.plan_ahead", schedule="daily 03:40", label=_("Plan rhythms a year ahead"))
def plan_ahead() -> None:
    today = clock.today()
    running = Series.objects.filter(
        withdrawn_at=None, action__withdrawn_at=None, action__stage=Stage.UNDER_WAY
    )
    for series in running.filter(planned_until__lt=today + AGAIN).order_by("first_day", "id"):
        if read(series.rrule).is_open:
            plan_series(by=None, series=series, today=today)
