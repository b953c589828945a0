"""Opening hours in templates: in words, and open or not at this moment."""

from django import template

from maillage.kit import clock
from maillage.network import hours

register = template.Library()


@register.filter
def hours_said(text: str) -> list[str]:
    """« lundi, mercredi 9:30 – 13:00 », line by line."""
    return hours.said(text)


@register.simple_tag
def open_state(text: str) -> hours.OpenState | None:
    """Whether it is open as the page is read; nothing for unknown hours."""
    return hours.open_state(text, clock.now())
