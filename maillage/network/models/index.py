"""What the search reads of local actors: their words, the pieces of these words, and where they are.

Derived from the sheets and renewed with them (`network/index.py`); it can be thrown away and made again. The
same plain tables serve SQLite and PostgreSQL, so that both find the same actors in the same order.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.network.models.actors import Actor
from maillage.territory.models import Commune, Neighbourhood


class PlainField(models.CharField):  # type: ignore[type-arg]
    """Folded text compared byte by byte on both databases: ranges and order are alike, and use the index."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters: dict[str, Any] = super().db_parameters(connection)
        collation = "C" if connection.vendor == "postgresql" else None  # SQLite compares bytes by itself
        return parameters | {"collation": collation}


class ActorWord(models.Model):
    """One folded word that a sheet says: in a name, an alias, a condition, an address."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="indexed_words")
    word = PlainField(max_length=40)

    class Meta:
        verbose_name = _("word of an actor’s sheet")
        ordering = ["word", "id"]
        constraints = [models.UniqueConstraint(fields=["word", "actor"], name="network_word_once")]

    def __str__(self) -> str:
        return str(self.word)


class WordPiece(models.Model):
    """Two letters of a word that some sheet says: what a mistyped word still shares with the right one."""

    piece = PlainField(max_length=2)
    word = PlainField(max_length=40)

    class Meta:
        verbose_name = _("piece of a word")
        ordering = ["piece", "word"]
        constraints = [models.UniqueConstraint(fields=["piece", "word"], name="network_piece_once")]
        indexes = [models.Index(fields=["word"], name="network_piece_of_word")]

    def __str__(self) -> str:
        return f"{self.piece} · {self.word}"


class ActorSpot(models.Model):
    """One place where an actor is; an actor without address has one spot that is nowhere.

    `east` and `north` are metres from a corner of the country: whole numbers add up alike everywhere.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="spots")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, null=True, related_name="+")
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, null=True, related_name="+")
    east = models.BigIntegerField(null=True)
    north = models.BigIntegerField(null=True)
    #: The folded name: whoever has no zone reads by name.
    name = PlainField(max_length=120)

    class Meta:
        verbose_name = _("spot of an actor")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "actor"], name="network_spot_by_name")]

    def __str__(self) -> str:
        return str(self.name)
