"""What forms of the territory are made of: places by name, lists, days, a record and its operation."""

import re
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.kit.forms import DayInput, LinesField, SuggestedInput
from maillage.kit.models import SharedRecord
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
