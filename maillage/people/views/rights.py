"""My data, and what somebody may ask about theirs: to see it, to put it right, to have it erased (T16)."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from maillage.kit import clock, erasure
from maillage.kit.erasure import held_of
from maillage.kit.forms import refusals_in
from maillage.kit.pages import posted
from maillage.kit.policy import fetch, require, visible
from maillage.people import erasing, operations
from maillage.people.erasure import subject_of
from maillage.people.forms import AnswerForm, RightsRequestForm
from maillage.people.models import Person, RightsRequest
from maillage.people.roles import Role

ONE_MONTH = 30


def _reader(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def my_data(request: HttpRequest) -> HttpResponse:
    """What Maillage holds of me, and what I asked about it."""
    person, form = _reader(request), RightsRequestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        day = clock.today()
        operations.record_request(by=person, person=person, received_on=day, **form.cleaned_data)
        messages.success(request, _("My request is noted, with the day by which it is answered."))
        return redirect("people:my_data")
    context = {
        "form": form,
        "held": held_of(subject_of(person)),
        "requests": visible(RightsRequest.objects.filter(person=person).with_standing(), person),
        "deadline": _deadline(),
        # Without the name: looking for it through the whole history is for whoever prepares an erasure.
        **erasing.split(erasure.shares_of(erasure.Subject(person.pk))),
    }
    return render(request, "people/my_data.html", context, status=422 if form.is_bound else 200)


def _deadline() -> str:
    days = settings.RIGHTS_REQUEST_DAYS
    if days == ONE_MONTH:
        return _("I get an answer within a month")
    return ngettext("I get an answer within %(days)d day", "I get an answer within %(days)d days", days) % {
        "days": days
    }


@require_POST
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same, for another program."""
    told = {
        str(held.name): [dict(zip(("what", "more"), fact, strict=True)) for fact in held.facts]
        for held in held_of(subject_of(_reader(request)))
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="maillage.json"'
    return response


def rights_requests(request: HttpRequest) -> HttpResponse:
    """Every request, the nearest deadline first."""
    reader = _reader(request)
    require(reader.has_role(Role.COORDINATION))
    rows = visible(RightsRequest.objects.select_related("person"), reader)
    context = {
        "waiting": [(each, AnswerForm(auto_id=f"{each.pk}_%s")) for each in rows.filter(answered_on=None)],
        "answered": rows.exclude(answered_on=None).order_by("-answered_on", "pk")[:50],
    }
    return render(request, "people/rights_requests.html", context)


def add_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody asked by voice or by letter: noted on their behalf, from the day it came."""
    reader = _reader(request)
    require(reader.has_role(Role.COORDINATION))
    person = fetch(Person.objects.all(), reader, "may_keep_account", pk=pk)
    form = RightsRequestForm(posted(request), with_day=True)
    if request.method == "POST" and form.is_valid():
        operations.record_request(by=reader, person=person, **form.cleaned_data)
        messages.success(request, _("The request is noted."))
        return redirect("people:rights_requests")
    context = {"form": form, "person": person}
    return render(request, "people/add_request.html", context, status=422 if form.is_bound else 200)


@require_POST
def answer_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was answered, today."""
    reader = _reader(request)
    row = fetch(RightsRequest.objects.all(), reader, "may_change", pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            operations.answer_request(by=reader, request=row, answer=form.cleaned_data["answer"])
            messages.success(request, _("The answer is noted."))
            return redirect("people:rights_requests")
    messages.warning(request, _("A few words of what was answered, and it is done."))
    return redirect("people:rights_requests")
