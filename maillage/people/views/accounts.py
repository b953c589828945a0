"""Accounts, for whoever keeps them: who may come in, as what, until when. Never when somebody came (P3)."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.forms import refusals_in
from maillage.kit.operations import RefusedError
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, marked, permits_adding, require, visible
from maillage.kit.told import told
from maillage.people import departures, invitations, operations
from maillage.people.forms import AccountFilter, InvitationForm, LastDayForm, RoleForm
from maillage.people.models import Invitation, Person, RoleMembership, WayBack
from maillage.people.roles import Role

PAGE = 50
LAST_DAY_ASKED = gettext_lazy("Which day is the last one? A date such as 31/12/2026.")


def reader_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def account_kept(request: HttpRequest, pk: UUID) -> Person:
    return fetch(Person.objects.all(), reader_of(request), "may_keep_account", pk=pk)


def accounts(request: HttpRequest) -> HttpResponse:
    """Every account I keep, with its roles and its invitation."""
    reader = reader_of(request)
    require(permits_adding(reader, Invitation))
    links = visible(Invitation.objects.filter(accepted_at=None, withdrawn_at=None), reader)
    kept = visible(Person.objects.filter(email__isnull=False), reader, "may_keep_account").prefetch_related(
        Prefetch("memberships", visible(RoleMembership.objects.all(), reader)),
        Prefetch("invitations", links, to_attr="links"),
    )
    ways = visible(WayBack.objects.waiting_at(clock.now()), reader).select_related("person", "asked_by")
    form = AccountFilter(request.GET)
    found = form.among(kept)
    keys = [str(each.pk) for each in found]
    start = keys.index(request.GET["after"]) + 1 if request.GET.get("after") in keys else 0
    shown = found[start : start + PAGE]
    context = {
        "form": form,
        "accounts": shown,
        "count": len(found),
        "ways": marked(ways, reader, "may_confirm"),
        "now": clock.now(),
        "coordinates": reader.has_role(Role.COORDINATION),
        "after": shown[-1].pk if start + PAGE < len(found) else None,
    }
    return page(request, "people/accounts.html", context, parts=("accounts",))


@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link, once."""
    reader = reader_of(request)
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
    reader, person = reader_of(request), account_kept(request, pk)
    memberships = visible(RoleMembership.objects.filter(person=person), reader)
    ways = visible(WayBack.objects.waiting_at(clock.now()).filter(person=person), reader)
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
        "ways": ways.select_related("person", "asked_by"),
        "left": person.left_by(clock.today()),
        "last_day": LastDayForm(),
        "history": told(person, *visible(WayBack.objects.filter(person=person), reader)),
        "coordinates": reader.has_role(Role.COORDINATION),
    }
    return render(request, "people/account.html", context)


def add_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A further role, from a day."""
    reader, person = reader_of(request), account_kept(request, pk)
    form = RoleForm(posted(request), by=reader)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            operations.give_role(by=reader, person=person, **form.cleaned_data)
            messages.success(request, _("The role is noted."))
            return redirect("people:account", person.pk)
    context = {"form": form, "person": person}
    return render(request, "people/add_role.html", context, status=422 if form.is_bound else 200)


def done(request: HttpRequest, verb: Callable[[], object], said: str, undo: str = "") -> None:
    """Run the verb and say what happened, with its undoing, or why it was refused."""
    try:
        verb()
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, said, extra_tags=f"undo:{undo}" if undo else "")


@require_POST
def end_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last day of a role."""
    reader = reader_of(request)
    membership = fetch(RoleMembership.objects.all(), reader, "may_change", pk=pk)
    form = LastDayForm(request.POST)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        done(
            request,
            lambda: operations.end_role(by=reader, membership=membership, last_day=last_day),
            _("The last day is noted."),
            reverse("people:reopen_role", args=[pk]),
        )
    else:
        messages.warning(request, LAST_DAY_ASKED)
    return redirect("people:account", membership.person_id)


@require_POST
def reopen_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It goes on after all, as long as its last day is not over."""
    reader = reader_of(request)
    membership = fetch(RoleMembership.objects.all(), reader, "may_change", pk=pk)
    done(
        request,
        lambda: operations.reopen_role(by=reader, membership=membership),
        _("The role goes on."),
    )
    return redirect("people:account", membership.person_id)


@require_POST
def note_departure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves: today, and they are signed out everywhere at once; or on a later day."""
    reader, person = reader_of(request), account_kept(request, pk)
    form = LastDayForm(request.POST)
    if not form.is_valid():
        messages.warning(request, LAST_DAY_ASKED)
        return redirect("people:account", pk)
    last_day = form.cleaned_data["last_day"]
    at_once = _("The departure is noted. They are signed out everywhere; what they wrote stays.")
    later = _("The departure is noted. Access ends with that day; what they wrote stays.")
    done(
        request,
        lambda: departures.note_departure(by=reader, person=person, last_day=last_day),
        at_once if last_day == clock.today() else later,
        reverse("people:note_return", args=[pk]),
    )
    return redirect("people:account", pk)


@require_POST
def note_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody stays after all, or comes back."""
    reader, person = reader_of(request), account_kept(request, pk)
    if person.leaves_on is not None and not person.left_by(clock.today()):
        verb, said = departures.undo_departure, _("The departure is undone: all is as before.")
    else:
        verb, said = departures.note_return, _("The account is open again. I note the role, from which day.")
    done(request, lambda: verb(by=reader, person=person), said)
    return redirect("people:account", pk)


@require_POST
@never_cache
def make_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A link for somebody who never came in."""
    reader, person = reader_of(request), account_kept(request, pk)
    return _shown(request, person, lambda: invitations.invite_again(by=reader, person=person))


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
    reader = reader_of(request)
    invitation = fetch(Invitation.objects.select_related("person"), reader, "may_change", pk=pk)
    return _shown(request, invitation.person, lambda: invitations.renew(by=reader, invitation=invitation))


@require_POST
def withdraw_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    reader = reader_of(request)
    invitation = fetch(Invitation.objects.all(), reader, "may_change", pk=pk)
    done(
        request,
        lambda: invitations.withdraw(by=reader, invitation=invitation),
        _("The invitation is withdrawn."),
    )
    return redirect("people:account", invitation.person_id)
