"""Pages for when something did not go through: plain words, what to do next, nothing of the request repeated.

The same sentence answers a page, a fragment (htmx) and a program (JSON). The last two pages, 500 and 503,
read neither database nor session.
"""

import sys
from dataclasses import dataclass
from math import ceil

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from maillage.kit.shell import Shell

RETRY_SECONDS = 60  # when nobody says how long to wait


@dataclass(frozen=True)
class Trouble:
    """What happened, and what to do, as a person would say it."""

    status: int
    title: str | Promise
    text: str | Promise
    way_out: str | Promise = _("Back to today")
    icon: str = "info"


BAD_REQUEST = Trouble(
    400,
    _("This request could not be read"),
    _("The address or the form arrived incomplete. Going back and sending it again is usually enough."),
)
CSRF = Trouble(
    403,
    _("This form had been open for too long"),
    _(
        "For safety it was not sent. Going back, I find what I typed: "
        "I copy it, reload the page and send it again."
    ),
)
DENIED = Trouble(
    403,
    _("This is not open to me"),
    _("I may see this, but not change it. If I need to, coordination can tell me who can."),
    icon="lock",
)
NOT_FOUND = Trouble(
    404,
    _("There is nothing at this address"),
    _("It may have moved, or it is not mine to see. The menu leads everywhere I can go."),
    icon="search",
)
SIGNED_OUT = Trouble(
    401,
    _("I am no longer signed in"),
    _("Nothing was sent. Going back, I find what I typed; I sign in again in another tab and send it then."),
    way_out=_("Sign in"),
    icon="lock",
)
NOT_THIS_WAY = Trouble(
    405,
    _("There is nothing to read at this address"),
    _("It is the address of a button. The menu leads to the page it stands on."),
)
TOO_LARGE = Trouble(
    413,
    _("This is too large to send at once"),
    _("Nothing was kept of it. Going back, I can send less text, or a lighter file."),
)
TOO_MANY = Trouble(429, _("A little pause"), "", way_out=_("Try again"), icon="clock")
SERVER = Trouble(
    500,
    _("Something broke on our side"),
    _(
        "It is not my doing, and the people who look after Maillage can see it. "
        "Going back, I find what I typed; in a few minutes I can send it again."
    ),
)
UNAVAILABLE = Trouble(
    503,
    _("Maillage is resting for a moment"),
    _("The server cannot answer right now. What was saved is safe. In a few minutes I can try again."),
    way_out=_("Try again"),
    icon="clock",
)


def answer(
    request: HttpRequest, trouble: Trouble, text: str | Promise = "", *, retry: int = 0
) -> HttpResponse:
    """The page, the fragment or the JSON object that says this trouble."""
    sentence = str(text or trouble.text)
    response: HttpResponse
    if request.headers.get("HX-Request") == "true":
        part = render_to_string("kit/errors/part.html", {"title": trouble.title, "text": sentence})
        response = HttpResponse(part, status=trouble.status)
    elif request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = JsonResponse({"error": f"{trouble.title}. {sentence}"}, status=trouble.status)
    else:
        page = {"trouble": trouble, "text": sentence, "shell": Shell()}
        response = HttpResponse(render_to_string("kit/errors/page.html", page), status=trouble.status)
    response["Cache-Control"] = "no-store"
    if retry:
        response["Retry-After"] = str(retry)
    return response


def _answer_alone(request: HttpRequest, trouble: Trouble, *, retry: int = 0) -> HttpResponse:
    """As `answer`, in a language read from the cookie or the browser: the person may be out of reach."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = answer(request, trouble, retry=retry)
    response["Content-Language"] = language
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when what was sent is larger than the settings allow."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request, exception)
    return answer(request, BAD_REQUEST)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, when a form's proof of origin is missing or too old."""
    return answer(request, CSRF)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, for somebody who may see but not do this."""
    return answer(request, DENIED)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same whether it does not exist or is not this person's to see."""
    return answer(request, NOT_FOUND)


def signed_out(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """401, for somebody who sends something after their session ended."""
    return answer(request, SIGNED_OUT)


def not_this_way(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """405, for somebody who opens the address of a button."""
    return answer(request, NOT_THIS_WAY)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413."""
    return answer(request, TOO_LARGE)


def pause(seconds: float) -> str:
    """How long a pause is, in whole minutes, and that nothing is closed."""
    minutes = max(1, ceil(seconds / 60))
    return ngettext(
        "Many attempts came from here. In %(minutes)d minute I can try again; nothing is blocked.",
        "Many attempts came from here. In %(minutes)d minutes I can try again; nothing is blocked.",
        minutes,
    ) % {"minutes": minutes}


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429. `exception.retry_after`, in seconds, says how long the pause is; nobody is locked out for good."""
    seconds = max(1, ceil(getattr(exception, "retry_after", RETRY_SECONDS)))
    return answer(request, TOO_MANY, pause(seconds), retry=seconds)


def server_error(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """500, or 503 when it is the database that does not answer; neither asks it anything."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(request)
    return _answer_alone(request, SERVER)


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """503, without the database."""
    return _answer_alone(request, UNAVAILABLE, retry=RETRY_SECONDS)
