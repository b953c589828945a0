"""The form of the danger page, for coordination."""

from typing import Any

from django import forms

from maillage.kit.forms import DayInput
from maillage.mutual_aid import operations
from maillage.mutual_aid.models import DangerPage, danger_page
from maillage.people.models import Person

TEXTS = ("numbers_fr", "numbers_nl", "text_fr", "text_nl")


class DangerPageForm(forms.ModelForm[DangerPage]):
    """A version that begins with the words of the last one."""

    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DangerPage
        fields = (
            "numbers_fr", "numbers_nl", "coordination", "text_fr", "text_nl", "checked_on", "lawyer_on",
        )  # fmt: skip
        widgets = {"checked_on": DayInput, "lawyer_on": DayInput}

    def __init__(self, values: Any = None) -> None:
        last = danger_page()
        known = {name: getattr(last, name) for name in self._meta.fields or ()}
        known |= {name: known[name].strip() for name in TEXTS}
        super().__init__(values, initial=known | {"after": None if last.is_shipped else last.pk})
        for name in TEXTS:
            self.fields[name].widget.attrs["rows"] = 9

    def keep(self, by: Person) -> DangerPage:
        said = dict(self.cleaned_data)
        after = said.pop("after")
        return operations.write_danger_page(by=by, values=said, after=after)
