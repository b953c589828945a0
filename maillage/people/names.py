"""A name that stays readable when the name itself has gone."""

from typing import Any

from django.db import models
from django.utils.translation import gettext


class FormerName(str):
    """What somebody is called who was erased; in the database, no letter at all."""

    __slots__ = ()


class NameField(models.CharField[str, str]):
    """A name. An empty one is read as « former colleague », in the reader's language, and stays empty."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return FormerName(gettext("Former colleague")) if value == "" else value

    def get_prep_value(self, value: Any) -> Any:
        return "" if isinstance(value, FormerName) else super().get_prep_value(value)
