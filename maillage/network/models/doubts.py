"""« Ne marche plus »: somebody found that a detail of a sheet no longer holds (U-RAQ-27, report R12b)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record
from maillage.network.models.actors import Actor
from maillage.network.models.sites import ContactPerson, LentRoom, Site, Way
from maillage.people.models import Person


class DoubtAbout(models.TextChoices):
    """Which detail: a row of its own, or a part of an address."""

    WAY = "way", _("the number or address")
    PERSON = "person", _("the contact person")
    ADDRESS = "address", _("the address")
    HOURS = "hours", _("the opening hours")
    ROOM = "room", _("the room lent")


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def open(self) -> "DoubtQuerySet":
        """Those nobody settled yet."""
        return self.filter(settled_at__isnull=True)


class Doubt(Record):
    """One detail, doubtful for all from one tap on, until somebody looks and settles it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="doubts")
    about = models.CharField(_("what is doubtful"), max_length=8, choices=DoubtAbout)
    way = models.ForeignKey(Way, on_delete=models.CASCADE, null=True, related_name="doubts")
    person = models.ForeignKey(ContactPerson, on_delete=models.CASCADE, null=True, related_name="doubts")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="doubts")
    room = models.ForeignKey(LentRoom, on_delete=models.CASCADE, null=True, related_name="doubts")
    raised_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="doubts_raised", verbose_name=_("noticed by")
    )
    raised_at = models.DateTimeField(_("noticed on"))
    settled_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="doubts_settled",
        verbose_name=_("settled by"),
    )
    settled_at = models.DateTimeField(_("settled on"), null=True)

    objects = DoubtQuerySet.as_manager()

    history_keeps = frozenset({"about", "settled_at"})

    class Meta:
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")
        ordering = ["-raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", part],
                condition=Q(settled_at__isnull=True, **{f"{part}__isnull": False}),
                name=f"network_doubt_{part}_once",
            )
            for part in ("way", "person", "site", "room")
        ]
        indexes = [
            models.Index(fields=["actor"], condition=Q(settled_at__isnull=True), name="network_doubt_open")
        ]

    def __str__(self) -> str:
        return str(self.get_about_display())

    def get_absolute_url(self) -> str:
        return self.actor.get_absolute_url()

    @property
    def detail(self) -> Way | ContactPerson | Site | LentRoom | None:
        """The row it is about."""
        return self.way or self.person or self.site or self.room

    @property
    def change_url(self) -> str:
        """Where it is corrected, which settles the doubt."""
        part = next(name for name in ("way", "person", "site", "room") if getattr(self, f"{name}_id"))
        return reverse(f"network:change_{part}", args=[getattr(self, f"{part}_id")])
