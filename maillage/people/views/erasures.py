"""Erasing a person: what would go and what would stay, asked by one, confirmed by another, proved (T16)."""

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock, erasure
from maillage.kit.operations import RefusedError
from maillage.kit.policy import fetch, permits, permits_adding, require, visible
from maillage.people import erasing, sessions
from maillage.people.erasure import subject_of
from maillage.people.models import Erasure, Person, RightsRequest
from maillage.people.roles import Role


def _reader(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _preview(reader: Person, person: Person) -> dict[str, object]:
    """What an erasure would do today; texts of others only for whoever coordinates."""
    subject = subject_of(person)
    return {
        "person": person,
        "hindrances": erasure.hindrances(subject, clock.today()),
        "mentions": erasure.mentions(subject, reader) if reader.has_role(Role.COORDINATION) else [],
        **erasing.split(erasure.shares_of(subject)),
    }


def ask_erasure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would go, what would stay and why; asking changes nothing yet."""
    reader = _reader(request)
    asked = fetch(
        RightsRequest.objects.filter(kind=RightsRequest.Kind.ERASURE).select_related("person"),
        reader,
        "may_change",
        pk=pk,
    )
    require(permits_adding(reader, Erasure))
    standing = visible(Erasure.objects.filter(request=asked, withdrawn_at=None), reader).first()
    if standing is not None:
        return redirect("people:erasure", standing.pk)
    if request.method == "POST":
        try:
            row = erasing.ask_erasure(by=reader, request=asked)
        except RefusedError as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect("people:ask_erasure", pk)
        undo = reverse("people:withdraw_erasure", args=[row.pk])
        messages.success(request, _("A second person confirms it now."), extra_tags=f"undo:{undo}")
        return redirect("people:erasure", row.pk)
    return render(request, "people/ask_erasure.html", {"asked": asked, **_preview(reader, asked.person)})


def erasures(request: HttpRequest) -> HttpResponse:
    """Those that wait for a second person, and the proof of those carried out."""
    reader = _reader(request)
    require(reader.has_role(Role.COORDINATION, Role.OPERATOR))
    rows = visible(Erasure.objects.filter(withdrawn_at=None), reader)
    context = {
        "waiting": rows.filter(carried_out_at=None).select_related("request__person"),
        "done": rows.exclude(carried_out_at=None)[:50],
    }
    return render(request, "people/erasures.html", context)


def one_erasure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One erasure: while it waits what it would do, afterwards its proof, which names nobody."""
    reader = _reader(request)
    row = fetch(Erasure.objects.select_related("request__person", "asked_by"), reader, pk=pk)
    if row.carried_out_at is not None:
        context = {"row": row, **erasing.split(erasing.proof_of(row))}
        return render(request, "people/erasure_proof.html", context)
    context = {
        "row": row,
        "may_confirm": permits(reader, "may_confirm", row),
        "may_withdraw": permits(reader, "may_change", row),
        **(_preview(reader, row.request.person) if row.is_waiting else {}),
    }
    return render(request, "people/erasure.html", context)


@require_POST
def confirm_erasure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person confirms, after their password once more: an open screen is not enough."""
    reader, page = _reader(request), reverse("people:erasure", args=[pk])
    row = fetch(Erasure.objects.all(), reader, "may_confirm", pk=pk)
    if not sessions.is_fresh(request):
        return redirect(f"{reverse('people:confirm')}?{urlencode({'next': page})}")
    try:
        erasing.confirm_erasure(by=reader, row=row)
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _("The erasure is carried out. This page is its proof."))
    return redirect(page)


@require_POST
def withdraw_erasure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Taken back before anybody confirmed: nothing went."""
    reader = _reader(request)
    row = fetch(Erasure.objects.all(), reader, "may_change", pk=pk)
    try:
        erasing.withdraw_erasure(by=reader, row=row)
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _("The erasure is withdrawn; nothing went."))
    return redirect("people:erasures")
