"""Printed figures beside what assignments count for the same day: documents disagree, both are kept (D14)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from maillage.kit.policy import Reader, visible
from maillage.territory.models import Assignment, DocumentedFigure, SelectedNeighbourhood
from maillage.territory.models.work import FigureSubject

UNKNOWN = "–"


@dataclass(frozen=True)
class Comparison:
    """One printed figure, and what the software counts for that day."""

    figure: DocumentedFigure
    counted: str


def documented_and_counted(reader: Reader | None = None) -> list[Comparison]:
    """Every printed figure the reader may see, with the software's own beside it."""
    figures = DocumentedFigure.objects.all()
    counts: dict[tuple[str, date], str] = {}
    compared = []
    for figure in figures if reader is None else visible(figures, reader):
        key = (figure.subject, figure.dated)
        if key not in counts:
            counts[key] = COUNTED[FigureSubject(figure.subject)](figure.dated)
        compared.append(Comparison(figure, counts[key]))
    return compared


def _chosen(column: str) -> Callable[[date], str]:
    return lambda day: str(
        SelectedNeighbourhood.objects.standing()
        .on(day)
        .exclude(**{column: None})
        .order_by()
        .values(column)
        .distinct()
        .count()
    )


def _assigned(column: str) -> Callable[[date], str]:
    """Without any assignment noted for that day, nothing is counted: nobody is not zero."""

    def counted(day: date) -> str:
        rows = Assignment.objects.standing().on(day)
        known = rows.exclude(**{column: None}).order_by().values(column).distinct().count()
        return str(known) if known else UNKNOWN

    return counted


def _communes(day: date) -> str:
    """Main communes: a neighbourhood counts in the commune where most of it lies."""
    chosen = SelectedNeighbourhood.objects.standing().on(day).select_related("neighbourhood")
    rows = chosen.prefetch_related("neighbourhood__shares__commune")
    return str(len({row.neighbourhood.main_commune for row in rows} - {None}))


def _raq_per_zone(day: date) -> str:
    people: dict[object, set[object]] = {}
    for zone, person in Assignment.objects.standing().on(day).values_list("zone", "person"):
        people.setdefault(zone, set()).add(person)
    sizes = sorted(len(group) for group in people.values())
    if not sizes:
        return UNKNOWN
    return str(sizes[0]) if sizes[0] == sizes[-1] else f"{sizes[0]}–{sizes[-1]}"


COUNTED: dict[FigureSubject, Callable[[date], str]] = {
    FigureSubject.NEIGHBOURHOODS: _chosen("neighbourhood"),
    FigureSubject.COMMUNES: _communes,
    FigureSubject.ZONES: _chosen("zone"),
    FigureSubject.RAQ: _assigned("person"),
    FigureSubject.HOSTS: _assigned("host_site__organisation"),
    FigureSubject.HOST_SITES: _assigned("host_site"),
    FigureSubject.RAQ_PER_ZONE: _raq_per_zone,
}
