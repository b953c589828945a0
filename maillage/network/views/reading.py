"""Reading one sheet."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from maillage.kit import clock
from maillage.kit.pages import page
from maillage.kit.policy import fetch, visible
from maillage.kit.told import told
from maillage.network.collaboration import collaboration_of
from maillage.network.doubtful import mark
from maillage.network.fullness import fullness_of
from maillage.network.models import Actor
from maillage.network.sheets import sheet_of
from maillage.network.views.asked import reader_of
from maillage.people.roles import TEAM


def actor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sheet: how to reach it, when, on what conditions, who answers."""
    reader = reader_of(request)
    row = fetch(Actor.objects.select_related("kind", "host", "verified_by", "created_by"), reader, pk=pk)
    if row.merged_into_id is not None:
        return redirect("network:actor", row.merged_into_id)
    sheet = sheet_of(row)
    merges = list(visible(row.merges.standing().select_related("gone"), reader))
    mark(row, sheet.details, reader)
    today, in_team = clock.today(), reader.has_role(*TEAM)
    context = {
        "actor": row,
        "sheet": sheet,
        "merges": merges,
        "history": told(row, *sheet.details, *(merge.gone for merge in merges)) if in_team else [],
        "today": today,
        "names": in_team,
        "fullness": fullness_of(row, today, reader),
        "collaboration": collaboration_of(row, reader),
    }
    return page(request, "network/actor.html", context)
