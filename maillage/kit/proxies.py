"""Whose address a request comes from: a forwarded one is believed from a stated proxy alone (trust T7)."""

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _address(raw: str) -> Address | None:
    try:
        address = ipaddress.ip_address(raw.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_stated_proxy(address: Address | None) -> bool:
    """Whether the settings say that this machine may speak for others."""
    return address is not None and any(address in network for network in settings.PROXIES)


def client_address(meta: Mapping[str, Any]) -> Address | None:
    """Who asks: the peer; behind stated proxies, the last address before them in X-Forwarded-For.

    Whatever a client writes in front of that list itself is never reached.
    """
    client = _address(str(meta.get("REMOTE_ADDR", "")))
    for raw in reversed(str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        before = _address(raw)
        if before is None or not is_stated_proxy(client):
            break
        client = before
    return client


class StatedProxyMiddleware:
    """Forgets what a request claims about its origin unless a stated proxy brought it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_stated_proxy(_address(str(request.META.get("REMOTE_ADDR", "")))):
            for header in FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)
