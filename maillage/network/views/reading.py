"""Reading local actors: the list, and one sheet."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from maillage.kit.pages import page
from maillage.kit.policy import NO_ROW, condition, fetch, visible
from maillage.kit.told import told
from maillage.network.models import Actor
from maillage.network.sheets import sheet_of
from maillage.network.views.asked import reader_of
from maillage.people.roles import TEAM


def actors(request: HttpRequest) -> HttpResponse:
    """Local actors by name."""
    rows = visible(Actor.objects.standing(), reader_of(request)).select_related("kind")
    can_export = condition(Actor, reader_of(request), "may_export") != NO_ROW
    return page(request, "network/actors.html", {"actors": rows[:50], "can_export": can_export})


def actor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sheet: how to reach it, when, on what conditions, who answers."""
    reader = reader_of(request)
    row = fetch(Actor.objects.select_related("kind", "host", "verified_by", "created_by"), reader, pk=pk)
    if row.merged_into_id is not None:
        return redirect("network:actor", row.merged_into_id)
    sheet = sheet_of(row)
    merges = list(visible(row.merges.standing().select_related("gone"), reader))
    subjects = [row, *sheet.details, *(merge.gone for merge in merges)]
    history = told(*subjects) if reader.has_role(*TEAM) else []
    context = {"actor": row, "sheet": sheet, "merges": merges, "history": history}
    return page(request, "network/actor.html", context)
