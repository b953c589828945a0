"""Local actors: the shared sheet of an organisation the team works with (report R6c, R11; domain 3.14)."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.kit.counted import Counted, CountedRows
from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Withdrawable
from maillage.kit.term_fields import TermField, TermsField
from maillage.people.languages import SPOKEN
from maillage.people.models import Person
from maillage.territory.models import HostOrganisation
from maillage.territory.models.places import Bilingual

LANGUAGES = list(SPOKEN.items())


class Papers(models.TextChoices):
    """Whether papers must be shown: what a person without any asks first (report R8a)."""

    NONE = "none", _("no papers to show")
    SOME = "some", _("papers to show")


class Cost(models.TextChoices):
    """What it costs."""

    FREE = "free", _("free")
    SMALL = "small", _("a small contribution")
    PAID = "paid", _("to be paid for")


class Access(models.TextChoices):
    """How one gets in."""

    WALK_IN = "walk_in", _("without appointment")
    APPOINTMENT = "appointment", _("by appointment")
    BOTH = "both", _("with or without appointment")


class ActorQuerySet(CountedRows["Actor"]):
    def standing(self) -> "ActorQuerySet":
        """Without those noted by mistake, and those that turned out to be another."""
        return self.filter(withdrawn_at__isnull=True, merged_into__isnull=True)


class Actor(Counted, SharedRecord, Bilingual, Withdrawable):
    """An organisation of the neighbourhood: who it is, what it does, for whom, on what conditions.

    One sheet for the whole team; what one RAQ lived with it stands on their personal sheet.
    """

    acronym = models.CharField(_("short name"), max_length=30, blank=True)
    kind = TermField("actor_type", _("kind of local actor"), null=True, blank=True)
    themes = TermsField("theme", _("themes"))
    publics = TermsField("actor_public", _("for whom"))
    papers = models.CharField(_("papers"), max_length=10, choices=Papers, blank=True)
    cost = models.CharField(_("price"), max_length=10, choices=Cost, blank=True)
    access = models.CharField(_("appointment"), max_length=12, choices=Access, blank=True)
    conditions_fr = models.CharField(_("conditions in French"), max_length=300, blank=True)
    conditions_nl = models.CharField(_("conditions in Dutch"), max_length=300, blank=True)
    specifics_fr = models.TextField(_("good to know, in French"), max_length=1000, blank=True)
    specifics_nl = models.TextField(_("good to know, in Dutch"), max_length=1000, blank=True)
    enterprise_number = models.CharField(_("enterprise number"), max_length=10, blank=True)
    host = models.ForeignKey(
        HostOrganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actors",
        verbose_name=_("also our host partner"),
    )
    is_public = models.BooleanField(
        _("in the public directory"),
        default=False,
        help_text=_("The public address, hours and numbers only; never a contact person."),
    )
    verified_on = models.DateField(_("verified on"), null=True, editable=False)
    verified_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="actors_verified",
        verbose_name=_("verified by"),
    )
    created_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="actors_added",
        verbose_name=_("added by"),
    )
    created_on = models.DateField(_("added on"), editable=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("is the same as"),
    )

    objects = ActorQuerySet.as_manager()

    history_keeps = frozenset(
        {
            "name_fr", "name_nl", "acronym", "kind", "papers", "cost", "access", "conditions_fr",
            "conditions_nl", "specifics_fr", "specifics_nl", "enterprise_number", "host", "is_public",
            "verified_on", "verified_by", "withdrawn_at", "merged_into",
        }
    )  # fmt: skip

    class Meta:
        verbose_name = _("local actor")
        verbose_name_plural = _("local actors")
        ordering = ["name_fr", "id"]

    def get_absolute_url(self) -> str:
        return reverse("network:actor", args=[self.pk])

    def _told(self, name: str) -> str:
        dutch = str(getattr(self, f"{name}_nl"))
        reads_dutch = (get_language() or "").startswith("nl")
        return dutch if dutch and reads_dutch else str(getattr(self, f"{name}_fr")) or dutch

    @property
    def conditions(self) -> str:
        """In the reader's language, else in the one there is."""
        return self._told("conditions")

    @property
    def specifics(self) -> str:
        """In the reader's language, else in the one there is."""
        return self._told("specifics")

    def days_since_verified(self, day: date) -> int | None:
        """How old the last check is; None for never checked."""
        return None if self.verified_on is None else (day - self.verified_on).days


class ActorAlias(Record):
    """Another name an actor answers to: an acronym written out, an old name, a sheet merged into it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=120)

    class Meta:
        verbose_name = _("other name of an actor")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["actor", "name"], name="network_alias_once")]

    def __str__(self) -> str:
        return self.name


class ActorLanguage(Record):
    """A language in which an actor receives people."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=3, choices=LANGUAGES)

    class Meta:
        verbose_name = _("language of an actor")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["actor", "code"], name="network_language_once")]

    def __str__(self) -> str:
        return str(self.get_code_display())
