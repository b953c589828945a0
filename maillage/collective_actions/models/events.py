"""Events: what sits in the calendar, and what the tables count, once however many RAQs are there (R9)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models.actions import Action
from maillage.kit.counted import Counted, CountedRows
from maillage.kit.holidays import outside_hours
from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Withdrawable
from maillage.kit.term_fields import TermField, TermsField
from maillage.network.models import Actor
from maillage.people.languages import SPOKEN
from maillage.people.models import Person
from maillage.territory.models import Commune, Neighbourhood
from maillage.territory.sources import Cell, Sourced

LANGUAGES = list(SPOKEN.items())
ENDS_AFTER_START = _("It would end before it begins. From when to when?")


class Timed(models.Model):
    """Hours on the clock of people: a weekly stand begins at ten, in summer as in winter."""

    start = models.TimeField(_("begins at"), null=True, blank=True)
    end = models.TimeField(_("ends at"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=False, end__gte=F("start")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=ENDS_AFTER_START,
                violation_error_code="ends_before_start",
            )
        ]

    @property
    def hours(self) -> str:
        """« 10:00 – 12:00 », as far as it is known."""
        return " – ".join(f"{each:%H:%M}" for each in (self.start, self.end) if each)


class Placed(models.Model):
    """Where it takes place: in words, in a neighbourhood, in a commune."""

    place = models.CharField(_("place"), max_length=160, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("neighbourhood"),
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )

    class Meta:
        abstract = True

    @property
    def where(self) -> str:
        """« Place Colignon, Schaerbeek », as far as it is known."""
        parts = [self.place, str(self.neighbourhood or ""), str(self.commune or "")]
        return ", ".join(dict.fromkeys(part for part in parts if part))


class Series(SharedRecord, Timed, Placed, Withdrawable):
    """An action that comes back: its rhythm as an RRULE, from which planned events are made (U-RAQ-18).

    Each event can be moved, confirmed or cancelled by itself; only held ones count.
    """

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="series", verbose_name=_("action"), editable=False
    )
    first_day = models.DateField(_("first day"))
    #: An RRULE of RFC 5545, or the days somebody chose: `RDATE:20261203,20261217`.
    rrule = models.CharField(_("rhythm"), max_length=500)
    raqs = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name=_("RAQ"))
    #: Until which day planned events were made; a job goes on from there.
    planned_until = models.DateField(null=True, editable=False)

    history_keeps = frozenset(
        {"first_day", "rrule", "start", "end", "place", "neighbourhood", "commune", "withdrawn_at"}
    )

    class Meta(Timed.Meta):
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return str(self.action)

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()


class EventState(models.TextChoices):
    """Only what was held counts."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class EventQuerySet(CountedRows["Event"]):
    def standing(self) -> "EventQuerySet":
        """Without those noted by mistake."""
        return self.filter(withdrawn_at__isnull=True)

    def held(self) -> "EventQuerySet":
        return self.standing().filter(state=EventState.HELD)

    def to_evaluate(self, today: date) -> "EventQuerySet":
        """Past ones nobody looked back on, even if nobody said yet that they were held."""
        past = Q(state=EventState.HELD) | Q(state=EventState.PLANNED, day__lt=today)
        return self.standing().filter(past, evaluation=None, action__withdrawn_at=None)

    def between(self, first: date, last: date) -> "EventQuerySet":
        return self.filter(day__gte=first, day__lte=last)


