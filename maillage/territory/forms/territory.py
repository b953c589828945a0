"""Forms on places, hosts, and who works where and when."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.forms import DayInput, LinesField, RecordForm
from maillage.people.models import Person
from maillage.people.roles import Role
from maillage.territory.forms.base import (
    DAYS,
    UNTIL,
    InferredField,
    PlaceField,
    SharesField,
)
from maillage.territory.models import (
    Absence,
    Assignment,
    Commune,
    FundingPeriod,
    HostContact,
    HostOrganisation,
    HostSite,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.operations import territory as operations
from maillage.territory.sources import Cell


class CommuneForm(RecordForm[Commune]):
    aliases = LinesField(label=_("Other names, one a line"), required=False)
    beside = ("aliases",)

    class Meta:
        model = Commune
        fields: list[str] = []

    def beside_of(self, row: Commune) -> dict[str, Any]:
        return {"aliases": [str(alias) for alias in row.aliases.all()]}

    def keep(self, by: Person) -> Commune:
        return operations.change_commune(by=by, commune=self.instance, aliases=self.cleaned_data["aliases"])


class NeighbourhoodForm(RecordForm[Neighbourhood]):
    aliases = LinesField(label=_("Other names, one a line"), required=False)
    shares = SharesField(
        label=_("Communes it lies in, one a line"),
        help_text=_("With the share of each: Schaerbeek 80. One alone is the whole of it."),
    )
    beside = ("aliases", "shares")
    field_order = ["name_fr", "name_nl", "shares", "aliases"]

    class Meta:
        model = Neighbourhood
        fields = [
            "name_fr", "name_nl", "kind", "monitoring_code", "area_km2", "latitude", "longitude", "note",
            "source",
        ]  # fmt: skip

    def beside_of(self, row: Neighbourhood) -> dict[str, Any]:
        return {
            "aliases": [str(alias) for alias in row.aliases.all()],
            "shares": [(share.commune, share.share) for share in row.shares.select_related("commune")],
        }

    def keep(self, by: Person) -> Neighbourhood:
        given = {"values": self.values(), **{name: self.cleaned_data[name] for name in self.beside}}
        if self.is_new:
            return operations.add_neighbourhood(by=by, **given)
        return operations.change_neighbourhood(by=by, neighbourhood=self.instance, **given)


class ZoneForm(RecordForm[Zone]):
    class Meta:
        model = Zone
        fields = ["code", "ordinal", "name"]

    def keep(self, by: Person) -> Zone:
        if self.is_new:
            return operations.add_zone(by=by, values=self.values())
        return operations.change_zone(by=by, zone=self.instance, values=self.values())


class ChoiceForm(RecordForm[SelectedNeighbourhood]):
    """When, and in which zone, the project works in a neighbourhood."""

    neighbourhood = PlaceField()
    inferred = InferredField(Cell.ZONE, Cell.RAQ, Cell.PLACE)

    class Meta:
        model = SelectedNeighbourhood
        fields = ["neighbourhood", "zone", "first_day", "last_day", "source", "inferred"]
        widgets = DAYS
        help_texts = {"last_day": UNTIL}

    def keep(self, by: Person) -> SelectedNeighbourhood:
        if self.is_new:
            return operations.choose_neighbourhood(by=by, values=self.values())
        return operations.change_choice(by=by, choice=self.instance, values=self.values())


class HostForm(RecordForm[HostOrganisation]):
    aliases = LinesField(label=_("Other names, one a line"), required=False)
    beside = ("aliases",)
    field_order = ["name", "name_nl", "aliases"]

    class Meta:
        model = HostOrganisation
        fields = ["name", "name_nl", "kind", "community_stance", "member_of_fdssb", "source"]

    def beside_of(self, row: HostOrganisation) -> dict[str, Any]:
        return {"aliases": [str(alias) for alias in row.aliases.all()]}

    def keep(self, by: Person) -> HostOrganisation:
        given = {"values": self.values(), "aliases": self.cleaned_data["aliases"]}
        if self.is_new:
            return operations.add_host(by=by, **given)
        return operations.change_host(by=by, host=self.instance, **given)


class SiteForm(RecordForm[HostSite]):
    neighbourhood = PlaceField(
        label=_("Neighbourhood"),
        required=False,
    )
    inferred = InferredField(Cell.ORGANISATION)

    class Meta:
        model = HostSite
        fields = [
            "organisation", "name", "street", "postcode", "town", "neighbourhood", "phone", "desk", "source",
            "inferred",
        ]  # fmt: skip

    def keep(self, by: Person) -> HostSite:
        if self.is_new:
            return operations.add_site(by=by, values=self.values())
        return operations.change_site(by=by, site=self.instance, values=self.values())


class AssignmentForm(RecordForm[Assignment]):
    neighbourhood = PlaceField(
        label=_("Neighbourhood on the row (indicative)"),
        required=False,
        help_text=_("The whole zone is covered all the same."),
    )
    inferred = InferredField(Cell.ZONE, Cell.HOST)

    class Meta:
        model = Assignment
        fields = [
            "person", "zone", "host_site", "neighbourhood", "first_day", "last_day", "source", "inferred",
        ]  # fmt: skip
        widgets = DAYS
        help_texts = {"last_day": UNTIL}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = raq_or(self.instance.person_id)  # type: ignore[attr-defined]

    def keep(self, by: Person) -> Assignment:
        if self.is_new:
            return operations.open_assignment(by=by, values=self.values())
        return operations.change_assignment(by=by, assignment=self.instance, values=self.values())


class AbsenceForm(RecordForm[Absence]):
    """Days away. Coordination says whose; a colleague notes their own."""

    class Meta:
        model = Absence
        fields = ["person", "first_day", "last_day"]
        widgets = DAYS
        help_texts = {"last_day": _("Empty as long as the day of return is not known.")}

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own or not self.is_new:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = raq_or(None)  # type: ignore[attr-defined]

    def keep(self, by: Person) -> Absence:
        days = {name: self.cleaned_data[name] for name in ("first_day", "last_day")}
        if self.is_new:
            return operations.note_absence(by=by, person=self.cleaned_data.get("person", by), **days)
        return operations.change_absence(by=by, absence=self.instance, **days)


class FundingForm(RecordForm[FundingPeriod]):
    class Meta:
        model = FundingPeriod
        fields = ["label", "funder", "first_day", "last_day", "source"]
        widgets = DAYS

    def keep(self, by: Person) -> FundingPeriod:
        if self.is_new:
            return operations.add_funding(by=by, values=self.values())
        return operations.change_funding(by=by, funding=self.instance, values=self.values())


class ContactForm(forms.ModelForm[HostContact]):
    """Who speaks for a host, and until when."""

    class Meta:
        model = HostContact
        fields = ["person", "first_day", "last_day"]
        widgets = DAYS
        help_texts = {"last_day": UNTIL}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            partners = Person.objects.active().with_role_on(Role.HOST_PARTNER, clock.today())
            self.fields["person"].queryset = partners  # type: ignore[attr-defined]
        else:
            del self.fields["person"], self.fields["first_day"]

    def keep(self, by: Person) -> HostContact:
        if self.instance._state.adding:
            values = {**self.cleaned_data, "organisation": self.instance.organisation}
            return operations.add_contact(by=by, values=values)
        return operations.end_contact(by=by, contact=self.instance, last_day=self.cleaned_data["last_day"])


class EndForm(forms.Form):
    """The last day of an assignment."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)


