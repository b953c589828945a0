"""The component library: the tags every template builds its screens from (builtins, nothing to load).

A wrong name raises; a screen can only say what the design knows. The gallery shows each in all its states.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.icons import require_icon
from maillage.kit.markup import attributes_of, drawing_of, drawing_or_nothing, one_of
from maillage.kit.templatetags import fields

register = template.Library()
register.tags |= fields.register.tags
register.filters |= fields.register.filters

BUTTON_KINDS = frozenset({"action", "full", "outline", "soft", "text", "danger-outline"})
BUTTON_SIZES = frozenset({"", "small", "giant"})
PILL_KINDS = frozenset({"quiet", "done", "follow", "brand", "bare"})
NOTE_KINDS = frozenset({"quiet", "done", "follow", "brand", "error"})
KNOTS = {
    "done": "knot-done",
    "full": "knot-full",
    "half": "knot-half",
    "open": "knot-open",
    "dotted": "knot-dotted",
}


@register.simple_tag
def icon(name: str, inline: bool = False) -> SafeString:
    """A drawing beside its word; never alone."""
    return drawing_of(require_icon(name), "icon--inline" if inline else "")


@register.filter
def said(moment: date | None, form: str = "j F Y") -> str:
    """A day as people write it: `{{ day|said:"l j F" }}`; nothing for no day."""
    return clock.in_words(moment, form) if moment else ""


@register.filter
def ago(day: date | None) -> str:
    """How long ago a day was: « il y a 3 mois »; nothing for no day."""
    if isinstance(day, datetime):
        day = clock.day_of(day)
    return clock.ago(day, clock.today()) if day else ""


@register.simple_tag
def brand_mark() -> SafeString:
    """The knot of the mesh, before the product's name."""
    return drawing_of("brand")


def _face(label: str, icon: str) -> SafeString:
    return format_html("{}{}", drawing_or_nothing(icon), label)


def _button_classes(kind: str, size: str, wide: bool) -> str:
    classes = ["btn", f"btn--{one_of(kind, BUTTON_KINDS, 'button kind')}"]
    if one_of(size, BUTTON_SIZES, "button size"):
        classes.append(f"btn--{size}")
    if wide:
        classes.append("btn--wide")
    return " ".join(classes)


@register.simple_tag
def button(
    label: str,
    kind: str = "full",
    icon: str = "",
    size: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    wide: bool = False,
    disabled: bool = False,
    **attributes: Any,
) -> SafeString:
    """A gesture, in the first person. `disabled` stays reachable; other attributes pass on (`hx_post`)."""
    extra = {"name": name, "value": value, "aria_disabled": "true" if disabled else "", **attributes}
    return format_html(
        '<button class="{}" type="{}"{}>{}</button>',
        _button_classes(kind, size, wide),
        "button" if disabled else one_of(type, frozenset({"submit", "button", "reset"}), "button type"),
        attributes_of(extra),
        _face(label, icon),
    )


@register.simple_tag
def link_button(
    label: str,
    url: str,
    kind: str = "outline",
    icon: str = "",
    size: str = "",
    wide: bool = False,
    **attributes: Any,
) -> SafeString:
    """A link that looks like a gesture: it leads somewhere, it changes nothing."""
    return format_html(
        '<a class="{}" href="{}"{}>{}</a>',
        _button_classes(kind, size, wide),
        url,
        attributes_of(attributes),
        _face(label, icon),
    )


def _block(name: str, content: str, **context: Any) -> SafeString:
    return render_to_string(
        f"kit/components/{name}.html", {"content": SafeString(content.strip()), **context}
    )


@register.simple_block_tag
def page_header(
    content: str, title: str, subtitle: str = "", back_url: str = "", back_label: str = ""
) -> SafeString:
    """The title of a page, the way back, a line under it; the content is its one or two gestures."""
    if bool(back_url) != bool(back_label):
        raise ValueError("a way back needs an address and words")
    return _block(
        "page_header",
        content,
        title=title,
        subtitle=subtitle,
        back_url=back_url,
        back_label=back_label,
    )


@register.simple_tag
def pill(label: str, kind: str = "quiet", icon: str = "") -> SafeString:
    """A state: shape and word, colour last. Not a gesture."""
    return format_html(
        '<span class="pill pill--{}">{}{}</span>',
        one_of(kind, PILL_KINDS, "pill kind"),
        drawing_or_nothing(icon),
        label,
    )


@register.simple_block_tag
def note(content: str, kind: str = "quiet", icon: str = "", role: str = "") -> SafeString:
    """A sentence set apart. `role="alert"` for one that answers a gesture."""
    return format_html(
        '<div class="note note--{}"{}>{}<div>{}</div></div>',
        one_of(kind, NOTE_KINDS, "note kind"),
        attributes_of({"role": role}),
        drawing_or_nothing(icon),
        content,
    )


