"""What every room's records share, and the history of what was done to them."""

import uuid
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model, covariant=True)


class Record(models.Model):
    """A record with an identity of its own, made where it was captured and telling nothing of its content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    #: Fields whose values the history may keep; of the others it keeps the name alone (fail closed).
    history_keeps: frozenset[str] = frozenset()

    class Meta:
        abstract = True


class SharedRecord(Record):
    """A record several people change: it carries a version, so that no save can cover another (F33)."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class AppendOnlyError(RuntimeError):
    """Something tried to change or remove what may only be added."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("history is only added to")

    update = _refuse
    delete = _refuse
    bulk_update = _refuse
    bulk_create = _refuse
    update_or_create = _refuse


class AppendOnly(models.Model):
    """Rows that are added, and never changed or removed by anything in Maillage."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("history is only added to")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("history is only added to")


class HistoryBlock(AppendOnly):
    """A sealed run of history entries, chained to the block before by its digest."""

    number = models.PositiveBigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    entry_count = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet["HistoryBlock"].as_manager()

    class Meta:
        verbose_name = _("history block")
        base_manager_name = "objects"

    def __str__(self) -> str:
        return str(self.number)


class HistoryEntry(AppendOnly):
    """One thing done to one record by one person: who, when, what, why; never the content of a sealed text.

    `commitment` binds the whole entry under a random `salt`: the chain is made of commitments, so that
    `history.empty` can take out `details` and `salt` while the chain stays true (house.md 4, T16).
    """

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    details = models.TextField()
    request_id = models.CharField(max_length=32, blank=True)
    salt = models.CharField(max_length=32)
    commitment = models.CharField(max_length=64)
    block = models.ForeignKey(HistoryBlock, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AppendOnlyQuerySet["HistoryEntry"].as_manager()

    class Meta:
        verbose_name = _("history entry")
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="kit_history_by_subject"),
            models.Index(fields=["id"], name="kit_history_unsealed", condition=models.Q(block__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class ChangeMark(models.Model):
    """How often the records of a room have changed: what was drawn under an earlier number is drawn anew."""

    room = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("change mark")

    def __str__(self) -> str:
        return f"{self.room} {self.number}"


class RunState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("did not succeed")


class JobRun(models.Model):
    """One turn of a job: its slot in the schedule, how often it was tried, how it ended.

    The slot is unique, so that two schedulers never give one job two turns.
    """

    name = models.CharField(max_length=80)
    slot = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("job run")
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="kit_job_run_once")]
        indexes = [models.Index(fields=["state", "due_at"], name="kit_job_run_waiting")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused")


class QueuedMail(models.Model):
    """A mail on its way. Its text is emptied once it left or was refused: it may hold a link."""

    recipient = models.EmailField()
    subject = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("queued mail")
        indexes = [models.Index(fields=["state", "next_try_at"], name="kit_mail_waiting")]

    def __str__(self) -> str:
        return self.subject


class DirtyDay(models.Model):
    """A day on which some facts changed: their sums by day no longer hold until a job renews them.

    A row a change, and never the same row for two: whoever renews the sums removes only the marks they saw.
    """

    facts = models.CharField(max_length=60)
    day = models.DateField()

    class Meta:
        verbose_name = _("changed day")
        indexes = [models.Index(fields=["facts", "day"], name="kit_dirty_day_by_facts")]

    def __str__(self) -> str:
        return f"{self.facts} {self.day}"


# Django looks for models in this module; those of the vocabularies stand in their own.
import maillage.kit.imports.models  # noqa: E402, F401
import maillage.kit.terms  # noqa: E402, F401
