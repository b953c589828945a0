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
ALIKE = 0.8  # this share of the shorter label found in the other, and they may be one action
COMMON = 30  # three signs that more actions than this share tell nothing


def folded(label: str) -> str:
    """A label reduced to what people hear."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(label)).split())


class Labels:
    """Every label of the actions that stand, as far as a reader may know them, read once."""

    def __init__(self, reader: Reader | None = None) -> None:
        standing = Action.objects.standing()
        rows = (visible(standing, reader) if reader else standing).order_by("pk")
        self.actions: dict[UUID, Action] = {row.pk: row for row in rows}
        self.by_label: dict[str, list[Action]] = defaultdict(list)
        for row in self.actions.values():
            self._add(row.name_fr, row)
            self._add(row.name_nl, row)
        for name, pk in ActionAlias.objects.values_list("name", "action").order_by("pk"):
            if pk in self.actions:
                self._add(name, self.actions[pk])

    def _add(self, label: str, action: Action) -> None:
        if known := folded(label):
            self.by_label[known].append(action)

    def called(self, label: str) -> list[Action]:
        """The actions of that label: one, unless something went wrong."""
        return self.by_label.get(folded(label), [])

    def holding(self, words: str) -> set[UUID]:
        """The actions a label of which holds these words."""
        wanted = folded(words)
        return {row.pk for known, rows in self.by_label.items() if wanted in known for row in rows}

    def nearest(self, label: str) -> list[str]:
        """The names of at most three actions that somebody who wrote this may have meant."""
        wanted, scores = folded(label), dict[str, float]()
        for known, rows in self.by_label.items():
            parts = (known, *(word for word in known.split() if len(word) > 3))
            score = max(difflib.SequenceMatcher(None, wanted, part).ratio() for part in parts)
            for row in rows:
                scores[str(row)] = max(score, scores.get(str(row), 0.0))
        near = [one for one in scores if scores[one] >= NEAR]
        return sorted(near, key=lambda one: (-scores[one], one))[:3]

    def unknown(self, label: str) -> str:
        """A sentence that names what the person may have meant."""
        if near := self.nearest(label):
            return _("I know no action called “%(label)s”. Nearest: %(known)s.") % {
                "label": label,
                "known": ", ".join(near),
            }
        return _("I know no action called “%(label)s”.") % {"label": label}

    def alike(self) -> list[tuple[Action, Action]]:
        """Pairs of actions that may be one: most of the shorter label is found in the other."""
        signs = {known: _signs(known) for known in self.by_label}
        holders: dict[str, list[str]] = defaultdict(list)
        for known, every in signs.items():
            for three in every:
                holders[three].append(known)
        shared: dict[tuple[str, str], int] = defaultdict(int)
        for labels in holders.values():
            if len(labels) <= COMMON:
                for pair in _pairs(labels):
                    shared[pair] += 1
        found = {
            tuple(sorted((one.pk, other.pk)))
            for (mine, theirs), _number in shared.items()
            if len(signs[mine] & signs[theirs]) >= ALIKE * min(len(signs[mine]), len(signs[theirs]))
            for one in self.by_label[mine]
            for other in self.by_label[theirs]
            if one.pk != other.pk
        }
        pairs = [(self.actions[one], self.actions[other]) for one, other in found]
        return sorted(pairs, key=lambda pair: (pair[0].name_fr, pair[1].name_fr, str(pair[0].pk)))


def _signs(label: str) -> frozenset[str]:
    """Every three signs in a row, wherever the words are cut: « Vacci-bus » is « Vaccibus »."""
    whole = label.replace(" ", "")
    return frozenset(whole[at : at + 3] for at in range(len(whole) - 2))


def _pairs(labels: list[str]) -> Iterator[tuple[str, str]]:
    return ((mine, theirs) for at, mine in enumerate(labels) for theirs in labels[at + 1 :])


def must_be_new(action: Action, names: list[str]) -> None:
    """Refuse a label that another action already has. Raises RefusedError."""
    known = Labels()
    for name in names:
        other = next((row for row in known.called(name) if row.pk != action.pk), None)
        if other is not None:
            raise RefusedError(
                _("Already known as “%(label)s”: one action, whatever its spelling.") % {"label": other},
                field="name_fr" if name == action.name_fr else "aliases",
            )
