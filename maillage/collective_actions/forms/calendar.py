"""What the calendar shows: which days, and of whom, where, what."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.forms.base import raqs_today
from maillage.collective_actions.models import Action
from maillage.kit import clock
from maillage.kit.forms import DayInput
from maillage.kit.policy import Reader, visible
from maillage.kit.vocabularies import choices_on
from maillage.people.models import Person
from maillage.territory.models import Commune, HostOrganisation, Zone

VIEWS = {"month": _("Month"), "week": _("Week"), "list": _("List"), "day": _("Day")}
NO_CATEGORY = "none"


class CalendarFilter(forms.Form):
    """The address of a calendar page, read. Whatever a reader may not see is not on offer."""

    view = forms.ChoiceField(choices=list(VIEWS.items()), widget=forms.HiddenInput)
    day = forms.DateField(label=_("Around which day"), widget=DayInput)
    raq = forms.ModelChoiceField(Person.objects.none(), label=_("Colleague"), required=False)
    zone = forms.ModelChoiceField(Zone.objects.none(), label=_("Zone"), required=False)
    commune = forms.ModelChoiceField(Commune.objects.none(), label=_("Commune"), required=False)
    host = forms.ModelChoiceField(
        HostOrganisation.objects.none(), label=_("Activity of a host partner"), required=False
    )
    open = forms.BooleanField(label=_("Open to everybody"), required=False)
    wanted = forms.BooleanField(label=_("Looking for help"), required=False)
    action = forms.ModelChoiceField(Action.objects.none(), widget=forms.HiddenInput, required=False)

    FOLDED = ("raq", "zone", "commune", "category", "host", "open", "wanted")

    def __init__(self, data: Any, *, reader: Reader) -> None:
        asked = {name: value for name, value in data.dict().items() if value}
        super().__init__({"view": "month", "day": clock.today().isoformat()} | asked)
        fields: dict[str, Any] = self.fields
        fields["raq"].queryset = visible(raqs_today(), reader)
        for name, model in (("zone", Zone), ("commune", Commune), ("host", HostOrganisation)):
            fields[name].queryset = visible(model._default_manager.all(), reader)
        fields["action"].queryset = visible(Action.objects.all(), reader)
        for name in ("raq", "zone", "commune", "host"):
            fields[name].empty_label = _("All")
        self.categories = list(choices_on("collective_category", clock.today(), help=False))
        fields["category"] = forms.ChoiceField(
            label=_("Field of action"),
            choices=[
                ("", _("All")),
                *[(term.code, str(term)) for term in self.categories],
                (NO_CATEGORY, _("In no field")),
            ],
            required=False,
        )
        self.is_valid()

    @property
    def chosen_day(self) -> date:
        """The day asked for; today when none or an impossible one was."""
        return self.cleaned_data.get("day") or clock.today()

    @property
    def chosen_view(self) -> str:
        return self.cleaned_data.get("view") or "month"

    def chosen(self, name: str) -> Any:
        """What was asked of one filter; None for all."""
        return self.cleaned_data.get(name) or None

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """The filters, folded until one of them is used."""
        return [self[name] for name in self.FOLDED]

    @property
    def is_wrong(self) -> bool:
        """Whether something in the address is to be put right."""
        return bool(self.errors)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the day and the view was asked."""
        return any(self.chosen(name) for name in (*self.FOLDED, "action"))
