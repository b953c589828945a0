"""Pages that change a record: the right, a form, its operation, the answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from maillage.kit.forms import refusals_in
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require

Show = Callable[..., HttpResponse]


def edit(
    request: HttpRequest,
    form: Any,
    *,
    title: str | Promise,
    back: str,
    to: str = "",
    template: str = "kit/form.html",
    show: Show = page,
    said: str | Promise = "",
    **context: Any,
) -> HttpResponse:
    """Show a form, keep what was typed, and go on to what it is about.

    The form knows the one operation that keeps it: `form.keep(by=…)` returns the record.
    """
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = form.keep(by=request.user)
            messages.success(request, str(said) or _("Saved."))
            return redirect(to or row)
    shown = {"form": form, "title": title, "back_url": back, **context}
    return show(request, template, shown, status=422 if form.is_bound else 200)


def add_row(
    request: HttpRequest, form: Any, *, known: dict[str, Any] | None = None, **how: Any
) -> HttpResponse:
    """A page that adds a record; the link to it may already know some of its fields."""
    reader: Any = request.user
    require(permits_adding(reader, form._meta.model))
    asked = {name: request.GET[name] for name in form.base_fields if name in request.GET}
    return edit(request, form(posted(request), initial=asked | (known or {})), **how)


def change_row(
    request: HttpRequest, form: Any, pk: UUID, *, title: str | Promise, **how: Any
) -> HttpResponse:
    """A page that changes a record; its title may name it as %(row)s."""
    reader: Any = request.user
    row = fetch(form._meta.model._default_manager.all(), reader, "may_change", pk=pk)
    filled = form(posted(request), instance=row)
    return edit(
        request, filled, title=str(title) % {"row": row}, back=how.pop("back", row.get_absolute_url()), **how
    )
