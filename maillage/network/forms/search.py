"""The form of the search: one line to type in, the frequent filters as chips, the others folded."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from maillage.network.finding import Asked
from maillage.network.meaning import Meaning, Meanings, Means
from maillage.network.models.actors import LANGUAGES


class LongSelect(forms.Select):
    """A list of hundreds of choices, drawn in one go."""

    template_name = "network/widgets/long_select.html"


class SearchForm(forms.Form):
    """What is looked for. Nothing is needed, everything combines; an answer nobody offers is no filter."""

    words = forms.CharField(
        label=_("What am I looking for?"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    no_papers = forms.BooleanField(label=_("no papers to show"), required=False)
    free = forms.BooleanField(label=_("free"), required=False)
    my_zone = forms.BooleanField(label=_("my zone"), required=False)
    open_now = forms.BooleanField(label=_("open now"), required=False)
    not_full = forms.BooleanField(label=_("not full"), required=False)
    no_appointment = forms.BooleanField(label=_("without appointment"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=LongSelect)
    place = forms.ChoiceField(label=_("Neighbourhood or commune"), required=False, widget=LongSelect)
    language = forms.ChoiceField(label=_("Language spoken there"), required=False, widget=LongSelect)
    public = forms.ChoiceField(label=_("For whom"), required=False, widget=LongSelect)
    room_on = forms.TypedChoiceField(label=_("Lends a room on"), required=False, coerce=int, empty_value=None)

    CHIPS = ("no_papers", "free", "my_zone", "open_now", "not_full", "no_appointment")
    FOLDED = ("theme", "kind", "place", "language", "public", "room_on")

    def __init__(self, data: Any, known: Meanings, *, has_zone: bool) -> None:
        super().__init__(data)
        offered: dict[str, list[Any]] = {
            "theme": _options(known.terms_of(Means.THEME)),
            "kind": _options(known.terms_of(Means.KIND)),
            "public": _options(known.terms_of(Means.PUBLIC)),
            "place": [
                (_("Communes"), _options(known.communes.values())),
                (_("Neighbourhoods"), _options(known.places.values())),
            ],
            "language": sorted(LANGUAGES, key=lambda language: str(language[1])),
            "room_on": list(WEEKDAYS.items()),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("all the same to me")), *choices]
        if not has_zone:
            del self.fields["my_zone"]

    @property
    def chips(self) -> list[BoundField]:
        """The filters within reach of the thumb."""
        return [self[name] for name in self.CHIPS if name in self.fields]

    @property
    def folded(self) -> list[BoundField]:
        return [self[name] for name in self.FOLDED]

    @property
    def asked(self) -> Asked:
        """What is looked for; whatever makes no sense is left out."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        for name in ("theme", "kind", "public", "place"):
            if name in values:
                values[name] = UUID(values[name])
        return Asked(**values)

    def said(self, name: str) -> str:
        """A filter that is on, in words: « arabe », « gratuit »."""
        field, value = self.fields[name], self.cleaned_data[name]
        if name in self.CHIPS:
            return str(field.label)
        if name == "room_on":
            return str(_("lends a room on %(day)s")) % {"day": str(WEEKDAYS[value]).lower()}
        words: dict[str, Any] = dict(_flat(getattr(field, "choices", ())))
        return str(words[str(value)])


def _options(meanings: Iterable[Meaning]) -> list[tuple[str, str]]:
    return [(str(each.pk), each.label) for each in meanings]


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[str, Any]]:
    for key, words in choices:
        if isinstance(words, list):
            yield from words
        else:
            yield str(key), words
