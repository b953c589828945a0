"""What every figure counts, in words: the same on screen and in the codebook."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.kit.measures import Axis, Measure, Revision
from maillage.kit.shipped import shipped_vocabularies

FEW = 8  # answers that are told one by one


@dataclass(frozen=True)
class AxisDefined:
    """One way to set a figure apart."""

    code: str
    label: str
    words: str


@dataclass(frozen=True)
class Definition:
    """One figure, as somebody reads it who was not there."""

    measure: Measure
    axes: tuple[AxisDefined, ...]
    revisions: tuple[Revision, ...]


def definitions(measures: Iterable[Measure]) -> list[Definition]:
    """The definitions of these figures, newest version first."""
    return [
        Definition(
            measure,
            tuple(AxisDefined(axis.code, str(axis.label), _about(measure, axis)) for axis in measure.axes),
            measure.revisions[::-1],
        )
        for measure in measures
    ]


def _about(measure: Measure, axis: Axis) -> str:
    """Where the answers come from, and whether there may be several."""
    parts = [_answers(axis)]
    if axis.many:
        parts.append(_("several answers possible"))
    if axis.within:
        parts.append(_("divides “%(axis)s” further") % {"axis": measure.axis(axis.within).label})
    if axis.territory and measure.facts.of_workers:
        parts.append(_("places one RAQ covers alone are put together"))
    return ", ".join(parts)


def _answers(axis: Axis) -> str:
    if axis.vocabulary:
        return _("the terms of “%(vocabulary)s”") % {"vocabulary": _name_of(axis.vocabulary)}
    if axis.choices:
        words = [str(said) for _code, said in axis.choices]
        return " / ".join(words) if len(words) <= FEW else f"{words[0]} … {words[-1]}"
    return str(axis.model._meta.verbose_name_plural) if axis.model else ""


def _name_of(vocabulary: str) -> str:
    """The shipped name of a vocabulary in the present language: the codebook is made without a database."""
    labels = next(each["label"] for each in shipped_vocabularies() if each["code"] == vocabulary)
    return str(labels[(get_language() or "fr")[:2]])
