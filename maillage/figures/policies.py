"""Nobody reads sums as rows: a figure is asked through the engine, which asks who may count the facts."""

from maillage.figures.models import DailySum, Fold
from maillage.kit.policy import Policy


class FoldPolicy(Policy[Fold]):
    """Sums are not read as rows: the figure made of them asks whether the facts may be counted."""

    model = Fold


class DailySumPolicy(Policy[DailySum]):
    """Sums are not read as rows: the figure made of them asks whether the facts may be counted."""

    model = DailySum
