"""Asking colleagues to come, and coming: each an act by somebody, told once (U-RAQ-23)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.models import Event, EventState, HelpOffer, HelpWanted
from maillage.kit import clock
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.rows import change, write
from maillage.kit.terms import Term
from maillage.people.models import Person


def _still_to_come(event: Event) -> None:
    if event.withdrawn_at or event.state != EventState.PLANNED or event.day < clock.today():
        raise RefusedError(_("This event is no longer to come."))


@operation("collective_actions.help.asked", gettext_lazy("%(who)s asked colleagues to come"))
def ask_help(
    *,
    by: Person,
    event: Event,
    needed: int = 1,
    languages: Iterable[str] = (),
    kind: Term | None = None,
    words: str = "",
) -> HelpWanted:
    """How many, and which language would help; any of them is enough."""
    _still_to_come(event)
    wanted = HelpWanted(event=event, asked_by=by)
    write(wanted, {"needed": needed, "kind": kind, "words": words})
    for code in sorted(set(languages)):
        wanted.languages.create(code=code)
    tell(wanted)
    return wanted


@operation("collective_actions.help.withdrawn", gettext_lazy("%(who)s no longer looks for help"))
def withdraw_help(*, by: Person, wanted: HelpWanted) -> HelpWanted:
    """It is settled, or was a mistake; it can come back."""
    return change(wanted, {"withdrawn_at": clock.now()})


@operation("collective_actions.help.restored", gettext_lazy("%(who)s looks for help again"))
def restore_help(*, by: Person, wanted: HelpWanted) -> HelpWanted:
    """It is still needed."""
    return change(wanted, {"withdrawn_at": None})


@operation("collective_actions.help.offered", gettext_lazy("%(who)s comes to help"))
def offer_help(*, by: Person, wanted: HelpWanted) -> HelpOffer:
    """I come; I may change my mind without a word."""
    _still_to_come(wanted.event)
    if wanted.withdrawn_at is not None:
        raise RefusedError(_("Help is no longer looked for at this event."))
    if wanted.offers.filter(person=by).exists():
        raise RefusedError(_("I come already."))
    offer = write(HelpOffer(wanted=wanted, person=by, offered_at=clock.now()), {})
    tell(wanted)
    return offer


@operation("collective_actions.help.taken_back", gettext_lazy("%(who)s does not come after all"))
def take_back_offer(*, by: Person, wanted: HelpWanted) -> HelpWanted:
    """I cannot come; nobody asks why."""
    if not wanted.offers.filter(person=by).delete()[0]:
        raise RefusedError(_("I did not say that I come."))
    tell(wanted)
    return wanted
