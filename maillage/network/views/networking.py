"""Pages about the network as a whole: where it stands, what a host reads of it, rooms that are lent."""

import csv
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.pages import page
from maillage.kit.policy import permits_adding, require, visible
from maillage.network.forms.asked import OverviewFilter, PeriodFilter, RoomFilter
from maillage.network.hours import said
from maillage.network.models import Actor
from maillage.network.networking import Networking, around, everywhere, in_zone, stopped, untouched
from maillage.network.rooms import lent_rooms
from maillage.network.views.asked import reader_of
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.coverage import assignment_of, zone_of
from maillage.territory.models import Assignment, HostOrganisation, Zone

SHOWN = 50


def overview(request: HttpRequest) -> HttpResponse:
    """Where networking stands: for a RAQ in their zone, for coordination everywhere (U-CO-16)."""
    reader, day = reader_of(request), clock.today()
    sees_all = reader.has_role(Role.COORDINATION, Role.RESEARCH)
    require(sees_all or reader.has_role(Role.RAQ))
    form = OverviewFilter(request.GET, day=day)
    zone = None if sees_all else zone_of(reader, day)
    state = None
    if sees_all:
        state = everywhere(form.days, day, reader)
    elif zone is not None:
        state = in_zone(zone, form.days, day, reader)
    places = state.places if state and not sees_all else None
    context = {
        "form": form,
        "sees_all": sees_all,
        "zone": zone,
        "state": state,
        "untouched": untouched(reader, places)[:SHOWN] if state else [],
        "stopped": stopped(reader, places, form.before)[:SHOWN] if state else [],
        "limit": SHOWN,
    }
    return page(request, "network/overview.html", context, parts=("state",))


# --- What a host reads ------------------------------------------------------------------------------------


def _hosted(reader: Person, day: date) -> tuple[list[HostOrganisation], list[Zone]]:
    """The organisations a host speaks for, or where a RAQ is hosted; and the zones of those hosted there."""
    require(reader.has_role(Role.HOST_PARTNER, Role.RAQ))
    rows = visible(HostOrganisation.objects.all(), reader)
    if reader.has_role(Role.RAQ):
        mine = assignment_of(reader, day)
        at = [mine.host_site.organisation_id] if mine and mine.host_site else []
        rows = rows.filter(pk__in=at)
    hosts = list(rows)
    hosted = visible(Assignment.objects.standing().on(day), reader).filter(host_site__organisation__in=hosts)
    zones = {row.zone for row in hosted.select_related("zone")}
    return hosts, sorted(zones, key=lambda zone: zone.ordinal)


def _read_by_host(request: HttpRequest) -> dict[str, Any]:
    reader, day = reader_of(request), clock.today()
    hosts, zones = _hosted(reader, day)
    form = PeriodFilter(request.GET, day=day, running=False)
    state = around(zones, form.days, day, reader) if zones else None
    return {
        "form": form,
        "hosts": hosts,
        "zones": zones,
        "state": state if state and state.places else None,
        "names": ", ".join(row.name for row in state.rows) if state else "",
        "lines": _lines(state) if state else [],
        "is_host": reader.has_role(Role.HOST_PARTNER),
    }


LINES = {
    "actors": gettext_lazy("Local actors known"),
    "contacted": gettext_lazy("Actors contacted in this period"),
    "contacts": gettext_lazy("Contacts made"),
    "collaboration": gettext_lazy("Collaborations"),
    "met": gettext_lazy("Meetings and exchanges of information"),
    "silence": gettext_lazy("Without an answer"),
    "refusal": gettext_lazy("Refusals to collaborate"),
    "other": gettext_lazy("Other outcomes"),
}


def _lines(state: Networking) -> list[tuple[str, int]]:
    """Figures alone: no prose, no name."""
    return [(str(words), getattr(state.total, name)) for name, words in LINES.items()]


def for_host(request: HttpRequest) -> HttpResponse:
    """The network around a hosted RAQ, in figures; a RAQ reads here what their host reads (D2, U-HP-04)."""
    return page(request, "network/for_host.html", _read_by_host(request), parts=("summary",))


def for_host_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file, for a team meeting."""
    read = _read_by_host(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="maillage.csv"'
    answer.write("\ufeff")
    sheet = csv.writer(answer, delimiter=";")
    sheet.writerow([_("Neighbourhoods"), read["names"]])
    sheet.writerow([_("Period"), str(read["form"].days)])
    sheet.writerows(read["lines"])
    return answer


# --- Rooms ------------------------------------------------------------------------------------------------


def rooms(request: HttpRequest) -> HttpResponse:
    """Rooms lent for a permanence, by day and neighbourhood."""
    reader = reader_of(request)
    require(permits_adding(reader, Actor) or visible(Actor.objects.all(), reader).exists())
    form = RoomFilter(request.GET)
    valid = form.is_valid()
    place, weekday = form.cleaned_data.get("neighbourhood"), form.cleaned_data.get("weekday")
    found = lent_rooms(reader, place, weekday) if valid else []
    context = {"form": form, "rooms": [(room, said(room.available_hours)) for room in found]}
    return page(request, "network/rooms.html", context, parts=("rooms",), status=200 if valid else 422)
