"""Forms of actions and ideas. Each keeps what was typed, and knows the one operation that keeps it."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions import operations
from maillage.collective_actions.forms.base import ActorsField, raqs_today
from maillage.collective_actions.models import Action, Stage
from maillage.kit.forms import LinesField, RecordForm
from maillage.kit.policy import visible
from maillage.people.models import Person


class ActionForm(RecordForm[Action]):
    """What it is called, what for, with whom."""

    aliases = LinesField(
        label=_("Other names, one a line"),
        required=False,
        help_text=_("As other documents write it: all lead to this one."),
    )
    partners = ActorsField(label=_("With which local actors, one a line"), required=False)
    beside = ("aliases", "categories", "contributions", "leads", "partners")

    class Meta:
        model = Action
        fields = [
            "name_fr", "categories", "recurrence", "public", "open_to_all", "is_discreet", "leads", "origin",
            "aims", "host", "rhythm", "scheme", "contributions", "name_nl", "derived_from",
        ]  # fmt: skip
        labels = {"name_fr": _("Name")}
        widgets = {
            "recurrence": forms.RadioSelect,
            "leads": forms.CheckboxSelectMultiple,
            "origin": forms.Textarea(attrs={"rows": 3}),
            "aims": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "categories": _("Several, or none."),
            "origin": _("A demand heard, a meeting, another action."),
            "rhythm": _("In words, if it has no days planned."),
        }

    #: What can wait until one sits down; folded on a new action.
    LATER = (
        "aims", "host", "rhythm", "scheme", "contributions", "partners", "aliases", "name_nl", "derived_from",
    )  # fmt: skip
    field_order = [
        "name_fr", "categories", "recurrence", "public", "open_to_all", "is_discreet", "leads", "origin",
        "aims", "partners", "host", "aliases", "name_nl",
    ]  # fmt: skip

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        known = self.initial.get("leads", [])
        fields["leads"].queryset = raqs_today(known)
        fields["partners"].reader = by
        others = visible(Action.objects.standing(), by).exclude(pk=self.instance.pk)
        fields["derived_from"].queryset = others
        fields["recurrence"].empty_label = _("I do not know")

    def beside_of(self, row: Action) -> dict[str, Any]:
        return {
            "aliases": [str(alias) for alias in row.aliases.all()],
            **{name: list(getattr(row, name).all()) for name in self.beside if name != "aliases"},
        }

    #: Long lists of choices, the end of which is folded.
    LONG = ("leads",)
    folds_a_day = False

    @property
    def first_fields(self) -> list[BoundField]:
        """What one has at hand."""
        return [field for field in self.visible_fields() if field.name not in self.LATER]

    @property
    def later_fields(self) -> list[BoundField]:
        """What can wait."""
        return [field for field in self.visible_fields() if field.name in self.LATER]

    @property
    def shows_all(self) -> bool:
        """Nothing is folded when there is something to repair in it."""
        return any(name in self.errors for name in self.LATER)

    def keep(self, by: Person) -> Action:
        beside = {name: self.cleaned_data[name] for name in self.beside}
        if self.is_new:
            return operations.add_action(by=by, values=self.values(), beside=beside)
        return operations.change_action(by=by, action=self.instance, values=self.values(), beside=beside)


class IdeaForm(RecordForm[Action]):
    """An idea and where it comes from: two lines, and it is in the list (U-RAQ-46)."""

    class Meta:
        model = Action
        fields = ["name_fr", "origin", "public"]
        labels = {"name_fr": _("The idea")}
        widgets = {"origin": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"origin": _("A demand heard, a meeting, another action.")}

    def keep(self, by: Person) -> Action:
        born = {"stage": Stage.IDEA, **(self.instance.born_at.begets() if self.instance.born_at else {})}
        return operations.add_action(by=by, values=self.values() | born)


class ActionSearch(forms.Form):
    """Which actions."""

    q = forms.CharField(label=_("Name"), max_length=120, required=False)
    category = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All fields")), *[(term.code, str(term)) for term in categories]]
        choices.append(("none", _("In no field")))
        stages = [
            ("", _("Under way and ended")),
            *[choice for choice in Stage.choices if choice[0] != "idea"],
        ]
        self.fields["category"] = forms.ChoiceField(
            label=_("Field of action"), choices=choices, required=False
        )
        self.fields["stage"] = forms.ChoiceField(label=_("Stage"), choices=stages, required=False)
