"""Where a fact about the territory comes from, and which of its cells a reader of the documents deduced."""

from typing import Any

from django.db import models
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The documents the shipped facts come from. Any other source is kept in the words of whoever typed it.
DOCUMENTS: dict[str, Promise] = {
    "A1": _("report of 2021, annex 1"),
    "A2": _("flyer of 2021 (report, annex 2)"),
    "R3": _("report of 2021, “Le dispositif”"),
    "R12d": _("report of 2021, “L’équipe du projet RAQ”"),
    "R9a": _("report of 2021, “Les actions collectives et communautaires”"),
    "R10a": _("report of 2021, “La mission de lutte contre le Covid”"),
    "A5": _("report of 2021, annex 5"),
    "F": _("flyer of March 2023"),
    "UrbIS": _("UrbIS © Paradigm (CIRB-CIBG), Monitoring des Quartiers (IBSA)"),
    "Statbel": _("Statbel, codes of the communes"),
    "demo": _("demo, made up"),
}


class Cell(models.TextChoices):
    """A cell that the documents do not print and that was deduced (D11)."""

    ZONE = "zone", _("the zone")
    RAQ = "raq", _("who covers it")
    HOST = "host", _("the host")
    PLACE = "place", _("which neighbourhood is meant")
    DAY = "day", _("the date")
    ORGANISATION = "organisation", _("the organisation it belongs to")


class Sourced(models.Model):
    """A record that says where it comes from, and which of its cells were deduced."""

    source = models.CharField(_("where this comes from"), max_length=200, blank=True)
    inferred = models.JSONField(_("deduced, to be confirmed"), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def source_said(self) -> str:
        """The source in the reader's language."""
        return said(self.source)

    @property
    def inferred_said(self) -> list[str]:
        """The deduced cells in the reader's language."""
        return cells_said(self.inferred)


def deduced(cell: Cell) -> Q:
    """The condition that this cell of a sourced record was deduced, on every database."""
    return Q(GreaterThan(StrIndex(Cast("inferred", TextField()), Value(f'"{cell.value}"')), 0))


def said(source: str) -> str:
    """A source as people read it."""
    return str(DOCUMENTS.get(source, source))


def cells_said(cells: Any) -> list[str]:
    """Names of deduced cells, in the order of the form."""
    return [str(cell.label) for cell in Cell if cell.value in cells]
