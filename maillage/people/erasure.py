"""What this room holds of a person, and what becomes of it when they are erased (T16)."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock, erasure
from maillage.kit.erasure import Held, Subject, emptied, goes, hinders, stays, tells
from maillage.kit.imports.models import ImportBatch, ImportLine
from maillage.kit.models import HistoryEntry
from maillage.people.models import (
    AuthenticatorApp,
    Erasure,
    Invitation,
    Passkey,
    Person,
    RecoveryCode,
    RightsRequest,
    RoleMembership,
    SignInSession,
    Skill,
    SpokenLanguage,
    VaultKey,
    VaultLock,
    WayBack,
)
from maillage.people.roles import Role

CARD = ("display_name", "email", "job_title", "phone", "experience")
PROOF = gettext_lazy("It proves that the request was answered. It leads to a number without a name.")


def subject_of(person: Person) -> Subject:
    """The person as an erasure knows them: the key, and the words they are found by."""
    words = (person.display_name, person.email or "", person.phone)
    return Subject(person.pk, tuple(str(word) for word in words if word and person.erased_on is None))


@tells
def people(subject: Subject) -> list[Held]:
    """My card, roles, languages, skills, sessions, ways in and requests; never a password or a secret."""
    person = Person.objects.get(pk=subject.pk)
    fields = [field for field in Person._meta.concrete_fields if field.name in CARD]
    card = [(str(field.verbose_name), str(getattr(person, field.name) or "")) for field in fields]
    sessions = person.sessions.filter(expire_date__gt=clock.now()).order_by("-last_used_at", "pk")
    passkeys = [(each.name, clock.in_words(each.added_at)) for each in person.passkeys.all()]
    locks = [
        (each.get_kind_display(), clock.in_words(each.made_at))
        for each in VaultLock.objects.filter(key__person=person)
    ]
    requests = RightsRequest.objects.filter(person=person)
    return [
        Held(_("My card"), [(label, value) for label, value in card if value]),
        Held(_("Roles"), [(each.get_role_display(), str(each.period)) for each in person.memberships.all()]),
        Held(_("Languages"), [(str(each), "") for each in person.spoken_languages.all()]),
        Held(_("Skills"), [(each.label, "") for each in person.skills.all()]),
        Held(
            _("Where I am signed in"),
            [(each.device, clock.in_words(each.last_used_at)) for each in sessions if each.last_used_at],
        ),
        Held(_("Passkeys"), passkeys),
        Held(_("What opens my vault"), locks),
        Held(
            _("My requests"),
            [(each.get_kind_display(), clock.in_words(each.received_on)) for each in requests],
        ),
        Held(_("Lines of the history"), _lines(subject)),
    ]


def _lines(subject: Subject) -> list[tuple[str, str]]:
    """How much the history says of what I did, and since when; what it says is read beside each record."""
    lines = HistoryEntry.objects.filter(by=subject.pk)
    first = lines.order_by("id").first()
    if first is None:
        return []
    said = _("that I did something, with the day: %(count)d") % {"count": lines.count()}
    return [(said, _("since %(first)s") % {"first": clock.in_words(first.at)})]


# --- What becomes of it --------------------


def _still_named(subject: Subject) -> int:
    return Person.objects.filter(pk=subject.pk, erased_on=None).count()


def empty_account(subject: Subject) -> int:
    """No name, no address, no way in. The key stays, so that records of work do not fall apart."""
    blank = Person(pk=subject.pk, erased_on=clock.today())
    values = {
        field.attname: getattr(blank, field.attname)
        for field in Person._meta.concrete_fields
        if not field.primary_key
    }
    values |= {"is_active": False, "password": make_password(None), "email": None}
    return Person.objects.filter(pk=subject.pk, erased_on=None).update(**values)


erasure.declare(
    erasure.Part(
        "people.person",
        gettext_lazy("The account: name, addresses, phone, experience, password, choices"),
        erasure.Fate.GOES,
        Person,
        "",
        _still_named,
        empty_account,
    )
)
goes(SpokenLanguage, "person", gettext_lazy("Languages"))
goes(Skill, "person", gettext_lazy("Skills"))
goes(SignInSession, "person", gettext_lazy("Sessions"))
goes(Passkey, "person", gettext_lazy("Passkeys"))
goes(AuthenticatorApp, "person", gettext_lazy("Authenticator app"))
goes(RecoveryCode, "person", gettext_lazy("Recovery codes"))
goes(VaultLock, "key__person", gettext_lazy("What opens the vault"))
goes(VaultKey, "person", gettext_lazy("Vault: with its key, all that was sealed to it goes for good"))
goes(Invitation, "person", gettext_lazy("Invitations"))
emptied(
    RightsRequest,
    "person",
    gettext_lazy("Requests about data: their words and our answers"),
    PROOF,
    words="",
    answer="",
)
stays(
    RoleMembership,
    "person",
    gettext_lazy("Roles, with their days"),
    gettext_lazy("They say with what right something was done. They lead to a number without a name."),
)
for _who in ("person", "asked_by", "confirmed_by"):
    stays(
        WayBack,
        _who,
        gettext_lazy("Ways back into an account, with their days"),
        gettext_lazy("They say who opened an account. They lead to a number without a name."),
    )
stays(Erasure, "asked_by", gettext_lazy("Erasures this person asked for"), PROOF)
stays(Erasure, "confirmed_by", gettext_lazy("Erasures this person confirmed"), PROOF)
LISTS = gettext_lazy("What came of a list stays, with the day. They lead to a number without a name.")
emptied(ImportBatch, "made_by", gettext_lazy("Lists this person imported: their names"), LISTS, file_name="")
emptied(
    ImportLine,
    "batch__made_by",
    gettext_lazy("Lines of these lists"),
    LISTS,
    cells=[],
    said="",
    trace=None,
)
stays(ImportBatch, "moved_by", gettext_lazy("Imports whose last step was this person's"), LISTS)


@hinders
def account_is_open(subject: Subject, day: date) -> Iterator[str]:
    """Somebody who still works here, who alone coordinates, or whose other request waits."""
    person = Person.objects.get(pk=subject.pk)
    if person.is_active and person.email:
        yield _("The account is open: I note the departure first.")
    coordinating = Person.objects.active().with_role_on(Role.COORDINATION, day).filter(email__isnull=False)
    if set(coordinating.values_list("pk", flat=True)) == {person.pk}:
        yield _("Nobody else coordinates: a colleague gets this role first.")
    others = RightsRequest.objects.filter(person=person, answered_on=None)
    if others.exclude(kind=RightsRequest.Kind.ERASURE).exists():
        yield _("Another request of this person waits: after the erasure, nobody could answer it.")
