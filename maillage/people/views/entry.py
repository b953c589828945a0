"""Coming in and going out: password, second factor, passkey, invitation; locking and unlocking."""

from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.kit.operations import RefusedError
from maillage.kit.pages import posted
from maillage.people import demo, invitations, oidc, passkeys, sessions, signing_in, throttle, vault_session
from maillage.people.forms import SecondStepForm, SignInForm, WelcomeForm
from maillage.people.middleware import open_while_locked, remember_language, secret_fields
from maillage.people.models import Invitation, Person

WRONG_PASSKEY = _("This passkey did not open. I try again, or come in by my password.")
INVITED = "invitation"  # in the session: whose link was opened in this browser


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def onward_of(request: HttpRequest) -> str:
    """Where the person was going, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _demo_sign_ins() -> dict[str, object]:
    """In the demo, and only there, the sign-in page offers its made-up people."""
    if not settings.DEMO:
        return {"demo_sign_ins": []}
    offered = [{"email": each.email, "label": f"{each.name} · {each.role.label}"} for each in demo.SIGN_INS]
    return {"demo_sign_ins": offered, "demo_password": demo.PASSWORD}


def entered(request: HttpRequest, found: signing_in.Entered) -> HttpResponse:
    """Onward; a browser in which somebody is signed in knows them next time."""
    response = HttpResponseRedirect(found.onward)
    if found.signed_in:
        throttle.remember_device(request, response, found.person.email or "")
        remember_language(response, found.person.language)
    return response


def refused(
    request: HttpRequest, template: str, context: dict[str, object], refusal: signing_in.Refusal | None
) -> HttpResponse:
    """The same page, with what is the matter and how long to wait if that is it."""
    status = refusal.status if refusal else 422 if request.method == "POST" else 200
    response = render(request, template, context, status=status)
    if refusal and refusal.wait:
        response["Retry-After"] = str(int(refusal.wait.total_seconds()))
    return response


def sign_in_page(
    request: HttpRequest, form: SignInForm, refusal: signing_in.Refusal | None = None
) -> HttpResponse:
    """The page before everything, with every way in that this installation has."""
    context = {
        "form": form,
        "next": onward_of(request),
        "oidc_name": settings.OIDC_NAME if oidc.is_set_up() else "",
        **_demo_sign_ins(),
    }
    return refused(request, "people/sign_in.html", context, refusal)


@never_cache
@login_not_required
@open_while_locked
@secret_fields("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by e-mail address and password; what was typed stays, but for the password."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(onward_of(request))
    form, refusal = SignInForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        found = signing_in.sign_in(request, *form.pair, onward_of(request))
        if isinstance(found, signing_in.Entered):
            return entered(request, found)
        form.add_error(None, str(found.sentence))
        refusal = found
    return sign_in_page(request, form, refusal)


@never_cache
@login_not_required
@open_while_locked
@secret_fields("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of my app or my paper, or my passkey, after the password."""
    held = sessions.half_way(request)
    if held is None:
        return redirect("people:sign_in")
    form, refusal = SecondStepForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        found = signing_in.second_step(request, form.cleaned_data["code"])
        if isinstance(found, signing_in.Entered):
            return entered(request, found)
        form.add_error("code", str(found.sentence))
        refusal = found
    context = {"form": form, "next": held[1], "passkeys": held[0].passkeys.exists()}
    return refused(request, "people/second_step.html", context, refusal)


@require_POST
@login_not_required
@open_while_locked
def ask_passkey(request: HttpRequest) -> JsonResponse:
    """The question a passkey answers, here and now."""
    person = request.user if isinstance(request.user, Person) else None
    return JsonResponse(passkeys.ask_to_prove(request, person))


def _proved_by_passkey(request: HttpRequest) -> Person | None:
    try:
        return passkeys.proved(request, request.POST.get("answer", ""))
    except passkeys.NotProvedError:
        return None