@register.simple_block_tag
def section(
    content: str, title: str, link_url: str = "", link_label: str = "", hint: str = "", id: str = ""
) -> SafeString:
    """A part of a page under its own heading, with at most one link or one quiet line beside it."""
    if link_url and hint:
        raise ValueError("a section has a link or a hint beside its title, not both")
    return _block(
        "section",
        content,
        title=title,
        link_url=link_url,
        link_label=link_label,
        hint=hint,
        id=id,
    )


@register.simple_block_tag
def sheet(content: str, padded: bool = True) -> SafeString:
    """A white sheet."""
    return format_html('<div class="sheet{}">{}</div>', " sheet--padded" if padded else "", content)


@register.simple_block_tag
def rows(content: str) -> SafeString:
    """A sheet of rows; holds `row` only."""
    return format_html('<ul class="sheet rows">{}</ul>', content)


@register.simple_block_tag
def row(
    content: str,
    title: str,
    context: str = "",
    icon: str = "",
    url: str = "",
    time: str = "",
    until: str = "",
) -> SafeString:
    """A title, a line of context, and either a whole-row link or one gesture (the content), never both."""
    if url and content.strip():
        raise ValueError("a row leads somewhere or offers one gesture, not both")
    if icon and time:
        raise ValueError("a row begins with a drawing or with an hour, not both")
    return _block(
        "row",
        content,
        title=title,
        context=context,
        lead=drawing_or_nothing(icon),
        url=url,
        time=time,
        until=until,
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """What is known of something: words and values; holds `fact` only."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One word and its value."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag
def thread(content: str) -> SafeString:
    """What happened, newest first, as knots on a thread; holds `thread_step` only."""
    return format_html('<ol class="thread">{}</ol>', content)


@register.simple_block_tag
def thread_step(content: str, title: str, when: str = "", knot: str = "full") -> SafeString:
    """A step: full or done on a solid thread, open or dotted on a dotted one."""
    one_of(knot, KNOTS, "knot")
    return _block(
        "thread_step",
        content,
        title=title,
        when=when,
        knot=drawing_of(KNOTS[knot]),
        is_open=knot in ("open", "dotted", "half"),
    )


@register.simple_tag
def avatar(name: str) -> SafeString:
    """A colleague's initials beside their written name: round, all alike."""
    words = [word for word in str(name).replace("-", " ").split() if word]
    initials = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', initials)


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """Neighbouring pages of one screen; holds `tab` only."""
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, content)


@register.simple_tag
def tab(label: str, url: str, current: bool = False) -> SafeString:
    """One of these pages."""
    return format_html(
        '<a href="{}"{}>{}</a>', url, attributes_of({"aria_current": "page" if current else ""}), label
    )


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> SafeString:
    """What only some readers need, folded."""
    return format_html(
        '<details class="more"{}><summary>{}</summary>{}</details>',
        attributes_of({"open": open}),
        summary,
        content,
    )


@register.simple_block_tag
def data_table(content: str, caption: str) -> SafeString:
    """A table that scrolls by itself when the screen is narrow; the content is thead and tbody."""
    return _block("data_table", content, caption=caption)


@register.simple_block_tag
def map_frame(content: str, label: str, caption: str = "") -> SafeString:
    """The frame of a map drawn by the server; a written list always stands beside it."""
    return _block("map_frame", content, label=label, caption=caption)


@register.simple_block_tag
def empty_state(content: str, title: str, text: str) -> SafeString:
    """Nothing yet: what will appear here and how it gets there."""
    return _block("empty_state", content, title=title, text=text, drawing=drawing_of("empty"))


@register.simple_block_tag(takes_context=True)
def dialog(
    context: RequestContext,
    content: str,
    id: str,
    title: str,
    open_label: str,
    confirm_label: str,
    action: str,
    keep_label: str = "",
    kind: str = "outline",
    icon: str = "",
    size: str = "",
) -> SafeString:
    """A gesture that cannot be taken back, and its question; the safe choice comes first.

    It opens without script. The content explains, and may hold fields: it stands in the form that posts to
    `action`.
    """
    shown = {
        "content": SafeString(content.strip()),
        "id": id,
        "title": title,
        "opener": button(open_label, kind=kind, icon=icon, size=size, type="button", popovertarget=id),
        "confirm_label": confirm_label,
        "keep_label": keep_label,
        "action": action,
    }
    return render_to_string("kit/components/dialog.html", shown, context.request)


@register.simple_tag
def next_page(url: str, label: str = "") -> SafeString:
    """The way to older rows (keyset pagination); nothing when there are none."""
    return (
        render_to_string("kit/components/next_page.html", {"url": url, "label": label})
        if url
        else SafeString("")
    )


@register.simple_tag(takes_context=True)
def toast(context: RequestContext, text: str, undo_url: str = "") -> SafeString:
    """What just happened, in one line, with its undoing for eight seconds."""
    shown = {"text": text, "undo_url": undo_url}
    return render_to_string("kit/components/toast.html", shown, context.request)


@register.simple_tag(takes_context=True)
def message_toast(context: RequestContext, message: Message) -> SafeString:
    """A message of Django's; `extra_tags="undo:/address/"` gives it its undoing."""
    tags = (message.extra_tags or "").split()
    undo = next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")
    return toast(context, str(message), undo)
