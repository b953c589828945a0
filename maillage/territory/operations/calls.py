"""Calling on the team, and answering (U-CO-13). An answer is its author's; silence is told nowhere."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change, write
from maillage.people.models import Person
from maillage.territory.models import CallAnswer, MobilisationCall, Zone
from maillage.territory.models.calls import Availability, Called


@operation("territory.call.launched", gettext_lazy("%(who)s called on the team"))
def launch_call(*, by: Person, values: dict[str, Any], zones: Collection[Zone]) -> MobilisationCall:
    """Ask colleagues who can come, where and when."""
    call = write(MobilisationCall(), values)
    _keep_zones(call, zones)
    tell(call)
    return call


@operation("territory.call.changed", gettext_lazy("%(who)s changed the call"))
def change_call(
    *, by: Person, call: MobilisationCall, values: dict[str, Any], zones: Collection[Zone]
) -> MobilisationCall:
    """Change what is asked; answers already given stay."""
    return change(call, values, more=lambda row: _keep_zones(row, zones))


def _keep_zones(call: MobilisationCall, zones: Collection[Zone]) -> dict[str, Any]:
    if call.called == Called.ZONES and not zones:
        raise RefusedError(
            _("Which zones? Their RAQs are called; without a zone, all RAQs are."), field="zones"
        )
    known = {zone.pk for zone in call.zones.all()}
    call.zones.set(zones)
    return {"zones": None} if known != {zone.pk for zone in zones} else {}


@operation("territory.call.closed", gettext_lazy("%(who)s closed the call"))
def close_call(*, by: Person, call: MobilisationCall) -> MobilisationCall:
    """No more answers are needed."""
    return change(call, {"closed_at": clock.now()})


@operation("territory.call.reopened", gettext_lazy("%(who)s opened the call again"))
def reopen_call(*, by: Person, call: MobilisationCall) -> MobilisationCall:
    """Answers are welcome again."""
    return change(call, {"closed_at": None})


@operation("territory.call.withdrawn", gettext_lazy("%(who)s withdrew the call"))
def withdraw_call(*, by: Person, call: MobilisationCall) -> MobilisationCall:
    """It is not needed, or was a mistake; it can come back."""
    return change(call, {"withdrawn_at": clock.now()})


@operation("territory.call.restored", gettext_lazy("%(who)s brought the call back"))
def restore_call(*, by: Person, call: MobilisationCall) -> MobilisationCall:
    """It is needed after all."""
    return change(call, {"withdrawn_at": None})


@operation("territory.call.answered", gettext_lazy("%(who)s answered the call"))
def answer_call(
    *, by: Person, call: MobilisationCall, availability: str, halves: Collection[str] = ()
) -> CallAnswer:
    """Say whether one can come, and when; another answer replaces it as long as the call is open."""
    current = MobilisationCall.objects.select_for_update().get(pk=call.pk)
    if not current.is_open_on(clock.today()):
        raise RefusedError(_("This call no longer waits for answers."))
    if not MobilisationCall.objects.calling(by.pk).filter(pk=call.pk).exists():
        raise RefusedError(_("This call is for other colleagues."))
    asked = [key for key, _words in current.halves()]
    chosen = [key for key in asked if key in halves] if availability == Availability.CAN else []
    if availability == Availability.CAN and not chosen:
        raise RefusedError(_("When can I? One half-day is enough."), field="halves")
    answer = CallAnswer.objects.filter(call=call, person=by).first() or CallAnswer(call=call, person=by)
    answer.version += 0 if answer._state.adding else 1
    write(answer, {"availability": availability, "halves": chosen, "answered_at": clock.now()})
    tell(answer)
    return answer
