"""Looking back at an event while it is fresh, at an action months later: acts by somebody, told once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.models import Action, Evaluation, Event, EventState, Review
from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import add, change, keep_terms, write
from maillage.kit.terms import Term
from maillage.people.models import Person


def can_be_evaluated(event: Event, today: date) -> None:
    """Only what was held can be looked back on. Raises RefusedError with its sentence."""
    if event.withdrawn_at is not None:
        raise RefusedError(_("This event was withdrawn: its page brings it back first."))
    if event.state == EventState.CANCELLED:
        raise RefusedError(_("This event was cancelled: there is nothing to evaluate."))
    if event.day > today:
        raise RefusedError(_("This event is still to come: I evaluate it from that day on."))


@operation("collective_actions.event.evaluated", gettext_lazy("%(who)s evaluated the event"))
def evaluate_event(
    *, by: Person, event: Event, answers: dict[str, Any], numbers: dict[str, Any] | None = None
) -> Event:
    """What was lived, and how many came (U-RAQ-17). A planned event somebody looks back on was held."""
    can_be_evaluated(Event.objects.select_for_update().get(pk=event.pk), clock.today())
    values = {"state": EventState.HELD, **(numbers or {})}
    return change(event, values, more=lambda row: _keep_answers(row, answers, by))


def _keep_answers(event: Event, answers: dict[str, Any], by: Person) -> dict[str, Any]:
    row = Evaluation.objects.filter(event=event).first() or Evaluation(event=event, written_by=by)
    before = snapshot(row)
    row.version += 0 if row._state.adding else 1
    write(row, answers)
    found = changes_between(before, row)
    return {f"evaluation__{name}": values for name, values in found.items() if name in answers}


@operation("collective_actions.review.planned", gettext_lazy("%(who)s planned to come back to the action"))
def plan_review(*, by: Person | None, action: Action, due_on: date) -> Review:
    """Results show months later: the day to look again (R9a)."""
    if due_on < clock.today():
        raise RefusedError(_("That day is past: I can write the review at once."), field="due_on")
    if Review.objects.planned().filter(action=action, due_on=due_on).exists():
        raise RefusedError(_("A review is planned for that day already."), field="due_on")
    return add(Review(action=action), {"due_on": due_on})


def _is_not_to_come(review: Review) -> None:
    if review.done_on and review.done_on > clock.today():
        raise RefusedError(_("This day is still to come. On which day did I look back?"), field="done_on")


@operation("collective_actions.review.written", gettext_lazy("%(who)s wrote a review of the action"))
def write_review(*, by: Person, review: Review, values: dict[str, Any], results: Iterable[Term]) -> Review:
    """What an action brought, months later; one that nobody had planned is written all the same."""
    known = {**values, "written_by": review.written_by or by}
    if not review._state.adding:
        return change(
            review, known, check=_is_not_to_come, more=lambda row: keep_terms(row, "results", results)
        )
    write(review, known | {"due_on": values["done_on"]}, check=_is_not_to_come)
    review.results.set(results)
    tell(review)
    return review


@operation("collective_actions.review.withdrawn", gettext_lazy("%(who)s withdrew a review of the action"))
def withdraw_review(*, by: Person, review: Review) -> Review:
    """It is not needed, or was a mistake; it can come back."""
    return change(review, {"withdrawn_at": clock.now()})


@operation("collective_actions.review.restored", gettext_lazy("%(who)s brought a review of the action back"))
def restore_review(*, by: Person, review: Review) -> Review:
    """It is needed after all."""
    return change(review, {"withdrawn_at": None})
