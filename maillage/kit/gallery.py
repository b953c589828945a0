"""The gallery: every component in all its states, with examples a worker would recognise."""

from django import forms
from django.contrib.messages import INFO
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit.forms import DayInput
from maillage.kit.icons import ICONS
from maillage.kit.templatetags.components import KNOTS


class ExampleForm(forms.Form):
    """Every kind of field once; it is never saved."""

    name = forms.CharField(
        label=_("Name of the service"), help_text=_("As it presents itself"), max_length=80
    )
    day = forms.DateField(label=_("Day of the meeting"), widget=DayInput)
    place = forms.ChoiceField(
        label=_("Place"),
        required=False,
        choices=[
            ("", _("any place")),
            ("street", _("Street")),
            ("square", _("Square")),
            ("market", _("Market")),
        ],
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("housing", _("Housing")), ("health", _("Health")), ("food", _("Food aid"))],
    )
    initiative = forms.ChoiceField(
        label=_("Who came to whom?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("me", _("Me, reaching out")), ("third", _("A third person")), ("self", _("The person"))],
    )
    words = forms.CharField(
        label=_("In a few words"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    shared = forms.BooleanField(label=_("My colleagues may read this"), required=False)


def example_with_errors() -> ExampleForm:
    """The form as it comes back when something is still to be put right."""
    form = ExampleForm(
        {"again-name": "", "again-day": "2121-10-31", "again-themes": ["housing"], "again-initiative": "me"},
        prefix="again",
    )
    form.add_error("day", _("This day is still to come. Which day was it?"))
    return form


def gallery(request: HttpRequest) -> HttpResponse:
    """Open to everybody signed in; reads and writes nothing."""
    context = {
        "icons": sorted(ICONS),
        "knots": list(KNOTS),
        "form": ExampleForm(prefix="new"),
        "form_again": example_with_errors(),
        "form_apart": ExampleForm(prefix="apart"),
        "example_messages": [Message(INFO, gettext("Language changed"))],
    }
    return render(request, "kit/gallery.html", context)
