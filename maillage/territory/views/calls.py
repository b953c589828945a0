"""Calls on the team and the phase of the epidemic: reading, changing, answering (U-CO-13, U-CO-14)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.editing import add_row, change_row
from maillage.kit.forms import refusals_in
from maillage.kit.gestures import gesture
from maillage.kit.policy import fetch, marked, permits, require, visible
from maillage.kit.told import told
from maillage.people.roles import Role
from maillage.territory import forms, operations
from maillage.territory.mobilisation import board_of
from maillage.territory.models import CallAnswer, EpidemicPhase, MobilisationCall
from maillage.territory.views.asked import reader_of, reads_all, territory_page


def calls(request: HttpRequest) -> HttpResponse:
    """Every call: those that wait for answers, then the others; beside each what I answered."""
    reader, today = reader_of(request), clock.today()
    require(reads_all(reader))
    rows = visible(MobilisationCall.objects.with_words(), reader)
    mine = {row.call_id: row for row in visible(CallAnswer.objects.filter(person=reader.pk), reader)}
    shown = [(row, mine.get(row.pk)) for row in marked(rows, reader, "may_answer")]
    context = {
        "open": [each for each in shown if each[0].is_open_on(today)],
        "past": [each for each in shown if not each[0].is_open_on(today)],
    }
    return territory_page(request, "calls", context)


def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One call: what is asked, my answer, and for coordination who can come when."""
    row = fetch(MobilisationCall.objects.with_words(), reader_of(request), pk=pk)
    return _call_page(request, row, None)


def _call_page(request: HttpRequest, row: MobilisationCall, form: forms.AnswerForm | None) -> HttpResponse:
    reader = reader_of(request)
    is_open = row.is_open_on(clock.today())
    mine = visible(CallAnswer.objects.filter(call=row, person=reader.pk), reader).first()
    may_answer = is_open and permits(reader, "may_answer", row)
    context = {
        "call": row,
        "is_open": is_open,
        "mine": mine,
        "halves_said": [words for key, words in row.halves() if mine and key in mine.halves],
        "form": (form or forms.AnswerForm(call=row, mine=mine)) if may_answer else None,
        "board": board_of(row, reader) if reader.has_role(Role.COORDINATION) else None,
        "history": told(row),
    }
    status = 422 if form is not None else 200
    return territory_page(request, "call", context, status=status)


@require_POST
def answer_call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I can, and when; not this time; I do not know yet."""
    reader = reader_of(request)
    row = fetch(MobilisationCall.objects.with_words(), reader, "may_answer", pk=pk)
    mine = visible(CallAnswer.objects.filter(call=row, person=reader.pk), reader).first()
    form = forms.AnswerForm(request.POST, call=row, mine=mine)
    if form.is_valid():
        with refusals_in(form):
            form.keep(by=reader)
            messages.success(request, _("My answer is noted. I can change it as long as the call is open."))
            return redirect(row)
    return _call_page(request, row, form)


def add_call(request: HttpRequest) -> HttpResponse:
    back = reverse("territory:calls")
    return add_row(
        request,
        forms.CallForm,
        title=_("I call on the team"),
        back=back,
        template="territory/call_form.html",
        known={"first_day": clock.today()},
    )


def change_call(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.CallForm, pk, title="%(row)s", template="territory/call_form.html")


def add_phase(request: HttpRequest) -> HttpResponse:
    return add_row(
        request,
        forms.PhaseForm,
        title=_("The phase of the epidemic"),
        back=reverse("territory:project"),
        known={"first_day": clock.today()},
    )


def change_phase(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.PhaseForm, pk, title="%(row)s")


# --- One tap ------------------------------------------------------------------------------------------------


close_call = gesture(
    MobilisationCall,
    operations.close_call,
    "call",
    gettext_lazy("The call is closed."),
    undo="territory:reopen_call",
)
reopen_call = gesture(
    MobilisationCall, operations.reopen_call, "call", gettext_lazy("The call is open again.")
)
withdraw_call = gesture(
    MobilisationCall,
    operations.withdraw_call,
    "call",
    gettext_lazy("The call is withdrawn."),
    undo="territory:restore_call",
)
restore_call = gesture(MobilisationCall, operations.restore_call, "call", gettext_lazy("It is back."))
withdraw_phase = gesture(
    EpidemicPhase,
    operations.withdraw_phase,
    "phase",
    gettext_lazy("This phase is withdrawn."),
    undo="territory:restore_phase",
)
restore_phase = gesture(EpidemicPhase, operations.restore_phase, "phase", gettext_lazy("It is back."))
