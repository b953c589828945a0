"""Forms on the words of a vocabulary. Each keeps what was typed, and knows its one operation (`keep`)."""

import hashlib
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock, term_operations
from maillage.kit.forms import DayInput, SharedRecordForm
from maillage.kit.policy import Reader
from maillage.kit.shipped import HELPS
from maillage.kit.terms import LANGUAGES, OTHER, Term, TermHelp, Vocabulary

LABELS = tuple(f"label_{code}" for code in LANGUAGES)
NEW_NAMES = 3  # how many new terms one split offers to name

SHORT = forms.Textarea(attrs={"rows": 2})
MISSING_NAME = gettext_lazy("Where Dutch or English is empty, the French name is shown.")


class VocabularyForm(SharedRecordForm[Vocabulary]):
    """How the question is said."""

    class Meta:
        model = Vocabulary
        fields = [*LABELS, "help_fr", "help_nl", "help_en"]
        widgets = dict.fromkeys(["help_fr", "help_nl", "help_en"], SHORT)
        help_texts = {"label_fr": MISSING_NAME}

    def keep(self, by: Reader) -> Vocabulary:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return term_operations.change_vocabulary(by=by, vocabulary=self.instance, values=values)


def _help_field(name: str) -> forms.Field:
    """A field of the help that is shown under a term."""
    column = cast("models.TextField[str, str]", TermHelp._meta.get_field(name))
    return forms.CharField(
        label=capfirst(column.verbose_name), max_length=column.max_length, required=False, widget=SHORT
    )


class PlaceForm(forms.Form):
    """After which term this one stands."""

    after = forms.ModelChoiceField(
        label=gettext_lazy("It stands right after"),
        queryset=Term.objects.none(),
        required=False,
        empty_label=gettext_lazy("nothing: at the beginning"),
    )

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = term.vocabulary.terms.lasting().order_by("position", "code")
        others = row.exclude(pk=term.pk)
        if term.vocabulary.describes_people:
            others = others.exclude(code=OTHER)
        cast(forms.ModelChoiceField[Term], self.fields["after"]).queryset = others
        before = others.filter(position__lt=term.position).last()
        self.initial["after"] = before.pk if before else None


class TermForm(SharedRecordForm[Term]):
    """A term: its names, its help, since when."""

    text_fr = _help_field("text_fr")
    text_nl = _help_field("text_nl")
    text_en = _help_field("text_en")
    alias = forms.CharField(
        label=gettext_lazy("Another name people use for it"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "It is understood when searching or importing; the list shows the name above."
        ),
    )

    field_order = [*LABELS, *HELPS, "alias", "first_day", "to_confirm"]

    class Meta:
        model = Term
        fields = [*LABELS, "first_day", "to_confirm"]
        widgets = {"first_day": DayInput}
        help_texts = {"label_fr": MISSING_NAME}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["alias"]
        else:
            self.initial.update(self._texts(self.instance))

    def stored(self, row: Term) -> dict[str, Any]:
        return super().stored(row) | ({} if row._state.adding else self._texts(row))

    @staticmethod
    def _texts(row: Term) -> dict[str, str]:
        shown = row.current_help
        return {name: getattr(shown, name) if shown else "" for name in HELPS}

    def keep(self, by: Reader) -> Term:
        values = {name: self.cleaned_data[name] for name in (*self.Meta.fields, *HELPS)}
        if self.instance._state.adding:
            return term_operations.add_term(by=by, vocabulary=self.instance.vocabulary, values=values)
        alias = self.cleaned_data["alias"]
        return term_operations.change_term(by=by, term=self.instance, values=values, alias=alias)


class RetireForm(forms.Form):
    """The last day a term is offered."""

    last_day = forms.DateField(label=gettext_lazy("Last day it is offered"), widget=DayInput)


