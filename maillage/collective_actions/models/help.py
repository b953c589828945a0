"""« J’ai besoin de deux collègues, arabe ou espagnol »: help wanted at an event, and who comes (U-RAQ-23)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models.events import LANGUAGES, Event
from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Withdrawable
from maillage.kit.term_fields import TermField
from maillage.people.models import Person


class HelpWanted(SharedRecord, Withdrawable):
    """How many colleagues an event looks for, and what they would bring."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="help_wanted", editable=False)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="help_asked", editable=False)
    needed = models.PositiveSmallIntegerField(_("how many colleagues"), default=1)
    kind = TermField("help_request", _("for what"), null=True, blank=True)
    words = models.CharField(_("in a few words"), max_length=200, blank=True)

    history_keeps = frozenset({"needed", "kind", "withdrawn_at"})

    class Meta:
        verbose_name = _("help wanted")
        verbose_name_plural = _("help wanted")
        ordering = ["event__day", "id"]

    def __str__(self) -> str:
        return str(self.event)

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def said(self) -> str:
        """What would help, in a few words."""
        return ", ".join(map(str, self.languages.all())) or self.words or str(self.kind or "")


class HelpLanguage(Record):
    """A language that would help; any of them is enough."""

    wanted = models.ForeignKey(HelpWanted, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=3, choices=LANGUAGES)

    class Meta:
        verbose_name = _("language that would help")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["wanted", "code"], name="collective_actions_help_language_once")
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())


class HelpOffer(Record):
    """A colleague comes; they may change their mind without a word."""

    wanted = models.ForeignKey(HelpWanted, on_delete=models.CASCADE, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="help_offers")
    offered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("offer to help")
        verbose_name_plural = _("offers to help")
        ordering = ["offered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["wanted", "person"], name="collective_actions_offer_once")
        ]

    def __str__(self) -> str:
        return str(self.person)
