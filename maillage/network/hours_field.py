"""Writing opening hours by hand: a week of seven lines, two spans each; what it cannot show, as text.

`opening_hours = HoursField(label=_("opening hours"))` in the form of a `Site`, `available_hours` in that of a
`LentRoom`. Its value is the text of the column, in OpenStreetMap's syntax.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from maillage.kit.operations import RefusedError
from maillage.network import hours
from maillage.network.hours import DAYS, MIDNIGHT, Span, Week

#: « 9:30 », « 9h30 », « 9 u », « 0930 », « 9 ».
TYPED = re.compile(r"^(\d{1,2}?)\s*[:.hHuU]?\s*(\d\d)?$")
LONGEST = 400  # of the columns

Typed = dict[str, Any]


class HoursWidget(forms.Widget):
    """Seven lines of two spans, « as the day above », holidays, and a line of text for the rest."""

    template_name = "network/widgets/hours.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        typed: Typed = {
            f"{day}-{end}-{number}": str(data.get(f"{name}-{day}-{end}-{number}", "")).strip()
            for day, end, number in _places()
        }
        typed |= {f"{day}-same": f"{name}-{day}-same" in data for day in range(1, 7)}
        return typed | {"holidays": f"{name}-holidays" in data, "text": str(data.get(f"{name}-text", ""))}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, dict) else typed_of(value or "")
        context["widget"] |= {
            "lines": [_line(typed, day) for day in range(7)],
            "holidays": typed["holidays"],
            "text": typed["text"],
            "longest": LONGEST,
        }
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-from-1" if id_ else ""


class HoursField(forms.Field):
    """Opening hours as OpenStreetMap writes them, typed as a week."""

    widget = HoursWidget

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored text in its one form, so that an untouched week is no change."""
        return hours.canonical(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        typed = value if isinstance(value, dict) else typed_of(value or "")
        try:
            text = self._read(typed)
        except RefusedError as refusal:
            raise forms.ValidationError(str(refusal.sentence), code="senseless") from None
        if len(text) > LONGEST:
            raise forms.ValidationError(_("These hours are too long to keep. What can be left out?"))
        if not text and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return text

    def _read(self, typed: Typed) -> str:
        week = week_of(typed)
        if not typed["text"].strip():
            return week.osm
        if any(week.days):
            raise RefusedError(_("There are two answers, a week and a line of text. Which one stays?"))
        return hours.checked(typed["text"])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.prepare_value(initial or "") != self.clean(data))
        except forms.ValidationError:
            return True


# --- Between the text and what is typed ---------------------------------------------------------------------


def typed_of(text: str) -> Typed:
    """What the editor shows of stored hours."""
    week = hours.read(text)
    in_grid = week is not None and week.fits_grid
    typed: Typed = dict.fromkeys((f"{day}-{end}-{number}" for day, end, number in _places()), "")
    typed |= {f"{day}-same": False for day in range(1, 7)}
    typed |= {
        "holidays": in_grid and week is not None and week.off_on_holidays,
        "text": "" if in_grid else text,
    }
    if in_grid and week is not None:
        for day, spans in enumerate(week.days):
            for number, span in enumerate(spans, 1):
                typed[f"{day}-from-{number}"] = _shown(span.opens)
                typed[f"{day}-to-{number}"] = _shown(span.closes)
    return typed


def week_of(typed: Typed) -> Week:
    """The week somebody typed. Raises RefusedError with the day and what is wrong with it."""
    days: list[tuple[Span, ...]] = []
    for day in range(7):
        if day and typed[f"{day}-same"]:
            days.append(days[-1])
        else:
            days.append(_spans(typed, day))
    return Week(tuple(days), bool(typed["holidays"]))


def _spans(typed: Typed, day: int) -> tuple[Span, ...]:
    spans = []
    for number in (1, 2):
        opens, closes = typed[f"{day}-from-{number}"], typed[f"{day}-to-{number}"]
        if opens or closes:
            spans.append(_span(day, opens, closes))
    spans.sort()
    if len(spans) == 2 and spans[1].opens <= spans[0].closes:
        raise RefusedError(
            _("%(day)s: %(first)s and %(second)s overlap. Which hours are right?")
            % {"day": day_name(day), "first": spans[0], "second": spans[1]}
        )
    return tuple(spans)


def _span(day: int, opens: str, closes: str) -> Span:
    first, last = _minutes(day, opens), _minutes(day, closes)
    last = last or MIDNIGHT
    if first >= last:
        raise RefusedError(
            _("%(day)s: %(what)s") % {"day": day_name(day), "what": hours.ends_before_it_starts(first, last)}
        )
    return Span(first, last)


def _minutes(day: int, typed: str) -> int:
    """The minute of the day somebody typed, however they write an hour."""
    if not typed:
        raise RefusedError(_("%(day)s: one of the two hours is missing.") % {"day": day_name(day)})
    found = TYPED.match(typed)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour * 60 + minute > MIDNIGHT or minute > 59:
        raise RefusedError(
            _("%(day)s: “%(typed)s” is not an hour of the day.") % {"day": day_name(day), "typed": typed}
        )
    return hour * 60 + minute


def day_name(day: int) -> str:
    """« Mardi »."""
    return str(WEEKDAYS[day]).capitalize()


def _shown(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _line(typed: Typed, day: int) -> dict[str, Any]:
    spans = [
        {"number": number, "opens": typed[f"{day}-from-{number}"], "closes": typed[f"{day}-to-{number}"]}
        for number in (1, 2)
    ]
    second = spans[1]
    return {
        "day": day,
        "name": day_name(day),
        "spans": spans,
        "is_open": bool(second["opens"] or second["closes"]),
        "same": typed.get(f"{day}-same", False),
    }


def _places() -> Iterator[tuple[int, str, int]]:
    for day in range(len(DAYS)):
        for number in (1, 2):
            yield from ((day, "from", number), (day, "to", number))
