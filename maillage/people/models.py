"""People, what they are in the project, how they come in, and the sessions they opened."""

import uuid
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock
from maillage.kit.models import Record
from maillage.kit.periods import Dated, DatedQuerySet, on_q
from maillage.people.languages import SPOKEN
from maillage.people.names import NameField
from maillage.people.roles import Role


def same_address(typed: str) -> str:
    """An e-mail address in the one form in which it is kept, counted and looked up."""
    return typed.strip().lower()


class PersonQuerySet(models.QuerySet["Person"]):
    def with_role_on(self, role: str, day: date) -> "PersonQuerySet":
        """Only those who hold that role on that day."""
        held = RoleMembership.objects.filter(on_q(day), person=OuterRef("pk"), role=role)
        return self.filter(Exists(held))

    def active(self) -> "PersonQuerySet":
        return self.filter(is_active=True)


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def active(self) -> PersonQuerySet:
        return self.get_queryset().active()

    def with_role_on(self, role: str, day: date) -> PersonQuerySet:
        return self.get_queryset().with_role_on(role, day)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=same_address(username or ""))


class Theme(models.TextChoices):
    """Light of day, light of evening, or whatever the device says."""

    AUTO = "auto", _("Like my device")
    DAY = "day", _("Day")
    EVENING = "evening", _("Evening")


