"""What stands under every figure, in the form the report prints: which, of how many, when, from where."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.figures.tables import Table, Terms
from maillage.kit.clock import in_words


def day_in_figures(day: date) -> str:
    return in_words(day, "d/m/Y")


def period_said(first: date, last: date) -> str:
    return f"{day_in_figures(first)} – {day_in_figures(last)}"


def caption(table: Table) -> str:
    """« C7 · Types d’acteurs locaux · base : n = 130 acteurs rencontrés, 01/04/2021 – 31/12/2021 · … »."""
    measure, period = table.asked.measure, table.asked.period
    said = _("base: n = %(number)s %(base)s, %(period)s") % {
        "number": table.total,
        "base": measure.base,
        "period": period_said(period.first_day, period.last_day or table.asked.today),
    }
    parts = [measure.code, str(measure.title), *by_what(table), said]
    if table.asked.mine:
        parts.append(_("my own work"))
    parts.append(_("extract from the logbook"))
    return " · ".join(parts)


def by_what(table: Table) -> list[str]:
    """What sets the figure apart, where it is not what its title says."""
    axes = table.asked.axes
    if axes == (table.asked.measure.usual,):
        return []
    labels = [str(axis.label) for axis in axes]
    return [_("by %(axes)s") % {"axes": " × ".join(label[:1].lower() + label[1:] for label in labels)}]


def notes(table: Table) -> list[str]:
    """What a reader of the numbers must know: who says nothing, who counts twice, whose words these are."""
    found = []
    if table.missing:
        said = _("%(number)s without this information: shares are of the %(base)s others.")
        found.append(said % {"number": table.missing, "base": table.base})
    if table.several:
        found.append(_("Several answers are possible: each counts on its line, and once in the total."))
    if table.puts_together:
        found.append(_("A place covered by one RAQ alone is counted together with others."))
    if table.recoded:
        found.append(
            _("In the terms of today.")
            if table.asked.terms is Terms.NOW
            else _("In the terms of each day, as they were noted.")
        )
    return found
