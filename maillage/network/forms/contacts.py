"""Forms of « Ma fiche »: a contact made, and how it all began (charts C8 and C9 of the report)."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.forms import DayInput, RecordForm
from maillage.kit.term_fields import TermChoiceField, TermsChoiceField
from maillage.network import operations
from maillage.network.models import Actor, Contact, PersonalSheet
from maillage.network.operations.contacts import OF_SHEET, REFUSAL
from maillage.people.models import Person

LINES = forms.Textarea(attrs={"rows": 3})


class AskingRadio(forms.RadioSelect):
    """Choices one of which asks something more: its field shows as soon as it is chosen, without script."""

    def __init__(self, asking: str = "", asks: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asking, self.asks = asking, asks

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if self.asking and self.asking in (value, getattr(getattr(value, "instance", None), "code", None)):
            option["attrs"]["data-asks"] = self.asks
        return option


def _zone_choices(computed: bool | None) -> list[tuple[str, str | Promise]]:
    """What the map says comes first; I can say it otherwise."""
    said = {
        True: _("in my zone, says the map"),
        False: _("elsewhere, says the map"),
        None: _("I do not know"),
    }
    return [("", said[computed]), ("yes", _("in my zone")), ("no", _("elsewhere"))]


#: What the map says, as the fold under which I can say it otherwise.
OTHERWISE = {
    True: _("In my zone, says the map. Otherwise?"),
    False: _("Elsewhere, says the map. Otherwise?"),
}


class _Beginning(forms.Form):
    """How it began: asked with the first contact, changed on its own page later."""

    known_through = TermChoiceField(
        "actor_known_through",
        label=_("How I came to know this actor"),
        widget=forms.RadioSelect,
        required=False,
    )
    initiator = TermChoiceField(
        "actor_first_meeting_initiator",
        label=_("Who took the first step"),
        widget=forms.RadioSelect,
        required=False,
    )
    inside_zone = forms.TypedChoiceField(
        label=_("In my zone"),
        help_text=_("By my neighbourhoods on the day of the first contact."),
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=AskingRadio(asking="no", asks="outside"),
        required=False,
    )
    outside_reasons = TermsChoiceField(
        "actor_outside_reason", label=_("Why an actor from elsewhere"), required=False
    )

    def ask_about_zone(self, computed: bool | None) -> None:
        """Say what the map says, and ask why only of an actor from elsewhere."""
        zone: Any = self.fields["inside_zone"]
        zone.choices = _zone_choices(computed)
        self.lies_elsewhere = computed is False
        self.zone_known = OTHERWISE[computed] if computed is not None else ""


class ContactForm(RecordForm[Contact]):
    """A contact that follows others: the day, what came of it, what comes next."""

    next_step = forms.CharField(label=_("My next step"), max_length=200, required=False)
    next_step_on = forms.DateField(label=_("On which day"), widget=DayInput, required=False)
    beside: tuple[str, ...] = ("refusal_reasons", *OF_SHEET, "outside_reasons")

    class Meta:
        model = Contact
        fields = ["happened_on", "outcome", "refusal_reasons", "words"]
        widgets = {
            "happened_on": DayInput,
            "outcome": AskingRadio(asking=REFUSAL, asks="refusal"),
            "words": LINES,
        }
        help_texts = {"words": _("My colleagues read it. Nothing about the people I meet.")}

    beginning = False
    later = ("next_step", "next_step_on")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if not self.is_new:
            for name in self.later:
                self.fields.pop(name, None)

    @property
    def asks_day(self) -> bool:
        """A new contact is of today unless one says otherwise."""
        return self.is_bound or not self.is_new

    @property
    def shows_all(self) -> bool:
        """Nothing is folded over what was typed."""
        return self.is_bound

    @property
    def steps_ahead(self) -> list[BoundField]:
        """What comes next."""
        return [self[name] for name in self.later if name in self.fields]

    def beside_of(self, row: Contact) -> dict[str, Any]:
        return {"refusal_reasons": list(row.refusal_reasons.all())}

    def keep(self, by: Person) -> Contact:
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "seen")}
        reasons = ("refusal_reasons", "outside_reasons")
        beside = {name: given.pop(name) for name in reasons if name in given}
        if self.is_new:
            return operations.note_contact(by=by, actor=self.actor, values=given, beside=beside)
        return operations.change_contact(by=by, contact=self.instance, values=given, beside=beside)


class FirstContactForm(ContactForm, _Beginning):
    """The first contact also tells how it began."""

    def __init__(self, *args: Any, computed: bool | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = _("The first meeting with this actor led to")
        self.ask_about_zone(computed)

    beginning = True


class PersonalSheetForm(RecordForm[PersonalSheet], _Beginning):
    """How it began, and what comes next."""

    beside = ("outside_reasons",)

    class Meta:
        model = PersonalSheet
        fields = ["known_through", "initiator", "next_step", "next_step_on"]
        widgets = {
            "next_step_on": DayInput,
            "known_through": forms.RadioSelect,
            "initiator": forms.RadioSelect,
        }

    field_order = [
        "known_through",
        "initiator",
        "inside_zone",
        "outside_reasons",
        "next_step",
        "next_step_on",
    ]

    def __init__(self, *args: Any, computed: bool | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_about_zone(computed)

    def stored(self, row: PersonalSheet) -> dict[str, Any]:
        return super().stored(row) | {"inside_zone": self._zone_said(row)}

    @staticmethod
    def _zone_said(row: PersonalSheet) -> str:
        return ("yes" if row.inside_zone else "no") if row.zone_said else ""

    def beside_of(self, row: PersonalSheet) -> dict[str, Any]:
        return {"outside_reasons": list(row.outside_reasons.all()), "inside_zone": self._zone_said(row)}

    def keep(self, by: Person) -> PersonalSheet:
        beside = {"outside_reasons": self.cleaned_data["outside_reasons"]}
        return operations.change_personal_sheet(
            by=by, sheet=self.instance, values=self.values(), beside=beside
        )
