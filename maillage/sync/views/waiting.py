"""What came from phones and waits: its author finishes it, coordination sees that it waits (F16, F17)."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import captures
from maillage.kit.forms import refusals_in
from maillage.kit.gestures import gesture
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, visible
from maillage.people.models import Person
from maillage.sync import intake, operations
from maillage.sync.models import Device, Envelope

PAGE = 50
LEFT_PAGE = 5  # each is opened and read to be shown


def reader_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def waiting(request: HttpRequest) -> HttpResponse:
    """What of mine waits; for coordination, also what closed accounts left behind."""
    reader = reader_of(request)
    rows = visible(Envelope.objects.waiting().select_related("device", "person"), reader)
    rows = rows.order_by("-received_at", "id")
    mine = list(rows.filter(person=reader)[: PAGE + 1])
    left = list(rows.exclude(person=reader)[: LEFT_PAGE + 1])
    devices = visible(Device.objects.standing().filter(person=reader), reader)
    context = {
        "mine": [_row(each) for each in mine[:PAGE]],
        "left": [_left(each) for each in left[:LEFT_PAGE]],
        "more": len(mine) > PAGE,
        "more_left": len(left) > LEFT_PAGE,
        "devices": devices.order_by("-made_at", "pk"),
    }
    return page(request, "sync/waiting.html", context)


def _row(envelope: Envelope) -> dict[str, Any]:
    kind = captures.kind_of(envelope.kind)
    return {"envelope": envelope, "kind": kind.label if kind else _("a note")}


def _left(envelope: Envelope) -> dict[str, Any]:
    """What a closed account left: its coded answers, and no free text."""
    return _row(envelope) | {"said": intake.coded_answers(envelope)}


def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the answer that misses: the same form, with everything the phone sent."""
    reader = reader_of(request)
    envelope = fetch(
        Envelope.objects.waiting().select_related("person", "device"), reader, "may_change", pk=pk
    )
    kind = captures.kind_of(envelope.kind)
    said, trouble = _said(envelope, kind)
    form: Any = None
    if kind is not None and said is not None:
        sent = posted(request)
        form = intake.form_of(envelope, sent if sent is not None else said)
        if sent is not None and form.is_valid():
            with refusals_in(form):
                operations.finish(by=reader, envelope=envelope, form=form)
                messages.success(request, _("It is noted."))
                return redirect("sync:waiting")
    context = {
        "envelope": envelope,
        "title": kind.label if kind else _("A note that waits"),
        "form": form,
        "trouble": trouble,
        "back_url": reverse("sync:waiting"),
    }
    return page(request, "sync/finish.html", context, status=422 if request.method == "POST" else 200)


def _said(envelope: Envelope, kind: captures.Capture | None) -> tuple[Any, str]:
    """What the envelope says, as today's form takes it; or why it cannot be read here."""
    try:
        values = intake.values_of(envelope)
    except intake.HeldError as held:
        return None, str(held.reason.label)
    if kind is None:
        return None, str(envelope.get_reason_display())
    if kind.knows(envelope.form_version):
        values = kind.as_of_today(values, envelope.form_version)
    return intake.query(values), ""


count_left = gesture(
    Envelope,
    operations.count_left,
    "envelope",
    gettext_lazy("It is counted."),
    right="may_settle",
    to=lambda reader, row: "sync:waiting",
)
put_away = gesture(
    Envelope,
    operations.put_away,
    "envelope",
    gettext_lazy("Put away."),
    undo="sync:take_up",
    to=lambda reader, row: "sync:waiting",
)
take_up = gesture(
    Envelope,
    operations.take_up,
    "envelope",
    gettext_lazy("It waits again."),
    to=lambda reader, row: "sync:waiting",
)
revoke_device = gesture(
    Device,
    operations.revoke_device,
    "device",
    gettext_lazy("This device no longer sends for me. What it still holds will be kept aside, not lost."),
    to=lambda reader, row: "sync:waiting",
)
