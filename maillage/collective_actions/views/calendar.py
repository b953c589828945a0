"""The calendar: month, week, list, day (U-RAQ-16)."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from maillage.collective_actions.calendar import Span, narrowed, page_of, readable
from maillage.collective_actions.forms import CalendarFilter
from maillage.collective_actions.forms.calendar import VIEWS
from maillage.collective_actions.views.asked import reader_of
from maillage.kit import clock
from maillage.kit.pages import page
from maillage.people.roles import Role
from maillage.territory.coverage import zone_of


def agenda(request: HttpRequest) -> HttpResponse:
    """What the team does, past and to come: at most a month at a time."""
    reader, today = reader_of(request), clock.today()
    form = CalendarFilter(request.GET, reader=reader)
    span = Span.around(form.chosen_view, form.chosen_day)
    shown = page_of(narrowed(readable(reader), form), span, reader)
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}

    def link(**other: object) -> str:
        asked = {name: str(value) for name, value in (kept | other).items() if value}
        return f"?{urlencode(asked)}" if asked else "?"

    zone = zone_of(reader, today) if reader.has_role(Role.RAQ) else None
    plain: dict[str, object] = dict.fromkeys((*form.FOLDED, "action"))
    context = {
        "form": form,
        "calendar": shown,
        "span": span,
        "today": today,
        "views": [(label, link(view=name), name == span.view) for name, label in VIEWS.items()],
        "before_url": link(day=span.previous.isoformat()),
        "after_url": link(day=span.following.isoformat()),
        "today_url": link(day=None),
        "everything_url": link(**plain),
        "mine_url": link(**plain | {"raq": reader.pk}) if reader.has_role(Role.RAQ) else "",
        "is_mine": form.chosen("raq") == reader,
        "zone_url": link(**plain | {"zone": zone.pk}) if zone else "",
        "is_my_zone": zone is not None and form.chosen("zone") == zone,
        "wanted_url": link(**plain | {"wanted": "on"}),
        "day_query": link(day=None, view="day"),
    }
    status = 422 if form.errors else 200
    return page(request, "collective_actions/agenda.html", context, parts=("agenda",), status=status)
