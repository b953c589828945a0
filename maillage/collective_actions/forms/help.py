"""Asking for help in two taps: how many, which language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions import operations
from maillage.collective_actions.models import Event, HelpWanted
from maillage.collective_actions.models.events import LANGUAGES
from maillage.kit.term_fields import TermChoiceField
from maillage.people.models import Person


class HelpForm(forms.Form):
    """« J’ai besoin de deux collègues, arabe ou espagnol »."""

    needed = forms.TypedChoiceField(
        label=_("How many colleagues"),
        choices=[(n, str(n)) for n in range(1, 5)],
        coerce=int,
        widget=forms.RadioSelect,
        initial=1,
    )
    languages = forms.MultipleChoiceField(
        label=_("A language that would help"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kind = TermChoiceField("help_request", label=_("For what"), required=False)
    words = forms.CharField(label=_("In a few words"), max_length=200, required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def keep(self, by: Person) -> HelpWanted:
        return operations.ask_help(by=by, event=self.event, **self.cleaned_data)
