"""Pense-bêtes: written without an open vault, read with one, gone after thirty days or by one tap (P15)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.encounters import notes
from maillage.encounters.models import Reminder
from maillage.kit import captures, clock
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation, tell, tell_each
from maillage.kit.policy import Reader
from maillage.kit.sealing import SealedError
from maillage.people import vault, vault_session
from maillage.people.models import Person

#: How long one stays after it came in, in days.
DAYS = 30
KIND = PURPOSE = "encounters.reminder"
ANSWERS = ("nickname", "number", "why")
AT_ONCE = 500  # rows a transaction


@dataclass(frozen=True)
class Read:
    """A reminder; what it says once it was opened for this answer, or why it does not open."""

    row: Reminder
    said: dict[str, str] | None = None
    trouble: str | Promise = ""


def read(request: HttpRequest, rows: Iterable[Reminder]) -> list[Read]:
    """My reminders with what they say; without it while my vault is closed."""
    opened = vault_session.opened(request)
    return [Read(row) if opened is None else _opened(row, opened) for row in rows]


def _opened(row: Reminder, opened: vault.OpenVault) -> Read:
    try:
        text = opened.unseal(bytes(row.sealed), purpose=PURPOSE, record=row.pk)
    except SealedError as error:
        return Read(row, None, error.sentence)
    try:
        said = json.loads(text)
        return Read(row, {name: str(said.get(name, "")) for name in ANSWERS})
    except (ValueError, AttributeError):
        return Read(row, None, _("This note is damaged."))


# --- What is done to them --------------------


@operation("encounters.reminder.written", _("%(who)s wrote a reminder"))
def write_reminder(*, by: Person, sealed: bytes, key: UUID) -> Reminder:
    """Sealed already; history knows that there is one."""
    today = clock.today()
    row = Reminder.objects.create(
        pk=key, author=by, sealed=sealed, made_on=today, erased_on=today + timedelta(days=DAYS)
    )
    tell(row)
    return row


@operation("encounters.reminder.erased", _("%(who)s erased a reminder"))
def erase_reminder(*, by: Reader, reminder: Reminder) -> None:
    """For good: what a phone sent of it goes, too."""
    tell(reminder)
    _erase([reminder])


@operation("encounters.reminder.expired", _("%(who)s erased a reminder whose time was over"))
def erase_due(*, by: Reader | None, rows: Iterable[Reminder]) -> int:
    """Their days are over."""
    due = list(rows)
    tell_each((row, {}) for row in due)
    return _erase(due)


def _erase(rows: list[Reminder]) -> int:
    keys = [row.pk for row in rows]
    captures.forget(KIND, keys)
    return Reminder.objects.filter(pk__in=keys).delete()[0]


def let_go(day: date) -> int:
    """Erase those whose day has come, lot by lot; how many."""
    gone = 0
    while rows := list(Reminder.objects.filter(erased_on__lte=day).order_by("pk")[:AT_ONCE]):
        gone += erase_due(by=None, rows=rows)
    return gone


# --- The form --------------------


def _sealed_together(**attrs: Any) -> dict[str, Any]:
    return {"data-seal-into": "sealed_reminder", "data-purpose": PURPOSE, "autocomplete": "off"} | attrs


class ReminderForm(forms.Form):
    """Who « the person » is, for me alone; a page sends it as typed, a phone sealed already."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sealed_reminder = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)
    nickname = forms.CharField(
        label=_("A nickname that I understand"), required=False, max_length=80,
        widget=forms.TextInput(_sealed_together()),
    )  # fmt: skip
    number = forms.CharField(
        label=_("A number"), required=False, max_length=40,
        widget=forms.TextInput(_sealed_together(inputmode="tel")),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why"), required=False, max_length=1000,
        widget=forms.Textarea(_sealed_together(rows=3)),
    )  # fmt: skip

    def __init__(self, values: Any = None, *, by: Person, captured: captures.Captured | None = None) -> None:
        self.by, self.captured = by, captured
        super().__init__(values, initial={"key": uuid4()})

    def clean_sealed_reminder(self) -> bytes | None:
        return notes.from_phone(self.cleaned_data["sealed_reminder"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        typed = any(said.get(name) for name in ANSWERS)
        if not self.errors and not typed and not said.get("sealed_reminder"):
            raise ValidationError(_("One thing is enough: a nickname, a number, or why."))
        if typed and not notes.can_seal(self.by):
            raise ValidationError(_("It can be sealed for me once my vault is set up."))
        return said

    @transaction.atomic
    def keep(self, by: Person) -> Reminder:
        """Keep it once, however often it is sent."""
        said = self.cleaned_data
        key = self.captured.key if self.captured else said["key"] or uuid4()
        hold(f"encounters.{key}")
        known = Reminder.objects.filter(pk=key).first()
        if known is not None:
            if known.author_id != by.pk:
                raise RefusedError(_("This note cannot be kept twice. Opening the form anew helps."))
            return known
        text = json.dumps({name: said[name] for name in ANSWERS if said[name]}, ensure_ascii=False)
        sealed = said["sealed_reminder"] or vault.seal_to(by, text, purpose=PURPOSE, record=key)
        assert sealed is not None
        return write_reminder(by=by, sealed=sealed, key=key)
