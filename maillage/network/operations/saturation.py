"""What was heard about room at a service: said, confirmed, over, answered, taken back (U-RAQ-09, P7)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change, write
from maillage.kit.terms import Term
from maillage.kit.vocabularies import UnknownTermError, resolve
from maillage.network.models import LASTS_DAYS, Actor, SaturationReport
from maillage.network.models.saturation import LASTS
from maillage.people.models import Person


def saturated() -> Term:
    """The term of one tap. Raises RefusedError when no term stands for it any more."""
    try:
        heirs = resolve("service_blockage", "saturated", clock.today()).heirs
    except UnknownTermError:
        heirs = ()
    if not heirs:
        raise RefusedError(_("What blocks? The words for it changed; the form has them."))
    return heirs[0]


@operation("network.saturation.reported", gettext_lazy("%(who)s noted what was heard about room"))
def report_saturation(*, by: Person, actor: Actor, values: dict[str, Any]) -> SaturationReport:
    """What I heard, on which day; it shows for thirty days, longer if somebody hears it again."""
    hold(SaturationReport._meta.label_lower)
    given = {"heard_on": clock.today(), "kind": None, "heard": ""} | values
    _hold_to_days(given)
    mine = SaturationReport.objects.current(clock.today()).filter(actor=actor, reported_by=by)
    if mine.filter(kind=given["kind"], heard=given["heard"], heard_on=given["heard_on"]).exists():
        raise RefusedError(_("I noted it already that day."))
    report = write(SaturationReport(actor=actor, reported_by=by), given)
    tell(report)
    return report


def _hold_to_days(given: dict[str, Any]) -> None:
    today = clock.today()
    if given["heard_on"] > today:
        raise RefusedError(_("This day is to come. Which day was it?"), field="heard_on")
    if today - given["heard_on"] >= LASTS:
        raise RefusedError(
            _("It shows for %(n)s days only, and that day is longer ago. Did somebody hear it since?")
            % {"n": LASTS_DAYS},
            field="heard_on",
        )
    if given["kind"] is None and not given["heard"].strip():
        raise RefusedError(_("What did I hear? One word under “what blocks”, or a line."), field="heard")


@operation("network.saturation.changed", gettext_lazy("%(who)s put what was heard otherwise"))
def change_report(*, by: Person, report: SaturationReport, values: dict[str, Any]) -> SaturationReport:
    """Say it better, as long as no colleague confirmed these very words."""
    if report.confirmations.filter(withdrawn_at=None).exists():
        raise RefusedError(_("A colleague confirmed these words. I note what I heard beside them."))
    _hold_to_days(values)
    return change(report, values)


@operation("network.saturation.confirmed", gettext_lazy("%(who)s heard the same"))
def confirm_report(*, by: Person, report: SaturationReport) -> SaturationReport:
    """I heard it too, today: it shows for thirty more days."""
    hold(SaturationReport._meta.label_lower)
    day, first = clock.today(), report.confirms or report
    heard = SaturationReport.objects.current(day)
    same = heard.filter(actor=report.actor_id, reported_by=by, heard_on=day)
    if same.filter(confirms=first).exists() or same.filter(pk=first.pk).exists():
        raise RefusedError(_("I noted it already that day."))
    if not heard.filter(pk=report.pk).exists():
        raise RefusedError(_("This no longer shows: it is over, or too long ago. I can note it anew."))
    values = {"kind": first.kind, "heard": first.heard, "heard_on": day, "confirms": first}
    confirmation = write(SaturationReport(actor=report.actor, reported_by=by), values)
    tell(confirmation)
    return confirmation


@operation("network.saturation.ended", gettext_lazy("%(who)s heard that there is room again"))
def end_report(*, by: Person, report: SaturationReport) -> SaturationReport:
    """There is room: what was heard, and those who confirmed it, no longer show."""
    return _end(report, by)


@operation("network.saturation.reopened", gettext_lazy("%(who)s noted that there is no room after all"))
def reopen_report(*, by: Person, report: SaturationReport) -> SaturationReport:
    """It is not over after all."""
    return _end(report, None)


def _end(report: SaturationReport, by: Person | None) -> SaturationReport:
    over = {"ended_on": clock.today() if by else None, "ended_by": by}
    with_it = SaturationReport.objects.standing().filter(actor=report.actor_id, ended_on=report.ended_on)
    for row in with_it.exclude(pk=report.pk):
        if row.first_id == report.first_id:
            write(row, {**over, "version": row.version + 1})
    return change(report, over)


@operation("network.saturation.answered", gettext_lazy("%(who)s noted what the service answers"))
def answer_report(*, by: Person, report: SaturationReport, values: dict[str, Any]) -> SaturationReport:
    """What the service itself says about it (P7)."""
    day = values.get("answered_on") or clock.today()
    if day > clock.today():
        raise RefusedError(_("This day is to come. Which day was it?"), field="answered_on")
    return change(report, {"answer": values["answer"], "answered_on": day if values["answer"] else None})


@operation("network.saturation.withdrawn", gettext_lazy("%(who)s took back what was heard"))
def withdraw_report(*, by: Person, report: SaturationReport) -> SaturationReport:
    """It was a mistake; it can come back."""
    return change(report, {"withdrawn_at": clock.now()})


@operation("network.saturation.restored", gettext_lazy("%(who)s brought back what was heard"))
def restore_report(*, by: Person, report: SaturationReport) -> SaturationReport:
    """It was heard after all."""
    return change(report, {"withdrawn_at": None})
