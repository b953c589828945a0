"""Where an actor is, when it is open, how one reaches it, who answers, which rooms it lends."""

from typing import Self, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.kit.counted import Counted, CountedRows
from maillage.kit.models import SharedRecord
from maillage.kit.periods import Withdrawable
from maillage.network.models.actors import Actor
from maillage.network.phones import said
from maillage.territory.models import Neighbourhood, Postcode

D_co = TypeVar("D_co", bound="OfActor", covariant=True)


class DetailQuerySet(CountedRows[D_co]):
    def standing(self) -> Self:
        """Without those noted by mistake."""
        return self.filter(withdrawn_at__isnull=True)


class OfActor(SharedRecord, Withdrawable):
    """A detail of a sheet: noted, changed, doubted, withdrawn by itself."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        actor: Actor = self.actor  # type: ignore[attr-defined]
        return actor.get_absolute_url()


class Site(Counted, OfActor):
    """An address of an actor, with its hours in the syntax of OpenStreetMap: « Mo,We 09:30-13:00 »."""

    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="sites", verbose_name=_("local actor"), editable=False
    )
    name = models.CharField(_("name of the place, if it has one"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postcode = models.ForeignKey(
        Postcode, on_delete=models.PROTECT, null=True, blank=True, related_name="actor_sites",
        verbose_name=_("postcode"),
    )  # fmt: skip
    town = models.CharField(_("town as written on letters"), max_length=80, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="actor_sites",
        verbose_name=_("neighbourhood"),
    )  # fmt: skip
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(49.4), MaxValueValidator(51.6)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(2.5), MaxValueValidator(6.5)]
    )
    opening_hours = models.CharField(_("opening hours"), max_length=400, blank=True)
    hours_note_fr = models.CharField(_("about the hours, in French"), max_length=200, blank=True)
    hours_note_nl = models.CharField(_("about the hours, in Dutch"), max_length=200, blank=True)
    accessibility = models.CharField(_("steps, lift, toilets"), max_length=200, blank=True)

    objects = DetailQuerySet["Site"].as_manager()

    history_keeps = frozenset(
        {
            "name", "street", "postcode", "town", "neighbourhood", "latitude", "longitude", "opening_hours",
            "hours_note_fr", "hours_note_nl", "accessibility", "withdrawn_at",
        }
    )  # fmt: skip

    class Meta:
        verbose_name = _("address of an actor")
        verbose_name_plural = _("addresses of an actor")
        ordering = ["name", "street", "id"]

    def __str__(self) -> str:
        return self.name or self.address or str(self.neighbourhood or "")

    @property
    def hours_note(self) -> str:
        """What is to know about the hours, in the reader's language, else in the one there is."""
        reads_dutch = (get_language() or "").startswith("nl")
        notes = (self.hours_note_fr, self.hours_note_nl)
        return next(filter(None, reversed(notes) if reads_dutch else notes), "")

    @property
    def address(self) -> str:
        """The address on one line, as on a letter."""
        town = f"{self.postcode or ''} {self.town}".strip()
        return ", ".join(part for part in (self.street, town) if part)


class ContactPerson(OfActor):
    """Somebody who answers at an actor's, by function first: people change, functions stay."""

    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="people", verbose_name=_("local actor"), editable=False
    )
    function = models.CharField(_("function"), max_length=120)
    name = models.CharField(_("name, if they agree that colleagues know it"), max_length=120, blank=True)

    objects = DetailQuerySet["ContactPerson"].as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["function", "name", "id"]

    def __str__(self) -> str:
        return f"{self.function} · {self.name}" if self.name else self.function


class WayKind(models.TextChoices):
    """How one reaches an actor."""

    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    WEB = "web", _("website")


class Way(OfActor):
    """A number (E.164 or a short one, P9), an e-mail or a website of an actor or one of its people."""

    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="ways", verbose_name=_("local actor"), editable=False
    )
    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, null=True, blank=True, related_name="ways",
        verbose_name=_("at which address"),
    )  # fmt: skip
    person = models.ForeignKey(
        ContactPerson, on_delete=models.CASCADE, null=True, blank=True, related_name="ways",
        verbose_name=_("of which person"),
    )  # fmt: skip
    kind = models.CharField(_("phone, e-mail or website"), max_length=5, choices=WayKind)
    value = models.CharField(_("number or address"), max_length=200)
    label = models.CharField(_("what it is for"), max_length=80, blank=True)

    objects = DetailQuerySet["Way"].as_manager()

    history_keeps = frozenset({"site", "kind", "label", "withdrawn_at"})

    class Meta:
        verbose_name = _("way to reach an actor")
        verbose_name_plural = _("ways to reach an actor")
        ordering = ["kind", "label", "value", "id"]
        indexes = [models.Index(fields=["value"], name="network_way_by_value")]

    def __str__(self) -> str:
        return said(self.value) if self.kind == WayKind.PHONE else self.value

    @property
    def url(self) -> str:
        """Where a tap leads: the phone calls, the mail opens, the site shows."""
        return {WayKind.PHONE: "tel:", WayKind.EMAIL: "mailto:"}.get(WayKind(self.kind), "") + self.value


class LentRoom(OfActor):
    """A room an actor lends for a permanence (U-RAQ-30), with its days in OpenStreetMap's syntax."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="rooms", verbose_name=_("address"), editable=False
    )
    name = models.CharField(_("name of the room"), max_length=120)
    available_hours = models.CharField(_("when it is lent"), max_length=400, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    conditions = models.CharField(_("conditions"), max_length=300, blank=True)

    objects = DetailQuerySet["LentRoom"].as_manager()

    history_keeps = frozenset({"name", "available_hours", "seats", "conditions", "withdrawn_at"})

    class Meta:
        verbose_name = _("room lent")
        verbose_name_plural = _("rooms lent")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """Whose room it is."""
        return self.site.actor
