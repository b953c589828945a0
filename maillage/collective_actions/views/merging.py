"""Two labels of one action: which, what to keep, and the way back (domain 4.3)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from maillage.collective_actions import operations
from maillage.collective_actions.labels import Labels
from maillage.collective_actions.merging import differences, held_of
from maillage.collective_actions.models import Action, ActionMerge
from maillage.collective_actions.views.asked import reader_of
from maillage.kit.gestures import gesture
from maillage.kit.merge_pages import Twin, asked_name, choose_page, merge_page
from maillage.kit.policy import fetch

TITLE = gettext_lazy("Two labels, one action")
GATHERED = gettext_lazy(
    "Events, rhythms, other names, fields, reviews and places on the continuum of both are gathered on one."
)


def _one(request: HttpRequest, pk: UUID) -> Action:
    return fetch(
        Action.objects.standing().select_related("recurrence", "scheme", "host", "derived_from"),
        reader_of(request),
        "may_merge",
        pk=pk,
    )


def choose_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which other action is this one's twin: those that resemble it, or another by its name."""
    row, asked, labels = _one(request, pk), asked_name(request), Labels()
    if asked:
        found = [labels.actions[each] for each in labels.holding(asked) if each != pk]
    else:
        found = [other for pair in labels.alike() if row in pair for other in pair if other != row]
    found = sorted(found, key=lambda each: (each.name_fr, str(each.pk)))[:20]
    held = held_of(found)
    twins = [_twin(row, other, held[other.pk]) for other in found]
    return choose_page(request, row, twins, title=TITLE, icon="speech")


def _twin(row: Action, other: Action, events: int) -> Twin:
    said = ngettext("%(n)d event held", "%(n)d events held", events) % {"n": events}
    return Twin(other, said, reverse("collective_actions:merge_action", args=[row.pk, other.pk]))


def merge_action(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """What to keep where the two differ; everything else is gathered."""
    row, twin = _one(request, pk), _one(request, other)
    back = reverse("collective_actions:choose_action", args=[pk])
    if row == twin:
        return redirect(back)
    return merge_page(
        request,
        row,
        twin,
        differences(row, twin),
        keep=lambda taken: operations.merge_actions(by=reader_of(request), kept=row, gone=twin, taken=taken),
        title=TITLE,
        gathered=GATHERED,
        back=back,
        undo="collective_actions:part_actions",
    )


part_actions = gesture(
    ActionMerge, operations.part_actions, "merge", gettext_lazy("There are two actions again.")
)
