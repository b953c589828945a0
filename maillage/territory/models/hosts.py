"""Organisations that host a RAQ, their sites, and who speaks for them."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record, SharedRecord
from maillage.kit.periods import Dated, DatedQuerySet
from maillage.kit.term_fields import TermField
from maillage.people.models import Person
from maillage.territory.models.places import Neighbourhood, Postcode
from maillage.territory.sources import Sourced


class HostOrganisation(SharedRecord, Sourced):
    """A service that hosts RAQs: an anchor in the neighbourhood, a team, a desk."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=120, blank=True)
    kind = TermField("host_kind", _("kind"), null=True, blank=True)
    community_stance = TermField("host_community_stance", _("community work"), null=True, blank=True)
    member_of_fdssb = models.BooleanField(_("member of the FdSSB"), null=True, blank=True)

    history_keeps = frozenset({"name", "name_nl", "kind", "community_stance", "member_of_fdssb", "source"})

    class Meta:
        verbose_name = _("host organisation")
        verbose_name_plural = _("host organisations")
        ordering = ["name"]

    def get_absolute_url(self) -> str:
        return reverse("territory:host", args=[self.pk])

    def __str__(self) -> str:
        return self.name_nl if self.name_nl and (get_language() or "").startswith("nl") else self.name


class HostAlias(Record):
    """Another name documents give a host: « CASG Service Social Juif »."""

    organisation = models.ForeignKey(HostOrganisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=120)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("other name of a host")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="territory_host_alias_once")
        ]

    def __str__(self) -> str:
        return self.name


class HostSite(SharedRecord, Sourced):
    """An address of a host, where RAQs have a desk or a room."""

    organisation = models.ForeignKey(
        HostOrganisation, on_delete=models.PROTECT, related_name="sites", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120, unique=True)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postcode = models.ForeignKey(
        Postcode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("postcode"),
    )
    town = models.CharField(_("town as written on letters"), max_length=80, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("neighbourhood"),
    )
    phone = models.CharField(
        _("phone"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?[0-9][0-9 ./]{7,18}$", _("A phone number has digits only, such as 02 123 45 67.")
            )
        ],
    )
    desk = models.CharField(_("desk, room, hours"), max_length=200, blank=True)

    history_keeps = frozenset(
        {
            "name", "street", "postcode", "town", "neighbourhood", "phone", "desk", "source", "organisation",
        }
    )  # fmt: skip

    class Meta:
        verbose_name = _("host site")
        verbose_name_plural = _("host sites")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("territory:host", args=[self.organisation_id])

    @property
    def address(self) -> str:
        """The address on one line, as on a letter."""
        town = f"{self.postcode or ''} {self.town}".strip()
        return ", ".join(part for part in (self.street, town) if part)


class HostContact(Record, Dated):
    """Somebody who speaks for a host, from a day to a day: what lets them see their own organisation."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="host_contacts", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        HostOrganisation, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )

    objects = DatedQuerySet["HostContact"].as_manager()

    history_keeps = frozenset({"first_day", "last_day", "organisation"})

    class Meta(Dated.Meta):
        verbose_name = _("contact of a host")
        ordering = ["first_day", "id"]

    def get_absolute_url(self) -> str:
        return reverse("territory:host", args=[self.organisation_id])

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"
