"""« Peut-on y orienter quelqu'un ? »: what was heard about room at an actor's, and how long ago (P7).

Names of reporters are for the team; hosts read how many heard it. Nothing of it is public or exported.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit import clock
from maillage.kit.policy import Reader, marked, permits_adding, policy_of, visible
from maillage.network.models import Actor, SaturationReport
from maillage.network.models.saturation import LASTS, LASTS_DAYS
from maillage.network.policies import SaturationReportPolicy


@dataclass(frozen=True)
class Heard:
    """The same thing, heard by one colleague or several: newest first."""

    rows: tuple[SaturationReport, ...]
    day: date
    named: bool

    @property
    def first(self) -> SaturationReport:
        """Whoever said it first: these are the words."""
        return self.rows[-1]

    @property
    def latest(self) -> SaturationReport:
        return self.rows[0]

    @property
    def answered(self) -> SaturationReport | None:
        """The latest answer of the service, if one was noted."""
        given = [row for row in self.rows if row.answer and row.answered_on]
        return max(given, key=lambda row: row.answered_on or date.min, default=None)

    @property
    def blocks(self) -> bool:
        """Whether it keeps people out; else it tells what is still possible."""
        return self.first.kind_id is not None

    @property
    def is_over(self) -> bool:
        return self.latest.ended_on is not None

    @property
    def reporters(self) -> int:
        """How many distinct colleagues heard it."""
        return len({row.reported_by_id for row in self.rows})

    @property
    def words(self) -> str:
        """What was heard, in the colleague's words, else what blocks."""
        return str(self.first)

    @property
    def kind(self) -> str:
        return str(self.first.kind or "")

    @property
    def fades_on(self) -> date:
        """From that day on it no longer shows, unless somebody hears it again."""
        return self.latest.heard_on + LASTS

    @property
    def heard_ago(self) -> str:
        return clock.ago(self.latest.heard_on, self.day)

    @property
    def by_whom(self) -> str:
        """Who heard it and when: names for the team, a number for hosts."""
        if not self.named:
            return ngettext(
                "%(n)d colleague, %(when)s", "%(n)d colleagues, last %(when)s", self.reporters
            ) % {"n": self.reporters, "when": self.heard_ago}
        said = [f"{self.first.reported_by}, {clock.ago(self.first.heard_on, self.day)}"]
        for row in reversed(self.rows[:-1]):
            when = clock.ago(row.heard_on, self.day)
            said.append(_("confirmed by %(who)s %(when)s") % {"who": row.reported_by, "when": when})
        return " · ".join(said)

    def is_from(self, reader: Reader) -> bool:
        """Whether the reader said it today, so that there is nothing to confirm."""
        return any(row.reported_by_id == reader.pk and row.heard_on == self.day for row in self.rows)


@dataclass(frozen=True)
class Fullness:
    """What the sheet says about room: what holds, what is over, and what the reader may do."""

    current: list[Heard]
    over: Heard | None
    changeable: frozenset[UUID]
    said_today: frozenset[UUID]
    may_add: bool
    lasts: int = LASTS_DAYS

    @property
    def is_blocked(self) -> bool:
        return any(heard.blocks for heard in self.current)


@dataclass(frozen=True)
class Badge:
    """What a list says of one actor, in one pill: shape and word, then when."""

    words: str
    when: str
    reporters: int
    blocks: bool

    @property
    def kind(self) -> str:
        return "follow" if self.blocks else "done"

    @property
    def icon(self) -> str:
        return "more" if self.blocks else "check"

    @property
    def text(self) -> str:
        """« Inscriptions suspendues, entendu il y a 4 jours · 2 collègues »."""
        said = _("%(words)s, heard %(when)s") % {"words": self.words, "when": self.when}
        if self.reporters < 2:
            return said
        colleagues = ngettext("%(n)d colleague", "%(n)d colleagues", self.reporters) % {"n": self.reporters}
        return f"{said} · {colleagues}"


def _grouped(rows: Iterable[SaturationReport], day: date, *, named: bool) -> list[Heard]:
    by_first: dict[UUID, list[SaturationReport]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.heard_on, row.confirms_id is None, row.pk), reverse=True):
        by_first[row.first_id].append(row)
    # The first report says the words even when a confirmation of the same day sorts before it.
    for group in by_first.values():
        group.sort(key=lambda row: row.confirms_id is None)
    heard = [Heard(tuple(group), day, named) for group in by_first.values()]
    return sorted(heard, key=lambda one: (not one.blocks, -one.latest.heard_on.toordinal(), one.words))


def _names_reporters(reader: Reader) -> bool:
    policy = policy_of(SaturationReport)
    assert isinstance(policy, SaturationReportPolicy)
    return policy.may_see_reporter(reader) != Q(pk__isnull=True)


def fullness_of(actor: Actor, day: date, reader: Reader) -> Fullness:
    """What was heard about this actor within thirty days, as the reader may read it."""
    named = _names_reporters(reader)
    rows = visible(SaturationReport.objects.heard_lately(day).filter(actor=actor), reader)
    rows = marked(rows, reader, "may_change")
    heard = _grouped(rows.select_related("kind", "reported_by", "ended_by"), day, named=named)
    current = [one for one in heard if not one.is_over]
    over = [one for one in heard if one.is_over and one.blocks]
    changeable = [row.pk for one in current for row in one.rows if getattr(row, "marked_may_change", False)]
    return Fullness(
        current=current,
        over=max(over, key=lambda one: one.latest.ended_on or date.min, default=None),
        changeable=frozenset(changeable),
        said_today=frozenset(one.first.pk for one in current if one.is_from(reader)),
        may_add=permits_adding(reader, SaturationReport),
    )


def badges_of(actors: Iterable[Actor], day: date, reader: Reader) -> dict[UUID, Badge]:
    """What a list says of each of these actors, in one question to the database; nothing for most of them."""
    rows = visible(SaturationReport.objects.heard_lately(day), reader).select_related("kind")
    by_actor: dict[UUID, list[SaturationReport]] = defaultdict(list)
    for row in rows.filter(actor__in=[actor.pk for actor in actors]):
        by_actor[row.actor_id].append(row)
    found = {key: _badge(_grouped(group, day, named=False), day) for key, group in by_actor.items()}
    return {key: badge for key, badge in found.items() if badge is not None}


def _badge(heard: list[Heard], day: date) -> Badge | None:
    """What blocks speaks first; else that there is room again; what is merely possible stays on the sheet."""
    blocking = [one for one in heard if one.blocks and not one.is_over]
    if blocking:
        one = max(blocking, key=lambda each: (each.latest.heard_on, each.reporters))
        return Badge(one.words, one.heard_ago, one.reporters, blocks=True)
    over = [one.latest.ended_on for one in heard if one.blocks and one.latest.ended_on]
    return Badge(_("Room again"), clock.ago(max(over), day), 1, blocks=False) if over else None
