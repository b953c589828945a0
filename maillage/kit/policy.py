"""Rights: one policy class a model, one method a right, one condition a method (house.md 2).

Lists, single rows, 404 and 403, template buttons and exports all derive from that one condition. A stranger
to a row gets 404; a reader who may not change it gets 403.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet, Value
from django.http import Http404

M = TypeVar("M", bound=Model)

EVERY_ROW = Q(pk__isnull=False)
NO_ROW = Q(pk__isnull=True)


class Reader(Protocol):
    """Whoever asks: a person with an identity and roles (`people.Person`), or nobody (signed out)."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> bool: ...

    def has_role(self, *roles: str) -> bool: ...


class UnknownRightError(LookupError):
    """A misspelt right, or a model nobody wrote a policy for."""


class Policy(Generic[M]):
    """Who may do what with the rows of one model. Everything a subclass does not grant is refused."""

    model: type[M]
    registry: ClassVar[dict[type[Model], "Policy[Any]"]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "model"):  # shared ground of a room's policies, not a policy itself
            return
        if cls.model in Policy.registry:
            raise TypeError(f"{cls.model.__name__} has two policies")
        Policy.registry[cls.model] = cls()

    def may_view(self, person: Reader) -> Q:
        """Which rows the person may read."""
        return NO_ROW

    def may_change(self, person: Reader) -> Q:
        """Which rows the person may change, end or withdraw."""
        return NO_ROW

    def may_add(self, person: Reader) -> bool:
        """Whether the person may add rows at all."""
        return False

    @classmethod
    def rights(cls) -> list[str]:
        """The rights that answer with a condition on rows."""
        return sorted(name for name in dir(cls) if name.startswith("may_") and name != "may_add")


def policy_of(model: type[M]) -> Policy[M]:
    """The policy of a model. Raises UnknownRightError when nobody wrote one."""
    try:
        return Policy.registry[model]
    except KeyError:
        raise UnknownRightError(f"no policy for {model.__name__}") from None


def condition(model: type[Model], person: Reader, right: str) -> Q:
    """The condition behind a right. Nobody signed out has any. Raises UnknownRightError if misspelt."""
    policy = policy_of(model)
    if right not in policy.rights():
        raise UnknownRightError(f"{model.__name__} has no right {right!r}")
    if not person.is_authenticated:
        return NO_ROW
    return cast("Callable[[Reader], Q]", getattr(policy, right))(person)


def visible(rows: QuerySet[M], person: Reader, right: str = "may_view") -> QuerySet[M]:
    """The rows among these that the right gives to the person."""
    return rows.filter(condition(rows.model, person, right))


def permits(person: Reader, right: str, row: Model) -> bool:
    """Whether the right holds on this row: the same condition, narrowed to one key."""
    asked = condition(type(row), person, right)
    if asked == EVERY_ROW:
        return True
    if asked == NO_ROW:
        return False
    return type(row)._default_manager.filter(asked, pk=row.pk).exists()


def marked(rows: QuerySet[M], person: Reader, right: str) -> QuerySet[M]:
    """The same rows, each carrying whether the right holds on it, so that a list asks once for all."""
    asked = condition(rows.model, person, right)
    held: Any = ExpressionWrapper(asked, BooleanField())
    if asked in (EVERY_ROW, NO_ROW):
        held = Value(asked == EVERY_ROW, BooleanField())
    found: QuerySet[M] = rows.annotate(**{f"marked_{right}": held})
    return found


def permits_adding(person: Reader, model: type[Model]) -> bool:
    """Whether the person may add rows of this model."""
    return person.is_authenticated and policy_of(model).may_add(person)


def fetch(rows: QuerySet[M], person: Reader, right: str = "may_view", **lookup: Any) -> M:
    """The one row a page is about, through the right.

    Raises Http404 when the row does not exist or the person may not even see it, PermissionDenied when they
    may see it but not do what they ask.
    """
    row = visible(rows, person).filter(**lookup).first()
    if row is None:
        raise Http404
    require(permits(person, right, row))
    return row


def require(allowed: bool) -> None:
    """Raises PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied
