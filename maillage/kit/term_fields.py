"""Fields whose answers are the terms of a vocabulary: the team changes the words, rooms keep the rows.

A form offers the terms of the present day. A term the record already holds stays on offer after it was
retired, so that saving another field never changes an old answer.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst

from maillage.kit import clock
from maillage.kit.terms import Term, TermQuerySet
from maillage.kit.vocabularies import choices_on

Words = Any  # a name, translated when shown, or none


class OfferedTerms(ModelChoiceIterator[Term]):
    """The terms on offer, asked of the database once for each form."""

    def __len__(self) -> int:
        return len(self.queryset) + (self.field.empty_label is not None)


class _Offers:
    """What both form fields share: the terms of the day, and those the record already holds."""

    vocabulary: str
    queryset: Any

    def _offered(self, held: Iterable[Any] = ()) -> TermQuerySet:
        offered = choices_on(self.vocabulary, clock.today(), help=False)
        held = [key for key in held if key is not None]
        if held:
            offered = (offered | Term.objects.filter(pk__in=held)).distinct()
        return offered

    def offer_also(self, held: Iterable[Any]) -> None:
        """Keep on offer what the record holds, retired or not."""
        self.queryset = self._offered(held)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copied = super().__deepcopy__(memo)  # type: ignore[misc]
        copied.queryset = copied._offered()
        return copied


class TermChoiceField(_Offers, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One term of a vocabulary."""

    iterator = OfferedTerms

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(queryset=Term.objects.none(), **kwargs)


class TermsChoiceField(_Offers, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several terms of a vocabulary."""

    iterator = OfferedTerms
    widget = forms.CheckboxSelectMultiple

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(queryset=Term.objects.none(), **kwargs)


class TermField(models.ForeignKey):  # type: ignore[type-arg]
    """A column that holds one term of `vocabulary`: `kind = TermField("actor_type", _("type"))`."""

    def __init__(self, vocabulary: str = "", verbose_name: Words = None, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        usual: dict[str, Any] = {"to": "kit.Term", "on_delete": models.PROTECT, "related_name": "+"}
        super().__init__(verbose_name=verbose_name, **usual | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"vocabulary": self.vocabulary}

    def value_to_keep(self, value: Any) -> str | None:
        """What history keeps: the code of the term, readable whatever its names become."""
        return Term.objects.filter(pk=value).values_list("code", flat=True).first() if value else None

    def formfield(self, **kwargs: Any) -> Any:
        asked = {
            "label": capfirst(self.verbose_name),
            "required": not self.blank,
            "help_text": self.help_text,
        }
        asked |= {name: value for name, value in kwargs.items() if name not in ("using", "form_class")}
        return TermChoiceField(self.vocabulary, **asked)


class TermsField(models.ManyToManyField):  # type: ignore[type-arg]
    """Several terms of `vocabulary`: `themes = TermsField("theme", _("themes"))`."""

    def __init__(self, vocabulary: str = "", verbose_name: Words = None, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        usual: dict[str, Any] = {"to": "kit.Term", "related_name": "+", "blank": True}
        super().__init__(verbose_name=verbose_name, **usual | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"vocabulary": self.vocabulary}

    def formfield(self, **kwargs: Any) -> Any:
        asked = {
            "label": capfirst(self.verbose_name),
            "required": not self.blank,
            "help_text": self.help_text,
        }
        asked |= {name: value for name, value in kwargs.items() if name not in ("using", "form_class")}
        return TermsChoiceField(self.vocabulary, **asked)
