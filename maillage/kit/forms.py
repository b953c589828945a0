"""Forms that keep what was typed, and never let one person's save cover another's."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.db.models import Model
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import SharedRecord
from maillage.kit.operations import RefusedError

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=SharedRecord)


class Renderer(TemplatesSetting):
    """Every field of every form is drawn by the component library."""

    field_template_name = "kit/components/field.html"


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


@contextmanager
def refusals_in(form: forms.BaseForm) -> Iterator[None]:
    """Turn an operation's refusal into the form's own sentence, beside what was typed."""
    try:
        yield
    except RefusedError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


class SharedRecordForm(forms.ModelForm[S], Generic[S]):
    """A form on a record several people change (F33, F34).

    It remembers the version and the values the person had before their eyes. When someone else saved in
    between, fields only one of them changed are merged; a field both changed is shown with the other value,
    and saving again keeps what this person typed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["version"], self.fields["seen"]
        else:
            self.initial["version"] = self.instance.version
            self.initial["seen"] = self._values_of(self.instance)

    def _names(self) -> list[str]:
        return [name for name in self.fields if name not in ("version", "seen")]

    def stored(self, row: S) -> dict[str, Any]:
        """What the row holds, by field; a form with fields that are no columns adds theirs."""
        return forms.model_to_dict(row, self._names())

    def _columns(self) -> set[str]:
        return {column.name for column in self.instance._meta.get_fields() if column.concrete}

    def _values_of(self, row: S) -> str:
        values = self.stored(row)
        return json.dumps({name: self._said(name, values.get(name)) for name in self._names()})

    def _said(self, name: str, value: Any) -> str:
        """A value as the form would send it, to compare what three people see."""
        prepared = self.fields[name].prepare_value(value)
        if isinstance(prepared, list | tuple):
            return ",".join(sorted(str(getattr(item, "pk", item)) for item in prepared))
        prepared = getattr(prepared, "pk", prepared)
        return "" if prepared is None else str(prepared)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.instance._state.adding and cleaned.get("version") != self.instance.version:
            self._merge(cleaned)
        return cleaned

    def _merge(self, cleaned: dict[str, Any]) -> None:
        current = json.loads(self._values_of(self.instance))
        try:
            seen = dict(json.loads(cleaned.get("seen") or "{}"))
        except (ValueError, TypeError):
            seen = {}
        stored = self.stored(self.instance)
        for name in [name for name in self._names() if name in cleaned]:
            mine = self._said(name, cleaned[name])
            if mine == seen.get(name):
                cleaned[name] = self.fields[name].clean(stored.get(name))
            elif current[name] not in (seen.get(name), mine):
                self._ask(name)
        if self.errors:  # shown again: the person now sees the newest version beside their own words
            newest = {"version": str(self.instance.version), "seen": json.dumps(current)}
            data = cast(QueryDict, self.data).copy()
            for name, value in newest.items():
                data[self.add_prefix(name)] = value
            self.data = data

    def _ask(self, name: str) -> None:
        values = (
            {name: getattr(self.instance, name)} if name in self._columns() else self.stored(self.instance)
        )
        shown = self[name].field.prepare_value(values[name])
        display = getattr(self.instance, f"get_{name}_display", None)
        said = display() if display else getattr(shown, "name", shown)
        self.add_error(
            name,
            forms.ValidationError(
                _(
                    "Someone changed this while I was writing. It now says “%(theirs)s”. "
                    "Saving again keeps what I typed."
                ),
                params={"theirs": said if said not in (None, "") else "–"},
                code="stale",
            ),
        )


#: Django's own sentences that the house says in its own voice: our catalogues translate them before Django's.
IN_OUR_VOICE = (
    _("This field is required."),
    _("Enter a valid date."),
    _("Enter a valid email address."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
)
