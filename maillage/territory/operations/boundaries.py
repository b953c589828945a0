"""Loading official boundaries for the map, and going back to our own drawing (P6)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation, tell
from maillage.territory.borders import Outline
from maillage.territory.models import BoundaryLayer, BoundaryShape


def load_boundaries(
    *, layer: str, outlines: Mapping[str, Outline], dated: date, credit: tuple[str, str], file_name: str
) -> bool:
    """Draw these boundaries from now on; False when exactly they are drawn already, and nothing was done."""
    facts = {"dated": dated, "credit_fr": credit[0], "credit_nl": credit[1], "file_name": file_name}
    known = BoundaryLayer.objects.filter(layer=layer, **facts).first()
    if known is not None and _stored(known) == _wanted(outlines):
        return False
    _load(by=None, row=BoundaryLayer(layer=layer, loaded_at=clock.now(), **facts), outlines=outlines)
    return True


def _wanted(outlines: Mapping[str, Outline]) -> dict[str, tuple[Any, float, float]]:
    plain = {
        code: [[[list(p) for p in r] for r in rings] for rings in o.polygons] for code, o in outlines.items()
    }
    return {code: (plain[code], *outline.label) for code, outline in outlines.items()}


def _stored(row: BoundaryLayer) -> dict[str, tuple[Any, float, float]]:
    return {shape.code: (shape.polygons, shape.label_x, shape.label_y) for shape in row.shapes.all()}


@operation("territory.boundaries.loaded", gettext_lazy("Official boundaries were loaded"))
def _load(*, by: None, row: BoundaryLayer, outlines: Mapping[str, Outline]) -> None:
    hold("territory.boundaries")
    BoundaryLayer.objects.filter(layer=row.layer).delete()
    try:
        row.full_clean()
    except ValidationError as error:
        raise RefusedError(next(iter(error.message_dict.values()))[0]) from None
    row.save()
    BoundaryShape.objects.bulk_create(
        BoundaryShape(layer=row, code=code, polygons=polygons, label_x=x, label_y=y)
        for code, (polygons, x, y) in _wanted(outlines).items()
    )
    tell(row)


@operation("territory.boundaries.removed", gettext_lazy("Official boundaries were taken off the map"))
def remove_boundaries(*, by: None, layer: str) -> None:
    """The map goes back to our own drawing. The file can be loaded again."""
    hold("territory.boundaries")
    row = BoundaryLayer.objects.filter(layer=layer).first()
    if row is None:
        raise RefusedError("No boundaries are loaded for this layer.")
    tell(row)
    row.delete()
