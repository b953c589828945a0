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
    if axes == table.asked.measure.usual_axes:
        return []
    labels = [str(axis.label) for axis in axes]
    return [_("by %(axes)s") % {"axes": " × ".join(label[:1].lower() + label[1:] for label in labels)}]


def notes(table: Table) -> list[str]:
    """What a reader of the numbers must know: who says nothing, who counts twice, whose words these are."""
    found = [said for said in (_beside(table), _behind(table), _missing(table), _unsure(table)) if said]
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


def _missing(table: Table) -> str:
    if not table.missing:
        return ""
    told = {"number": table.missing, "base": table.base, "none": table.asked.axes[0].none}
    if told["none"]:
        return _("%(number)s %(none)s: shares are of the %(base)s others.") % told
    return _("%(number)s without this information: shares are of the %(base)s others.") % told


def _behind(table: Table) -> str:
    """How many facts an amount was added up over: one that says no number adds nothing."""
    amount = table.asked.measure.amount
    if amount is None:
        return ""
    told, silent = table.behind
    said = {"number": told, "facts": amount.facts, "silent": silent}
    if silent:
        return _("Added up over %(number)s %(facts)s; %(silent)s more say no number.") % said
    return _("Added up over %(number)s %(facts)s.") % said


def _unsure(table: Table) -> str:
    if not table.unsure:
        return ""
    return _("The day of %(number)s of them was made up: time says nothing of these.") % {
        "number": table.unsure
    }


def _beside(table: Table) -> str:
    """The whole that is not had by adding up: distinct, in none, in several."""
    whole = table.beside
    if whole is None:
        return ""
    measure = whole.asked.measure
    said = _("%(code)s · %(title)s, same days: %(number)s %(base)s in all") % {
        "code": measure.code,
        "title": measure.title,
        "number": whole.total,
        "base": measure.base,
    }
    apart = [line for line in whole.lines if line.answer.is_missing or line.answer.is_beside]
    return ", ".join([said, *(f"{line.total} {line.answer.label}" for line in apart)]) + "."
