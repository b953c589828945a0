"""Forms of what was heard about room: a kind, a line, a day; and what the service answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.forms import DayInput, RecordForm
from maillage.network import operations
from maillage.network.models import SaturationReport
from maillage.people.models import Person


class ReportForm(RecordForm[SaturationReport]):
    """What I heard, in a few words."""

    class Meta:
        model = SaturationReport
        fields = ["kind", "heard", "heard_on"]
        widgets = {"kind": forms.RadioSelect, "heard_on": DayInput}
        help_texts = {
            "heard": _("Such as “registrations suspended until March”. Nothing about a person."),
            "heard_on": _("It shows for thirty days, longer if a colleague hears it too."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.empty_label = _("nothing, but good to know")

    def keep(self, by: Person) -> SaturationReport:
        if self.is_new:
            return operations.report_saturation(by=by, actor=self.instance.actor, values=self.values())
        return operations.change_report(by=by, report=self.instance, values=self.values())


class AnswerForm(RecordForm[SaturationReport]):
    """What the service itself says."""

    class Meta:
        model = SaturationReport
        fields = ["answer", "answered_on"]
        widgets = {"answered_on": DayInput}
        help_texts = {"answer": _("In the words of the service. Left empty, it no longer shows.")}

    def keep(self, by: Person) -> SaturationReport:
        return operations.answer_report(by=by, report=self.instance, values=self.values())
