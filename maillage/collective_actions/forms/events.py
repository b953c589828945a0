"""Forms of events. Each keeps what was typed, and knows the one operation that keeps it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions import operations
from maillage.collective_actions.forms.base import ENOUGH, ActionField, ActorsField, TableField, raqs_today
from maillage.collective_actions.models import Event, EventState
from maillage.collective_actions.models.events import LANGUAGES
from maillage.collective_actions.operations.events import TOO_EARLY
from maillage.kit import clock
from maillage.kit.forms import DayInput, HourInput, RecordForm
from maillage.kit.term_fields import TermChoiceField
from maillage.people.models import Person
from maillage.territory.forms import PlaceField


def _number(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, validators=[ENOUGH], required=required)


class GroupCells(TableField):
    """How many of a language or a group; one of the two names it."""

    def clean(self, value: Any) -> Any:
        rows = super().clean(value)
        if any(not language and not name for language, name, _number in rows):
            raise ValidationError(_("A number of whom? A language or a group."))
        if len({row[:2] for row in rows}) < len(rows):
            raise ValidationError(_("The same group stands twice."))
        return rows


class BoardCells(TableField):
    """Words on the board; nothing is nought."""

    def clean(self, value: Any) -> Any:
        rows = [(word, helps or 0, hard or 0) for word, helps, hard in super().clean(value)]
        if len({word for word, _helps, _hard in rows}) < len(rows):
            raise ValidationError(_("The same word stands twice."))
        return rows


class EventForm(RecordForm[Event]):
    """One day of an action: when, where, who; and under « On that day », what some actions need."""

    action = ActionField()
    neighbourhood = PlaceField(required=False)
    partners = ActorsField(label=_("With which local actors, one a line"), required=False)
    groups = GroupCells(
        {
            "language": forms.ChoiceField(
                label=_("Language"), choices=[("", "–"), *LANGUAGES], required=False
            ),
            "name": forms.CharField(label=_("or group"), max_length=80, required=False),
            "number": _number(_("How many"), required=True),
        },
        label=_("How many of a language or a group"),
    )
    parts = TableField(
        {
            "name": forms.CharField(label=_("Part"), max_length=120),
            "minutes": _number(_("Minutes")),
            "theme": forms.CharField(
                label=_("Theme chosen by the participants"), max_length=160, required=False
            ),
        },
        label=_("Parts of the session"),
    )
    keywords = BoardCells(
        {
            "word": forms.CharField(label=_("Word"), max_length=60),
            "helps": _number(_("Helps")),
            "complicated": _number(_("Is complicated")),
        },
        label=_("Words on the board"),
    )
    beside: tuple[str, ...] = (
        "action", "raqs", "partners", "themes", "materials", "groups", "parts", "keywords",
    )  # fmt: skip

    class Meta:
        model = Event
        fields = [
            "day", "start", "end", "place", "neighbourhood", "commune", "raqs", "title",
            "other_professionals", "interpreter", "participants", "new_participants", "themes", "materials",
            "description",
        ]  # fmt: skip
        widgets = {
            "day": DayInput,
            "start": HourInput,
            "end": HourInput,
            "raqs": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "commune": _("Empty: that of the neighbourhood."),
            "description": _("What was done. No name, nobody’s story."),
            "other_professionals": _("A nurse, a mediator: no name."),
        }

    FIRST: tuple[str, ...] = ("action", "new_action", "day", "start", "end", "place", "neighbourhood", "raqs")
    field_order = [
        *FIRST, "commune", "title", "description", "participants", "new_participants", "groups", "parts",
        "themes", "keywords", "materials", "partners", "other_professionals", "interpreter",
    ]  # fmt: skip

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["action"].read_by(by)
        fields["partners"].reader = by
        known = self.initial.get("raqs", [])
        fields["raqs"].queryset = raqs_today(known)
        fields["commune"].empty_label = "–"

    def beside_of(self, row: Event) -> dict[str, Any]:
        return {
            "action": row.action_id,
            **{name: list(getattr(row, name).all()) for name in ("raqs", "partners", "themes", "materials")},
            "groups": list(row.groups.values_list("language", "name", "number")),
            "parts": list(row.parts.values_list("name", "minutes", "theme")),
            "keywords": list(row.keywords.values_list("word", "helps", "complicated")),
        }

    #: Long lists of choices, the end of which is folded.
    LONG = ("raqs", "themes")
    folds_a_day = True

    @property
    def first_fields(self) -> list[BoundField]:
        """When, where, who."""
        return [field for field in self.visible_fields() if field.name in self.FIRST]

    @property
    def later_fields(self) -> list[BoundField]:
        """What some actions need, folded."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    @property
    def shows_all(self) -> bool:
        """Open when there is something to repair in it, or when its day has come."""
        came = not self.is_new and self.instance.day <= clock.today()
        return came or any(field.errors for field in self.later_fields)

    def kept_beside(self) -> dict[str, Any]:
        """What stands in tables of its own."""
        return {name: self.cleaned_data[name] for name in self.beside if name != "action"}

    def keep(self, by: Person) -> Event:
        values = self.values() | {"action": self.cleaned_data["action"]}
        return operations.change_event(by=by, event=self.instance, values=values, beside=self.kept_beside())


class AddEventForm(EventForm):
    """A new event; an action nobody knows yet can be made on the way, once it was looked at."""

    new_action = forms.BooleanField(label=_("It is a new action"), required=False)
    held = forms.BooleanField(
        label=_("It was held already"), required=False, help_text=_("Only what was held counts.")
    )
    beside = (*EventForm.beside, "new_action", "held")
    FIRST = (*EventForm.FIRST, "held")
    field_order = ["action", "new_action", "day", "held", *EventForm.field_order[2:]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.is_bound and (self["new_action"].value() or "action" in self.errors)):
            del self.fields["new_action"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        label = str(self.data.get(self.add_prefix("action"), "")).strip()
        if cleaned.get("new_action") and label and "action" in self.errors:
            del self.errors["action"]
            cleaned["action"] = label
        day: date | None = cleaned.get("day")
        if cleaned.get("held") and day and day > clock.today():
            self.add_error("held", TOO_EARLY)
        return cleaned

    def kept_beside(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in EventForm.beside if name != "action"}

    @transaction.atomic
    def keep(self, by: Person) -> Event:
        action = self.cleaned_data["action"]
        if isinstance(action, str):
            action = operations.add_action(by=by, values={"name_fr": action})
        state = EventState.HELD if self.cleaned_data["held"] else EventState.PLANNED
        return operations.add_event(
            by=by, action=action, values=self.values() | {"state": state}, beside=self.kept_beside()
        )


class HeldForm(forms.Form):
    """How many came, if one wishes."""

    participants = _number(_("Participants"))


class CancelForm(forms.Form):
    """Why, in one choice."""

    because = TermChoiceField(
        "cancellation_reason",
        label=_("Why, if I wish"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