class Person(Record, AbstractBaseUser):
    """Somebody the project knows by name because they work in it or with it; never an inhabitant.

    Someone without an e-mail address cannot sign in: the eighteen RAQ of annex 1 are known by number only.
    """

    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    display_name = NameField(_("name I go by"), max_length=80)
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    theme = models.CharField(_("light of the screen"), max_length=8, choices=Theme, default=Theme.AUTO)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    phone = models.CharField(
        _("work phone"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?[0-9][0-9 ./]{7,18}$", _("A phone number has digits only, such as 0470 12 34 56.")
            )
        ],
    )
    experience = models.TextField(_("earlier jobs and experience"), max_length=1000, blank=True)
    shows_phone = models.BooleanField(_("my work phone"), default=False)
    shows_languages = models.BooleanField(_("my languages"), default=True)
    shows_skills = models.BooleanField(_("my skills"), default=True)
    shows_experience = models.BooleanField(_("my experience"), default=False)
    erased_on = models.DateField(_("erased on"), null=True, editable=False)

    #: When somebody last signed in is nobody's business (P3): the column of Django's base class is left out.
    last_login = None

    USERNAME_FIELD = "email"
    objects = PersonManager()

    history_keeps = frozenset({"is_active", "language", "theme"})

    class Meta:
        verbose_name = _("person")
        ordering = ["display_name", "id"]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = same_address(self.email) if self.email else None
        super().save(*args, **kwargs)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today, asked once for each time the person is loaded."""
        return self.roles_on(clock.today())

    def roles_on(self, day: date) -> frozenset[str]:
        return frozenset(self.memberships.on(day).values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        return self.is_active and not self.roles.isdisjoint(roles)


class RoleMembership(Record, Dated):
    """What a person is in the project, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    objects = DatedQuerySet["RoleMembership"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("role membership")
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class SpokenLanguage(Record):
    """A language a colleague can speak with somebody."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken_languages")
    code = models.CharField(_("language"), max_length=3, choices=list(SPOKEN.items()))

    class Meta:
        verbose_name = _("spoken language")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="people_language_once")]

    def __str__(self) -> str:
        return str(SPOKEN.get(self.code, self.code))


class Skill(Record):
    """Something a colleague knows how to do, in their own words."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    label = models.CharField(_("skill"), max_length=60)

    class Meta:
        verbose_name = _("skill")
        ordering = [Lower("label")]
        constraints = [models.UniqueConstraint("person", Lower("label"), name="people_skill_once")]

    def __str__(self) -> str:
        return self.label


class Invitation(Record):
    """A way in for somebody new: a link that works once, until a moment. Of the link only a hash is kept."""

    LASTS = timedelta(days=7)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("works until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    #: The link's secret, known only to whoever has just made the invitation.
    token = ""

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-expires_at", "id"]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def found(cls, digest: str) -> "Invitation | None":
        """The invitation whose link has that hash, whatever became of it."""
        return cls.objects.select_related("person").filter(digest=digest).first()

    @property
    def is_pending(self) -> bool:
        """Neither accepted nor withdrawn; its link may be too old."""
        return self.accepted_at is None and self.withdrawn_at is None and self.person.is_active

    def works_at(self, moment: datetime) -> bool:
        return self.is_pending and moment < self.expires_at


class AuthenticatorApp(Record):
    """A second factor: the six digits that an app on the person's phone shows for half a minute."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="authenticator_app")
    sealed_secret = models.TextField(editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("authenticator app")

    def __str__(self) -> str:
        return str(self.person)


class Passkey(Record):
    """A key kept by the person's device, opened by a finger, a face or a code: it signs in by itself."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True, editable=False)
    credential = models.BinaryField()
    uses = models.BigIntegerField(default=0, editable=False)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("passkey")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day the phone is lost; works once, and only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("recovery code")

    def __str__(self) -> str:
        return self.digest[:8]


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def with_standing(self) -> "RightsRequestQuerySet":
        """Each with whether somebody asked for its erasure to be confirmed."""
        asked = Erasure.objects.filter(request=OuterRef("pk"), withdrawn_at=None)
        return self.annotate(standing=Exists(asked))


class RightsRequest(Record):
    """Somebody asks about their own data, and is answered by a day (T16)."""

    class Kind(models.TextChoices):
        """What the law lets everybody ask."""

        ACCESS = "access", _("to see what is held of me")
        RECTIFICATION = "rectification", _("to put something right")
        ERASURE = "erasure", _("to have something erased")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(_("request"), max_length=16, choices=Kind)
    words = models.TextField(_("in my words"), max_length=2000, blank=True)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("answered by"))
    answered_on = models.DateField(_("answered on"), null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("rights request")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class Erasure(Record):
    """The erasure of a person: one asks, another confirms, and what was done is its proof (T16).

    The proof names nobody: a number, days, and how many rows of each part went, were emptied, or stay.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="erasures")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked on"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    carried_out_at = models.DateTimeField(_("carried out on"), null=True)
    backups_until = models.DateField(_("last day of the last backup that holds it"), null=True)
    proof = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("erasure")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="people_erasure_once_a_request",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_waiting(self) -> bool:
        """Asked, neither withdrawn nor carried out."""
        return self.withdrawn_at is None and self.carried_out_at is None


class SessionState(Enum):
    """Open; locked after some quiet minutes; over after its whole lifetime. Both ask the password again."""

    OPEN = "open"
    LOCKED = "locked"
    OVER = "over"


class SignInSession(AbstractBaseSession):
    """A signed-in browser: whose it is, on what sort of device, and when it was last used."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("session")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from maillage.people.session_store import SessionStore

        return SessionStore

    def state_at(self, moment: datetime) -> SessionState:
        """Whether the session is open at that moment (trust T9; limits in the settings)."""
        if self.started_at is None or self.last_used_at is None:
            return SessionState.OVER
        if moment - self.started_at >= timedelta(hours=settings.SESSION_LIFETIME_HOURS):
            return SessionState.OVER
        idle = moment - self.last_used_at >= timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        return SessionState.LOCKED if idle or self.locked_at else SessionState.OPEN


class Throttle(models.Model):
    """How many sign-ins were tried lately under one key: a keyed hash, never an address or a name."""

    key = models.CharField(primary_key=True, max_length=64)
    tries = models.PositiveIntegerField()
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("throttle")

    def __str__(self) -> str:
        return self.key[:8]
