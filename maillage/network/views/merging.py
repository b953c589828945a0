"""Two sheets of one actor: which, what to keep, and the way back (U-CO-04)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from maillage.kit.gestures import gesture
from maillage.kit.merge_pages import Twin, asked_name, choose_page, merge_page
from maillage.kit.policy import fetch
from maillage.network import operations
from maillage.network.duplicates import candidates, twins_of
from maillage.network.merging import differences
from maillage.network.models import Actor, ActorMerge
from maillage.network.views.asked import reader_of

TITLE = gettext_lazy("Two sheets, one actor")
GATHERED = gettext_lazy(
    "Addresses, numbers, contact persons, rooms, languages, themes, reports and personal sheets of both are "
    "gathered on one."
)


def _one(request: HttpRequest, pk: UUID) -> Actor:
    return fetch(
        Actor.objects.standing().select_related("kind", "host"), reader_of(request), "may_merge", pk=pk
    )


def choose_twin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which other sheet is this one's twin: those that resemble it, or another by its name."""
    row, asked = _one(request, pk), asked_name(request)
    twins = [
        Twin(one.actor, f"{one.where} {one.why}", reverse("network:merge_actor", args=[pk, one.actor.pk]))
        for one in (candidates(asked, but=[row]) if asked else twins_of(row))
    ]
    return choose_page(request, row, twins, title=TITLE, icon="network")


def merge_actor(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """What to keep where the two differ; everything else is gathered."""
    row, twin = _one(request, pk), _one(request, other)
    back = reverse("network:choose_twin", args=[pk])
    if row == twin:
        return redirect(back)
    return merge_page(
        request,
        row,
        twin,
        differences(row, twin),
        keep=lambda taken: operations.merge_actors(by=reader_of(request), kept=row, gone=twin, taken=taken),
        title=TITLE,
        gathered=GATHERED,
        back=back,
        undo="network:part_actors",
    )


part_actors = gesture(
    ActorMerge, operations.part_actors, "merge", gettext_lazy("There are two sheets again.")
)
