"""« Ne marche plus », « C'est bon », « Toujours bon »: one tap each, and the list of what waits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.kit.gestures import View, done, gesture
from maillage.kit.operations import RefusedError
from maillage.kit.pages import page
from maillage.kit.policy import fetch, marked, permits_adding, require
from maillage.network import operations
from maillage.network.doubtful import asked_of, open_doubts
from maillage.network.models import Actor, ContactPerson, Doubt, DoubtAbout, LentRoom, Site, Way
from maillage.network.models.sites import OfActor
from maillage.network.views.asked import reader_of

SHOWN = 100
DOUBTFUL = gettext_lazy("Noted: everybody sees that it is to be checked.")


def doubts(request: HttpRequest) -> HttpResponse:
    """What is to be checked: first what asks me, then the rest."""
    reader = reader_of(request)
    require(permits_adding(reader, Doubt))
    mine = list(marked(asked_of(reader), reader, "may_change")[:SHOWN])
    rest = marked(open_doubts(reader).exclude(pk__in=[row.pk for row in mine]), reader, "may_change")
    return page(request, "network/doubts.html", {"mine": mine, "rest": rest[:SHOWN]})


def _doubting(model: type[OfActor], about: str) -> View:
    """One tap on a detail: doubtful for all, and undone by the message that answers."""

    @require_POST
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        reader = reader_of(request)
        detail: Any = fetch(model._default_manager.all(), reader, "may_change", pk=pk)
        try:
            doubt = operations.raise_doubt(by=reader, detail=detail, about=about)
        except RefusedError as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            undo = reverse("network:settle_doubt", args=[doubt.pk])
            messages.success(request, str(DOUBTFUL), extra_tags=f"undo:{undo}")
        return redirect(detail)

    return view


doubt_way = _doubting(Way, DoubtAbout.WAY)
doubt_person = _doubting(ContactPerson, DoubtAbout.PERSON)
doubt_site = _doubting(Site, DoubtAbout.ADDRESS)
doubt_hours = _doubting(Site, DoubtAbout.HOURS)
doubt_room = _doubting(LentRoom, DoubtAbout.ROOM)


@require_POST
def settle_doubt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« C'est bon »: it holds as it stands. From the list, one goes on with the list."""
    reader = reader_of(request)
    row = fetch(Doubt.objects.select_related("actor"), reader, "may_change", pk=pk)
    said = _("It holds: nobody needs to check it any more.")
    done(
        request,
        lambda: operations.settle_doubt(by=reader, doubt=row),
        said,
        "network:reopen_doubt",
        pk,
    )
    return redirect("network:doubts" if "list" in request.POST else row)


reopen_doubt = gesture(Doubt, operations.reopen_doubt, "doubt", DOUBTFUL)
verify_actor = gesture(
    Actor,
    operations.verify_actor,
    "actor",
    gettext_lazy("Checked today: the sheet says so."),
    undo="network:unverify_actor",
)
unverify_actor = gesture(
    Actor,
    operations.unverify_actor,
    "actor",
    gettext_lazy("The sheet says again when it was checked before."),
)
