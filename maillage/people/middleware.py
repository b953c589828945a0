"""What every request of a signed-in person goes through: their language, and the lock."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.debug import sensitive_post_parameters

from maillage.kit import clock, errors
from maillage.people import sessions, signing_in, vault_session
from maillage.people.models import SessionState

View = Callable[..., HttpResponse]
PASSWORD_FIELD = "unlock_password"  # noqa: S105 (the name of a field)
METHOD_FIELD = "unlock_method"
CODE_FIELD = "unlock_code"
LANGUAGE_AGE = 365 * 24 * 3600


class LanguageMiddleware:
    """The person's language; before sign-in the cookie's or the browser's, French when neither is ours."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        language = person.language if person.is_authenticated else language_of(request)
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def language_of(request: HttpRequest) -> str:
    """The language of somebody not signed in, without touching the database."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return translation.get_language_from_request(request)


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the language in this browser, for the pages that read no person (sign-in, 500, 503)."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page asks for sign-in unless its view says otherwise; what was typed is never led astray.

    Somebody reading is led to the sign-in page. Somebody sending gets 401 and a sentence: their page, or
    the page the browser goes back to, still holds what they typed.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        led = super().process_view(request, view_func, view_args, view_kwargs)
        sending = request.headers.get("HX-Request") == "true" or request.method not in ("GET", "HEAD")
        return errors.signed_out(request) if led is not None and sending else led


def open_without_factor(view: View) -> View:
    """Mark a view that serves to set up the second factor, or to prove oneself before."""
    view.open_without_factor = True  # type: ignore[attr-defined]
    return view


class SecondFactorMiddleware:
    """An account without a second factor is led to set one up before anything else."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if request.session.get(sessions.SECOND_FACTOR):
            return None
        if getattr(view, "open_without_factor", False) or getattr(view, "open_while_locked", False):
            request.setting_up = True  # type: ignore[attr-defined]
            return None
        if request.method == "GET":
            request.session.setdefault(sessions.ONWARD, request.get_full_path())
        return redirect("people:my_factors")


def open_while_locked(view: View) -> View:
    """Mark a view that a locked session may still reach: locking, unlocking, signing out."""
    view.open_while_locked = True  # type: ignore[attr-defined]
    return view


def secret_fields(*names: str) -> Callable[[View], View]:
    """Mark the fields of a view that no page, report or kept form may ever show again: passwords."""

    def mark(view: View) -> View:
        marked: View = sensitive_post_parameters(*names)(view)
        marked.secret_fields = frozenset(names)  # type: ignore[attr-defined]
        return marked

    return mark


@dataclass(frozen=True)
class Unlocking:
    """What the page that asks the password sends along with what it kept."""

    password: str
    method: str
    code: str


def _unlocking(request: HttpRequest) -> Unlocking | None:
    """Take the password page's own fields out of what was sent, so that no view ever meets them."""
    if PASSWORD_FIELD not in request.POST:
        return None
    posted = request.POST.copy()
    password = str(posted.pop(PASSWORD_FIELD)[-1])
    method = str(posted.pop(METHOD_FIELD, ["GET"])[-1])
    code = str(posted.pop(CODE_FIELD, [""])[-1])
    request.POST = posted  # type: ignore[assignment]
    return Unlocking(password, method, code)


class SessionLockMiddleware:
    """Asks the password again after some quiet minutes, or when the session has lasted its time.

    Nothing typed is lost: what a locked request brought stands hidden in the page that asks the password,
    and goes on to the view it was meant for once the password is right. Runs after the CSRF check.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        vault_session.carry(request, response)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or getattr(view, "open_while_locked", False):
            return None
        moment, asked = clock.now(), _unlocking(request)
        if sessions.state_of(request, moment) is SessionState.OPEN:
            sessions.touch(request, moment)
        elif asked is None:
            vault_session.close(request)
            return locked(request, request.method or "GET", view)
        else:
            refusal = signing_in.unlock(request, asked.password, asked.code)
            if refusal is not None:
                return locked(request, asked.method, view, refusal)
        if asked is not None and asked.method != "POST":
            return HttpResponseRedirect(request.get_full_path())
        return None


def locked(
    request: HttpRequest, method: str, view: View, refusal: signing_in.Refusal | None = None
) -> HttpResponse:
    """The page that asks the password, keeping what the request brought.

    401 when it is asked, 422 when it was wrong, 429 when it was tried too often; a script gets the status
    and the sentence. Files cannot be kept: the page says so, and only the reading goes on.
    """
    status = refusal.status if refusal else 401
    error = str(refusal.sentence) if refusal else ""
    response: HttpResponse
    if request.headers.get("HX-Request") == "true" or "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse({"error": error, "locked": True}, status=status)
    else:
        files = bool(request.FILES)
        dropped = {"csrfmiddlewaretoken"} | getattr(view, "secret_fields", frozenset())
        kept = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {
            "error": error,
            "kept": [] if files else [pair for pair in kept if pair[0] not in dropped],
            "method": "GET" if files else method,
            "files": files,
            "asks_code": signing_in.asks_code(request),
        }
        response = render(request, "people/locked.html", context, status=status)
    response["X-Session"] = "locked"
    if refusal and refusal.wait:
        response["Retry-After"] = str(int(refusal.wait.total_seconds()))
    return response
