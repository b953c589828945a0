"""A calendar for a device: which one, in which language, where it goes."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions import operations
from maillage.collective_actions.feeds import LANGUAGES, kinds_of
from maillage.collective_actions.models import CalendarFeed, FeedKind
from maillage.kit.forms import SuggestedInput
from maillage.people.models import Person

WORDS: dict[str, str | Promise] = {
    FeedKind.PERSONAL: gettext_lazy("Where I am expected"),
    FeedKind.TEAM: gettext_lazy("Everything the team does"),
    FeedKind.HOST: gettext_lazy("What host partners read"),
}
IN_WORDS = {"fr": "Français", "nl": "Nederlands", "en": "English"}


def _devices() -> list[str]:
    return [_("My phone"), _("My computer at work"), _("A calendar I share")]


class FeedForm(forms.Form):
    """« Où je suis attendu·e, en français, pour mon téléphone »."""

    kind = forms.ChoiceField(label=gettext_lazy("Which calendar"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("For which device"), max_length=80, widget=SuggestedInput(_devices)
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language"), choices=[(code, IN_WORDS[code]) for code in LANGUAGES]
    )

    def __init__(self, data: Any = None, *, by: Person) -> None:
        known = kinds_of(by)
        first = {"kind": known[0] if known else "", "language": by.language}
        super().__init__(data, initial=first)
        self.fields["kind"].choices = [(kind.value, WORDS[kind]) for kind in known]  # type: ignore[attr-defined]

    def keep(self, by: Person) -> CalendarFeed:
        return operations.make_feed(by=by, **self.cleaned_data)
