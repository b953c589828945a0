"""Finding an action by its label or another name, blind to accents, capitals and punctuation.

Documents write one action in several ways; two actions with one name would be counted apart.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, product
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.collective_actions.models import Action, ActionAlias, Stage
from maillage.kit.operations import RefusedError
from maillage.kit.policy import Reader, visible
from maillage.kit.words import fold

NEAR = 0.7  # from here on somebody may have meant that label
ALIKE = 0.85  # this share of the shorter label found in the other, and they may be one action
TELLING = 3  # a label shorter than this resembles everything
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
            self.learn(row, (row.name_fr, row.name_nl))
        for name, pk in ActionAlias.objects.values_list("name", "action").order_by("pk"):
            if pk in self.actions:
                self.learn(self.actions[pk], (name,))

    def learn(self, action: Action, names: Iterable[str]) -> None:
        """From here on the action answers to these names too."""
        for name in names:
            if known := folded(name):
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
            score = max(score, _share(_signs(wanted), _signs(known)))
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

    def with_events(self, label: str) -> Action:
        """The action of that label, never a new one: a spelling nobody knows is reported.

        Raises ValidationError; for an idea too, which has no events yet.
        """
        known = self.called(label)
        if not known:
            raise ValidationError(self.unknown(label))
        if known[0].stage == Stage.IDEA:
            raise ValidationError(_("This is still an idea. Its page makes an action of it."))
        return known[0]

    def resembling(self, label: str) -> Action | None:
        """The action that may be this one under another spelling, if any."""
        wanted = _signs(folded(label))
        near = [(_share(wanted, _signs(known)), rows[0]) for known, rows in self.by_label.items()]
        best = max(near, key=lambda found: (found[0], str(found[1].pk)), default=None)
        return best[1] if best and best[0] >= ALIKE else None

    def alike(self) -> list[tuple[Action, Action]]:
        """Pairs of actions that may be one: most of the shorter label is found in the other."""
        signs = {known: _signs(known) for known in self.by_label}
        holders: dict[str, list[str]] = defaultdict(list)
        for known, every in signs.items():
            for three in every:
                holders[three].append(known)
        rare = [labels for labels in holders.values() if len(labels) <= COMMON]
        near = {pair for labels in rare for pair in combinations(labels, 2)}
        found: dict[frozenset[UUID], tuple[Action, Action]] = {}
        for mine, theirs in near:
            if _share(signs[mine], signs[theirs]) >= ALIKE:
                for one, other in product(self.by_label[mine], self.by_label[theirs]):
                    if one.pk != other.pk:
                        found[frozenset((one.pk, other.pk))] = (one, other)
        pairs = [tuple(sorted(pair, key=lambda row: (row.name_fr, str(row.pk)))) for pair in found.values()]
        return sorted(((one, other) for one, other in pairs), key=lambda pair: (*map(str, pair), pair[0].pk))


def _signs(label: str) -> frozenset[str]:
    """Every three signs in a row, wherever the words are cut: « Vacci-bus » is « Vaccibus »."""
    whole = label.replace(" ", "")
    return frozenset(whole[at : at + 3] for at in range(len(whole) - 2))


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """How much of the shorter label is found in the other."""
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer >= TELLING else 0.0


def must_be_new(action: Action, names: list[str], known: Labels | None = None) -> None:
    """Refuse a label that another action already has. Raises RefusedError."""
    known = known or Labels()
    for name in names:
        other = next((row for row in known.called(name) if row.pk != action.pk), None)
        if other is not None:
            raise RefusedError(
                _("Already known as “%(label)s”: one action, whatever its spelling.") % {"label": other},
                field="name_fr" if name == action.name_fr else "aliases",
            )