class DayFilter(forms.Form):
    """Which day of the territory, and which commune."""

    EVERYWHERE = "all"

    day = forms.DateField(label=_("Day"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communes = {str(commune.pk): commune for commune in Commune.objects.all()}
        choices = [(self.EVERYWHERE, _("All communes")), *self.communes.items()]
        self.fields["commune"] = forms.ChoiceField(label=_("Commune"), choices=choices)

    @classmethod
    def asked(cls, data: Any) -> "DayFilter":
        """The filter as the address asks; without a day, today, and everywhere."""
        asked = {name: value for name, value in data.dict().items() if value}
        return cls({"day": clock.today().isoformat(), "commune": cls.EVERYWHERE} | asked)

    @property
    def chosen_day(self) -> date:
        """The day asked for; today when none or an impossible one was."""
        self.is_valid()
        return self.cleaned_data.get("day") or clock.today()

    @property
    def chosen_commune(self) -> Commune | None:
        self.is_valid()
        return self.communes.get(self.cleaned_data.get("commune", ""))


def raq_or(person_id: UUID | None) -> Any:
    """Colleagues who are RAQ today, and whoever a row already names."""
    today = Person.objects.with_role_on(Role.RAQ, clock.today()).active()
    return Person.objects.filter(Q(pk__in=today.values("pk")) | Q(pk=person_id))
