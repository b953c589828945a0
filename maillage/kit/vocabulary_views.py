"""Pages of the vocabularies: the team reads, coordination and research change (U-CO-03, U-RE-04)."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock, term_operations
from maillage.kit.forms import refusals_in
from maillage.kit.operations import RefusedError
from maillage.kit.pages import page, posted
from maillage.kit.policy import NO_ROW, Reader, condition, fetch, permits_adding, require, visible
from maillage.kit.shipped import HELPS
from maillage.kit.terms import Term, TermHelp, Vocabulary
from maillage.kit.told import told
from maillage.kit.vocabularies import ancestors, rooms_using
from maillage.kit.vocabulary_forms import (
    FateForm,
    MergeForm,
    PlaceForm,
    RetireForm,
    SplitForm,
    TermForm,
    VocabularyForm,
)


def _reader(request: HttpRequest) -> Reader:
    return cast(Reader, request.user)


# --- Reading ------------------------------------------------------------------------------------------------


def vocabularies(request: HttpRequest) -> HttpResponse:
    """The questions of the field, and how many terms answer each."""
    require(condition(Vocabulary, _reader(request), "may_view") != NO_ROW)
    rows = visible(Vocabulary.objects.with_counts(clock.today()), _reader(request))
    return page(request, "kit/vocabularies/list.html", {"vocabularies": rows})


def vocabulary(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One question and its terms: offered, to come, retired."""
    row, today = fetch(Vocabulary.objects.all(), _reader(request), pk=pk), clock.today()
    rows = Term.objects.filter(vocabulary=row).select_related("vocabulary").with_help().with_fate()
    terms = list(visible(rows, _reader(request)))
    current = [term for term in terms if not term.is_retired_on(today)]
    movable = [term for term in current if term.last_day is None and not term.is_other]
    context = {
        "vocabulary": row,
        "today": today,
        "terms": current,
        "first": movable[0] if movable else None,
        "last": movable[-1] if movable else None,
        "movable": movable,
        "retired": [term for term in terms if term.is_retired_on(today)],
        "used": bool(rooms_using(row.code)),
        "history": told(row, *terms),
    }
    return page(request, "kit/vocabularies/one.html", context)


def _one(request: HttpRequest, pk: UUID, right: str = "may_view") -> Term:
    rows = Term.objects.select_related("vocabulary").with_help()
    return fetch(rows, _reader(request), right, pk=pk)


def term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One term: its names, its help and the versions before, what it was and what it became."""
    row, today = _one(request, pk), clock.today()
    helps = list(visible(row.help_versions.order_by("-number"), _reader(request)))
    context = {
        "term": row,
        "today": today,
        "help": helps[0] if helps else None,
        "earlier_helps": helps[1:],
        "aliases": visible(row.aliases.all(), _reader(request)),
        "became": visible(row.successions.standing(), _reader(request)).select_related("new"),
        "ancestors": ancestors(row),
        "proposed": _proposed(row),
        "retire_form": RetireForm(initial={"last_day": today}),
        "place_form": PlaceForm(term=row),
        "history": told(row),
    }
    return page(request, "kit/vocabularies/term.html", context)


def _proposed(row: Term) -> list[str]:
    """What the product would say now, as far as it differs."""
    if row.proposed is None:
        return []
    before, after = row.shipped or {}, row.proposed
    return [
        _("%(what)s: %(before)s → %(after)s")
        % {"what": _field_name(name), "before": _said(before.get(name)), "after": _said(after[name])}
        for name in after
        if before.get(name) != after[name]
    ]


def _field_name(name: str) -> str:
    model = TermHelp if name in HELPS else Term
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "–")


# --- Changing -----------------------------------------------------------------------------------------------


def _edit(request: HttpRequest, form: Any, *, title: str, back: str) -> HttpResponse:
    """Show a form, keep what was typed, save by its operation, and go back to what it is about."""
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = form.keep(by=_reader(request))
            messages.success(request, _("Saved."))
            return redirect(row)
    context = {"form": form, "title": title, "back_url": back}
    return page(request, "kit/form.html", context, status=422 if form.is_bound else 200)


def change_vocabulary(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the question is said."""
    row = fetch(Vocabulary.objects.all(), _reader(request), "may_change", pk=pk)
    title = str(row)
    return _edit(
        request, VocabularyForm(posted(request), instance=row), title=title, back=row.get_absolute_url()
    )


