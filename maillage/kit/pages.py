"""One URL, one view, one template: the whole page, or the one named part of it that htmx asks for."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    parts: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or the part of it whose element htmx wants to swap.

    A part is a `{% partialdef name inline %}` around the element with `id="name"`. A swapped part and a
    reloaded page are equal (house test). Messages travel with the part, out of band.
    """
    part = asked_part(request)
    if part not in parts:
        response = render(request, template, context, status=status)
    else:
        response = render(request, f"{template}#{part}", context, status=status)
        if get_messages(request):
            response.write(render_to_string("kit/components/messages.html", {"swapped": True}, request))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when all of it is empty; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def asked_part(request: HttpRequest) -> str | None:
    """The id of the element htmx wants to swap, or None for an ordinary request."""
    if request.headers.get("HX-Request") != "true":
        return None
    return request.headers.get("HX-Target")
