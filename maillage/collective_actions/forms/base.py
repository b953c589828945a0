"""What forms of this room are made of: actions by label, actors by name, small tables without script."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Case, Q, When
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.labels import Labels
from maillage.collective_actions.models import Action
from maillage.kit import clock
from maillage.kit.forms import LinesField, SuggestedInput
from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold
from maillage.network.models import Actor
from maillage.people.models import Person
from maillage.people.roles import Role

SEVERAL = forms.CheckboxSelectMultiple
ENOUGH = MaxValueValidator(100_000)


def raqs_today(first: Iterable[Any] = ()) -> Any:
    """Colleagues who are RAQ today, and those a row already names, who come first."""
    named = [getattr(each, "pk", each) for each in first]
    today = Person.objects.with_role_on(Role.RAQ, clock.today()).active()
    shown = Person.objects.filter(Q(pk__in=today.values("pk")) | Q(pk__in=named))
    before = [Case(When(pk__in=named, then=0), default=1)] if named else []
    return shown.order_by(*before, "display_name", "pk")


class ActionField(forms.CharField):
    """An action by its label or another name; an unknown one answers with the nearest labels."""

    reader: Reader

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"label": _("Action"), "widget": SuggestedInput(list)}
        super().__init__(**usual | kwargs)

    def read_by(self, reader: Reader) -> None:
        """Offer the labels this person may know."""
        self.reader = reader
        widget: Any = self.widget
        widget.names = lambda: [str(row) for row in visible(Action.objects.standing(), reader)]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, UUID):
            return str(Action.objects.get(pk=value))
        return str(value) if isinstance(value, Action) else value

    def clean(self, value: Any) -> Action | None:
        label = super().clean(self.prepare_value(value))
        if not label:
            return None
        labels = Labels(self.reader)
        known = labels.called(label)
        if not known:
            raise ValidationError(labels.unknown(label), code="unknown")
        return known[0]


class ActorsField(LinesField):
    """Local actors by name, one a line."""

    reader: Reader

    def clean(self, value: Any) -> Any:
        lines = super().clean(value)
        if not lines:
            return []
        known: dict[str, Actor] = {}
        rows = visible(Actor.objects.standing(), self.reader).order_by("-pk").prefetch_related("aliases")
        for actor in rows:
            names = [actor.name_fr, actor.name_nl, actor.acronym, *map(str, actor.aliases.all())]
            known |= {fold(name): actor for name in names if name}
        for line in lines:
            if fold(line) not in known:
                raise ValidationError(
                    _("I know no local actor called “%(name)s”. Its sheet can be added first."),
                    params={"name": line},
                )
        return list(dict.fromkeys(known[fold(line)] for line in lines))


class TableInput(forms.Widget):
    """A few rows of plain inputs, and always some empty ones."""

    template_name = "collective_actions/widgets/table.html"
    EMPTY = 2

    def __init__(self, columns: dict[str, forms.Field], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.columns = columns

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [*(value or []), *[[None] * len(self.columns)] * self.EMPTY]
        context["widget"]["heads"] = [field.label for field in self.columns.values()]
        context["widget"]["rows"] = [
            [self._cell(name, number, column, each) for column, each in zip(self.columns, row, strict=True)]
            for number, row in enumerate(rows)
        ]
        return context

    def _cell(self, name: str, number: int, column: str, value: Any) -> dict[str, Any]:
        field, key = self.columns[column], f"{name}-{number}-{column}"
        attrs = {"id": f"id_{key}", **field.widget_attrs(field.widget), "aria-label": str(field.label)}
        return {"html": field.widget.render(key, field.prepare_value(value), attrs)}

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        rows, number = [], 0
        while any(f"{name}-{number}-{column}" in data for column in self.columns):
            cells = [data.get(f"{name}-{number}-{column}", "").strip() for column in self.columns]
            if any(cells):
                rows.append(cells)
            number += 1
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0-{next(iter(self.columns))}" not in data


class TableField(forms.Field):
    """Rows of a few cells, each held against its own field; an empty row is none."""

    AT_MOST = 40

    def __init__(self, columns: dict[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(widget=TableInput(columns), required=False, **kwargs)
        self.columns = columns

    def prepare_value(self, value: Any) -> Any:
        return [["" if cell is None else str(cell) for cell in row] for row in value or []]

    def clean(self, value: Any) -> Any:
        rows, sentences = [], []
        for row in self.prepare_value(value)[: self.AT_MOST]:
            try:
                rows.append(
                    tuple(field.clean(cell) for field, cell in zip(self.columns.values(), row, strict=True))
                )
            except ValidationError as error:
                words = " · ".join(cell for cell in row if cell)
                sentences += [f"{words}{_(': ')}{sentence}" for sentence in error.messages]
        if sentences:
            raise ValidationError(sentences)
        return rows


class ChosenDaysField(LinesField):
    """Days, one a line."""

    read: Callable[[Any], date] = staticmethod(forms.DateField().clean)

    def line(self, item: Any) -> str:
        return f"{item:%d/%m/%Y}" if isinstance(item, date) else str(item)

    def clean(self, value: Any) -> Any:
        days = []
        for line in super().clean(value):
            try:
                days.append(type(self).read(line))
            except ValidationError:
                raise ValidationError(
                    _("Which day is “%(line)s”? A date such as 31/12/2026."), params={"line": line}
                ) from None
        return sorted(set(days))
