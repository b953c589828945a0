"""The way back into an account, for the two people it takes and for the one it is about."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit.policy import fetch
from maillage.people import ways_back
from maillage.people.models import WayBack
from maillage.people.views.accounts import account_kept, done, reader_of


@require_POST
def ask_way_back(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """I ask; another confirms."""
    reader, person = reader_of(request), account_kept(request, pk)
    done(
        request,
        lambda: ways_back.ask(by=reader, person=person, kind=kind),
        _("It is asked. Another person of coordination, or an operator, confirms it under « Accounts »."),
    )
    return redirect("people:account", pk)


@require_POST
def confirm_way_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I confirm what a colleague asked for."""
    reader = reader_of(request)
    way = fetch(WayBack.objects.all(), reader, "may_confirm", pk=pk)
    said = _("It is confirmed. The link can now be made on the page of the account.")
    if way.kind == WayBack.Kind.FACTORS:
        said = _("It is confirmed: the second factor is cleared. They set up another at their next sign-in.")
    done(request, lambda: ways_back.confirm(by=reader, way=way), said)
    return redirect("people:accounts")


@require_POST
def withdraw_way_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not after all, or not by me: nothing is opened."""
    reader = reader_of(request)
    way = fetch(WayBack.objects.all(), reader, "may_change", pk=pk)
    done(
        request,
        lambda: ways_back.withdraw(by=reader, way=way),
        _("It is taken back: nothing was opened."),
    )
    return redirect("home:today" if way.person_id == reader.pk else "people:accounts")


@require_POST
def read_way_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I have read what was done to my account."""
    reader = reader_of(request)
    way = fetch(WayBack.objects.filter(person=reader), reader, "may_change", pk=pk)
    ways_back.read(by=reader, way=way)
    return redirect("home:today")
