"""Communes, neighbourhoods, zones, and the neighbourhoods the project chose to work in."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.kit.counted import Counted, CountedRows
from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Dated, StandingQuerySet, Withdrawable
from maillage.territory.sources import Sourced, said


class Bilingual(models.Model):
    """Something with a French and a Dutch name; the reader gets theirs, else the French one."""

    name_fr = models.CharField(_("name in French"), max_length=120)
    name_nl = models.CharField(_("name in Dutch"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_nl if self.name_nl and (get_language() or "").startswith("nl") else self.name_fr


class Commune(SharedRecord, Bilingual):
    """One of the nineteen communes of the Brussels-Capital Region, under its official number."""

    nis = models.CharField(
        _("official number (NIS)"),
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^\d{5}$", _("The official number of a commune has five digits."))],
    )

    history_keeps = frozenset({"name_fr", "name_nl", "nis"})

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["name_fr"]

    def get_absolute_url(self) -> str:
        return reverse("territory:communes")


class Postcode(Record):
    """A postcode of a commune: the key by which annex 5 names communes."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="postcodes")
    code = models.CharField(_("postcode"), max_length=4, unique=True)

    class Meta:
        verbose_name = _("postcode")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class CommuneAlias(Record):
    """Another way people and documents write the name of a commune: « Molenbeek », « Bruxelles Villes »."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=120)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("other name of a commune")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "name"], name="territory_commune_alias_once")
        ]

    def __str__(self) -> str:
        return self.name


class NeighbourhoodKind(models.TextChoices):
    """The four kinds of unit of the Monitoring des Quartiers."""

    RESIDENTIAL = "residential", _("residential")
    INDUSTRY = "industry_railway", _("industry or railway")
    GREEN = "green", _("park or forest")
    CEMETERY = "cemetery", _("cemetery")


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    def with_communes(self) -> "NeighbourhoodQuerySet":
        """Ready to say in which communes each lies, the largest share first."""
        return self.prefetch_related("shares__commune")

    def in_commune(self, commune: Commune) -> "NeighbourhoodQuerySet":
        return self.filter(shares__commune=commune)


class Neighbourhood(SharedRecord, Bilingual):
    """A part of the city people have a name for: the 145 official units, or one that documents name.

    It may lie in several communes; its main commune is the one with the largest share.
    """

    monitoring_code = models.CharField(
        _("official number (Monitoring)"), max_length=3, unique=True, null=True, blank=True
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=NeighbourhoodKind, default=NeighbourhoodKind.RESIDENTIAL
    )
    area_km2 = models.FloatField(
        _("area in km²"), null=True, blank=True, validators=[MinValueValidator(0.01), MaxValueValidator(162)]
    )
    latitude = models.FloatField(
        _("latitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(50.7), MaxValueValidator(51.0)],
    )
    longitude = models.FloatField(
        _("longitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(4.2), MaxValueValidator(4.5)],
    )
    parts = models.ManyToManyField(
        "self", symmetrical=False, related_name="wholes", blank=True, verbose_name=_("made of")
    )
    note = models.CharField(_("note on the place"), max_length=300, blank=True)
    source = models.CharField(_("where this comes from"), max_length=200, blank=True)

    objects = NeighbourhoodQuerySet.as_manager()

    history_keeps = frozenset(
        {
            "name_fr",
            "name_nl",
            "monitoring_code",
            "kind",
            "area_km2",
            "latitude",
            "longitude",
            "note",
            "source",
        }
    )

    class Meta:
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")
        ordering = ["name_fr"]
        constraints = [
            models.UniqueConstraint(
                Lower("name_fr"),
                name="territory_neighbourhood_name_once",
                violation_error_message=_("There is already a neighbourhood of that name."),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("territory:neighbourhood", args=[self.pk])

    @property
    def source_said(self) -> str:
        return said(self.source)

    @property
    def main_commune(self) -> Commune | None:
        """The commune where most of it lies."""
        shares = list(self.shares.all())
        return shares[0].commune if shares else None


class NeighbourhoodCommune(Record):
    """The share of a neighbourhood that lies in a commune."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="shares")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="shares")
    share = models.FloatField(_("share in %"))

    class Meta:
        verbose_name = _("share of a neighbourhood in a commune")
        ordering = ["-share", "commune_id"]
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "commune"], name="territory_share_once"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100),
                name="territory_share_is_a_percentage",
                violation_error_message=_("A share lies between 0 and 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood} · {self.commune} {self.share:g} %"


class NeighbourhoodAlias(Record):
    """Another name of a neighbourhood: « La Chasse », or a typing error of a document."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=120)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("other name of a neighbourhood")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "name"], name="territory_neighbourhood_alias_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Zone(SharedRecord):
    """Neighbourhoods that a few colleagues cover together: « (01) Zone 05 ».

    Codes have gaps (there is no zone 11, 13 or 15): neither number is computed from the other.
    """

    ordinal = models.PositiveSmallIntegerField(_("order in the printed list"), unique=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("own name"), max_length=80, blank=True)

    history_keeps = frozenset({"ordinal", "code", "name"})

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}" if self.name else self.code

    def get_absolute_url(self) -> str:
        return reverse("territory:zone", args=[self.pk])

    @property
    def short(self) -> str:
        """What fits on a map: « 05 »."""
        return self.code.split()[-1]


class SelectedQuerySet(StandingQuerySet["SelectedNeighbourhood"], CountedRows["SelectedNeighbourhood"]):  # type: ignore[override]
    """Choices of neighbourhoods; changing them marks the days that figures set apart by zone."""


class SelectedNeighbourhood(Counted, SharedRecord, Dated, Sourced, Withdrawable):
    """A neighbourhood the project works in, from a day to a day, in a zone when documents say which."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, related_name="selections", verbose_name=_("neighbourhood")
    )
    zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="selections",
        verbose_name=_("zone"),
    )
    name_as_printed = models.CharField(_("name as the document prints it"), max_length=120, blank=True)
    commune_as_printed = models.CharField(_("commune as the document prints it"), max_length=120, blank=True)
    note = models.CharField(_("note on the place"), max_length=300, blank=True)

    objects = SelectedQuerySet.as_manager()

    history_keeps = frozenset(
        {
            "zone",
            "first_day",
            "last_day",
            "source",
            "name_as_printed",
            "commune_as_printed",
            "note",
            "withdrawn_at",
        }
    )

    class Meta(Dated.Meta):
        verbose_name = _("neighbourhood the project works in")
        ordering = ["-first_day", "neighbourhood__name_fr", "id"]

    def __str__(self) -> str:
        return f"{self.neighbourhood} · {self.zone}" if self.zone else str(self.neighbourhood)

    def get_absolute_url(self) -> str:
        return reverse("territory:neighbourhood", args=[self.neighbourhood_id])
