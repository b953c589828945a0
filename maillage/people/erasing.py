"""Erasing a person: one asks, another confirms, then it is done at once and proved, for good (T16)."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, erasure, ledger
from maillage.kit.erasure import Fate, Share
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation, tell
from maillage.people.erasure import subject_of
from maillage.people.models import Erasure, Person, RightsRequest

OWN = _("The erasure of my own account is asked and confirmed by colleagues.")
SECOND = _("I asked for it: a second person confirms, coordination or operator.")


@operation("people.erasure.asked", _("%(who)s asked for an erasure to be confirmed"))
def ask_erasure(*, by: Person, request: RightsRequest) -> Erasure:
    """The first of two people: nothing goes yet, and it can be taken back."""
    hold("people.erasure")
    current = RightsRequest.objects.select_for_update().select_related("person").get(pk=request.pk)
    if current.kind != RightsRequest.Kind.ERASURE or current.answered_on is not None:
        raise RefusedError(_("This is no request for an erasure that waits for its answer."))
    if current.person_id == by.pk:
        raise RefusedError(OWN)
    if current.erasures.filter(withdrawn_at=None).exists():
        raise RefusedError(_("This erasure is asked already: a second person confirms it."))
    _refuse_if_hindered(current.person)
    last = Erasure.objects.aggregate(last=Max("number"))["last"] or 0
    row = Erasure.objects.create(number=last + 1, request=current, asked_by=by, asked_at=clock.now())
    tell(row)
    return row


@operation("people.erasure.withdrawn", _("%(who)s took back the erasure before it was confirmed"))
def withdraw_erasure(*, by: Person, row: Erasure) -> None:
    """It was asked by mistake, or too early; it can be asked again."""
    current = _waiting(row)
    current.withdrawn_at = clock.now()
    current.save()
    tell(current)


@operation("people.erasure.carried_out", _("%(who)s confirmed the erasure, and it was carried out"))
def confirm_erasure(*, by: Person, row: Erasure) -> Erasure:
    """The second person: all of it in one transaction; the ledger knows before anybody can see it."""
    current = _waiting(row)
    person = Person.objects.select_for_update().get(pk=current.request.person_id)
    if by.pk in (current.asked_by_id, person.pk):
        raise RefusedError(SECOND if by.pk == current.asked_by_id else OWN)
    _refuse_if_hindered(person)
    current.confirmed_by, current.carried_out_at = by, clock.now()
    _carry_out(person, current, by=by)
    tell(current)
    try:
        ledger.note(person=person.pk, erasure=current.pk, at=current.carried_out_at)
    except OSError:
        raise RefusedError(
            _("The ledger of erasures cannot be written: nothing was erased. The operator looks at the disk.")
        ) from None
    return current


def _waiting(row: Erasure) -> Erasure:
    hold("people.erasure")
    current = Erasure.objects.select_for_update().select_related("request__person").get(pk=row.pk)
    if not current.is_waiting:
        raise RefusedError(_("This erasure is carried out or withdrawn already."))
    return current


def _refuse_if_hindered(person: Person) -> None:
    if found := erasure.hindrances(subject_of(person), clock.today()):
        raise RefusedError(" ".join(found))


def _carry_out(person: Person, row: Erasure | None, *, by: Person | None) -> None:
    """Erase, and write the proof where there is a place for it."""
    done = erasure.carry_out(subject_of(person), by=by)
    if row is None:
        return
    row.proof = {share.part.code: [share.part.fate.value, share.count] for share in done}
    row.backups_until = clock.today() + timedelta(days=settings.BACKUP_DAYS)
    row.save()
    waiting = RightsRequest.objects.filter(person=person, kind=RightsRequest.Kind.ERASURE, answered_on=None)
    waiting.update(answered_on=clock.today())


def proof_of(row: Erasure) -> list[Share]:
    """What was done, in the parts of today; a part that is no more declared keeps no name and is left out."""
    told = [(erasure.PARTS.get(code), count) for code, (_fate, count) in row.proof.items()]
    return [Share(part, count) for part, count in told if part is not None]


def split(shares: list[Share]) -> dict[str, list[Share]]:
    """The same for a page: what goes, whole or emptied, and what stays."""
    return {
        "going": [share for share in shares if share.part.fate is not Fate.STAYS],
        "staying": [share for share in shares if share.part.fate is Fate.STAYS],
    }


# --- After a backup was restored --------------------


@operation("people.erasure.repeated", _("%(who)s erased again, after a backup was restored"))
def _repeat(*, by: None, person: Person, line: ledger.Line) -> None:
    row = Erasure.objects.filter(pk=line.erasure, carried_out_at=None).first()
    if row is not None:
        row.carried_out_at = line.at
    _carry_out(person, row, by=None)
    tell(person)


def to_repeat() -> list[tuple[Person, ledger.Line]]:
    """Whom the ledger says erased and this database still holds."""
    lines = {line.person: line for line in ledger.read().lines}
    held = Person.objects.filter(pk__in=list(lines), erased_on=None)
    return [(person, lines[person.pk]) for person in held.order_by("pk")]


def missing_from_ledger() -> list[Person]:
    """Whom this database erased and the ledger does not know."""
    known = ledger.read().people
    return [each for each in Person.objects.exclude(erased_on=None).order_by("pk") if each.pk not in known]


def reconcile() -> tuple[int, int]:
    """Before anybody is served: erase again whom a backup brought back, and note whom the ledger forgot."""
    repeated, noted = to_repeat(), missing_from_ledger()
    for person, line in repeated:
        _repeat(by=None, person=person, line=line)
        # Once more in the ledger, so that the files are written anew.
        ledger.note(person=line.person, erasure=line.erasure, at=line.at)
    for person in noted:
        row = Erasure.objects.filter(request__person=person).exclude(carried_out_at=None).first()
        at = row.carried_out_at if row is not None and row.carried_out_at else clock.now()
        ledger.note(person=person.pk, erasure=row.pk if row is not None else person.pk, at=at)
    return len(repeated), len(noted)
