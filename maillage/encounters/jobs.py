"""What goes by itself: sealed words after six months, days and places after two years (D23)."""

from django.utils.translation import gettext_lazy as _

from maillage.encounters import retention
from maillage.kit import clock
from maillage.kit.jobs import job


@job(
    "encounters.let_go",
    schedule="daily 03:20",
    label=_("Erase sealed notes and make old meetings coarse"),
)
def let_go() -> None:
    retention.carry_out(clock.today())
