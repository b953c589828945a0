"""The calendar file of a partner, by file or pasted, and what it is about."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.forms.base import ActionField
from maillage.collective_actions.models import Planning
from maillage.collective_actions.plannings.reading import CalendarFile, read_file, table
from maillage.kit import clock
from maillage.kit.forms import SuggestedInput, refusals_in
from maillage.kit.imports.reading import Table
from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold

PASTED = 500_000


class PlanningForm(forms.Form):
    """Read at once; only the lines stay."""

    file = forms.FileField(
        label=_("The calendar file"),
        required=False,
        help_text=_("A file called .ics, 2 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".ics,.ical,text/calendar"}),
    )
    text = forms.CharField(
        label=_("Or its text, pasted"),
        required=False,
        max_length=PASTED,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(
        label=_("Whose planning it is"),
        required=False,
        max_length=120,
        help_text=_("The same name next time, and I see what changed. Empty: the name in the file."),
        widget=SuggestedInput(list),
    )
    action = ActionField(
        label=_("All of it is about this action"),
        required=False,
        help_text=_("Empty: each title is looked up among the names of our actions. No action is made."),
    )

    def __init__(self, *args: Any, by: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.plannings = [str(row) for row in visible(Planning.objects.all(), by)]
        fields["name"].widget.names = lambda: self.plannings
        fields["action"].read_by(by)
        self.planning, self.table = "", Table([], [])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file: UploadedFile[bytes] | None = cleaned.get("file")
        content = file.read() if file else cleaned.get("text", "").encode()
        if self.errors:
            return cleaned
        if not content:
            self.add_error("file", _("I bring a file, or paste its text."))
            return cleaned
        with refusals_in(self):
            self._read(read_file(content, clock.today()), cleaned)
        return cleaned

    def _read(self, file: CalendarFile, cleaned: dict[str, Any]) -> None:
        name = " ".join((cleaned.get("name") or file.name).split())[:120]
        if not name:
            self.add_error("name", _("The file does not say whose planning it is. I give it a name."))
            return
        self.planning = next((known for known in self.plannings if fold(known) == fold(name)), name)
        self.table = table(file, self.planning, cleaned.get("action"), clock.today())
