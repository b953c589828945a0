"""Coming in, accounts, my profile, my password, finding a colleague."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.forms import DayInput
from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold
from maillage.people.languages import SPOKEN
from maillage.people.models import Person, PersonQuerySet, RightsRequest, Skill, SpokenLanguage
from maillage.people.roles import KEPT_BY_OPERATOR, Role

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

    @property
    def pair(self) -> tuple[str, str]:
        return self.cleaned_data["email"], self.cleaned_data["password"]


class SecondStepForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits of my app, or one of my paper codes"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none"}
        ),
    )


class ConfirmForm(forms.Form):
    password = forms.CharField(
        label=_("My password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


def _new_password(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("At least 12 characters. A sentence is easy to remember."),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class WelcomeForm(forms.Form):
    """Coming in for the first time, or again after a forgotten password."""

    display_name = forms.CharField(
        label=_("name I go by"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )
    language = forms.ChoiceField(
        label=_("language"), choices=settings.LANGUAGES, widget=forms.RadioSelect(choices=settings.LANGUAGES)
    )
    password = _new_password(_("My password"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"display_name": person.display_name, "language": person.language}
        self.person = person

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        password_validation.validate_password(typed, self.person)
        return typed


class AppForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits that the app shows"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


# --- My vault --------------------


def _secret(label: Any, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"} | attrs),
    )


class NewVaultForm(forms.Form):
    """My password makes the key. In place of a vault given up for lost, I say that I know what that means."""

    password = _secret(_("My password"))
    lost = forms.BooleanField(label=_("I know: what was sealed before stays shut unless I find a code again"))

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["lost"]


def _vault_code(label: Any) -> forms.CharField:
    attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        help_text=_("Dashes and capitals do not matter."),
        max_length=80,
        widget=forms.TextInput(attrs=attrs),
    )


class OpenVaultForm(forms.Form):
    """What I know or a code; and my password of today, where it does not open the vault yet."""

    use_required_attribute = False  # one of the two is enough

    secret = _secret(_("My password or my passphrase"), autofocus=True)
    code = _vault_code(_("Or one of my three codes"))
    password = _secret(_("My password of today, so that it opens my vault again"))

    def __init__(self, *args: Any, password_opens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, other in (("secret", "code"), ("code", "secret")):
            self.fields[name].required = not self.data.get(other)
        if password_opens:
            del self.fields["password"]
        else:
            self.fields["secret"].label = _("My password of before, or my passphrase")


class VaultCodeForm(forms.Form):
    code = _vault_code(_("One of my three codes"))


class PassphraseForm(forms.Form):
    passphrase = _new_password(_("My passphrase"))

    def clean_passphrase(self) -> str:
        typed: str = self.cleaned_data["passphrase"]
        password_validation.validate_password(typed)
        return typed


# --- Accounts --------------------


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    display_name = forms.CharField(
        label=_("Their name, as far as I know it"),
        help_text=_("They choose it themselves when they come in."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("role"))
    first_day = forms.DateField(label=_("first day"), widget=DayInput)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["first_day"] = clock.today()
        cast(forms.ChoiceField, self.fields["role"]).choices = roles_given_by(by)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("role"))
    first_day = forms.DateField(label=_("first day"), widget=DayInput)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["first_day"] = clock.today()
        cast(forms.ChoiceField, self.fields["role"]).choices = roles_given_by(by)


class LastDayForm(forms.Form):
    last_day = forms.DateField(label=_("last day"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["last_day"] = clock.today()


class AccountFilter(forms.Form):
    """Find an account by name or address, or by what the person is."""

    q = forms.CharField(
        label=_("A name, an address"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("any role")), *Role.choices])

    def among(self, accounts: Iterable[Person]) -> list[Person]:
        """The accounts that match, open ones first. `memberships` are at hand."""
        asked = self.is_valid()
        words = fold(self.cleaned_data["q"]).split() if asked else []
        role = self.cleaned_data["role"] if asked else ""
        found = [
            each
            for each in accounts
            if all(word in fold(f"{each.display_name} {each.email}") for word in words)
            and (not role or any(held.role == role for held in each.memberships.all()))
        ]
        return sorted(found, key=lambda each: (not each.is_active, fold(each.display_name), each.pk))


class RightsRequestForm(forms.Form):
    """What somebody asks about their own data."""

    received_on = forms.DateField(label=_("received on"), widget=DayInput)
    kind = forms.ChoiceField(label=_("request"), choices=RightsRequest.Kind, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("in my words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, with_day: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["received_on"] = clock.today()
        if not with_day:
            del self.fields["received_on"]


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


def roles_given_by(person: Person) -> list[tuple[str, Any]]:
    """The roles somebody may give: coordination all, the operator those of coordination and operators."""
    roles = list(Role) if person.has_role(Role.COORDINATION) else list(KEPT_BY_OPERATOR)
    return [(role.value, role.label) for role in roles]


# --- My card --------------------


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
    new = _new_password(_("My new password"))

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
