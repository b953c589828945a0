"""What Maillage holds of one person: each room tells its own part (trust T16)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from maillage.kit.policy import Reader


@dataclass(frozen=True)
class Held:
    """One kind of thing held of a person: its name, and each as words beside words."""

    name: str | Promise
    facts: list[tuple[str, str]]


_tellers: list[Callable[[Reader], list[Held]]] = []


def tells(function: Callable[[Reader], list[Held]]) -> Callable[[Reader], list[Held]]:
    """Register a function that tells what a room holds of a person."""
    _tellers.append(function)
    return function


def held_of(person: Reader) -> list[Held]:
    """Everything the rooms hold of the person; kinds of which there is nothing are left out."""
    return [held for tell in _tellers for held in tell(person) if held.facts]
