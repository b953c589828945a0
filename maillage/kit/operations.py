"""Operations: a typed verb by an author, in one transaction, told by exactly one history entry."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from maillage.kit import history, kept
from maillage.kit.policy import Reader

P = ParamSpec("P")
R = TypeVar("R")


class HistoryMissingError(RuntimeError):
    """An operation told its history not once: zero times, or several."""


class RefusedError(Exception):
    """An operation that a rule refuses; `sentence` says why and what to do, in the person's language.

    `field` names the form field the sentence belongs to, if any.
    """

    def __init__(self, sentence: Any, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field


@dataclass
class _Running:
    verb: str
    by: Reader | None
    told: int = 0


_running: ContextVar[_Running | None] = ContextVar("operation", default=None)


@contextmanager
def _run(verb: str, by: Reader | None) -> Iterator[_Running]:
    running = _Running(verb, by)
    token = _running.set(running)
    try:
        with transaction.atomic():
            yield running
            if running.told != 1:
                raise HistoryMissingError(f"{verb} told its history {running.told} times")
    finally:
        _running.reset(token)


def operation(verb: str, sentence: history.Sentence) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a keyword-only function with `by=` an operation.

    `verb` names it (`territory.assignment.opened`), `sentence` says it with %(who)s. Inside, `tell` writes
    the one history entry. Raises HistoryMissingError when it was not told exactly once; nothing is kept then.
    """
    history.declare(verb, sentence)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        asked = signature(function).parameters
        if "by" not in asked or any(each.kind is not each.KEYWORD_ONLY for each in asked.values()):
            raise TypeError(f"{verb} takes keywords only, and by= among them")

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with _run(verb, kwargs.get("by")):  # type: ignore[arg-type]
                return function(*args, **kwargs)

        return run

    return decorate


def tell(subject: models.Model, *, changes: dict[str, Any] | None = None, reason: str = "") -> None:
    """Write the history entry of the running operation. Raises HistoryMissingError outside one."""
    running = _running.get()
    if running is None:
        raise HistoryMissingError("tell() belongs inside an operation")
    running.told += 1
    history.record(by=running.by, verb=running.verb, subject=subject, changes=changes, reason=reason)
    kept.mark(subject._meta.app_label)


def tell_each(told: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
    """Write one entry for each of many rows that the running operation did at once, as its one telling."""
    told, running = list(told), _running.get()
    if running is None:
        raise HistoryMissingError("tell_each() belongs inside an operation")
    running.told += 1
    history.record_each(by=running.by, verb=running.verb, told=told)
    for room in {subject._meta.app_label for subject, _changes in told}:
        kept.mark(room)
