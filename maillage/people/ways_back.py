"""The way back into an account whose person forgot their password, or lost phone and paper.

It takes two: one colleague asks, another of coordination or an operator confirms, and the person concerned
reads it at their next sign-in. Until it is confirmed each of them can take it back.
"""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, mail
from maillage.kit.operations import RefusedError, operation, tell
from maillage.people import invitations
from maillage.people.models import AuthenticatorApp, Passkey, Person, RecoveryCode, RoleMembership, WayBack
from maillage.people.roles import CONFIRMERS

NOBODY_ELSE = _(
    "Nobody else can confirm: it takes another person of coordination, or an operator. "
    "Whoever runs the server can open the way back there."
)


def confirmers_of(person: Person, asker: Person | None) -> QuerySet[Person]:
    """Who could confirm, but for whoever asks and the person concerned."""
    today = clock.today()
    held = RoleMembership.objects.on(today).filter(role__in=CONFIRMERS)
    able = (
        Person.objects.active().filter(memberships__in=held, email__isnull=False).exclude(leaves_on__lt=today)
    )
    came_in = able.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return came_in.exclude(pk__in=[person.pk, *([asker.pk] if asker else [])]).distinct()


@operation("people.way_back.asked", _("%(who)s asked for a way back into the account"))
def ask(*, by: Person, person: Person, kind: str) -> WayBack:
    """First of two: nothing is opened yet."""
    if person.pk == by.pk:
        raise RefusedError(_("For my own account a colleague asks."))
    if not person.is_active or not person.email:
        raise RefusedError(_("This account is closed: I note the return first."))
    if person.ways_back.waiting_at(clock.now()).filter(kind=kind).exists():
        raise RefusedError(_("It is asked already and waits for a second person."))
    if not confirmers_of(person, by).exists():
        raise RefusedError(NOBODY_ELSE)
    way = WayBack.objects.create(person=person, kind=kind, asked_by=by, asked_at=clock.now())
    tell(way, changes={"kind": [None, kind]})
    return way


def _waiting(way: WayBack) -> WayBack:
    current = WayBack.objects.select_for_update(of=("self",)).select_related("person").get(pk=way.pk)
    if current.confirmed_at is not None:
        raise RefusedError(_("It is confirmed already: what was to be opened is open."))
    if not current.waits_at(clock.now()):
        raise RefusedError(_("It was taken back, or is older than seven days. It can be asked again."))
    return current


@operation("people.way_back.confirmed", _("%(who)s confirmed the way back into the account"))
def confirm(*, by: Person, way: WayBack) -> WayBack:
    """Second of two, somebody else: the second factor is cleared at once, or a link can be made."""
    current = _waiting(way)
    if by.pk == current.asked_by_id:
        raise RefusedError(
            _("I asked for it myself: another person of coordination, or an operator, confirms.")
        )
    if by.pk == current.person_id:
        raise RefusedError(_("It is my own account: somebody else confirms."))
    current.confirmed_by, current.confirmed_at = by, clock.now()
    _open(current)
    tell(current, changes={"kind": [None, current.kind]})
    return current


@operation("people.way_back.opened", _("%(who)s opened a way back from the server"))
def open_from_server(*, by: None, person: Person, kind: str) -> WayBack:
    """Where nobody else can confirm: whoever holds the server can, and history tells it."""
    moment = clock.now()
    way = WayBack.objects.create(person=person, kind=kind, asked_at=moment, confirmed_at=moment)
    _open(way)
    tell(way, changes={"kind": [None, kind]})
    return way


def _open(way: WayBack) -> None:
    way.save()
    if way.kind == WayBack.Kind.FACTORS:
        clear_factors_of(way.person)
    else:
        invitations.prepare_link(way)
    if way.person.email:
        _mail(way.person, way.person.email)


def clear_factors_of(person: Person) -> None:
    """They sign in by password and set up another at once; until then nobody is signed in as them."""
    Passkey.objects.filter(person=person).delete()
    AuthenticatorApp.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    person.sessions.all().delete()


def _mail(person: Person, address: str) -> None:
    """The person learns it at once where mail is set up; otherwise at their next sign-in."""
    with translation.override(person.language):
        mail.queue(
            to=address,
            subject=gettext("Maillage: a way back into my account"),
            text=gettext(
                "A way back into my account of Maillage was opened. "
                "If I did not ask for it, I tell coordination at once."
            ),
        )


@operation("people.way_back.withdrawn", _("%(who)s took back the way back into the account"))
def withdraw(*, by: Person, way: WayBack) -> None:
    """Before it is confirmed: whoever asked, whoever could confirm, or the person concerned."""
    current = _waiting(way)
    current.withdrawn_at = clock.now()
    current.save()
    tell(current, changes={"kind": [current.kind, None]})


@operation("people.way_back.read", _("%(who)s read that a way back was opened"))
def read(*, by: Person, way: WayBack) -> None:
    """The person concerned has taken note."""
    current = WayBack.objects.select_for_update().get(pk=way.pk)
    if by.pk != current.person_id:
        raise RefusedError(_("The person concerned notes that they have read it."))
    current.read_at = clock.now()
    current.save()
    tell(current)
