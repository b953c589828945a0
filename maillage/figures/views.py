"""Figures on screen: the questions, one figure, its files, what the words mean."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from maillage.figures.captions import caption, notes
from maillage.figures.charts import chart_of
from maillage.figures.definitions import definitions
from maillage.figures.exports import FORMATS
from maillage.figures.forms import FigureForm
from maillage.figures.recoding import in_present_terms
from maillage.figures.spans import last_twelve_months, usual_periods
from maillage.figures.tables import may_count, measures_for, tabulate
from maillage.kit import clock
from maillage.kit.locks import TooLongError
from maillage.kit.measures import Measure, UnknownMeasureError, measure_named
from maillage.kit.pages import page
from maillage.kit.policy import NO_ROW, require
from maillage.people.roles import TEAM, Role


def figures(request: HttpRequest) -> HttpResponse:
    """Every question this reader may ask, in plain words."""
    reader: Any = request.user
    require(reader.has_role(*TEAM))
    return page(request, "figures/figures.html", {"measures": measures_for(reader)})


def definitions_page(request: HttpRequest) -> HttpResponse:
    """What is counted, how, by what, since when, and why a definition changed."""
    reader: Any = request.user
    require(reader.has_role(*TEAM))
    return page(request, "figures/definitions.html", {"definitions": definitions(measures_for(reader))})


def figure(request: HttpRequest, code: str) -> HttpResponse:
    """One question, its answer as a drawing and as a table, and what to know of it."""
    reader: Any = request.user
    measure = _measure(reader, code)
    form = _form(request, measure)
    context: dict[str, Any] = {"measure": measure, "form": form, "periods": _periods(form), "table": None}
    context |= {
        "query": request.GET.urlencode(),
        "too_long": False,
        "opened": bool(form.errors or "by" in request.GET),
        "formats": FORMATS.values(),
    }
    if form.is_valid():
        try:
            table = tabulate(form.asked())
        except TooLongError:
            context["too_long"] = True
        else:
            context |= {
                "table": table,
                "chart": chart_of(table),
                "caption": caption(table),
                "notes": notes(table),
            }
    status = 422 if form.errors else 200
    return page(request, "figures/figure.html", context, parts=("figure-answer",), status=status)


def export(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same figure as a file."""
    reader: Any = request.user
    measure = _measure(reader, code)
    if kind not in FORMATS:
        raise Http404
    form = _form(request, measure)
    if not form.is_valid():
        raise BadRequest
    asked = form.asked()
    try:
        content = FORMATS[kind].made(tabulate(asked))
    except TooLongError:
        raise BadRequest from None
    days = f"{asked.period.first_day}_{asked.period.last_day}"
    name = f"maillage_{measure.code}_{days}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=FORMATS[kind].type, headers=headers)


def _measure(reader: Any, code: str) -> Measure:
    """404 for a question nobody asks, 403 for whoever may not count what it is about."""
    try:
        measure = measure_named(code)
    except UnknownMeasureError:
        raise Http404 from None
    require(may_count(measure, reader) != NO_ROW)
    return measure


def _form(request: HttpRequest, measure: Measure) -> FigureForm:
    reader: Any = request.user
    today = clock.today()
    renamed = any(in_present_terms(axis, today) for axis in measure.axes)
    own = reader.has_role(Role.RAQ)
    return FigureForm(request.GET, measure=measure, reader=reader, today=today, own=own, renamed=renamed)


def _periods(form: FigureForm) -> list[dict[str, Any]]:
    """The periods people ask for by name, each with its days, and whether it is the one shown."""
    today = form.today
    named = [last_twelve_months(today), *usual_periods(today)]
    shown = (form.data["first_day"], form.data["last_day"])
    return [
        {
            "label": label,
            "first": period.first_day.isoformat(),
            "last": (period.last_day or today).isoformat(),
            "current": (period.first_day.isoformat(), (period.last_day or today).isoformat()) == shown,
        }
        for label, period in named
    ]
