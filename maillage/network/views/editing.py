"""Pages that change a shared sheet: the right, a form, its operation, the answer."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.editing import edit
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require
from maillage.network import forms
from maillage.network.models import Actor, ContactPerson, LentRoom, Site, Way
from maillage.network.models.sites import OfActor
from maillage.network.views.asked import reader_of

DETAIL = "network/detail_form.html"


def add_actor(request: HttpRequest) -> HttpResponse:
    """A new sheet."""
    reader = reader_of(request)
    require(permits_adding(reader, Actor))
    known = (*forms.RECOGNISED_BY, "neighbourhood")
    asked = {name: request.GET[name] for name in known if name in request.GET}
    form = forms.AddActorForm(posted(request), by=reader, initial=asked)
    return edit(
        request,
        form,
        title=_("A local actor"),
        back=reverse("network:actors"),
        template="network/actor_form.html",
        show=partial(page, parts=("twins",)),
        said=_("The sheet is there for the whole team."),
    )


def change_actor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the sheet says."""
    reader = reader_of(request)
    row = fetch(Actor.objects.all(), reader, "may_change", pk=pk)
    form = forms.ActorForm(posted(request), by=reader, instance=row)
    back = row.get_absolute_url()
    return edit(request, form, title=str(row), back=back, template="network/actor_form.html")


def _add(request: HttpRequest, form: Any, detail: OfActor, title: str) -> HttpResponse:
    require(permits_adding(reader_of(request), type(detail)))
    back = detail.get_absolute_url()
    return edit(request, form(posted(request), instance=detail), title=title, back=back)


def _change(request: HttpRequest, form: Any, pk: UUID, name: str) -> HttpResponse:
    model: type[OfActor] = form._meta.model
    row: Any = fetch(model._default_manager.all(), reader_of(request), "may_change", pk=pk)
    url = reverse(f"network:withdraw_{name}", args=[pk])
    filled = form(posted(request), instance=row)
    back = row.get_absolute_url()
    return edit(request, filled, title=str(row.actor), back=back, template=DETAIL, withdraw_url=url)


def _actor(request: HttpRequest, pk: UUID) -> Actor:
    return fetch(Actor.objects.all(), reader_of(request), "may_change", pk=pk)


def add_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _add(request, forms.SiteForm, Site(actor=_actor(request, pk)), _("An address"))


def change_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, forms.SiteForm, pk, "site")


def add_way(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _add(request, forms.WayForm, Way(actor=_actor(request, pk)), _("A number, an e-mail, a website"))


def change_way(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, forms.WayForm, pk, "way")


def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = ContactPerson(actor=_actor(request, pk))
    return _add(request, forms.ContactPersonForm, person, _("A contact person"))


def change_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, forms.ContactPersonForm, pk, "person")


def add_room(request: HttpRequest, pk: UUID) -> HttpResponse:
    site = fetch(Site.objects.select_related("actor"), reader_of(request), "may_change", pk=pk)
    return _add(request, forms.LentRoomForm, LentRoom(site=site), _("A room lent for a permanence"))


def change_room(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, forms.LentRoomForm, pk, "room")
