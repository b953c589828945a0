"""Calendars others subscribe to, and plannings that come from outside (P8, U-GV-03)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record
from maillage.people.models import Person


class FeedKind(models.TextChoices):
    """Whose calendar a feed carries; the public one needs no address of its own."""

    PERSONAL = "personal", _("my calendar")
    TEAM = "team", _("the team’s calendar")
    HOST = "host", _("what my host partner reads")


class CalendarFeed(Record):
    """A secret address one person gave to their calendar programme; revoked, it answers nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calendar_feeds")
    kind = models.CharField(_("which calendar"), max_length=8, choices=FeedKind)
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "fr"), ("nl", "nl"), ("en", "en")]
    )
    name = models.CharField(_("for which device"), max_length=80, blank=True)
    #: The address is shown once; only its digest is kept.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    #: The secret of its address, right after it was made.
    key = ""

    history_keeps = frozenset({"kind", "language", "revoked_at"})

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class Planning(Record):
    """A calendar file of a partner, such as COCOM's planning of the vaccibus; the events it made are ours."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plannings")
    taken_at = models.DateTimeField()

    history_keeps = frozenset({"name"})

    class Meta:
        verbose_name = _("planning")
        verbose_name_plural = _("plannings")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlannedEntry(Record):
    """One entry of a planning and the event it stands for, by the identifier its sender gave it."""

    planning = models.ForeignKey(Planning, on_delete=models.CASCADE, related_name="entries")
    uid = models.CharField(max_length=255)
    sequence = models.PositiveIntegerField(default=0)
    event = models.ForeignKey(
        "collective_actions.Event", on_delete=models.PROTECT, related_name="planned_entries"
    )
    #: What the planning last said of it, so that what a colleague changed by hand since is told apart.
    said = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("entry of a planning")
        verbose_name_plural = _("entries of a planning")
        ordering = ["uid", "id"]
        constraints = [
            models.UniqueConstraint(fields=["planning", "uid"], name="collective_actions_entry_once")
        ]

    def __str__(self) -> str:
        return self.uid


class PlanningChange(Record):
    """What a planning changed in an event of mine; it stays on my home page until I have seen it."""

    event = models.ForeignKey(
        "collective_actions.Event", on_delete=models.CASCADE, related_name="planning_changes"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="planning_changes")
    #: What, before, after: `[["day", "2026-12-03", "2026-12-10"]]`.
    changes = models.JSONField(default=list)
    told_at = models.DateTimeField(editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("change by a planning")
        verbose_name_plural = _("changes by a planning")
        ordering = ["told_at", "id"]
        indexes = [models.Index(fields=["person", "seen_at"], name="collective_actions_to_see")]

    def __str__(self) -> str:
        return str(self.event)