class Event(Counted, SharedRecord, Timed, Placed, Sourced, Withdrawable):
    """One day of an action: where, with which RAQs, how many came, and what was learnt."""

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="events", verbose_name=_("action")
    )
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, editable=False, related_name="events"
    )
    #: The day its series gave it, even if it was moved since: so that it is not planned twice.
    series_day = models.DateField(null=True, editable=False)
    title = models.CharField(_("title of this day"), max_length=120, blank=True)
    day = models.DateField(_("day"))
    raqs = models.ManyToManyField(Person, related_name="events", blank=True, verbose_name=_("RAQ"))
    partners = models.ManyToManyField(
        Actor, related_name="events", blank=True, verbose_name=_("with which local actors")
    )
    other_professionals = models.CharField(_("other professionals, by function"), max_length=200, blank=True)
    interpreter = models.CharField(_("interpreter for"), max_length=3, choices=LANGUAGES, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=EventState, default=EventState.PLANNED, editable=False
    )
    cancelled_because = TermField("cancellation_reason", _("why it was cancelled"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    new_participants = models.PositiveIntegerField(_("of whom for the first time"), null=True, blank=True)
    themes = TermsField("theme", _("what was talked about"))
    materials = TermsField("objet_lien", _("what was handed out"))
    description = models.TextField(_("description"), max_length=2000, blank=True)
    recorded_at = models.DateTimeField(editable=False)

    objects = EventQuerySet.as_manager()

    history_keeps = frozenset(
        {
            "title", "day", "start", "end", "place", "neighbourhood", "commune", "state", "interpreter",
            "cancelled_because", "participants", "new_participants", "withdrawn_at", "action", "source",
        }
    )  # fmt: skip

    class Meta(Timed.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["day", "start", "id"]
        constraints = [
            *Timed.Meta.constraints,
            models.UniqueConstraint(fields=["series", "series_day"], name="collective_actions_day_once"),
            models.CheckConstraint(
                condition=Q(new_participants__isnull=True)
                | Q(participants__isnull=False, new_participants__lte=F("participants")),
                name="collective_actions_new_among_participants",
                violation_error_message=_("More newcomers than participants? One of the numbers is wrong."),
            ),
        ]
        indexes = [
            models.Index(fields=["day", "start"], name="collective_actions_by_day"),
            models.Index(fields=["action", "day"], name="collective_actions_by_action"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.action)

    def get_absolute_url(self) -> str:
        return reverse("collective_actions:event", args=[self.pk])

    @property
    def is_outside_hours(self) -> bool:
        """A weekend, a public holiday, before nine or after five."""
        return outside_hours(self.day, self.start, self.end)

    def begets(self) -> dict[str, Any]:
        """Where an idea comes from that was born here."""
        return {"born_at": self, "derived_from": self.action}

    @property
    def day_is_invented(self) -> bool:
        """Its document gives no date; one was made up so that it can be counted."""
        return Cell.DAY in self.inferred

    @property
    def was_moved(self) -> bool:
        """Its series had given it another day."""
        return self.series_day is not None and self.series_day != self.day


class EventGroup(Counted, Record):
    """How many of a language or a group came: the balance of a discussion table (R9c, D24: only numbers)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="groups")
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGES, blank=True)
    name = models.CharField(_("group"), max_length=80, blank=True)
    number = models.PositiveIntegerField(_("how many"))

    objects = CountedRows["EventGroup"].as_manager()

    class Meta:
        verbose_name = _("group at an event")
        verbose_name_plural = _("groups at an event")
        ordering = ["-number", "language", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language", "name"], name="collective_actions_group_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or self.get_language_display()} · {self.number}"


class EventPart(Record):
    """A part of a session: an hour of sport, an hour of talk on a theme the participants chose (R9d)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("part"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    theme = models.CharField(_("theme chosen by the participants"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("part of an event")
        verbose_name_plural = _("parts of an event")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class KeywordChoice(Record):
    """A word on the board of a session: how many said it helps, how many that it is complicated (R10f)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="keywords")
    word = models.CharField(_("word"), max_length=60)
    helps = models.PositiveSmallIntegerField(_("helps"), default=0)
    complicated = models.PositiveSmallIntegerField(_("is complicated"), default=0)

    class Meta:
        verbose_name = _("word on the board")
        verbose_name_plural = _("words on the board")
        ordering = ["word", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "word"], name="collective_actions_keyword_once")
        ]

    def __str__(self) -> str:
        return self.word
