"""Signing in and out, my own sessions, my profile, my colleagues."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits, visible
from maillage.people import demo, operations, sessions, signing_in, throttle
from maillage.people.forms import ColleagueFilter, PasswordForm, ProfileForm, SignInForm
from maillage.people.middleware import open_while_locked, remember_language, secret_fields
from maillage.people.models import Person, PersonQuerySet, RoleMembership, Skill, SpokenLanguage
from maillage.people.session_store import SessionStore

PAGE = 50


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _next(request: HttpRequest) -> str:
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


@never_cache
@login_not_required
@open_while_locked
@secret_fields("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by e-mail address and password; what was typed stays, but for the password."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(_next(request))
    form = SignInForm(posted(request))
    status, wait = 200, None
    if request.method == "POST" and form.is_valid():
        found = signing_in.sign_in(request, form.cleaned_data["email"], form.cleaned_data["password"])
        if isinstance(found, Person):
            response: HttpResponse = HttpResponseRedirect(_next(request))
            throttle.remember_device(request, response, found.email or "")
            remember_language(response, found.language)
            return response
        form.add_error(None, str(found.sentence))
        status, wait = found.status, found.wait
    elif request.method == "POST":
        status = 422
    context = {"form": form, "next": _next(request), **_demo_sign_ins()}
    response = render(request, "people/sign_in.html", context, status=status)
    if wait:
        response["Retry-After"] = str(int(wait.total_seconds()))
    return response


@require_POST
@login_not_required
@open_while_locked
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; nothing of it stays in the browser (ASVS 14.3.1)."""
    logout(request)
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
@secret_fields("password")
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock from the lock screen, where the page waits underneath as it was left.

    Only for whoever the page belongs to: somebody who signed in since, in another tab, gets 403.
    """
    if request.POST.get("person", str(_person(request).pk)) != str(_person(request).pk):
        return JsonResponse({"sign_in": resolve_url(settings.LOGIN_URL)}, status=403)
    refusal = signing_in.unlock(request, request.POST.get("password", ""))
    if refusal is None:
        return HttpResponse(status=204)
    response = JsonResponse({"error": str(refusal.sentence)}, status=refusal.status)
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
    response = HttpResponseRedirect(_next(request))
    if chosen in dict(settings.LANGUAGES):
        remember_language(response, chosen)
    return response


# --- My account --------------------


def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    own = sessions.own_sessions(_person(request), clock.now())
    context = {"sessions": own, "this_key": request.session.session_key}
    return page(request, "people/sessions.html", context, parts=("sessions",))


@require_POST
def end_session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one of my sessions; another's does not exist for me. Ending this one signs out."""
    row = cast(SessionStore, request.session).row
    if row is not None and row.public_id == public_id:
        return sign_out(request)
    if not sessions.end(_person(request), public_id):
        raise Http404
    messages.success(request, _("This session has ended."))
    return redirect("people:my_sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all my sessions but this one."""
    sessions.end_others(_person(request), request.session.session_key)
    messages.success(request, _("I am signed in nowhere else."))
    return redirect("people:my_sessions")


def my_profile(request: HttpRequest) -> HttpResponse:
    """What I am called, what I can do, what colleagues see of it, how the screen looks."""
    person = _person(request)
    form = ProfileForm(
        posted(request), instance=fetch(Person.objects.all(), person, "may_change", pk=person.pk)
    )
    if request.method == "POST" and form.is_valid():
        operations.change_profile(
            by=person,
            values=form.own_values(),
            languages=form.cleaned_data["languages"],
            skills=form.cleaned_data["skills"],
        )
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("My profile is saved."))
        response = redirect("people:my_profile")
        remember_language(response, form.cleaned_data["language"])
        return response
    status = 422 if form.is_bound else 200
    return render(request, "people/profile.html", {"form": form}, status=status)


@secret_fields("current", "new")
def my_password(request: HttpRequest) -> HttpResponse:
    """A new password; my other sessions end with the old one."""
    person = _person(request)
    form = PasswordForm(posted(request), person=person)
    refusal = None
    if request.method == "POST" and form.is_valid():
        checked = signing_in.check(
            request, person.email or "", form.cleaned_data["current"], signing_in.WRONG_PASSWORD
        )
        refusal = checked if isinstance(checked, signing_in.Refusal) else None
    if refusal is not None:
        form.add_error("current", str(refusal.sentence))
    if form.is_bound and form.is_valid():
        operations.change_password(by=person, password=form.cleaned_data["new"])
        sessions.end_others(person, request.session.session_key)
        sessions.begin(request, person)
        messages.success(request, _("My password is changed. I am signed in nowhere else."))
        return redirect("people:my_profile")
    status = refusal.status if refusal else 422 if form.is_bound else 200
    return render(request, "people/password.html", {"form": form}, status=status)


# --- My colleagues --------------------


def _colleagues(request: HttpRequest) -> PersonQuerySet:
    today = visible(RoleMembership.objects.on(clock.today()), _person(request))
    people = visible(Person.objects.active(), _person(request)).filter(memberships__in=today).distinct()
    return cast(PersonQuerySet, people.prefetch_related(Prefetch("memberships", today)))


def team(request: HttpRequest) -> HttpResponse:
    """Who we are, and who speaks what."""
    form = ColleagueFilter(request.GET)
    found = form.rows(_colleagues(request), _person(request))
    keys = [str(person.pk) for person in found]
    start = keys.index(request.GET["after"]) + 1 if request.GET.get("after") in keys else 0
    shown = found[start : start + PAGE]
    context = {
        "form": form,
        "colleagues": shown,
        "count": len(found),
        "after": shown[-1].pk if start + PAGE < len(found) else None,
    }
    return page(request, "people/team.html", context, parts=("colleagues",))


def colleague(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a colleague shows of themselves; my own page as others see it."""
    reader = _person(request)
    shown = fetch(_colleagues(request), reader, pk=pk)
    own = shown.pk == reader.pk
    experience = shown.shows_experience and permits(reader, "may_read_experience", shown)
    context = {
        "colleague": shown,
        "own": own,
        "phone": shown.phone if shown.shows_phone and permits(reader, "may_read_phone", shown) else "",
        "experience": shown.experience if experience else "",
        "languages": visible(SpokenLanguage.objects.filter(person=shown), reader)
        if shown.shows_languages
        else (),
        "skills": visible(Skill.objects.filter(person=shown), reader) if shown.shows_skills else (),
    }
    return render(request, "people/colleague.html", context)