@require_POST
@login_not_required
@open_while_locked
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by passkey alone."""
    held = sessions.half_way(request)
    person = _proved_by_passkey(request)
    if person is None:
        return JsonResponse({"error": str(WRONG_PASSKEY)}, status=422)
    opened = vault_session.opened(request, person) if held else None
    sessions.begin(request, person, second_factor=True, opened=opened)
    response = JsonResponse({"go": held[1] if held else onward_of(request)})
    throttle.remember_device(request, response, person.email or "")
    remember_language(response, person.language)
    return response


@require_POST
@open_while_locked
def passkey_unlock(request: HttpRequest) -> HttpResponse:
    """Unlock by one of my own passkeys, also when the session lasted its time."""
    person = _proved_by_passkey(request)
    if person is None or person != request.user:
        return JsonResponse({"error": str(WRONG_PASSKEY)}, status=422)
    sessions.unlock(request, person)
    return HttpResponse(status=204)


# --- Invitation --------------------


def _invitation_of(request: HttpRequest) -> Invitation | None:
    """Whose link was opened in this browser."""
    key = request.session.get(INVITED)
    return Invitation.found(key) if key else None


@never_cache
@login_not_required
@open_while_locked
@secret_fields("password")
def welcome(request: HttpRequest) -> HttpResponse:
    """The page behind an invitation's link: my name, my language, my password.

    The link's secret leaves the address at once, so that no history of the browser keeps it.
    """
    if request.user.is_authenticated:
        return render(request, "people/welcome_taken.html", {"person": request.user})
    if "key" in request.GET:
        found = invitations.found_by(request.GET["key"])
        request.session[INVITED] = found.digest if found else "unknown"
        return redirect("people:welcome")
    invitation = _invitation_of(request)
    trouble = invitations.trouble_with(invitation)
    if trouble is not None or invitation is None:
        return render(request, "people/welcome_closed.html", {"trouble": trouble}, status=410)
    form = WelcomeForm(posted(request), person=invitation.person)
    if request.method == "POST" and form.is_valid():
        try:
            person = invitations.accept(by=invitation.person, invitation=invitation, **form.cleaned_data)
        except RefusedError as refusal:
            return render(request, "people/welcome_closed.html", {"trouble": refusal.sentence}, status=410)
        request.session.flush()
        return entered(request, signing_in.enter(request, person, resolve_url(settings.LOGIN_REDIRECT_URL)))
    context = {"form": form, "person": invitation.person, "role": invitation.get_role_display()}
    return render(request, "people/welcome.html", context, status=422 if form.is_bound else 200)


# --- Going out, locking, language --------------------


@require_POST
@login_not_required
@open_while_locked
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; nothing of it stays in the browser (ASVS 14.3.1)."""
    logout(request)
    vault_session.forget(request)
    response = redirect("people:sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
@open_while_locked
def lock(request: HttpRequest) -> HttpResponse:
    """The screen locked itself: from now on this browser needs the password."""
    sessions.lock(request)
    return HttpResponse(status=204)


@require_POST
@open_while_locked
@secret_fields("password", "code")
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock from the lock screen, where the page waits underneath as it was left.

    Only for whoever the page belongs to: somebody who signed in since, in another tab, gets 403.
    """
    if request.POST.get("person", str(_person(request).pk)) != str(_person(request).pk):
        return JsonResponse({"sign_in": resolve_url(settings.LOGIN_URL)}, status=403)
    refusal = signing_in.unlock(request, request.POST.get("password", ""), request.POST.get("code", ""))
    if refusal is None:
        return HttpResponse(status=204)
    told = {"error": str(refusal.sentence), "code": refusal.asks_code}
    response = JsonResponse(told, status=refusal.status)
    if refusal.wait:
        response["Retry-After"] = str(int(refusal.wait.total_seconds()))
    return response


@require_POST
def alive(request: HttpRequest) -> HttpResponse:
    """Somebody is typing a long text: the session is in use."""
    return HttpResponse(status=204)


@require_POST
@login_not_required
@open_while_locked
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose the language before signing in: kept in this browser alone."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(onward_of(request))
    if chosen in dict(settings.LANGUAGES):
        remember_language(response, chosen)
    return response
