"""The demo asks and answers in the words of the documents."""

from datetime import date

from maillage.kit.shipped import load_vocabularies


def load(today: date) -> None:
    """Load the shipped vocabularies; a second loading adds nothing."""
    load_vocabularies()
