"""Who works where and when, who is away, who pays, and the figures that documents print."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.counted import Counted, CountedRows
from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Dated, DatedQuerySet, StandingQuerySet, Withdrawable
from maillage.people.models import Person
from maillage.territory.models.hosts import HostSite
from maillage.territory.models.places import Neighbourhood, Zone
from maillage.territory.sources import Sourced, said


class AssignmentQuerySet(StandingQuerySet["Assignment"], CountedRows["Assignment"]):  # type: ignore[override]
    def with_names(self) -> "AssignmentQuerySet":
        """Ready to be read: person, zone, neighbourhood, host."""
        return self.select_related(
            "person", "zone", "neighbourhood", "host_site__organisation", "host_site__postcode"
        )


class Assignment(Counted, SharedRecord, Dated, Sourced, Withdrawable):
    """A colleague covers a zone from a day to a day, usually hosted at a site of that zone.

    The whole zone is theirs; the neighbourhood on their row of annex 1 is indicative only. Whether they are
    alone, a pair or a trio is read from who else covers the zone that day (D11: never enforced).
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("colleague")
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("zone")
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("neighbourhood on the row (indicative)"),
    )
    host_site = models.ForeignKey(
        HostSite,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("hosted at"),
    )

    objects = AssignmentQuerySet.as_manager()

    history_keeps = frozenset(
        {"zone", "neighbourhood", "host_site", "first_day", "last_day", "source", "withdrawn_at"}
    )

    class Meta(Dated.Meta):
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-first_day", "zone__ordinal", "person__display_name", "id"]
        indexes = [models.Index(fields=["zone", "first_day"], name="territory_assignment_by_zone")]

    def get_absolute_url(self) -> str:
        return reverse("territory:assignment", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.person} · {self.zone}"


class Absence(SharedRecord, Dated, Withdrawable):
    """Days on which a colleague is not there. Why is nobody's business here: there is no field for it."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="absences", verbose_name=_("colleague")
    )

    objects = StandingQuerySet["Absence"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "person__display_name", "id"]

    def __str__(self) -> str:
        return str(self.person)


class FundingPeriod(SharedRecord, Dated, Sourced):
    """A period for which the project is paid. Its announced end matters: it discouraged partners in 2021."""

    label = models.CharField(_("name of the period"), max_length=120)
    funder = models.CharField(_("funder"), max_length=120, blank=True)

    objects = DatedQuerySet["FundingPeriod"].as_manager()

    history_keeps = frozenset({"label", "funder", "first_day", "last_day", "source"})

    class Meta(Dated.Meta):
        verbose_name = _("funding period")
        verbose_name_plural = _("funding periods")
        ordering = ["-first_day", "id"]

    def get_absolute_url(self) -> str:
        return reverse("territory:project")

    def __str__(self) -> str:
        return self.label


class FigureSubject(models.TextChoices):
    """What a printed figure counts."""

    NEIGHBOURHOODS = "neighbourhoods", _("neighbourhoods")
    COMMUNES = "communes", _("communes")
    ZONES = "zones", _("zones")
    RAQ = "raq", _("RAQ")
    HOSTS = "hosts", _("host partners")
    HOST_SITES = "host_sites", _("host sites")
    RAQ_PER_ZONE = "raq_per_zone", _("RAQ per zone")


class DocumentedFigure(Record):
    """A figure as a document prints it, kept beside the others even when they disagree (D14)."""

    subject = models.CharField(_("what it counts"), max_length=20, choices=FigureSubject)
    printed = models.CharField(_("printed figure"), max_length=40)
    quote = models.CharField(_("in the document’s words"), max_length=300, blank=True)
    source = models.CharField(_("where this comes from"), max_length=200)
    dated = models.DateField(_("day the figure speaks of"))

    class Meta:
        verbose_name = _("documented figure")
        ordering = ["dated", "subject", "source", "printed"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "source", "dated", "printed"], name="territory_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} : {self.printed}"

    @property
    def source_said(self) -> str:
        return said(self.source)
