"""Pages that change the territory: the right, a form, its operation, the answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.editing import add_row, change_row, edit
from maillage.kit.pages import posted
from maillage.kit.policy import fetch, permits_adding, require
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory import forms
from maillage.territory.models import Absence, HostContact, HostOrganisation
from maillage.territory.views.asked import reader_of


def change_commune(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.CommuneForm, pk, title=_("Other names of %(row)s"))


def add_neighbourhood(request: HttpRequest) -> HttpResponse:
    return add_row(
        request, forms.NeighbourhoodForm, title=_("A neighbourhood"), back=reverse("territory:territory")
    )


def change_neighbourhood(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.NeighbourhoodForm, pk, title="%(row)s")


def add_zone(request: HttpRequest) -> HttpResponse:
    return add_row(request, forms.ZoneForm, title=_("A zone"), back=reverse("territory:territory"))


def change_zone(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.ZoneForm, pk, title="%(row)s")


def choose_neighbourhood(request: HttpRequest) -> HttpResponse:
    return add_row(
        request,
        forms.ChoiceForm,
        title=_("We work in a neighbourhood"),
        back=reverse("territory:territory"),
        known={"first_day": clock.today()},
    )


def change_choice(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.ChoiceForm, pk, title=_("When we work in %(row)s"))


def add_host(request: HttpRequest) -> HttpResponse:
    return add_row(request, forms.HostForm, title=_("A host organisation"), back=reverse("territory:hosts"))


def change_host(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.HostForm, pk, title="%(row)s")


def add_site(request: HttpRequest) -> HttpResponse:
    return add_row(request, forms.SiteForm, title=_("An address of a host"), back=reverse("territory:hosts"))


def change_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.SiteForm, pk, title="%(row)s")


def open_assignment(request: HttpRequest) -> HttpResponse:
    return add_row(
        request,
        forms.AssignmentForm,
        title=_("An assignment"),
        back=reverse("territory:assignments"),
        known={"first_day": clock.today()},
    )


def change_assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.AssignmentForm, pk, title="%(row)s")


def add_funding(request: HttpRequest) -> HttpResponse:
    return add_row(request, forms.FundingForm, title=_("A funding period"), back=reverse("territory:project"))


def change_funding(request: HttpRequest, pk: UUID) -> HttpResponse:
    return change_row(request, forms.FundingForm, pk, title="%(row)s")


# --- Who speaks for a host ----------------------------------------------------------------------------------


def add_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody speaks for this host from now on."""
    host = fetch(HostOrganisation.objects.all(), reader_of(request), "may_change", pk=pk)
    contact = HostContact(organisation=host)
    form = forms.ContactForm(posted(request), instance=contact, initial={"first_day": clock.today()})
    title = _("Who speaks for %(host)s") % {"host": host}
    return edit(request, form, title=title, back=host.get_absolute_url())


def change_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Until when somebody speaks for this host."""
    row = fetch(HostContact.objects.all(), reader_of(request), "may_change", pk=pk)
    form = forms.ContactForm(posted(request), instance=row)
    return edit(request, form, title=str(row), back=row.get_absolute_url())


# --- Days away ----------------------------------------------------------------------------------------------


def note_absence(request: HttpRequest) -> HttpResponse:
    """My own days away; for coordination, anybody's."""
    person = reader_of(request)
    require(permits_adding(person, Absence))
    own = not person.has_role(Role.COORDINATION)
    form = forms.AbsenceForm(posted(request), own=own, initial={"first_day": clock.today()})
    back = after_absence(person)
    return edit(request, form, title=_("Days away"), back=back, to=back)


def change_absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other days than first noted."""
    person = reader_of(request)
    row = fetch(Absence.objects.all(), person, "may_change", pk=pk)
    form = forms.AbsenceForm(posted(request), instance=row, own=row.person_id == person.pk)
    back = after_absence(person)
    return edit(request, form, title=_("Days away: %(person)s") % {"person": row.person}, back=back, to=back)


def after_absence(person: Person) -> str:
    """Where a person goes on after noting days away."""
    return reverse("territory:my_zone" if person.has_role(Role.RAQ) else "territory:assignments")
