"""The page « Quelqu’un est en danger »: whom to call and how to think, version after version (P14)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record
from maillage.people.models import Person

LONGEST = 6000
SHIPPED = Path(__file__).parent / "facts" / "danger.toml"


@dataclass(frozen=True)
class Number:
    """A number to call, who answers, and where the number comes from."""

    number: str
    who: str
    source: str = ""

    @property
    def url(self) -> str:
        return "tel:" + "".join(sign for sign in self.number if sign.isdigit() or sign == "+")


def read_number(line: str) -> Number:
    """« 112 | Ambulance, pompiers | 112.be ». Raises ValidationError."""
    number, who, source, *more = [part.strip() for part in f"{line}||".split("|")][:4]
    bare = number.replace(" ", "").removeprefix("+")
    if not (bare.isdecimal() and bare.isascii() and who) or any(more):
        raise ValidationError(
            gettext("“%(line)s” is no line such as: 112 | Ambulance | 112.be") % {"line": line}
        )
    return Number(number, who, source)


def check_numbers(text: str) -> None:
    """Every line is a number. Raises ValidationError."""
    for line in filter(str.strip, text.splitlines()):
        read_number(line)


class DangerPage(Record):
    """One version of the page; the last one is what everybody reads."""

    numbers_fr = models.TextField(_("numbers, in French"), max_length=LONGEST, validators=[check_numbers])
    numbers_nl = models.TextField(_("numbers, in Dutch"), max_length=LONGEST, validators=[check_numbers])
    coordination = models.CharField(
        _("number of coordination"), max_length=40, blank=True,
        help_text=_("Everybody reads it: a number of the service, not of a person."),
    )  # fmt: skip
    text_fr = models.TextField(_("how I think, in French"), max_length=LONGEST)
    text_nl = models.TextField(_("how I think, in Dutch"), max_length=LONGEST)
    checked_on = models.DateField(_("numbers checked on"))
    lawyer_on = models.DateField(_("read by a lawyer on"), null=True, blank=True)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name=_("author")
    )
    written_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("danger page")
        verbose_name_plural = _("danger pages")
        ordering = ["-written_at", "-id"]

    def __str__(self) -> str:
        return str(_("Someone is in danger"))

    def numbers(self, language: str) -> list[Number]:
        lines = getattr(self, f"numbers_{language}").splitlines()
        return [read_number(line) for line in lines if line.strip()]

    def text(self, language: str) -> str:
        return str(getattr(self, f"text_{language}"))

    @property
    def is_shipped(self) -> bool:
        """Whether coordination has not written a version yet."""
        return self.written_at is None


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def danger_page() -> DangerPage:
    """What everybody reads today: the last version, else the page that came with Maillage."""
    return DangerPage.objects.select_related("author").first() or DangerPage(**_shipped())
