"""Comparing words as people do: blind to accents, capitals and spacing."""

import unicodedata


def fold(text: str) -> str:
    """The text without accents, capitals or repeated spaces: « Forêt  du NORD » is « foret du nord »."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())
