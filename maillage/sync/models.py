"""Phones that may send, what they sent as they sent it, and the key they seal it for (house.md 5)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record
from maillage.kit.secret_fields import SecretField
from maillage.people.models import Person


class ReceivingKey(Record):
    """The installation's pair of keys: phones seal for the public one, and can open nothing themselves."""

    public_key = models.BinaryField(editable=False)
    #: Sealed under the installation's secret key.
    sealed_private_key = SecretField(editable=False, purpose="maillage.sync.receiving_key")
    made_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("receiving key")
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return str(self.made_at)


class DeviceQuerySet(models.QuerySet["Device"]):
    def standing(self) -> "DeviceQuerySet":
        return self.filter(revoked_at=None)


class Device(Record):
    """A phone or computer that may send what one person noted; it can add, and neither read nor change.

    How much still waits on it is known to its person and the operator alone (P3).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="devices", editable=False)
    label = models.CharField(_("which device"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("since"), editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    #: When it last spoke, and how many items it said still waited on it.
    heard_at = models.DateTimeField(null=True, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)

    objects = DeviceQuerySet.as_manager()

    history_keeps = frozenset({"revoked_at"})

    class Meta:
        verbose_name = _("device that sends")
        verbose_name_plural = _("devices that send")
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return self.label or str(_("a device"))


class State(models.TextChoices):
    """What became of an envelope; none is ever refused or dropped."""

    APPLIED = "applied", _("noted")
    TO_CORRECT = "to_correct", _("to finish")
    HELD = "held", _("kept aside")
    SETTLED = "settled", _("settled")


class Reason(models.TextChoices):
    """Why an envelope waits."""

    TO_CORRECT = "to_correct", _("something in it needs an answer")
    CLOCK = "clock", _("the clock of the phone was wrong: is the day right?")
    WAITS = "waits", _("it completes a note that has not come yet")
    FAILED = "failed", _("something went wrong on our side; it will be tried again")
    NEWER = "newer", _("the phone is ahead of this Maillage; it will be read after the upgrade")
    TOO_OLD = "too_old", _("the phone’s form is too old to be read by itself")
    UNKNOWN = "unknown", _("this Maillage does not know this kind of note")
    DAMAGED = "damaged", _("it was damaged on its way, and cannot be opened")
    OTHER_CONTENT = "other_content", _("another note came under the same number; both are kept")
    NO_LONGER_MINE = "no_longer_mine", _("my role no longer lets me add this")
    ACCOUNT_CLOSED = "account_closed", _("the account was closed")
    DEVICE_REVOKED = "device_revoked", _("the device had been taken away")


#: Reasons that may pass by themselves: a job, or the next arrival, tries again.
PASSING = (Reason.WAITS, Reason.FAILED, Reason.NEWER, Reason.UNKNOWN, Reason.NO_LONGER_MINE)


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    def waiting(self) -> "EnvelopeQuerySet":
        return self.filter(state__in=[State.TO_CORRECT, State.HELD])


class Envelope(Record):
    """A capture exactly as its phone sent it, kept in the same transaction as the acknowledgement.

    `key` is the identity the phone gave it. That it is there once is the database's word alone (F8, F9);
    the same key with other content is kept beside it, and says so (F10).
    """

    key = models.UUIDField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    is_first = models.BooleanField(default=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="envelopes", editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="envelopes", editable=False)
    kind = models.CharField(max_length=60, editable=False)
    form_version = models.PositiveIntegerField(editable=False)
    captured_at = models.DateTimeField(null=True, editable=False)
    #: By how many seconds the phone’s clock was behind ours.
    clock_behind = models.BigIntegerField(default=0, editable=False)
    received_at = models.DateTimeField(editable=False)
    #: Sealed for the installation; emptied once the note stands and a backup holds it.
    content = models.BinaryField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, editable=False)
    reason = models.CharField(_("why"), max_length=16, choices=Reason, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)

    objects = EnvelopeQuerySet.as_manager()

    history_keeps = frozenset({"state", "reason", "kind"})

    class Meta:
        verbose_name = _("envelope")
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "digest"], name="sync_envelope_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_first=True), name="sync_first_of_its_key"),
        ]
        indexes = [
            models.Index(fields=["device", "received_at"], name="sync_envelope_by_device"),
            models.Index(
                fields=["person", "received_at"],
                name="sync_envelope_waiting",
                condition=Q(state__in=["to_correct", "held"]),
            ),
        ]

    def __str__(self) -> str:
        return self.kind
