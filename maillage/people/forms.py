"""Signing in, my profile, my password, finding a colleague."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold
from maillage.people.languages import SPOKEN
from maillage.people.models import Person, PersonQuerySet, Skill, SpokenLanguage

MAX_SKILLS = 20
OFTEN_ENOUGH = 4  # languages to choose from before the long list unfolds


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("My e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("My password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class UnlockForm(forms.Form):
    password = forms.CharField(
        label=_("My password"), max_length=1024, strip=False, widget=forms.PasswordInput
    )


class ProfileForm(forms.ModelForm[Person]):
    """My profile. Nothing is asked for but a name (U-RAQ-15)."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I speak with people"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(SPOKEN.items()),
    )
    skills = forms.CharField(
        label=_("What I know how to do"),
        help_text=_("One per line: street work, psychology, drawing…"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Person
        fields = [
            "display_name",
            "job_title",
            "phone",
            "experience",
            "language",
            "theme",
            "shows_phone",
            "shows_languages",
            "shows_skills",
            "shows_experience",
        ]
        widgets = {
            "experience": forms.Textarea(attrs={"rows": 4}),
            "theme": forms.RadioSelect,
            "language": forms.RadioSelect(choices=settings.LANGUAGES),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(self.instance.spoken_languages.values_list("code", flat=True))
        self.initial["languages"] = own
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)
        languages.choices = sorted(SPOKEN.items(), key=lambda pair: (pair[0] not in own, fold(str(pair[1]))))
        self.languages_shown = max(len(own), OFTEN_ENOUGH)
        self.initial["skills"] = "\n".join(self.instance.skills.values_list("label", flat=True))

    def clean_skills(self) -> list[str]:
        """The skills, one a line, each once whatever its capitals."""
        typed = [" ".join(line.split()) for line in self.cleaned_data["skills"].splitlines()]
        labels = list({fold(label): label for label in reversed(typed) if label}.values())[::-1]
        for label in labels:
            if len(label) > 60:
                raise ValidationError(
                    _("“%(start)s…” is long: a skill fits in 60 characters. The rest goes under experience."),
                    params={"start": label[:30]},
                )
        if len(labels) > MAX_SKILLS:
            raise ValidationError(
                _("%(count)d skills: which %(most)d say most?"),
                params={"count": len(labels), "most": MAX_SKILLS},
            )
        return labels

    def own_values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PasswordForm(forms.Form):
    """A new password, with the present one, so that an open screen is not enough to take an account."""

    current = forms.CharField(
        label=_("My present password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("My new password"),
        help_text=_("At least 12 characters. A sentence is easy to remember."),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_new(self) -> str:
        typed: str = self.cleaned_data["new"]
        password_validation.validate_password(typed, self.person)
        return typed


class ColleagueFilter(forms.Form):
    """Find a colleague by name, skill or language, among what each of them shows."""

    q = forms.CharField(
        label=_("A name, a skill"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    speaks = forms.ChoiceField(label=_("Speaks"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaks = self.fields["speaks"]
        assert isinstance(speaks, forms.ChoiceField)
        by_name = sorted(
            ((code, gettext(str(name))) for code, name in SPOKEN.items()), key=lambda pair: pair[1]
        )
        speaks.choices = [("", gettext("any language")), *by_name]

    def rows(self, people: PersonQuerySet, reader: Reader) -> list[Person]:
        """The people who match, with what each shows. What somebody does not show cannot find them either.

        Words are compared in memory, accent-blind and the same on every database: a team has tens of people.
        """
        languages = visible(SpokenLanguage.objects.all(), reader)
        skills = visible(Skill.objects.all(), reader)
        words = fold(self.cleaned_data["q"]).split() if self.is_valid() else []
        code = self.cleaned_data["speaks"] if self.is_valid() else ""
        if code:
            people = people.filter(Exists(languages.filter(person=OuterRef("pk"), code=code)))
        found = people.prefetch_related(Prefetch("spoken_languages", languages), Prefetch("skills", skills))
        matching = [person for person in found if all(word in _findable(person) for word in words)]
        return sorted(matching, key=lambda person: (fold(person.display_name), person.pk))


def _findable(person: Person) -> str:
    said = [person.display_name, person.job_title, *(skill.label for skill in person.skills.all())]
    return fold(" ".join([*said, *(str(spoken) for spoken in person.spoken_languages.all())]))
