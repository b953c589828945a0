"""What goes by itself: reminders after days, sealed words after months, days and places after years."""

from django.utils.translation import gettext_lazy as _

from maillage.encounters import reminders, retention
from maillage.kit import clock
from maillage.kit.jobs import job


@job(
    "encounters.let_go",
    schedule="daily 03:20",
    label=_("Erase reminders and sealed notes, and make old meetings coarse"),
)
def let_go() -> None:
    retention.carry_out(clock.today())
    reminders.let_go(clock.today())
