"""An import and its lines: kept until it is applied and could no longer be undone, then emptied."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record


class BatchState(models.TextChoices):
    COLUMNS = "columns", _("columns to check")
    LOOKING = "looking", _("being read")
    READY = "ready", _("to look through")
    APPLYING = "applying", _("being imported")
    DONE = "done", _("imported")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    DROPPED = "dropped", _("given up")


#: What goes on without anybody, in the background if there are many lines.
WORKING = (BatchState.LOOKING, BatchState.APPLYING, BatchState.UNDOING)


class Finding(models.TextChoices):
    """What a line turned out to be."""

    NEW = "new", _("new")
    CHANGE = "change", _("completes")
    DUPLICATE = "duplicate", _("resembles")
    SAME = "same", _("already here")
    ERROR = "error", _("to repair")


class Choice(models.TextChoices):
    """What somebody wants of a line."""

    TAKE = "take", _("Add it")
    JOIN = "join", _("Complete the sheet")
    LEAVE = "leave", _("Leave it out")


#: What happens to a line about which nobody said anything: what resembles waits for a choice, and stays out.
UNSAID = {Finding.NEW: Choice.TAKE, Finding.CHANGE: Choice.JOIN}
#: What may be chosen for a line.
OFFERED: dict[str, tuple[Choice, ...]] = {
    Finding.NEW: (Choice.TAKE, Choice.LEAVE),
    Finding.CHANGE: (Choice.JOIN, Choice.LEAVE),
    Finding.DUPLICATE: (Choice.JOIN, Choice.TAKE, Choice.LEAVE),
}


class LineState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("imported")
    LEFT = "left", _("left out")
    REFUSED = "refused", _("refused")
    UNDONE = "undone", _("undone")
    CHANGED = "changed", _("changed since, and kept")


class ImportBatch(Record):
    """A file somebody brought, from its columns to its undoing. The file itself is never kept."""

    kind = models.CharField(max_length=40, editable=False)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="imports",
        verbose_name=_("brought by"),
    )
    made_at = models.DateTimeField(_("brought on"))
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("last step by")
    )
    moved_at = models.DateTimeField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.COLUMNS)
    language = models.CharField(max_length=5, editable=False)
    headers = models.JSONField(default=list)
    headers_key = models.CharField(max_length=64, editable=False)
    mapping = models.JSONField(default=list)
    emptied_at = models.DateTimeField(null=True, editable=False)

    history_keeps = frozenset({"state"})

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["kind", "headers_key", "-made_at"], name="kit_import_same_headers")]

    def __str__(self) -> str:
        return self.file_name or str(_("import"))

    def get_absolute_url(self) -> str:
        return reverse("kit:import", args=[self.pk])

    @property
    def is_working(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in WORKING


class ImportLine(models.Model):
    """One line of an import: what it says, what it is, what was chosen, what became of it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    finding = models.CharField(max_length=10, choices=Finding, blank=True)
    match = models.UUIDField(null=True)
    match_line = models.PositiveIntegerField(null=True)
    choice = models.CharField(max_length=5, choices=Choice, blank=True)
    state = models.CharField(max_length=8, choices=LineState, default=LineState.WAITING)
    said = models.CharField(max_length=300, blank=True)
    row = models.UUIDField(null=True)
    trace = models.JSONField(null=True)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="kit_import_line_once")]
        indexes = [
            models.Index(fields=["batch", "finding", "number"], name="kit_import_line_finding"),
            models.Index(fields=["batch", "state", "number"], name="kit_import_line_state"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def decision(self) -> str:
        """What happens to it: what somebody chose, else what goes without saying."""
        return self.choice or UNSAID.get(Finding(self.finding), Choice.LEAVE)
