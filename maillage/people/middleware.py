"""What every request of a signed-in person goes through: their language, and the lock."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from maillage.kit import clock
from maillage.people import sessions, signing_in
from maillage.people.models import SessionState

View = Callable[..., HttpResponse]
PASSWORD_FIELD = "unlock_password"  # noqa: S105 (the name of a field)
METHOD_FIELD = "unlock_method"


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


def open_while_locked(view: View) -> View:
    """Mark a view that a locked session may still reach: locking, unlocking, signing out."""
    view.open_while_locked = True  # type: ignore[attr-defined]
    return view


class SessionLockMiddleware:
    """Asks the password again after some quiet minutes, or when the session has lasted its time.

    Nothing typed is lost: what a locked request brought stands hidden in the page that asks the password,
    and goes on to the view it was meant for once the password is right. Runs after the CSRF check.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or getattr(view, "open_while_locked", False):
            return None
        moment = clock.now()
        if sessions.state_of(request, moment) is SessionState.OPEN:
            sessions.touch(request, moment)
            return None
        if PASSWORD_FIELD in request.POST:
            return self._try_unlocking(request)
        return locked(request, request.method or "GET")

    def _try_unlocking(self, request: HttpRequest) -> HttpResponse | None:
        posted = request.POST.copy()
        password = str(posted.pop(PASSWORD_FIELD)[-1])
        method = str(posted.pop(METHOD_FIELD, ["GET"])[-1])
        request.POST = posted  # type: ignore[assignment]
        refusal = signing_in.unlock(request, password)
        if refusal is not None:
            return locked(request, method, refusal)
        return None if method == "POST" else HttpResponseRedirect(request.get_full_path())


def locked(request: HttpRequest, method: str, refusal: signing_in.Refusal | None = None) -> HttpResponse:
    """The page that asks the password, keeping what the request brought. 401, or 429 when tried too often."""
    status = refusal.status if refusal else 401
    error = refusal.sentence if refusal else ""
    response: HttpResponse
    if request.headers.get("HX-Request") == "true" or "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse({"error": str(error), "locked": True}, status=401)
    else:
        kept = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {
            "error": error,
            "kept": [pair for pair in kept if pair[0] != "csrfmiddlewaretoken"],
            "method": method,
        }
        response = render(request, "people/locked.html", context, status=status)
    response["X-Session"] = "locked"
    if refusal and refusal.wait:
        response["Retry-After"] = str(int(refusal.wait.total_seconds()))
    return response
