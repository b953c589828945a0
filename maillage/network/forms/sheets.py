"""Forms of the shared sheet. Each keeps what was typed, and knows the one operation that keeps it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django import forms
from django.core.validators import URLValidator, validate_email
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.forms import LinesField, RecordForm
from maillage.network import operations
from maillage.network.duplicates import Candidate, candidates
from maillage.network.hours_field import HoursField
from maillage.network.models import (
    Access,
    Actor,
    ContactPerson,
    Cost,
    LentRoom,
    Papers,
    Site,
    Way,
    WayKind,
)
from maillage.network.models.actors import LANGUAGES
from maillage.network.phones import PhoneField, normalise, said
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.forms import PlaceField

SEVERAL = forms.CheckboxSelectMultiple


class ActorForm(RecordForm[Actor]):
    """Who it is, what it does, for whom, on what conditions."""

    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"), choices=LANGUAGES, widget=SEVERAL, required=False
    )
    aliases = LinesField(label=_("Other names, one a line"), required=False)
    beside: tuple[str, ...] = ("themes", "publics", "languages", "aliases")
    twins: list[Candidate] = []

    class Meta:
        model = Actor
        fields = [
            "name_fr", "kind", "themes", "publics", "papers", "cost", "access", "conditions_fr",
            "specifics_fr", "name_nl", "acronym", "conditions_nl", "specifics_nl", "enterprise_number",
            "host", "is_public",
        ]  # fmt: skip
        labels = {"name_fr": _("Name")}
        widgets = {
            "specifics_fr": forms.Textarea(attrs={"rows": 3}),
            "specifics_nl": forms.Textarea(attrs={"rows": 3}),
            "papers": forms.RadioSelect,
            "cost": forms.RadioSelect,
            "access": forms.RadioSelect,
        }
        help_texts = {
            "specifics_fr": _("What a colleague should know before sending somebody. No person’s story."),
        }

    field_order = ["name_fr", "kind", "themes", "publics", "languages", "papers", "cost", "access"]

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.has_role(Role.COORDINATION):
            del self.fields["host"], self.fields["is_public"]
        for name, known in (("papers", Papers), ("cost", Cost), ("access", Access)):
            asked: Any = self.fields[name]
            asked.choices = [("", _("I do not know")), *known.choices]

    #: What can wait until one sits down; folded on a new sheet.
    LATER = (
        "publics", "languages", "cost", "access", "conditions_fr", "specifics_fr", "name_nl", "acronym",
        "conditions_nl", "specifics_nl", "enterprise_number", "aliases", "host", "is_public",
    )  # fmt: skip

    @property
    def first_fields(self) -> list[BoundField]:
        """What one has at hand."""
        return [field for field in self.visible_fields() if field.name not in (*self.LATER, "is_another")]

    @property
    def later_fields(self) -> list[BoundField]:
        """What can wait."""
        return [field for field in self.visible_fields() if field.name in self.LATER]

    @property
    def shows_all(self) -> bool:
        """Nothing is folded on a sheet one comes to complete, nor when something there is to repair."""
        return not self.is_new or any(name in self.errors for name in self.LATER)

    def beside_of(self, row: Actor) -> dict[str, Any]:
        return {
            "themes": list(row.themes.all()),
            "publics": list(row.publics.all()),
            "languages": [language.code for language in row.languages.all()],
            "aliases": [str(alias) for alias in row.aliases.all()],
        }

    def kept_beside(self) -> dict[str, Any]:
        """What stands beside the sheet's own columns."""
        return {name: self.cleaned_data[name] for name in self.beside}

    def keep(self, by: Person) -> Actor:
        return operations.change_actor(
            by=by, actor=self.instance, values=self.values(), beside=self.kept_beside()
        )


#: What tells, while one types, that a sheet may be there already.
RECOGNISED_BY = ("name_fr", "street", "phone", "email")


