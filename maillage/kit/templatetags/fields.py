"""The part of the component library that draws forms."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from maillage.kit.markup import attributes_of, one_of

register = template.Library()

CHOICE_KINDS = frozenset({"", "chips", "segment"})
SEGMENT_LIMIT = 4  # beyond four words a segment stops being read at a glance


def kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxSelectMultiple):
        return "chips"
    if isinstance(widget, RadioSelect):
        choices = [choice for choice in widget.choices if choice[0] not in ("", None)]
        return "segment" if len(choices) <= SEGMENT_LIMIT else "chips"
    if widget.use_fieldset:  # several inputs that answer one question
        return "group"
    return "check" if isinstance(widget, CheckboxInput) else "line"


@register.simple_tag
def field(bound: BoundField, choices: str = "", shown: int = 0, more: str = "") -> SafeString:
    """A form's field: label above, help and repair under it. `choices` forces chips or segment.

    Of a long list of chips the first `shown` are in sight and the others under the word `more`.
    """
    if not isinstance(bound, BoundField):
        raise TypeError(f"field expects a form's field, not {type(bound).__name__}")
    forced = one_of(choices, CHOICE_KINDS, "way to draw choices")
    kind = forced or kind_of(bound)
    drawn = {"field": bound, "kind": kind, "shown": shown or len(bound.subwidgets), "more": more}
    return render_to_string("kit/components/field.html", drawn)


@register.filter
def field_kind(bound: BoundField) -> str:
    """How `field.html` draws a field when Django itself renders it."""
    return kind_of(bound)


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """What is still to repair, at the top, each with a link to its field."""
    if not isinstance(form, BaseForm):
        raise TypeError(f"form_errors expects a form, not {type(form).__name__}")
    return (
        render_to_string("kit/components/form_errors.html", {"form": form}) if form.errors else SafeString("")
    )


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Every field of a form in its own order, the hidden ones first."""
    if not isinstance(form, BaseForm):
        raise TypeError(f"form_fields expects a form, not {type(form).__name__}")
    hidden = format_html_join("", "{}", ((bound.as_widget(),) for bound in form.hidden_fields()))
    shown = format_html_join("", "{}", ((field(bound),) for bound in form.visible_fields()))
    return format_html('{}<div class="fields">{}</div>', hidden, shown)


@register.simple_tag(takes_context=True)
def form_whole(
    context: RequestContext,
    form: BaseForm,
    submit: str,
    action: str = "",
    cancel_url: str = "",
    method: str = "post",
    kind: str = "action",
    **attributes: Any,
) -> SafeString:
    """A whole form: what to repair, the fields, the one gesture, a way out."""
    shown = {
        "form": form,
        "submit": submit,
        "action": action,
        "cancel_url": cancel_url,
        "method": one_of(method, frozenset({"post", "get"}), "form method"),
        "kind": kind,
        "attributes": attributes_of(attributes),
    }
    return render_to_string("kit/components/form_whole.html", shown, context.request)
