"""How people come in: invitations, the way back, what proves who they are, and the sessions they opened."""

import uuid
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record
from maillage.kit.secret_fields import SecretField
from maillage.people.models.persons import Person
from maillage.people.roles import Role


class WayBackQuerySet(models.QuerySet["WayBack"]):
    def waiting_at(self, moment: datetime) -> "WayBackQuerySet":
        """Asked, and neither confirmed nor taken back; a week later nobody may confirm any more."""
        since = moment - WayBack.LASTS
        return self.filter(confirmed_at=None, withdrawn_at=None, asked_at__gt=since)


class WayBack(Record):
    """A way back into an account whose person lost the key: one colleague asks, another confirms (T8)."""

    class Kind(models.TextChoices):
        """What was lost."""

        PASSWORD = "password", _("a new password")
        FACTORS = "factors", _("a new second factor")

    LASTS = timedelta(days=7)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ways_back")
    kind = models.CharField(_("what for"), max_length=16, choices=Kind)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked on"))
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True)
    withdrawn_at = models.DateTimeField(_("taken back on"), null=True)
    read_at = models.DateTimeField(_("read on"), null=True)

    objects = WayBackQuerySet.as_manager()

    history_keeps = frozenset({"kind"})

    class Meta:
        verbose_name = _("way back")
        ordering = ["-asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"

    @property
    def until(self) -> datetime:
        """When it can be confirmed no more."""
        return self.asked_at + self.LASTS

    def waits_at(self, moment: datetime) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None and moment < self.until


class Invitation(Record):
    """A way in for somebody new: a link that works once, until a moment. Of the link only a hash is kept."""

    LASTS = timedelta(days=7)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    way_back = models.ForeignKey(WayBack, on_delete=models.PROTECT, null=True, related_name="links")
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
    sealed_secret = SecretField(editable=False, purpose="maillage.people.second_factor")
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
    #: The opened vault, sealed by a value that this browser's cookie alone holds (`vault_session.py`).
    vault = models.BinaryField(null=True, editable=False)

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