class AddActorForm(ActorForm):
    """A new sheet, with what one has at hand in the street: a name, a place, a number."""

    neighbourhood = PlaceField(required=False)
    street = forms.CharField(label=_("Street and number"), max_length=160, required=False)
    phone = PhoneField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_another = forms.BooleanField(label=_("It is another one: I add mine"), required=False)

    beside = (*ActorForm.beside, "neighbourhood", "street", "phone", "email", "is_another")
    field_order = ["name_fr", "kind", "neighbourhood", "street", "phone", "email", *ActorForm.field_order[2:]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking = {
            "hx-get": reverse("network:add_actor"),
            "hx-trigger": "input changed delay:600ms",
            "hx-target": "#twins",
            "hx-swap": "outerHTML",
            "hx-include": ", ".join(f"[name={name}]" for name in RECOGNISED_BY),
        }
        for name in RECOGNISED_BY:
            self.fields[name].widget.attrs.update(asking)
        if not self.is_bound:
            self.twins = self._twins(self.initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.twins = self._twins(cleaned)
        if self.twins and not cleaned["is_another"] and not self.errors:
            self.add_error(None, _("This sheet may exist already. I open it, or I say that mine is another."))
        return cleaned

    def _twins(self, known: Mapping[str, Any]) -> list[Candidate]:
        """The sheets that may be this one."""
        reached = [str(known.get(name, "")) for name in ("phone", "email")]
        with suppress(forms.ValidationError):
            reached[0] = normalise(reached[0])
        return candidates(known.get("name_fr", ""), reached=reached, street=known.get("street", ""))

    def kept_beside(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ActorForm.beside}

    def keep(self, by: Person) -> Actor:
        asked = self.cleaned_data
        place = asked["neighbourhood"]
        known = {"neighbourhood": place, "street": asked["street"]}
        ways = [{"kind": kind, "value": asked[kind]} for kind in ("phone", "email") if asked[kind]]
        return operations.add_actor(
            by=by,
            values=self.values(),
            beside=self.kept_beside(),
            site=known if any(known.values()) else None,
            ways=ways,
        )


class SiteForm(RecordForm[Site]):
    neighbourhood = PlaceField(required=False)
    opening_hours = HoursField(label=_("opening hours"))

    class Meta:
        model = Site
        fields = [
            "street", "postcode", "town", "neighbourhood", "opening_hours", "hours_note_fr", "hours_note_nl",
            "accessibility", "name", "latitude", "longitude",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("street") or cleaned.get("neighbourhood")):
            self.add_error("neighbourhood", _("Where is it? A street or a neighbourhood is enough."))
        return cleaned

    def keep(self, by: Person) -> Site:
        if self.is_new:
            return operations.add_site(by=by, actor=self.instance.actor, values=self.values())
        return operations.change_site(by=by, site=self.instance, values=self.values())


class WayForm(RecordForm[Way]):
    class Meta:
        model = Way
        fields = ["kind", "value", "label", "site", "person"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = self.instance.actor
        for name, rows in (("site", actor.sites), ("person", actor.people)):
            field: Any = self.fields[name]
            field.queryset = rows.filter(withdrawn_at__isnull=True)
            if not field.queryset:
                del self.fields[name]
        if self.instance.kind == WayKind.PHONE:
            self.initial["value"] = said(self.instance.value)

    def clean_value(self) -> str:
        value = str(self.cleaned_data["value"]).strip()
        if self.cleaned_data.get("kind") == WayKind.PHONE:
            value = normalise(value)
        elif self.cleaned_data.get("kind") == WayKind.EMAIL:
            validate_email(value)
        elif self.cleaned_data.get("kind") == WayKind.WEB:
            value = value if "://" in value else f"https://{value}"
            URLValidator(["http", "https"])(value)
        return value

    def keep(self, by: Person) -> Way:
        if self.is_new:
            return operations.add_way(by=by, actor=self.instance.actor, values=self.values())
        return operations.change_way(by=by, way=self.instance, values=self.values())


class ContactPersonForm(RecordForm[ContactPerson]):
    class Meta:
        model = ContactPerson
        fields = ["function", "name"]

    def keep(self, by: Person) -> ContactPerson:
        if self.is_new:
            return operations.add_person(by=by, actor=self.instance.actor, values=self.values())
        return operations.change_person(by=by, person=self.instance, values=self.values())


class LentRoomForm(RecordForm[LentRoom]):
    available_hours = HoursField(label=_("when it is lent"))

    class Meta:
        model = LentRoom
        fields = ["name", "available_hours", "seats", "conditions"]

    def keep(self, by: Person) -> LentRoom:
        if self.is_new:
            return operations.add_room(by=by, site=self.instance.site, values=self.values())
        return operations.change_room(by=by, room=self.instance, values=self.values())
