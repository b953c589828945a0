"""Leaving and coming back: access ends with the last day, at once if it is today; what was written stays."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.periods import Period
from maillage.people.models import Person


@operation("people.departure.noted", _("%(who)s noted the departure"))
def note_departure(*, by: Person, person: Person, last_day: date | None = None) -> Person:
    """Somebody leaves. Today: signed out everywhere at once (T8). Until the day is over it can be undone."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.pk == by.pk:
        raise RefusedError(
            _("My own departure is noted by a colleague, so that nobody closes the door on all.")
        )
    if not current.is_active:
        raise RefusedError(_("This departure is noted already."))
    before, today = snapshot(current), clock.today()
    last_day = last_day or today
    if last_day < today:
        raise RefusedError(_("This day is over: the earliest departure is today."), field="last_day")
    current.leaves_on = last_day
    current.is_active = last_day > today
    current.save()
    if not current.is_active:
        current.sessions.all().delete()
    tell(current, changes=changes_between(before, current))
    return current


def _opened(person: Person) -> None:
    """Open the account again, and note what that changed."""
    before = snapshot(person)
    person.is_active, person.leaves_on = True, None
    person.save()
    tell(person, changes=changes_between(before, person))


@operation("people.departure.undone", _("%(who)s undid the departure"))
def undo_departure(*, by: Person, person: Person) -> None:
    """A departure whose day is not over: nothing has been ended yet, all is as before."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.leaves_on is None:
        raise RefusedError(_("This account is open."))
    if current.left_by(clock.today()):
        raise RefusedError(_("The last day is over and the roles have ended: I note a return instead."))
    _opened(current)


@operation("people.return.noted", _("%(who)s noted the return"))
def note_return(*, by: Person, person: Person) -> None:
    """Somebody comes back to their own account; what they are now is noted apart."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.is_active and not current.left_by(clock.today()):
        raise RefusedError(_("This account is open."))
    if current.leaves_on is not None:
        _end_roles(current, current.leaves_on)
    _opened(current)


@operation("people.account.closed", _("%(who)s closed the account: the last day was over"))
def close_account(*, by: Person | None, person: Person) -> None:
    """The last day is over: the account closes, its roles end with that day."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    last_day = current.leaves_on or current.erased_on
    if last_day is None or last_day >= clock.today():
        raise RefusedError(_("This account is open."))
    before = snapshot(current)
    current.is_active = False
    current.save()
    current.sessions.all().delete()
    _end_roles(current, last_day)
    tell(current, changes=changes_between(before, current))


def _end_roles(person: Person, last_day: date) -> None:
    person.memberships.filter(first_day__gt=last_day).delete()
    person.memberships.overlapping(Period(last_day)).exclude(last_day=last_day).update(last_day=last_day)


def due_on(day: date) -> list[Person]:
    """Whose last day is over while something of theirs still runs."""
    left = Person.objects.active().filter(leaves_on__lt=day)
    closed = Person.objects.filter(Q(leaves_on__lt=day) | Q(erased_on__lt=day), is_active=False)
    running = [each for each in closed if each.memberships.overlapping(Period(day)).exists()]
    return [*left, *running]
