"""Forms that keep what was typed, and never let one person's save cover another's."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.models import SharedRecord
from maillage.kit.operations import RefusedError
from maillage.kit.term_fields import TermChoiceField, TermsChoiceField

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


class HourInput(forms.TimeInput):
    """An hour, by the browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class SuggestedInput(forms.TextInput):
    """A line to type in, with names offered under it; `names` is asked when the form is shown."""

    template_name = "kit/widgets/suggested.html"

    def __init__(self, names: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off"} | (attrs or {}))
        self.names = names

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"names-{name}"
        context["widget"]["names"] = self.names()
        return context


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
            self._offer_what_is_held()
            self.initial["version"] = self.instance.version
            self.initial["seen"] = self._values_of(self.instance)

    def _offer_what_is_held(self) -> None:
        """A term the record holds stays on offer after it was retired."""
        for name, field in self.fields.items():
            if isinstance(field, TermChoiceField) and hasattr(self.instance, f"{name}_id"):
                field.offer_also([getattr(self.instance, f"{name}_id")])
            elif isinstance(field, TermsChoiceField) and hasattr(self.instance, name):
                field.offer_also(getattr(self.instance, name).values_list("pk", flat=True))

    def _names(self) -> list[str]:
        return [name for name in self.fields if name not in ("version", "seen")]

    def stored(self, row: S) -> dict[str, Any]:
        """What the row holds, by field; a form with fields that are no columns adds theirs."""
        return forms.model_to_dict(row, self._names())

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
        """Take what only others changed; ask where both did, and remember that it was asked.

        Nothing else of what the person saw is renewed: until a save succeeds, it is merged each time anew.
        """
        current = json.loads(self._values_of(self.instance))
        try:
            seen = dict(json.loads(cleaned.get("seen") or "{}"))
        except (ValueError, TypeError):
            seen = {}
        stored, asked = self.stored(self.instance), {}
        for name in [name for name in self._names() if name in cleaned]:
            mine = self._said(name, cleaned[name])
            if mine == seen.get(name):
                cleaned[name] = self.fields[name].clean(stored.get(name))
            elif current[name] not in (seen.get(name), mine):
                asked[name] = current[name]
                self._ask(name, stored.get(name))
        if asked:
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("seen")] = json.dumps(seen | asked)
            self.data = data

    def _ask(self, name: str, theirs: Any) -> None:
        shown = self.fields[name].prepare_value(theirs)
        self.add_error(
            name,
            forms.ValidationError(
                _(
                    "Someone changed this while I was writing. It now says “%(theirs)s”. "
                    "Saving again keeps what I typed."
                ),
                params={"theirs": in_words(self.fields[name], shown)},
                code="stale",
            ),
        )


class RecordForm(SharedRecordForm[S]):
    """A form that knows the operation that keeps it; fields that are no columns stand beside its values."""

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
        """An end before the start belongs beside the last day, or the hour it ends."""
        by_field = errors.error_dict if hasattr(errors, "error_dict") else {}
        late = [one for one in by_field.get(NON_FIELD_ERRORS, []) if one.code == "ends_before_start"]
        place = next((name for name in ("last_day", "end") if name in self.fields), None)
        if late and place:
            rest = [one for one in by_field[NON_FIELD_ERRORS] if one not in late]
            errors = ValidationError({**by_field, NON_FIELD_ERRORS: rest, place: late})
        super()._update_errors(errors)  # type: ignore[misc]

    def keep(self, by: Any) -> S:
        """Save by the operation that tells it."""
        raise NotImplementedError


def in_words(field: forms.Field, value: Any) -> str:
    """A form's value as its reader would say it: the words of a choice, a day, yes or no."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return clock.in_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(in_words(field, each) for each in value)
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        value = getattr(value, "pk", value)
        return str(field.queryset.filter(pk=value).first() or "–")
    if isinstance(field, forms.ChoiceField):
        words = dict(cast("Iterable[tuple[Any, Any]]", field.choices))
        return str(words.get(value, value))
    return str(value)


#: Django's own sentences that the house says in its own voice: our catalogues translate them before Django's.
IN_OUR_VOICE = (
    _("This field is required."),
    _("Enter a valid date."),
    _("Enter a valid email address."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    _("%(model_name)s with this %(field_label)s already exists."),
)
