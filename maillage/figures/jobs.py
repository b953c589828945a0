"""The sums by day are renewed while nobody waits."""

from django.utils.translation import gettext_lazy as _

from maillage.figures.folding import fold_all
from maillage.kit import clock
from maillage.kit.jobs import job


@job("figures.fold", schedule="every 5 minutes", label=_("Sum up the figures of changed days"))
def renew_sums() -> None:
    fold_all(clock.today())
