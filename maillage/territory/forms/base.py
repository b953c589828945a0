"""What forms of the territory are made of: places by name, lists, days, a record and its operation."""

import re
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.kit.forms import DayInput, SharedRecordForm, SuggestedInput
from maillage.kit.models import SharedRecord
from maillage.people.models import Person
from maillage.territory.models import Commune, Neighbourhood
from maillage.territory.places import UnknownPlaceError, resolve_commune, resolve_place
from maillage.territory.sources import Cell

S = TypeVar("S", bound=SharedRecord)

DAYS = {"first_day": DayInput, "last_day": DayInput}
UNTIL = _("No last day: until further notice.")


def place_names() -> list[str]:
    """The names of neighbourhoods, in the reader's language."""
    return sorted(place.name for place in Neighbourhood.objects.all())


class PlaceField(forms.CharField):
    """A neighbourhood by its name, as people say it; an unknown one answers with the nearest known names."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"label": _("Neighbourhood"), "widget": SuggestedInput(place_names)}
        super().__init__(**usual | kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, UUID):
            return Neighbourhood.objects.get(pk=value).name
        return value.name if isinstance(value, Neighbourhood) else value

    def clean(self, value: Any) -> Neighbourhood | None:
        name = super().clean(self.prepare_value(value))
        try:
            return resolve_place(name) if name else None
        except UnknownPlaceError as unknown:
            raise ValidationError(unknown.sentence) from None


class LinesField(forms.CharField):
    """Several names, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.line, value)) if isinstance(value, list) else value

    def line(self, item: Any) -> str:
        """One of the values, as its line says it."""
        return str(item)

    def clean(self, value: Any) -> Any:
        text = super().clean(self.prepare_value(value))
        return [line.strip() for line in text.splitlines() if line.strip()]


class SharesField(LinesField):
    """Communes and the share of a neighbourhood in each: « Schaerbeek 80 »; one alone is the whole of it."""

    def line(self, item: Any) -> str:
        return f"{item[0]} {item[1]:g}" if isinstance(item, tuple) else str(item)

    def clean(self, value: Any) -> Any:
        lines = super().clean(value)
        return [self._share(line, alone=len(lines) == 1) for line in lines]

    def _share(self, line: str, *, alone: bool) -> tuple[Commune, float]:
        match = re.fullmatch(r"(?P<name>.+?)[ :]+(?P<share>\d{1,3}(?:[.,]\d+)?) ?%?", line)
        if match is None and not alone:
            raise ValidationError(
                _("How much of it lies in “%(line)s”? A share such as 80 after the name."),
                params={"line": line},
            )
        try:
            commune = resolve_commune(match["name"] if match else line)
        except UnknownPlaceError as unknown:
            raise ValidationError(unknown.sentence) from None
        return commune, float(match["share"].replace(",", ".")) if match else 100.0


class InferredField(forms.MultipleChoiceField):
    """Which cells were deduced rather than read in a document."""

    def __init__(self, *cells: Cell) -> None:
        super().__init__(
            label=_("Deduced, to be confirmed"),
            choices=[(cell.value, cell.label) for cell in cells],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class TerritoryForm(SharedRecordForm[S]):
    """A form on a shared record of the territory; fields that are no columns are kept beside its values."""

    beside: tuple[str, ...] = ()

    def stored(self, row: S) -> dict[str, Any]:
        return super().stored(row) | ({} if row._state.adding else self.beside_of(row))

    def beside_of(self, row: S) -> dict[str, Any]:
        """What the row holds in tables of its own, by field."""
        return {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label:
                field.empty_label = "–"
        if not self.instance._state.adding:
            self.initial.update(self.beside_of(self.instance) | dict(self.initial))

    @property
    def is_new(self) -> bool:
        return self.instance._state.adding

    def values(self) -> dict[str, Any]:
        """The row's own values."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "seen", *self.beside)
        }

    def _update_errors(self, errors: ValidationError) -> None:
        """An end before the start belongs beside the last day."""
        by_field = errors.error_dict if hasattr(errors, "error_dict") else {}
        late = [one for one in by_field.get(NON_FIELD_ERRORS, []) if one.code == "ends_before_start"]
        if late and "last_day" in self.fields:
            rest = [one for one in by_field[NON_FIELD_ERRORS] if one not in late]
            errors = ValidationError({**by_field, NON_FIELD_ERRORS: rest, "last_day": late})
        super()._update_errors(errors)  # type: ignore[misc]

    def keep(self, by: Person) -> S:
        """Save by the operation that tells it."""
        raise NotImplementedError
