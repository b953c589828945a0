"""Official boundaries that a deployer loads, as the map draws them (P6)."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record


class Layer(models.TextChoices):
    """What boundaries may be loaded for."""

    NEIGHBOURHOODS = "neighbourhoods", _("neighbourhoods")
    COMMUNES = "communes", _("communes")


class BoundaryLayer(Record):
    """The boundaries loaded from one file: whose they are, of when, and how to say so under the map."""

    layer = models.CharField(_("what it bounds"), max_length=14, choices=Layer, unique=True)
    dated = models.DateField(_("day the boundaries speak of"))
    credit_fr = models.CharField(_("source to show, in French"), max_length=300)
    credit_nl = models.CharField(_("source to show, in Dutch"), max_length=300, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200)
    loaded_at = models.DateTimeField(_("loaded"))

    history_keeps = frozenset({"layer", "dated", "credit_fr", "credit_nl", "file_name"})

    class Meta:
        verbose_name = _("boundary layer")
        ordering = ["layer"]

    def __str__(self) -> str:
        return self.get_layer_display()

    @property
    def credit(self) -> str:
        """The source, in the reader's language."""
        dutch = (get_language() or "").startswith("nl")
        return self.credit_nl if dutch and self.credit_nl else self.credit_fr


class BoundaryShape(Record):
    """The boundary of one unit in drawing units, simplified: polygons made of rings, the outer one first."""

    layer = models.ForeignKey(BoundaryLayer, on_delete=models.CASCADE, related_name="shapes")
    code = models.CharField(_("official number"), max_length=5)
    polygons = models.JSONField()
    label_x = models.FloatField()
    label_y = models.FloatField()

    class Meta:
        verbose_name = _("boundary of a unit")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["layer", "code"], name="territory_one_shape_a_unit")]

    def __str__(self) -> str:
        return self.code
