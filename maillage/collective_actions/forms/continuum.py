"""Placing an action: a line in words with no place chosen beforehand, and the eight markers."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.html import escape, format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions import operations
from maillage.collective_actions.models import Placement
from maillage.collective_actions.models.continuum import LINE, STEPS, in_words, places
from maillage.collective_actions.operations import Seen
from maillage.kit import clock
from maillage.kit.forms import DayInput, RecordForm, SuggestedInput
from maillage.kit.policy import Reader, visible
from maillage.kit.terms import Term
from maillage.kit.vocabularies import choices_on
from maillage.people.models import Person

SUGGESTED = 12


class LineInput(forms.Widget):
    """Five places to choose from; with script, a line to move along, which says nothing until it is moved."""

    template_name = "collective_actions/widgets/line.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = data.get(name)
        try:
            return str(round(float(value)))
        except (TypeError, ValueError, OverflowError):
            return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        known = value if value in {str(place) for place in range(101)} else ""
        context["widget"] |= {
            "known": known,
            "is_between": bool(known) and int(known) not in STEPS,
            "said": in_words(int(known)) if known else "",
            "steps": [(str(step), LINE[step]) for step in STEPS],
            "words": list(LINE.values()),
        }
        return context


class LineField(forms.TypedChoiceField):
    """A place on the line."""

    def __init__(self, **kwargs: Any) -> None:
        sentences = {"required": _("Where do I see it? I choose a place on the line.")}
        super().__init__(choices=places, coerce=int, widget=LineInput, error_messages=sentences, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else str(value)


class Marker(NamedTuple):
    """A marker in the form: whether I see it, and what I say of it."""

    term: Term
    seen: BoundField
    words: BoundField


class PlacementForm(RecordForm[Placement]):
    """Where I see an action, since when, why, and which markers I see there."""

    position = LineField(
        label=_("Where I see this action"),
        help_text=_("No place is better than another. Colleagues may see it elsewhere."),
    )

    class Meta:
        model = Placement
        fields = ["position", "placed_on", "discussed_at", "words"]
        labels = {"placed_on": _("On which day"), "words": _("Why there")}
        widgets = {"placed_on": DayInput, "words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "discussed_at": _("A collective day, a meeting; empty if I thought of it by myself."),
            "words": _("Without a name of those who take part."),
        }

    def __init__(self, *args: Any, by: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        fields: dict[str, Any] = self.fields
        fields["placed_on"].widget.attrs["max"] = today.isoformat()
        fields["discussed_at"].widget = SuggestedInput(lambda: _discussed_at(by), {"maxlength": 120})
        if self.is_new:
            self.initial["placed_on"] = today
        held = [] if self.is_new else self.instance.markers.values_list("marker", flat=True)
        offered = choices_on("sepsac", today, help=False) | Term.objects.filter(pk__in=held)
        self.terms = list(offered.distinct().with_help().order_by("position", "code"))
        for term in self.terms:
            self._offer_marker(term)
        self.beside = tuple(name for name in fields if name.startswith(("sees_", "says_")))

    def _offer_marker(self, term: Term) -> None:
        said = gettext("What I say of it")
        self.fields[f"sees_{term.code}"] = forms.BooleanField(
            label=str(term), required=False, help_text=_help_of(term)
        )
        self.fields[f"says_{term.code}"] = forms.CharField(
            label=said,
            required=False,
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 2, "aria-label": f"{said} · {term}"}),
        )

    def beside_of(self, row: Placement) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for each in row.markers.select_related("marker"):
            found |= {f"sees_{each.marker.code}": True, f"says_{each.marker.code}": each.words}
        return found

    @property
    def markers(self) -> Iterator[Marker]:
        """The markers, in the order of the vocabulary."""
        for term in self.terms:
            yield Marker(term, self[f"sees_{term.code}"], self[f"says_{term.code}"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for term in self.terms:
            if cleaned.get(f"says_{term.code}") and not cleaned.get(f"sees_{term.code}"):
                self.add_error(
                    f"sees_{term.code}", _("I wrote of it: do I see it here? If not, I empty the words.")
                )
        return cleaned

    def ticked(self) -> list[Seen]:
        """What was ticked, with the version of the help that stood beside it."""
        return [
            Seen(term, self.cleaned_data[f"says_{term.code}"], getattr(term.current_help, "number", None))
            for term in self.terms
            if self.cleaned_data[f"sees_{term.code}"]
        ]

    def keep(self, by: Person) -> Placement:
        known: dict[str, Any] = {"by": by, "values": self.values(), "markers": self.ticked()}
        if self.is_new:
            return operations.place_action(action=self.instance.action, **known)
        return operations.correct_placement(placement=self.instance, **known)


def _help_of(term: Term) -> str:
    """Its help, and that the research unit still has to confirm it."""
    words = escape(str(term.current_help or ""))
    if not term.to_confirm:
        return words
    return format_html("{} <em>{}</em>", words, gettext("To be confirmed by the research unit."))


def _discussed_at(reader: Reader) -> list[str]:
    """Where actions were discussed lately, so that a collective day is written in one way."""
    rows = visible(Placement.objects.standing(), reader).exclude(discussed_at="").order_by("-placed_on", "pk")
    return list(dict.fromkeys(rows.values_list("discussed_at", flat=True)[: SUGGESTED * 4]))[:SUGGESTED]


class UntilForm(forms.Form):
    """Opinions until which day."""

    until = forms.DateField(label=_("As we saw it until"), required=False, widget=DayInput)
