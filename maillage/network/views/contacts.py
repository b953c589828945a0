"""« Ma fiche »: a contact made, how it began, and the list of my own sheets."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.editing import edit
from maillage.kit.gestures import gesture
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require, visible
from maillage.network import forms, operations
from maillage.network.collaboration import lies_inside, own_sheets
from maillage.network.models import Actor, Contact, PersonalSheet
from maillage.network.views.asked import reader_of

PAGE = 50


def add_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A contact with this actor; the first one also tells how it began."""
    reader = reader_of(request)
    actor = fetch(Actor.objects.standing(), reader, pk=pk)
    require(permits_adding(reader, PersonalSheet))
    sheet = visible(PersonalSheet.objects.filter(actor=actor, person=reader.pk), reader).first()
    asked: dict[str, Any] = {"actor": actor, "initial": {"happened_on": clock.today()}}
    if sheet is None:
        computed = lies_inside(actor, reader, clock.today())
        form: Any = forms.FirstContactForm(posted(request), computed=computed, **asked)
    else:
        form = forms.ContactForm(posted(request), **asked)
    return _contact_page(
        request, form, actor, sheet=sheet, title=_("A contact"), said=_("Noted on my sheet.")
    )


def change_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetch(
        Contact.objects.select_related("sheet__actor", "outcome"), reader_of(request), "may_change", pk=pk
    )
    actor = row.sheet.actor
    form = forms.ContactForm(posted(request), instance=row, actor=actor)
    withdraw = reverse("network:withdraw_contact", args=[pk])
    return _contact_page(request, form, actor, sheet=None, title=_("This contact"), withdraw_url=withdraw)


def _contact_page(request: HttpRequest, form: Any, actor: Actor, **shown: Any) -> HttpResponse:
    back = actor.get_absolute_url()
    template = "network/contact_form.html"
    return edit(request, form, back=back, to=back, template=template, actor=actor, **shown)


def change_personal_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it began, and what comes next."""
    reader = reader_of(request)
    row = fetch(PersonalSheet.objects.select_related("actor"), reader, "may_change", pk=pk)
    first = row.contacts.filter(withdrawn_at=None).order_by("happened_on").first()
    computed = lies_inside(row.actor, reader, first.happened_on) if first else None
    form = forms.PersonalSheetForm(posted(request), instance=row, computed=computed)
    return edit(
        request,
        form,
        title=_("My sheet"),
        back=row.get_absolute_url(),
        template="network/personal_sheet_form.html",
        actor=row.actor,
    )


def my_sheets(request: HttpRequest) -> HttpResponse:
    """Every actor I have a sheet on: what comes next first, then by the last contact."""
    reader = reader_of(request)
    require(permits_adding(reader, PersonalSheet))
    rows = own_sheets(reader)
    start = int(asked) if (asked := request.GET.get("from", "")).isdecimal() and len(asked) < 6 else 0
    shown = list(rows[start : start + PAGE + 1])
    outcomes = visible(Contact.objects.select_related("outcome"), reader)
    by_key = outcomes.in_bulk([row.last_id for row in shown if row.last_id])
    context = {
        "sheets": [(row, by_key.get(row.last_id)) for row in shown[:PAGE]],
        "more": start + PAGE if len(shown) > PAGE else None,
        "today": clock.today(),
    }
    return page(request, "network/my_sheets.html", context)


withdraw_contact = gesture(
    Contact,
    operations.withdraw_contact,
    "contact",
    gettext_lazy("This contact is withdrawn."),
    undo="network:restore_contact",
)
restore_contact = gesture(Contact, operations.restore_contact, "contact", gettext_lazy("It is back."))
