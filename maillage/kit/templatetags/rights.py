"""Rights in templates: a button shows exactly when its view would accept (policy.py is the only rule)."""

from typing import Any

from django import template
from django.apps import apps
from django.db.models import Model

from maillage.kit import policy

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], right: str, row: Model) -> bool:
    """`{% may "change" assignment as can_change %}`: whether the page's reader has that right."""
    mark = row.__dict__.get(f"marked_may_{right}")  # a list asked once for all its rows (policy.marked)
    return mark if mark is not None else policy.permits(context["request"].user, f"may_{right}", row)


@register.simple_tag(takes_context=True)
def may_add(context: dict[str, Any], model: str) -> bool:
    """`{% may_add "territory.Zone" as can_add %}`: whether the reader of the page may add such records."""
    return policy.permits_adding(context["request"].user, apps.get_model(model))
