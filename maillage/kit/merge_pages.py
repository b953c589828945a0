"""The pages on which two records become one: which other, and what to keep where they differ."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from maillage.kit.forms import refusals_in
from maillage.kit.merging import Difference, Merge
from maillage.kit.pages import page, posted

KEPT, GONE = "kept", "gone"


@dataclass(frozen=True)
class Twin:
    """Another record that may be the same, with what tells it apart."""

    row: Any
    context: str
    url: str


class MergeForm(forms.Form):
    """One choice for each thing the two say differently."""

    def __init__(self, *args: Any, differences: Iterable[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in differences:
            self.fields[each.name] = forms.ChoiceField(
                label=each.label,
                choices=[(KEPT, each.kept or "–"), (GONE, each.gone or "–")],
                widget=forms.RadioSelect,
                initial=GONE if each.suggested else KEPT,
            )

    @property
    def taken(self) -> list[str]:
        """What the second one says better."""
        return [name for name, choice in self.cleaned_data.items() if choice == GONE]


def choose_page(
    request: HttpRequest, row: Any, twins: Sequence[Twin], *, title: str | Promise, icon: str
) -> HttpResponse:
    """Which other one is this one's twin: those that resemble it, or another by its name."""
    context = {"row": row, "twins": twins, "title": title, "icon": icon, "asked": asked_name(request)}
    return page(request, "kit/merging/choose.html", context)


def asked_name(request: HttpRequest) -> str:
    """A word of the other's name, if somebody looks for it."""
    return request.GET.get("name", "").strip()


def merge_page(
    request: HttpRequest,
    kept: Any,
    gone: Any,
    differences: Iterable[Difference],
    *,
    keep: Callable[[list[str]], Merge],
    title: str | Promise,
    gathered: str | Promise,
    back: str,
    undo: str,
) -> HttpResponse:
    """What to keep where the two differ; everything else is `gathered`. `undo` is the opposite gesture."""
    form = MergeForm(posted(request), differences=differences)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            merge = keep(form.taken)
            said = _("The two are one. The address of the other leads here.")
            messages.success(request, said, extra_tags=f"undo:{reverse(undo, args=[merge.pk])}")
            return redirect(kept)
    context = {
        "row": kept,
        "twin": gone,
        "form": form,
        "title": title,
        "gathered": gathered,
        "back_url": back,
    }
    return page(request, "kit/merging/merge.html", context, status=422 if form.is_bound else 200)
