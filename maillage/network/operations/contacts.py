"""What a RAQ lived with an actor, contact by contact (U-RAQ-25, U-RAQ-26; D4, D12)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change, keep_terms, write
from maillage.network.collaboration import lies_inside
from maillage.network.models import Actor, Contact, PersonalSheet
from maillage.network.models.contacts import PROJECT_BEGAN
from maillage.people.models import Person

#: The outcome that asks why; in the shipped words. Its code stays when coordination renames it.
REFUSAL = "refusal"
#: What stands on the personal sheet, beside its reasons.
OF_SHEET = ("known_through", "initiator", "inside_zone", "next_step", "next_step_on")


@operation("network.contact.noted", gettext_lazy("%(who)s noted a contact with the actor"))
def note_contact(
    *, by: Person, actor: Actor, values: dict[str, Any], beside: dict[str, Any] | None = None
) -> Contact:
    """One contact made, whatever came of it. The first one opens my sheet on this actor."""
    hold(PersonalSheet._meta.label_lower)
    known = PersonalSheet.objects.filter(actor=actor, person=by).first()
    sheet = known or PersonalSheet.objects.create(actor=actor, person=by)
    contact = Contact(sheet=sheet, recorded_at=clock.now())
    write(contact, _of_contact(values), check=_on_a_day_of_the_project)
    _keep_reasons(contact, beside or {})
    _keep_sheet(sheet, values, beside or {})
    tell(contact)
    return contact


@operation("network.contact.changed", gettext_lazy("%(who)s changed a contact with the actor"))
def change_contact(
    *, by: Person, contact: Contact, values: dict[str, Any], beside: dict[str, Any] | None = None
) -> Contact:
    """Another day, another outcome, better words."""

    def more(row: Contact) -> dict[str, Any]:
        changes = _keep_reasons(row, beside or {})
        _keep_sheet(row.sheet, {}, {})
        return changes

    return change(contact, _of_contact(values), check=_on_a_day_of_the_project, more=more)


@operation("network.contact.withdrawn", gettext_lazy("%(who)s withdrew a contact as a mistake"))
def withdraw_contact(*, by: Person, contact: Contact) -> Contact:
    """It was noted by mistake; it can come back."""
    return change(contact, {"withdrawn_at": clock.now()}, more=_zone_again)


@operation("network.contact.restored", gettext_lazy("%(who)s brought a contact back"))
def restore_contact(*, by: Person, contact: Contact) -> Contact:
    """It was no mistake after all."""
    return change(contact, {"withdrawn_at": None}, more=_zone_again)


@operation("network.personal_sheet.changed", gettext_lazy("%(who)s changed their own sheet on the actor"))
def change_personal_sheet(
    *, by: Person, sheet: PersonalSheet, values: dict[str, Any], beside: dict[str, Any] | None = None
) -> PersonalSheet:
    """How I came to know the actor, who began, whether it lies in my zone, what comes next."""
    given = dict(values)
    if "inside_zone" in given:
        given["zone_said"] = given["inside_zone"] is not None
        if given["inside_zone"] is None:
            given["inside_zone"] = _computed(sheet)
    return change(sheet, given, more=lambda row: _keep_outside_reasons(row, beside or {}))


# --- What they are made of ----------------------------------------------------------------------------------


def _of_contact(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in OF_SHEET}


def _on_a_day_of_the_project(contact: Contact) -> None:
    if contact.happened_on > clock.today():
        raise RefusedError(_("This day is to come. Which day was it?"), field="happened_on")
    if contact.happened_on < PROJECT_BEGAN:
        raise RefusedError(
            _("The project began on %(day)s. Which day was it?") % {"day": clock.in_words(PROJECT_BEGAN)},
            field="happened_on",
        )


def _keep_reasons(contact: Contact, beside: dict[str, Any]) -> dict[str, Any]:
    """Reasons belong to a refusal: with another outcome there are none."""
    asked = contact.outcome is not None and contact.outcome.code == REFUSAL
    return keep_terms(contact, "refusal_reasons", beside.get("refusal_reasons", ()) if asked else ())


def _keep_sheet(sheet: PersonalSheet, values: dict[str, Any], beside: dict[str, Any]) -> None:
    """What the contact says of the sheet; an answer left empty takes nothing away, but for the next step."""
    for name in ("known_through", "initiator"):
        if values.get(name) is not None:
            setattr(sheet, name, values[name])
    if values.get("inside_zone") is not None:
        sheet.inside_zone, sheet.zone_said = values["inside_zone"], True
    if "next_step" in values:
        sheet.next_step = values["next_step"]
        sheet.next_step_on = values.get("next_step_on")
    sheet.version += 1
    _place(sheet)
    if "outside_reasons" in beside:
        _keep_outside_reasons(sheet, beside)


def _place(sheet: PersonalSheet) -> None:
    """Whether the actor lies in my zone, as it was on the day of the first contact; unless I said it."""
    if not sheet.zone_said:
        sheet.inside_zone = _computed(sheet)
    sheet.save()


def _computed(sheet: PersonalSheet) -> bool | None:
    first = sheet.contacts.filter(withdrawn_at=None).order_by("happened_on").first()
    return lies_inside(sheet.actor, sheet.person, first.happened_on) if first else None


def _zone_again(contact: Contact) -> dict[str, Any]:
    _place(contact.sheet)
    return {}


def _keep_outside_reasons(sheet: PersonalSheet, beside: dict[str, Any]) -> dict[str, Any]:
    """Why an actor from elsewhere is asked of those from elsewhere."""
    reasons = beside.get("outside_reasons", sheet.outside_reasons.all())
    return keep_terms(sheet, "outside_reasons", reasons if sheet.inside_zone is False else ())
