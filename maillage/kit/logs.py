"""Logs that hold nothing of what people ask or write: a few named fields, as one JSON object a line.

No path, query string or parameter of an address, no words of an exception: its kind and where it was raised.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from maillage.kit.middleware import current_request_id

logger = logging.getLogger(__name__)

#: What a line may hold, and nothing else.
FIELDS = (
    "time",
    "level",
    "logger",
    "event",
    "request",
    "method",
    "route",
    "status",
    "ms",
    "job",
    "raised",
    "at",
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Whose sentences are constants: their values stand apart, in the record's arguments, and are left out.
KNOWN_VOICES = ("maillage.", "gunicorn.", "django_tasks")
FRAMES = 6


class AllowListFormatter(logging.Formatter):
    """One JSON object a record. The event is the sentence before its values are put in."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if record.name.startswith(KNOWN_VOICES) and isinstance(record.msg, str):
            line["event"] = record.msg
        if name := current_request_id():
            line["request"] = name
        line |= {field: getattr(record, field) for field in FIELDS[5:10] if hasattr(record, field)}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])[-FRAMES:]
            line["raised"] = record.exc_info[0].__qualname__
            line["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, default=lambda value: type(value).__name__)


def is_a_line(text: str) -> bool:
    """Whether a line that a process wrote is one of ours."""
    try:
        line = json.loads(text)
    except ValueError:
        return False
    return isinstance(line, dict) and line.keys() <= set(FIELDS)


class RequestLogMiddleware:
    """Writes one line a request: which page by its name, never its address; how it went; how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        told = {
            "method": request.method if request.method in METHODS else "other",
            "route": match.view_name if match else "",
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000),
        }
        logger.info("request", extra=told)
        return response
