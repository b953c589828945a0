"""What a RAQ notes of people met: coded, nameless rows, and a word for themselves alone (domain 3.5, P2)."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.collective_actions.models import Event
from maillage.kit.counted import Counted, CountedRows
from maillage.kit.models import Record
from maillage.kit.periods import Withdrawable
from maillage.kit.term_fields import TermField, TermsField
from maillage.network.models import Actor
from maillage.people.languages import SPOKEN
from maillage.people.models import Person
from maillage.territory.models import Commune, Neighbourhood, Zone

LANGUAGES = list(SPOKEN.items())
#: How long a word for oneself may be, in characters.
LONGEST = 5000
#: What the word of a meeting is sealed for; the record is the row it was written with.
PURPOSE = "encounters.note"


class Said(models.TextChoices):
    """Yes, no, or « je ne sais pas »; not answered is something else."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", pgettext_lazy("answer", "I do not know")


class InterventionQuerySet(CountedRows["Intervention"]):
    """Interventions; whatever changes many of them marks their days."""

    def standing(self) -> "InterventionQuerySet":
        """What counts: the last version of each, unless it was noted by mistake."""
        return self.filter(superseded_at__isnull=True, withdrawn_at__isnull=True)

    def versions_of(self, meeting: "Intervention") -> "InterventionQuerySet":
        """Everything that was ever said of one meeting."""
        return self.filter(Q(pk=meeting.first_version) | Q(replaces=meeting.first_version))

    def with_words(self) -> "InterventionQuerySet":
        """Ready to be read in a list."""
        named = self.select_related("meeting_place", "neighbourhood", "zone")
        return named.prefetch_related("themes", "actions_done")

    def with_everything(self) -> "InterventionQuerySet":
        """Ready to be read on its page."""
        named = self.with_words().select_related(
            "initiator", "third_party_kind", "first_contact_setting", "event__action"
        )
        return named.prefetch_related("colleagues", "actors", "non_take_ups__forms", "non_take_ups__right")


class Intervention(Counted, Record, Withdrawable):
    """One meeting with one person, without anything that says who. Its author alone reads it (P2).

    A correction is a row of its own that `replaces` the first version; what was said before stays readable.
    """

    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="interventions", verbose_name=_("RAQ")
    )
    happened_on = models.DateField(_("day"))
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
    #: The zone of the neighbourhood that day, else the author's: what stays when the rest is coarsened.
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("zone")
    )
    meeting_place = TermField("meeting_place", _("place of the meeting"), null=True, blank=True)
    themes = TermsField("theme", _("what we talked about"))
    no_demand = models.BooleanField(_("nothing asked, a wish to be heard"), default=False)
    actions_done = TermsField("action_done", _("what I did"))
    first_meeting = models.CharField(_("first meeting"), max_length=8, choices=Said, blank=True)
    initiator = TermField("initiator", _("who initiated the first meeting"), null=True, blank=True)
    third_party_kind = TermField("third_party_kind", _("which third person"), null=True, blank=True)
    first_contact_setting = TermField(
        "first_contact_setting", _("setting of the first contact"), null=True, blank=True
    )
    lacks_help = models.CharField(_("some help is lacking"), max_length=8, choices=Said, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGES, blank=True)
    with_interpreter = models.BooleanField(_("with an interpreter"), default=False)
    colleagues = models.ManyToManyField(
        Person, related_name="+", blank=True, verbose_name=_("colleagues who were there")
    )
    actors = models.ManyToManyField(
        Actor, related_name="+", blank=True, verbose_name=_("local actors concerned")
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("event")
    )
    appointment_on = models.DateField(_("appointment"), null=True, blank=True)
    appointment_at_office = models.BooleanField(_("at my office"), default=False)
    #: Shared by people met together: the number of the first of these notes.
    met_with = models.UUIDField(null=True, blank=True, editable=False)
    #: The first version of the note this row corrects.
    replaces = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="corrections"
    )
    superseded_at = models.DateTimeField(null=True, editable=False)
    #: After two years: the day is the first of its month, and of the place only the zone is left (D23).
    is_coarse = models.BooleanField(default=False, editable=False)
    recorded_at = models.DateTimeField(editable=False)
    received_at = models.DateTimeField(null=True, editable=False)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = _("intervention")
        verbose_name_plural = _("interventions")
        ordering = ["-happened_on", "-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(superseded_at__isnull=True, replaces__isnull=False),
                name="encounters_one_last_version",
            )
        ]
        indexes = [
            models.Index(
                fields=["author", "-happened_on", "-recorded_at", "-id"],
                condition=Q(superseded_at__isnull=True),
                name="encounters_by_author",
            ),
            models.Index(
                fields=["happened_on"],
                condition=Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
                name="encounters_by_day",
            ),
            models.Index(
                fields=["happened_on"],
                condition=Q(superseded_at__isnull=True, is_coarse=False),
                name="encounters_fine_by_day",
            ),
            models.Index(
                fields=["author", "appointment_on"],
                condition=Q(superseded_at__isnull=True, appointment_on__isnull=False),
                name="encounters_appointments",
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting_place or _("meeting"))

    def get_absolute_url(self) -> str:
        return reverse("encounters:one", args=[self.first_version])

    @property
    def first_version(self) -> UUID:
        """The number by which the note is known, however often it was corrected."""
        return self.replaces_id or self.pk

    @property
    def where(self) -> str:
        """« Dans la rue, Brabant », as far as it is known."""
        place = self.neighbourhood or self.zone
        return " · ".join(str(part) for part in (self.meeting_place, place) if part)


class NonTakeUp(Counted, Record):
    """A help the person is entitled to and does not have, and why, in the eyes of the RAQ (report R8f)."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="non_take_ups")
    right = TermField("right_lacking", _("which help"), null=True, blank=True)
    forms = TermsField("non_take_up", _("why, in my view"))
    #: « Je ne sais pas pourquoi » is an answer; no form and no such mark is none.
    why_unknown = models.BooleanField(default=False)

    objects = CountedRows["NonTakeUp"].as_manager()

    class Meta:
        verbose_name = _("non-take-up")
        verbose_name_plural = _("non-take-up")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.right or _("a help"))


class Reminder(Record):
    """A pense-bête: a nickname, a number, why; sealed together to its author, gone after some days (P15)."""

    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("RAQ"))
    sealed = models.BinaryField()
    made_on = models.DateField()
    erased_on = models.DateField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-made_on", "id"]
        indexes = [
            models.Index(fields=["erased_on"], name="encounters_reminder_goes"),
            models.Index(fields=["author", "-made_on", "id"], name="encounters_reminder_mine"),
        ]

    def __str__(self) -> str:
        return str(_("reminder"))


class SealedNoteQuerySet(models.QuerySet["SealedNote"]):
    def of(self, meeting: Intervention) -> "SealedNoteQuerySet":
        """Those of one meeting, whichever version they were written with."""
        first = meeting.first_version
        return self.filter(Q(intervention=first) | Q(intervention__replaces=first))


class SealedNote(Record):
    """A word about the meeting, sealed to whoever wrote it: nothing else opens it."""

    intervention = models.OneToOneField(Intervention, on_delete=models.CASCADE, related_name="note")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("RAQ"))
    sealed = models.BinaryField()
    written_on = models.DateField()

    objects = SealedNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed note")
        verbose_name_plural = _("sealed notes")
        ordering = ["-written_on", "id"]
        indexes = [models.Index(fields=["written_on"], name="encounters_note_by_day")]

    def __str__(self) -> str:
        return str(_("sealed note"))
