"""What coordination says of the epidemic: one phase at a time, with its days (U-CO-14)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.operations import operation
from maillage.kit.rows import add, apart, change
from maillage.people.models import Person
from maillage.territory.models import EpidemicPhase


def _one_phase_a_day(row: EpidemicPhase) -> None:
    apart(
        EpidemicPhase.objects.standing(),
        row,
        lambda clash: (
            _(
                "Another phase is noted for some of these days: %(phase)s, %(period)s. "
                "I choose other days, or end that one first."
            )
            % {"phase": clash, "period": clash.period}
        ),
    )


@operation("territory.phase.set", gettext_lazy("%(who)s set the phase of the epidemic"))
def set_phase(*, by: Person, values: dict[str, Any]) -> EpidemicPhase:
    """From that day the virus circulates in this way."""
    return add(EpidemicPhase(), values, check=_one_phase_a_day)


@operation("territory.phase.changed", gettext_lazy("%(who)s changed the phase of the epidemic"))
def change_phase(*, by: Person, phase: EpidemicPhase, values: dict[str, Any]) -> EpidemicPhase:
    """Other days, another circulation or other guidance."""
    return change(phase, values, check=_one_phase_a_day)


@operation("territory.phase.withdrawn", gettext_lazy("%(who)s withdrew the phase as a mistake"))
def withdraw_phase(*, by: Person, phase: EpidemicPhase) -> EpidemicPhase:
    """It was noted by mistake; it can come back."""
    return change(phase, {"withdrawn_at": clock.now()})


@operation("territory.phase.restored", gettext_lazy("%(who)s brought the phase back"))
def restore_phase(*, by: Person, phase: EpidemicPhase) -> EpidemicPhase:
    """It was not a mistake after all."""
    return change(phase, {"withdrawn_at": None}, check=_one_phase_a_day)
