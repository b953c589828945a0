"""My own account: my profile, my password, my sessions; my colleagues."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits, visible
from maillage.people import operations, sessions, signing_in, vault, vault_session
from maillage.people.forms import ColleagueFilter, ConfirmForm, PasswordForm, ProfileForm
from maillage.people.middleware import open_without_factor, remember_language, secret_fields
from maillage.people.models import (
    Person,
    PersonQuerySet,
    RoleMembership,
    Skill,
    SpokenLanguage,
    VaultLock,
)
from maillage.people.session_store import SessionStore
from maillage.people.vault import OpenVault
from maillage.people.views.entry import onward_of, sign_out

PAGE = 50


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


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
        opened = _change_password(request, person, **form.cleaned_data)
        sessions.end_others(person, request.session.session_key)
        factor = bool(request.session.get(sessions.SECOND_FACTOR))
        sessions.begin(request, person, second_factor=factor, opened=opened)
        messages.success(request, _("My password is changed. I am signed in nowhere else."))
        return redirect("people:my_profile")
    status = refusal.status if refusal else 422 if form.is_bound else 200
    return render(request, "people/password.html", {"form": form}, status=status)


def _change_password(request: HttpRequest, person: Person, *, current: str, new: str) -> OpenVault | None:
    """The new password opens my vault, too, if the one before did or the vault is open."""
    key, kind = vault.key_of(person), VaultLock.Kind.PASSWORD
    opened = vault_session.opened(request) or vault.opened_by(current, person, kind)
    lock = vault.locked_by(new, kind, key, opened) if key and opened else None
    operations.change_password(by=person, password=new, lock=lock)
    return opened


@open_without_factor
@secret_fields("password")
def confirm(request: HttpRequest) -> HttpResponse:
    """My password once more, before I change how I come in: an open screen is not enough for that."""
    person, form = _person(request), ConfirmForm(posted(request))
    refusal = None
    if request.method == "POST" and form.is_valid():
        found = signing_in.check(
            request, person.email or "", form.cleaned_data["password"], signing_in.WRONG_PASSWORD
        )
        if isinstance(found, Person):
            sessions.prove(request)
            opened = vault.opened_by(form.cleaned_data["password"], found, VaultLock.Kind.PASSWORD)
            if opened is not None:
                vault_session.keep(request, found, opened)
            return redirect(onward_of(request))
        form.add_error("password", str(found.sentence))
        refusal = found
    context = {"form": form, "next": onward_of(request), "passkeys": sessions.HAS_PASSKEY in request.session}
    status = refusal.status if refusal else 422 if form.is_bound else 200
    return render(request, "people/confirm.html", context, status=status)


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
