"""Finding an action by its label or another name, blind to accents, capitals and punctuation.

Documents write one action in several ways; two actions with one name would be counted apart.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.collective_actions.models import Action, ActionAlias
from maillage.kit.operations import RefusedError
from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold

NEAR = 0.7  # from here on two labels resemble each other


def folded(label: str) -> str:
    """A label reduced to what people hear."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(label)).split())


def _labels(reader: Reader | None = None) -> Iterator[tuple[str, Action]]:
    """Every label of the actions that stand, each with its action."""
    standing = Action.objects.standing()
    actions = {row.pk: row for row in (visible(standing, reader) if reader else standing).order_by("pk")}
    for row in actions.values():
        yield row.name_fr, row
        yield row.name_nl, row
    for name, pk in ActionAlias.objects.values_list("name", "action").order_by("pk"):
        if pk in actions:
            yield name, actions[pk]


def _called(label: str, reader: Reader | None = None) -> Iterator[Action]:
    wanted = folded(label)
    return (action for known, action in _labels(reader) if wanted and folded(known) == wanted)


def known_as(label: str, reader: Reader) -> Action | None:
    """The action of that label, if the reader may know it."""
    return next(_called(label, reader), None)


def matching(label: str, reader: Reader) -> set[UUID]:
    """The actions a label of which holds these words."""
    wanted = folded(label)
    return {action.pk for known, action in _labels(reader) if wanted in folded(known)}


def unknown(label: str, reader: Reader | None = None) -> str:
    """A sentence that names what the person may have meant."""
    wanted = folded(label)
    scores = {
        str(action): max(
            difflib.SequenceMatcher(None, wanted, part).ratio()
            for part in (folded(known), *(word for word in folded(known).split() if len(word) > 3))
        )
        for known, action in _labels(reader)
        if known
    }
    near = sorted((one for one in scores if scores[one] >= NEAR), key=lambda one: (-scores[one], one))[:3]
    if not near:
        return _("I know no action called “%(label)s”.") % {"label": label}
    return _("I know no action called “%(label)s”. Nearest: %(known)s.") % {
        "label": label,
        "known": ", ".join(near),
    }


class Labels:
    """Every label of the actions that stand, read once for a long list."""

    def __init__(self, reader: Reader | None = None) -> None:
        self.by_label: dict[str, list[Action]] = defaultdict(list)
        for label, action in _labels(reader):
            if known := folded(label):
                self.by_label[known].append(action)

    def called(self, label: str) -> list[Action]:
        """The actions of that label: one, unless something went wrong."""
        return self.by_label.get(folded(label), [])

    def unknown(self, label: str) -> str:
        """A sentence that names what the person may have meant."""
        return unknown(label)


def must_be_new(action: Action, names: list[str]) -> None:
    """Refuse a label that another action already has. Raises RefusedError."""
    for name in names:
        other = next((known for known in _called(name) if known.pk != action.pk), None)
        if other is not None:
            raise RefusedError(
                _("Already known as “%(label)s”: one action, whatever its spelling.") % {"label": other},
                field="name_fr" if name == action.name_fr else "aliases",
            )