def add_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more answer."""
    row = fetch(Vocabulary.objects.all(), _reader(request), "may_change", pk=pk)
    require(permits_adding(_reader(request), Term))
    new = Term(vocabulary=row)
    form = TermForm(posted(request), instance=new, initial={"first_day": clock.today()})
    title = _("A new term: %(vocabulary)s") % {"vocabulary": row}
    return _edit(request, form, title=title, back=row.get_absolute_url())


def change_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename a term, or say its help otherwise."""
    row = _one(request, pk, "may_change")
    title = str(row)
    return _edit(request, TermForm(posted(request), instance=row), title=title, back=row.get_absolute_url())


def merge_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This term and others become one."""
    row = _one(request, pk, "may_change")
    form = MergeForm(posted(request), term=row, initial={"day": clock.today()})
    subtitle = _(
        "What was noted with these terms keeps its word; from that day only the one they become is offered."
    )
    return _foretell(request, form, _("Merge “%(term)s”") % {"term": row}, subtitle)


def split_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This term becomes several."""
    row = _one(request, pk, "may_change")
    form = SplitForm(posted(request), term=row, initial={"day": clock.today()})
    subtitle = _("What was noted with it keeps its word; from that day these terms are offered in its place.")
    return _foretell(request, form, _("Split “%(term)s”") % {"term": row}, subtitle)


def _foretell(request: HttpRequest, form: FateForm, title: str, subtitle: str) -> HttpResponse:
    """Say in words what will happen, tried out beforehand; do it once these words are confirmed."""
    foretold: list[str] = []
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), transaction.atomic():
            form.keep(by=_reader(request))
            if form.is_confirmed:
                messages.success(request, _("Saved."))
                return redirect(form.term.vocabulary)
            transaction.set_rollback(True)
        foretold = [] if form.errors else form.foretold()
    context = {
        "form": form,
        "title": title,
        "subtitle": subtitle,
        "back_url": form.term.get_absolute_url(),
        "foretold": foretold,
    }
    status = 422 if form.is_bound and not foretold else 200
    return page(request, "kit/vocabularies/fate.html", context, status=status)


# --- One tap ------------------------------------------------------------------------------------------------


def _done(request: HttpRequest, verb: Callable[[], Any], said: str = "", undo: str = "") -> bool:
    """Run the verb and say what happened, or why it was refused."""
    try:
        verb()
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
        return False
    if said:
        messages.success(request, said, extra_tags=f"undo:{undo}" if undo else "")
    return True


@require_POST
def retire_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is offered no longer; its undoing brings it back."""
    row = _one(request, pk, "may_change")
    form = RetireForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Which day is the last one? A date such as 31/12/2026."))
        return redirect(row)
    last_day: date = form.cleaned_data["last_day"]
    _done(
        request,
        lambda: term_operations.retire_term(by=_reader(request), term=row, last_day=last_day),
        _("Retired: %(term)s") % {"term": row},
        reverse("kit:restore_term", args=[pk]),
    )
    return redirect(row.vocabulary)


@require_POST
def restore_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is offered again."""
    row = _one(request, pk, "may_change")
    _done(request, lambda: term_operations.restore_term(by=_reader(request), term=row), _("It is back."))
    return redirect(row)


@require_POST
def move_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place up or down, or right after another term."""
    row = _one(request, pk, "may_change")
    if "after" in request.POST:
        form = PlaceForm(request.POST, term=row)
        after = form.cleaned_data["after"] if form.is_valid() else None
        _done(request, lambda: term_operations.place_term(by=_reader(request), term=row, after=after))
    else:
        up = request.POST.get("to") == "up"
        _done(request, lambda: term_operations.move_term(by=_reader(request), term=row, up=up))
    return redirect(f"{row.vocabulary.get_absolute_url()}#term-{pk}")


@require_POST
def take_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The term becomes what is newly shipped."""
    row = _one(request, pk, "may_change")
    _done(request, lambda: term_operations.take_proposal(by=_reader(request), term=row), _("Saved."))
    return redirect(row)


@require_POST
def set_proposal_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The term stays as it is."""
    row = _one(request, pk, "may_change")
    _done(request, lambda: term_operations.set_proposal_aside(by=_reader(request), term=row), _("Set aside."))
    return redirect(row)
