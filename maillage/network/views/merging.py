"""Two sheets of one actor: which, what to keep, and the way back (U-CO-04)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.forms import refusals_in
from maillage.kit.gestures import gesture
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch
from maillage.network import forms, operations
from maillage.network.duplicates import candidates, twins_of
from maillage.network.models import Actor, ActorMerge
from maillage.network.views.asked import reader_of


def _one(request: HttpRequest, pk: UUID) -> Actor:
    return fetch(
        Actor.objects.standing().select_related("kind", "host"), reader_of(request), "may_merge", pk=pk
    )


def choose_twin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which other sheet is this one's twin: those that resemble it, or another by its name."""
    row, asked = _one(request, pk), request.GET.get("name", "").strip()
    twins = candidates(asked, but=[row]) if asked else twins_of(row)
    context = {"actor": row, "twins": twins, "asked": asked}
    return page(request, "network/choose_twin.html", context)


def merge_actor(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """What to keep where the two differ; everything else is gathered."""
    row, twin = _one(request, pk), _one(request, other)
    if row == twin:
        return redirect("network:choose_twin", pk)
    form = forms.MergeForm(posted(request), kept=row, gone=twin)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            merge = form.keep(by=reader_of(request))
            undo = reverse("network:part_actors", args=[merge.pk])
            said = _("The two sheets are one. The address of the other leads here.")
            messages.success(request, said, extra_tags=f"undo:{undo}")
            return redirect(row)
    context = {"actor": row, "twin": twin, "form": form}
    return page(request, "network/merge_actor.html", context, status=422 if form.is_bound else 200)


part_actors = gesture(
    ActorMerge, operations.part_actors, "merge", gettext_lazy("There are two sheets again.")
)
