"""Forms that look back. Each keeps what was typed, and knows the operations that keep it."""

from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions import operations
from maillage.collective_actions.models import (
    CRITERIA,
    Action,
    Evaluation,
    Event,
    Review,
    Verdict,
    long_term,
    result,
)
from maillage.kit import clock
from maillage.kit.forms import DayInput, RecordForm
from maillage.people.models import Person

#: In how many months one comes back to an action.
MONTHS = {3: _("3 months"), 6: _("6 months"), 12: _("12 months")}


class LookBackField(forms.TypedChoiceField):
    """« J’y reviens dans »: not now, unless one says so."""

    def __init__(self) -> None:
        super().__init__(
            label=_("I come back to it in"),
            choices=[("", _("not now")), *MONTHS.items()],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
        )


def plan_later(by: Person, action: Action, months: int | None) -> None:
    """Plan the review that was asked for, if one was."""
    if months:
        due_on = clock.today() + relativedelta(months=months)
        operations.plan_review(by=by, action=action, due_on=due_on)


def _asked(name: str, **how: Any) -> dict[str, Any]:
    """A column of the evaluation as a form asks it: the same words, nothing chosen beforehand."""
    column: Any = Evaluation._meta.get_field(name)
    return {"label": capfirst(column.verbose_name), **how}


def _criterion(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(**_asked(name, choices=Verdict.choices, widget=forms.RadioSelect))


def _words(name: str, most: int, rows: int, **how: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(**_asked(name, max_length=most, required=False, widget=area, **how))


class EvaluationForm(RecordForm[Event]):
    """How many came, three criteria, what worked, what next: two minutes (R9a).

    The event is the record several people change: its version guards the evaluation too (F33).
    """

    enough_participants = _criterion("enough_participants")
    organisation = _criterion("organisation")
    satisfaction = _criterion("satisfaction")
    worked = _words("worked", 1500, 3, help_text=_("No name, nobody’s story. Hosts do not read it."))
    next = _words("next", 1000, 2)
    look_back = LookBackField()

    WORDS = ("worked", "next")
    beside = (*CRITERIA, *WORDS, "look_back")
    field_order = ["participants", "new_participants", *beside]

    class Meta:
        model = Event
        fields = ["participants", "new_participants"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Review.objects.planned().filter(action=self.instance.action_id).exists():
            del self.fields["look_back"]

    def beside_of(self, row: Event) -> dict[str, Any]:
        known = Evaluation.objects.filter(event=row).first() or Evaluation()
        return {name: getattr(known, name) for name in (*CRITERIA, *self.WORDS)}

    @transaction.atomic
    def keep(self, by: Person) -> Event:
        answers = {name: self.cleaned_data[name] for name in (*CRITERIA, *self.WORDS)}
        numbers = self.values()
        event = operations.evaluate_event(by=by, event=self.instance, answers=answers, numbers=numbers)
        plan_later(by, event.action, self.cleaned_data.get("look_back"))
        return event


class ReviewForm(RecordForm[Review]):
    """What an action brought, months later (R9a, U-RE-09)."""

    look_back = LookBackField()
    beside = ("results", "look_back")

    class Meta:
        model = Review
        fields = ["done_on", "results", "words"]
        widgets = {"done_on": DayInput, "words": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "results": _("What I saw or heard; several, or none."),
            "words": _("What participants say of it, without a name. Hosts do not read it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["done_on"].required = True
        fields["results"].queryset = long_term(fields["results"].queryset)
        fields["results"].label_from_instance = result
        self.initial["done_on"] = self.instance.done_on or clock.today()
        others = Review.objects.planned().filter(action=self.instance.action_id)
        if others.exclude(pk=self.instance.pk).exists():
            del fields["look_back"]

    def beside_of(self, row: Review) -> dict[str, Any]:
        return {"results": list(row.results.all())}

    @transaction.atomic
    def keep(self, by: Person) -> Review:
        results = self.cleaned_data["results"]
        review = operations.write_review(by=by, review=self.instance, values=self.values(), results=results)
        plan_later(by, review.action, self.cleaned_data.get("look_back"))
        return review


class PlanReviewForm(forms.Form):
    """In how many months, or on which day."""

    months = forms.TypedChoiceField(
        choices=list(MONTHS.items()), coerce=int, empty_value=None, required=False
    )
    due_on = forms.DateField(label=_("On another day"), widget=DayInput, required=False)