class TermsField(forms.ModelMultipleChoiceField[Term]):
    """Several terms of the vocabulary."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Term.objects.none(), required=False, **kwargs)


class FateForm(forms.Form):
    """What becomes of a term from a day on: said in words first, done once the same words are confirmed."""

    day = forms.DateField(label=gettext_lazy("From that day"), widget=DayInput)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        self.term = term
        super().__init__(*args, **kwargs)
        self.others = term.vocabulary.terms.lasting().exclude(pk=term.pk)

    @property
    def gist(self) -> str:
        """What stands for everything that was chosen and typed."""
        sent = sorted((name, self[name].value()) for name in self.fields)
        return hashlib.sha256(repr(sent).encode()).hexdigest()[:20]

    @property
    def is_confirmed(self) -> bool:
        """Whether the words that were read are these."""
        return bool(self.data.get("confirm") == self.gist)

    def foretold(self) -> list[str]:
        """What it will do, in sentences."""
        raise NotImplementedError

    def keep(self, by: Reader) -> Any:
        """Do it."""
        raise NotImplementedError

    def _last_day(self, term: Term) -> str:
        eve = self.cleaned_data["day"] - timedelta(days=1)
        return _("“%(term)s” is offered for the last time on %(day)s.") % {
            "term": term,
            "day": clock.in_words(eve),
        }


class MergeForm(FateForm):
    """This term, and others with it, become one."""

    into = forms.ModelChoiceField(Term.objects.none(), label=gettext_lazy("They become"), empty_label="–")
    terms = TermsField(label=gettext_lazy("Others that become the same"))

    field_order = ["into", "terms", "day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("into", "terms"):
            self.fields[name].queryset = self.others  # type: ignore[attr-defined]

    def _olds(self) -> list[Term]:
        return [self.term, *self.cleaned_data["terms"]]

    def foretold(self) -> list[str]:
        into = self.cleaned_data["into"]
        return [
            *(self._last_day(old) for old in self._olds()),
            _("From %(day)s, “%(into)s” takes their place.")
            % {"day": clock.in_words(self.cleaned_data["day"]), "into": into},
            _("What was noted before keeps its word, and can also be read under “%(into)s”.")
            % {"into": into},
        ]

    def keep(self, by: Reader) -> Term:
        day, into = self.cleaned_data["day"], self.cleaned_data["into"]
        return term_operations.merge_terms(by=by, terms=self._olds(), into=into, day=day)


class SplitForm(FateForm):
    """This term becomes several, there already or new."""

    terms = TermsField(label=gettext_lazy("Terms there already"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].queryset = self.others  # type: ignore[attr-defined]
        spoken = {"fr": _("in French"), "nl": _("in Dutch"), "en": _("in English")}
        for number in range(1, NEW_NAMES + 1):
            for code in LANGUAGES:
                label = _("New term %(number)d, %(language)s") % {"number": number, "language": spoken[code]}
                self.fields[f"new_{number}_{code}"] = forms.CharField(
                    label=label, max_length=160, required=False
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, NEW_NAMES + 1):
            french, *others = [cleaned.get(f"new_{number}_{code}") for code in LANGUAGES]
            if any(others) and not french:
                self.add_error(f"new_{number}_fr", _("Its name in French is missing."))
        return cleaned

    def _names(self) -> list[dict[str, str]]:
        rows = [
            {f"label_{code}": self.cleaned_data[f"new_{number}_{code}"] for code in LANGUAGES}
            for number in range(1, NEW_NAMES + 1)
        ]
        return [row for row in rows if row["label_fr"]]

    def foretold(self) -> list[str]:
        parts = [*map(str, self.cleaned_data["terms"]), *(row["label_fr"] for row in self._names())]
        return [
            self._last_day(self.term),
            _("From %(day)s, these stand for it: %(parts)s.")
            % {"day": clock.in_words(self.cleaned_data["day"]), "parts": ", ".join(parts)},
            _("What was noted before stays under “%(term)s”: nobody guesses which of them it was.")
            % {"term": self.term},
        ]

    def keep(self, by: Reader) -> list[Term]:
        return term_operations.split_term(
            by=by,
            term=self.term,
            day=self.cleaned_data["day"],
            terms=list(self.cleaned_data["terms"]),
            names=self._names(),
        )
