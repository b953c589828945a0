"""The words answers are chosen from: vocabularies, their terms, and what became of each term (house.md 2).

A term is added, renamed, retired, restored, merged, split and put in order; nothing of it is ever removed.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import AppendOnly, AppendOnlyQuerySet, Record, SharedRecord
from maillage.kit.periods import Dated, DatedQuerySet

LANGUAGES = ("fr", "nl", "en")
OTHER = "other"  # the code of « Autre », which stays wherever people are described (D6)


def in_present_language(row: models.Model, name: str) -> str:
    """The value of a field that exists in three languages: the reader's, else the French one."""
    code = (get_language() or "fr")[:2]
    spoken = getattr(row, f"{name}_{code}", "") if code in LANGUAGES else ""
    return str(spoken or getattr(row, f"{name}_fr"))


class Origin(models.TextChoices):
    """Where a term comes from: printed, read between the lines, taken from elsewhere, or ours."""

    EXPLICIT = "explicit", _("printed in the documents")
    IMPLIED = "implied", _("told in the documents, in no list")
    EXTERNAL = "external", _("from another publication")
    PROPOSAL = "proposal", _("proposed with Maillage")
    TEAM = "team", _("added by the team")


class Labelled(SharedRecord):
    """Something with a name in three languages."""

    code = models.SlugField(_("code"), max_length=60, editable=False)
    label_fr = models.CharField(_("name in French"), max_length=160)
    label_nl = models.CharField(_("name in Dutch"), max_length=160, blank=True)
    label_en = models.CharField(_("name in English"), max_length=160, blank=True)
    position = models.PositiveIntegerField(_("place in the list"), default=0, editable=False)
    origin = models.CharField(
        _("where it comes from"), max_length=10, choices=Origin, default=Origin.TEAM, editable=False
    )
    source = models.CharField(_("source"), max_length=60, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_present_language(self, "label")

    @property
    def labels(self) -> list[str]:
        """Its names, once each."""
        return list(dict.fromkeys(filter(None, (getattr(self, f"label_{code}") for code in LANGUAGES))))


class VocabularyQuerySet(models.QuerySet["Vocabulary"]):
    def with_counts(self, day: date) -> "VocabularyQuerySet":
        """Each with how many terms are offered that day, and how many are retired."""
        ended = Q(terms__last_day__lt=day)
        return self.annotate(
            offered=models.Count("terms", filter=Q(terms__first_day__lte=day) & ~ended),
            retired=models.Count("terms", filter=ended),
        ).order_by("position", "code")


class Vocabulary(Labelled):
    """A question of the field and the terms that answer it; its code is what rooms ask for."""

    several = models.BooleanField(_("several answers may be chosen"), default=False, editable=False)
    describes_people = models.BooleanField(_("describes people"), default=False, editable=False)
    printed = models.CharField(_("words on the form"), max_length=120, blank=True, editable=False)
    help_fr = models.TextField(_("help in French"), max_length=400, blank=True)
    help_nl = models.TextField(_("help in Dutch"), max_length=400, blank=True)
    help_en = models.TextField(_("help in English"), max_length=400, blank=True)

    objects = VocabularyQuerySet.as_manager()

    history_keeps = frozenset(f"{part}_{code}" for part in ("label", "help") for code in LANGUAGES)

    class Meta:
        verbose_name = _("vocabulary")
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["code"], name="kit_vocabulary_code_once")]

    def get_absolute_url(self) -> str:
        return reverse("kit:vocabulary", args=[self.pk])

    @property
    def help(self) -> str:
        return in_present_language(self, "help")


class TermQuerySet(DatedQuerySet["Term"]):
    def lasting(self) -> "TermQuerySet":
        """Only those that nobody retired, not even from a coming day on."""
        return self.filter(last_day__isnull=True)

    def with_help(self) -> "TermQuerySet":
        """Each with the versions of its help, newest first."""
        return self.prefetch_related(
            models.Prefetch("help_versions", TermHelp.objects.order_by("-number"), to_attr="helps")
        )

    def with_fate(self) -> "TermQuerySet":
        """Each with the terms that stand for it now."""
        going = Succession.objects.filter(withdrawn_at=None).select_related("new").order_by("new__position")
        return self.prefetch_related(models.Prefetch("successions", going, to_attr="going"))


class Term(Labelled, Dated):
    """One answer of a vocabulary. Its code never changes and is never given to another term."""

    vocabulary = models.ForeignKey(Vocabulary, on_delete=models.PROTECT, related_name="terms", editable=False)
    replaced_by = models.ManyToManyField(
        "self", symmetrical=False, through="Succession", related_name="replaces", verbose_name=_("became")
    )
    to_confirm = models.BooleanField(
        _("to be confirmed by the research unit"),
        default=False,
        help_text=_("The name or the help is not in the documents; it is shown with this mark."),
    )
    #: What the product ships under this code and coordination has seen; None for the team's own terms.
    shipped = models.JSONField(null=True, editable=False)
    #: A change of what is shipped, waiting for coordination's answer.
    proposed = models.JSONField(null=True, editable=False)

    objects = TermQuerySet.as_manager()

    history_keeps = frozenset(
        {"label_fr", "label_nl", "label_en", "first_day", "last_day", "position", "to_confirm"}
    )

    class Meta(Dated.Meta):
        verbose_name = _("term")
        ordering = ["position", "code"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["vocabulary", "code"], name="kit_term_code_once"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("kit:term", args=[self.pk])

    @property
    def current_help(self) -> "TermHelp | None":
        """The newest version of its help."""
        known: list[TermHelp] | None = getattr(self, "helps", None)
        if known is not None:
            return known[0] if known else None
        return self.help_versions.order_by("-number").first()

    @property
    def is_other(self) -> bool:
        """Whether this is the « Autre » that stays (D6)."""
        return self.code == OTHER and self.vocabulary.describes_people

    def is_retired_on(self, day: date) -> bool:
        return self.last_day is not None and self.last_day < day


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def standing(self) -> "SuccessionQuerySet":
        return self.filter(withdrawn_at=None)


class Succession(Record):
    """A term became another on a day: several into one when merged, one into several when split."""

    old = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="origins")
    first_day = models.DateField(_("from that day"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"], condition=Q(withdrawn_at=None), name="kit_succession_once"
            ),
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="kit_succession_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class TermAlias(Record):
    """Another name a term answers to: an old label, with the last day it was one, or a word people use."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(_("other name"), max_length=160)
    until = models.DateField(_("name until"), null=True)

    class Meta:
        verbose_name = _("other name of a term")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["term", "name"], name="kit_term_alias_once")]

    def __str__(self) -> str:
        return self.name


class TermHelp(AppendOnly):
    """One version of the help of a term: an answer keeps which one its author had read (D16, D17)."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="help_versions")
    number = models.PositiveIntegerField(_("version"))
    written_at = models.DateTimeField()
    text_fr = models.TextField(_("help in French"), max_length=400, blank=True)
    text_nl = models.TextField(_("help in Dutch"), max_length=400, blank=True)
    text_en = models.TextField(_("help in English"), max_length=400, blank=True)
    to_confirm = models.BooleanField(_("to be confirmed by the research unit"), default=False)

    objects = AppendOnlyQuerySet["TermHelp"].as_manager()

    class Meta:
        verbose_name = _("help of a term")
        base_manager_name = "objects"
        ordering = ["number", "id"]
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="kit_term_help_once")]

    def __str__(self) -> str:
        return in_present_language(self, "text")
