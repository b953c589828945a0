"""What every request goes through: a name of its own, and a page where Django would answer with nothing."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from maillage.kit.errors import not_this_way, too_large

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The running request's name; empty outside a request."""
    return _request_id.get()


class RequestIdMiddleware:
    """Gives every request a random name and repeats it in the answer's `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request_id.set(secrets.token_hex(8))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = _request_id.get()
            return response
        finally:
            _request_id.reset(token)


class UploadLimitMiddleware:
    """Refuses what is larger than any file we take, before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.UPLOAD_MAX_BYTES:
            return too_large(request)
        return self.get_response(request)


class NotThisWayMiddleware:
    """Gives whoever opens the address of a button a page instead of Django's empty 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = not_this_way(request)
        page["Allow"] = response["Allow"]
        return page
