"""How the answers of the form look under a thumb: a drawing and few words, in the order of the vocabulary.

Few words stand for a term only as long as it says what the product ships: whatever coordination renames
shows under its new name.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from django.db.models import Q
from django.forms import BoundField, Form
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.kit.markup import drawing_or_nothing
from maillage.kit.periods import on_q
from maillage.kit.term_fields import TermChoiceField, TermsChoiceField
from maillage.kit.terms import Term

Words = Promise | str

#: Vocabulary and code: the drawing, and the few words if the name is long.
FACES: dict[tuple[str, str], tuple[str, Words]] = {
    ("meeting_place", "host_office"): ("office", _("My office")),
    ("meeting_place", "street"): ("street", _("Street, public space")),
    ("meeting_place", "collective_activity"): ("team", _("Collective activity")),
    ("meeting_place", "market_stand"): ("market", ""),
    ("meeting_place", "vaccination_scheme"): ("shield", _("Vaccination")),
    ("meeting_place", "food_aid"): ("food", _("Grocery, parcels")),
    ("meeting_place", "before_institution"): ("", _("In front of an institution")),
    ("meeting_place", "association_room"): ("bench", _("Room, bench, café")),
    ("meeting_place", "at_the_door"): ("door", _("At the door")),
    ("meeting_place", "other_service"): ("", _("Other service, going along")),
    ("meeting_place", "phone"): ("phone", ""),
    ("theme", "covid"): ("shield", ""),
    ("theme", "physical_health"): ("heart", _("Physical health")),
    ("theme", "psychosocial"): ("heart-speech", _("Psychosocial difficulties")),
    ("theme", "housing"): ("housing", ""),
    ("theme", "mental_health"): ("mind", ""),
    ("theme", "income"): ("coins", _("CPAS, income")),
    ("theme", "food_aid"): ("food", _("Food aid")),
    ("theme", "paperwork"): ("papers", _("Papers, translation")),
    ("theme", "digital"): ("screen", _("Digital")),
    ("theme", "french_classes"): ("", _("French, literacy")),
    ("theme", "isolation"): ("ear", _("Isolation")),
    ("theme", "access_to_care"): ("", _("Access to care, AMU")),
    ("theme", "residence"): ("passport", ""),
    ("action_done", "inform"): ("info", _("I informed")),
    ("action_done", "send_email"): ("mail", _("I sent an e-mail")),
    ("action_done", "fill_form"): ("form", _("I filled in a form")),
    ("action_done", "register_online"): ("screen", _("I registered online")),
    ("action_done", "print_document"): ("print", _("I printed a document")),
    ("action_done", "book_covid"): ("", _("I booked a vaccination or test")),
    ("action_done", "print_pass"): ("", _("I printed the Covid pass")),
    ("action_done", "listen"): ("ear", _("Listened")),
    ("action_done", "refer_service"): ("relay", _("I referred to a service")),
    ("action_done", "refer_activity"): ("team", _("I referred to an activity")),
    ("action_done", "go_along"): ("street", _("I went along")),
    ("action_done", "call_service"): ("phone", _("I called a service")),
    ("action_done", "interpret"): ("speech", _("I translated")),
    ("action_done", "hand_flyer"): ("papers", _("I handed over a flyer")),
    ("action_done", "after_vaccination"): ("", _("I followed up after vaccination")),
    ("action_done", "appointment"): ("appointment", _("I gave an appointment")),
    ("initiator", "raq"): ("", _("Me (going out to people)")),
    ("third_party_kind", "local_association"): ("", _("Local association, AMO")),
    ("third_party_kind", "other_raq"): ("", _("Another RAQ")),
    ("third_party_kind", "host_colleague"): ("", _("A colleague at my host")),
    ("non_take_up", "not_known"): ("", _("did not know of it")),
    ("non_take_up", "not_asked"): ("", _("knew, did not ask")),
    ("non_take_up", "not_received"): ("", _("asked, did not receive it")),
    ("non_take_up", "not_offered"): ("", _("it was not offered")),
    ("non_take_up", "exclusion"): ("", _("was kept out of it")),
    ("non_take_up", "other"): ("", pgettext_lazy("another reason", "other")),
}


@dataclass(frozen=True)
class Tile:
    """One answer to touch."""

    name: str
    kind: str
    value: str
    id: str
    words: Words
    formal: str
    drawing: SafeString
    checked: bool


@dataclass(frozen=True)
class Board:
    """The answers to one question: those in sight, and the others one tap further."""

    first: list[Tile]
    rest: list[Tile]

    @property
    def is_open(self) -> bool:
        """An answer that was given is never hidden."""
        return any(tile.checked for tile in self.rest)


def term_fields(form: Form) -> dict[str, TermChoiceField | TermsChoiceField]:
    """The fields of a form that are answered in terms."""
    kinds = (TermChoiceField, TermsChoiceField)
    return {name: field for name, field in form.fields.items() if isinstance(field, kinds)}


def offer(form: Form, *days: date, held: Q) -> None:
    """Offer the terms of these days and those held. What is shown is asked of the database when it is shown.

    A page and a phone say a term by its code, which outlives every name and every installation.
    """
    offered = held
    for day in days:
        offered |= on_q(day)
    shown = Shown(form, offered)
    form.shown = shown  # type: ignore[attr-defined]
    for name, field in term_fields(form).items():
        field.to_field_name = "code"
        if name in form.data:
            field.queryset = Term.objects.filter(offered, vocabulary__code=field.vocabulary)
        field.choices = partial(shown.choices, field.vocabulary)
        if not form.is_bound:
            form.initial[name] = shown.codes(
                form.initial.get(name), several=isinstance(field, TermsChoiceField)
            )


class Shown:
    """The terms a form shows: every vocabulary in one query."""

    def __init__(self, form: Form, offered: Q) -> None:
        self.vocabularies = {field.vocabulary for field in term_fields(form).values()}
        self.offered = offered

    @cached_property
    def terms(self) -> dict[tuple[str, str], Term]:
        """By vocabulary and code."""
        rows = Term.objects.filter(self.offered, vocabulary__code__in=self.vocabularies)
        found = rows.select_related("vocabulary").order_by("position", "code")
        return {(term.vocabulary.code, term.code): term for term in found}

    def choices(self, vocabulary: str) -> list[tuple[str, str]]:
        return [(code, str(term)) for (words, code), term in self.terms.items() if words == vocabulary]

    def codes(self, held: Any, *, several: bool) -> Any:
        """What is held, by code."""
        known = {term.pk: term.code for term in self.terms.values()} if keys(held) else {}
        found = [known[pk] for pk in keys(held) if pk in known]
        return found if several else next(iter(found), None)


def keys(value: Any) -> list[Any]:
    """The primary keys of rows, or of one."""
    rows = value if isinstance(value, list | tuple) else [value]
    return [getattr(row, "pk", row) for row in rows if row is not None]


def board(bound: BoundField, shown: int = 0) -> Board:
    """The tiles of one question; after the first `shown` they are folded."""
    terms = bound.form.shown.terms if hasattr(bound.field, "vocabulary") else {}  # type: ignore[attr-defined]
    tiles = []
    for choice in bound.subwidgets:
        data = choice.data
        value = str(data["value"])
        term = terms.get((bound.field.vocabulary, value)) if terms else None  # type: ignore[attr-defined]
        icon, words, formal = face(term) if term else ("", data["label"], "")
        tiles.append(
            Tile(
                data["name"], data["type"], value, data["attrs"]["id"], words, formal,
                drawing_or_nothing(icon), bool(data["selected"]),
            )
        )  # fmt: skip
    cut = shown if shown and len(tiles) > shown + 1 else len(tiles)
    return Board(tiles[:cut], tiles[cut:])


def face(term: Term) -> tuple[str, Words, str]:
    """The drawing of a term, its few words, and its name where the two are words apart."""
    icon, words = FACES.get((term.vocabulary.code, term.code), ("", ""))
    if not words or is_renamed(term):
        return icon, str(term), ""
    return icon, words, str(term) if term.vocabulary.code == "non_take_up" and term.code != "other" else ""


def is_renamed(term: Term) -> bool:
    """Whether coordination calls it otherwise than the product does."""
    shipped = term.shipped or {}
    return any(shipped.get(name) != getattr(term, name) for name in ("label_fr", "label_nl"))
