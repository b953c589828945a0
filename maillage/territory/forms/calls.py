"""Forms of the phase of the epidemic, of a call, and of the answer to it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from maillage.kit.forms import RecordForm
from maillage.people.languages import SPOKEN
from maillage.people.models import Person
from maillage.territory.forms.base import DAYS, UNTIL
from maillage.territory.models import CallAnswer, EpidemicPhase, MobilisationCall
from maillage.territory.models.calls import Availability
from maillage.territory.operations import calls, phases


class PhaseForm(RecordForm[EpidemicPhase]):
    """How the virus circulates, and what it changes."""

    class Meta:
        model = EpidemicPhase
        fields = ["circulation", "first_day", "last_day", "guidance", "source"]
        widgets = {
            **DAYS,
            "circulation": forms.RadioSelect,
            "guidance": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"last_day": UNTIL}

    def keep(self, by: Person) -> EpidemicPhase:
        if not self.is_new:
            return phases.change_phase(by=by, phase=self.instance, values=self.values())
        with transaction.atomic():
            self._end_the_running_one(by)
            return phases.set_phase(by=by, values=self.values())

    def _end_the_running_one(self, by: Person) -> None:
        """A phase without a last day ends the day before the next one begins."""
        first = self.cleaned_data["first_day"]
        running = EpidemicPhase.objects.standing().filter(last_day__isnull=True, first_day__lt=first).first()
        if running is not None:
            phases.change_phase(by=by, phase=running, values={"last_day": first - timedelta(days=1)})


class CallForm(RecordForm[MobilisationCall]):
    """What coordination asks of the team."""

    languages = forms.MultipleChoiceField(
        label=_("Languages sought"),
        choices=list(SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    beside = ("zones",)

    class Meta:
        model = MobilisationCall
        fields = [
            "kind", "title", "theme", "text", "first_day", "last_day", "place", "zones", "called", "needed",
            "languages",
        ]  # fmt: skip
        widgets = {
            **DAYS,
            "kind": forms.RadioSelect,
            "called": forms.RadioSelect,
            "zones": forms.CheckboxSelectMultiple,
            "text": forms.Textarea(attrs={"rows": 5}),
            "theme": forms.TextInput(attrs={"list": "themes", "autocomplete": "off"}),
        }
        help_texts = {
            "theme": _("A new word is fine: energy, food, Ukraine."),
            "zones": _("None: the whole region."),
            "last_day": _("Eight weeks at most. The call ends by itself after that day."),
            "called": _("Whoever becomes a RAQ meanwhile is called too."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].required = True
        earlier = MobilisationCall.objects.exclude(theme="").order_by("theme")
        self.themes = list(earlier.values_list("theme", flat=True).distinct())

    def beside_of(self, row: MobilisationCall) -> dict[str, Any]:
        return {"zones": [zone.pk for zone in row.zones.all()]}

    def keep(self, by: Person) -> MobilisationCall:
        given: dict[str, Any] = {"values": self.values(), "zones": list(self.cleaned_data["zones"])}
        if self.is_new:
            return calls.launch_call(by=by, **given)
        return calls.change_call(by=by, call=self.instance, **given)


class AnswerForm(forms.Form):
    """My answer to a call: three full answers, and when if I can."""

    availability = forms.ChoiceField(
        label=_("My answer"), choices=Availability.choices, widget=forms.RadioSelect
    )
    whole = forms.BooleanField(label=_("If I can: the whole time"), required=False)
    halves = forms.MultipleChoiceField(
        label=_("Or these half-days"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, call: MobilisationCall, mine: CallAnswer | None, **kwargs: Any) -> None:
        if mine:
            kwargs["initial"] = {"availability": mine.availability, "halves": mine.halves}
        super().__init__(*args, **kwargs)
        self.call = call
        self.asked = list(call.halves())
        self.fields["halves"].choices = self.asked  # type: ignore[attr-defined]

    def keep(self, by: Person) -> CallAnswer:
        whole = [key for key, _words in self.asked] if self.cleaned_data["whole"] else []
        return calls.answer_call(
            by=by,
            call=self.call,
            availability=self.cleaned_data["availability"],
            halves=whole or self.cleaned_data["halves"],
        )
