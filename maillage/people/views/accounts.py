"""Accounts, for whoever keeps them: who may come in, as what, until when. Never when somebody came (P3)."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.forms import refusals_in
from maillage.kit.operations import RefusedError
from maillage.kit.pages import posted
from maillage.kit.policy import fetch, permits_adding, require, visible
from maillage.kit.told import told
from maillage.kit.words import fold
from maillage.people import invitations, operations
from maillage.people.forms import InvitationForm, LastDayForm, RoleForm
from maillage.people.models import Invitation, Person, RoleMembership
from maillage.people.roles import Role

PAGE = 50


def _reader(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _account(request: HttpRequest, pk: UUID) -> Person:
    return fetch(Person.objects.all(), _reader(request), "may_keep_account", pk=pk)


def accounts(request: HttpRequest) -> HttpResponse:
    """Every account I keep, with its roles and its invitation."""
    reader = _reader(request)
    require(permits_adding(reader, Invitation))
    links = visible(Invitation.objects.filter(accepted_at=None, withdrawn_at=None), reader)
    kept = visible(Person.objects.filter(email__isnull=False), reader, "may_keep_account").prefetch_related(
        Prefetch("memberships", visible(RoleMembership.objects.all(), reader)),
        Prefetch("invitations", links, to_attr="links"),
    )
    found = sorted(kept, key=lambda each: (not each.is_active, fold(each.display_name), each.pk))
    keys = [str(each.pk) for each in found]
    start = keys.index(request.GET["after"]) + 1 if request.GET.get("after") in keys else 0
    shown = found[start : start + PAGE]
    context = {
        "accounts": shown,
        "now": clock.now(),
        "coordinates": reader.has_role(Role.COORDINATION),
        "after": shown[-1].pk if start + PAGE < len(found) else None,
    }
    return render(request, "people/accounts.html", context)


@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link, once."""
    reader = _reader(request)
    require(permits_adding(reader, Invitation))
    form = InvitationForm(posted(request), by=reader)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return _link(request, invitations.invite(by=reader, **form.cleaned_data))
    return render(request, "people/invite.html", {"form": form}, status=422 if form.is_bound else 200)


def _link(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The link itself, to be copied now: only its hash is kept."""
    link = request.build_absolute_uri(invitations.address_of(invitation))
    context = {"invitation": invitation, "person": invitation.person, "link": link}
    return render(request, "people/invitation_link.html", context)


def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account: what the person is and was, their invitation, leaving and coming back."""
    reader, person = _reader(request), _account(request, pk)
    memberships = visible(RoleMembership.objects.filter(person=person), reader)
    context = {
        "person": person,
        "own": person == reader,
        "memberships": [(each, LastDayForm(auto_id=f"{each.pk}_%s")) for each in memberships],
        "today": clock.today(),
        "link": visible(Invitation.objects.filter(person=person), reader)
        .filter(accepted_at=None, withdrawn_at=None)
        .first(),
        "now": clock.now(),
        "waits": not person.has_usable_password(),
        "history": told(person),
        "coordinates": reader.has_role(Role.COORDINATION),
    }
    return render(request, "people/account.html", context)


def add_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A further role, from a day."""
    reader, person = _reader(request), _account(request, pk)
    form = RoleForm(posted(request), by=reader)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            operations.give_role(by=reader, person=person, **form.cleaned_data)
            messages.success(request, _("The role is noted."))
            return redirect("people:account", person.pk)
    context = {"form": form, "person": person}
    return render(request, "people/add_role.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, verb: Callable[[], object], said: str) -> None:
    try:
        verb()
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, said)


@require_POST
def end_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last day of a role."""
    reader = _reader(request)
    membership = fetch(RoleMembership.objects.all(), reader, "may_change", pk=pk)
    form = LastDayForm(request.POST)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        _done(
            request,
            lambda: operations.end_role(by=reader, membership=membership, last_day=last_day),
            _("The last day is noted."),
        )
    else:
        messages.warning(request, _("Which day is the last one? A date such as 31/12/2026."))
    return redirect("people:account", membership.person_id)


@require_POST
def note_departure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves: signed out everywhere, at once."""
    reader, person = _reader(request), _account(request, pk)
    _done(
        request,
        lambda: operations.note_departure(by=reader, person=person),
        _("The departure is noted. They are signed out everywhere; what they wrote stays."),
    )
    return redirect("people:account", pk)


@require_POST
def note_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody comes back."""
    reader, person = _reader(request), _account(request, pk)
    _done(
        request,
        lambda: operations.note_return(by=reader, person=person),
        _("The account is open again. I note the role, from which day."),
    )
    return redirect("people:account", pk)


@require_POST
def clear_factors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody lost their phone and their codes."""
    reader, person = _reader(request), _account(request, pk)
    _done(
        request,
        lambda: operations.clear_factors(by=reader, person=person),
        _("The second factor is cleared. They set up another at their next sign-in."),
    )
    return redirect("people:account", pk)


@require_POST
@never_cache
def make_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A link to choose a new password, for somebody who forgot it or comes back."""
    reader, person = _reader(request), _account(request, pk)
    return _shown(request, person, lambda: invitations.open_way_back(by=reader, person=person))


def _shown(request: HttpRequest, person: Person, make: Callable[[], Invitation]) -> HttpResponse:
    try:
        return _link(request, make())
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("people:account", person.pk)


@require_POST
@never_cache
def renew_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another link; the one before opens nothing any more."""
    reader = _reader(request)
    invitation = fetch(Invitation.objects.select_related("person"), reader, "may_change", pk=pk)
    return _shown(request, invitation.person, lambda: invitations.renew(by=reader, invitation=invitation))


@require_POST
def withdraw_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    reader = _reader(request)
    invitation = fetch(Invitation.objects.all(), reader, "may_change", pk=pk)
    _done(
        request,
        lambda: invitations.withdraw(by=reader, invitation=invitation),
        _("The invitation is withdrawn."),
    )
    return redirect("people:account", invitation.person_id)
