"""What was heard about room: one tap, a short form, confirmed, over, answered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.editing import change_row, edit
from maillage.kit.gestures import gesture
from maillage.kit.operations import RefusedError
from maillage.kit.pages import posted
from maillage.kit.policy import fetch, permits_adding, require
from maillage.network import forms, operations
from maillage.network.models import Actor, SaturationReport
from maillage.network.views.asked import reader_of


@require_POST
def report_full(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« C'est saturé », in one tap; what exactly was heard can be added."""
    reader = reader_of(request)
    actor = fetch(Actor.objects.standing(), reader, pk=pk)
    require(permits_adding(reader, SaturationReport))
    try:
        values = {"kind": operations.saturated()}
        report = operations.report_saturation(by=reader, actor=actor, values=values)
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        undo = reverse("network:withdraw_report", args=[report.pk])
        messages.success(request, _("Noted: the team sees it for thirty days."), extra_tags=f"undo:{undo}")
    return redirect(actor)


def add_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Autre chose… »: what I heard."""
    reader = reader_of(request)
    actor = fetch(Actor.objects.standing(), reader, pk=pk)
    require(permits_adding(reader, SaturationReport))
    form = forms.ReportForm(
        posted(request), instance=SaturationReport(actor=actor, heard_on=clock.today(), reported_by=reader)
    )
    back = actor.get_absolute_url()
    title = _("What I heard: %(actor)s") % {"actor": actor}
    return edit(
        request, form, title=title, back=back, to=back, said=_("Noted: the team sees it for thirty days.")
    )


def change_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.ReportForm, pk, title=gettext_lazy("What I heard"))


def answer_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the service itself says."""
    reader = reader_of(request)
    row = fetch(SaturationReport.objects.select_related("actor"), reader, "may_settle", pk=pk)
    day = {} if row.answered_on else {"answered_on": clock.today()}
    form = forms.AnswerForm(posted(request), instance=row, initial=day)
    back = row.get_absolute_url()
    title = _("What the service answers: %(actor)s") % {"actor": row.actor}
    return edit(request, form, title=title, back=back, to=back)


confirm_report = gesture(
    SaturationReport,
    operations.confirm_report,
    "report",
    gettext_lazy("Noted: I heard it too. It shows for thirty more days."),
    right="may_settle",
)
end_report = gesture(
    SaturationReport,
    operations.end_report,
    "report",
    gettext_lazy("Noted: there is room again."),
    undo="network:reopen_report",
    right="may_settle",
)
reopen_report = gesture(
    SaturationReport,
    operations.reopen_report,
    "report",
    gettext_lazy("It shows again."),
    right="may_settle",
)
withdraw_report = gesture(
    SaturationReport,
    operations.withdraw_report,
    "report",
    gettext_lazy("Taken back."),
    undo="network:restore_report",
)
restore_report = gesture(
    SaturationReport, operations.restore_report, "report", gettext_lazy("It shows again.")
)
