"""Two labels turn out to be one action: what differs, and what is gathered on the one that stays.

« Vacci-Bus Koekelberg » is « Vaccibus »: its two events count among the forty-one (domain 4.3).
"""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from maillage.collective_actions.labels import Labels
from maillage.collective_actions.models import Action, ActionMerge, Event, Stage
from maillage.kit import merging
from maillage.kit.merging import Difference, taken_over, unite_names
from maillage.kit.traces import Trace

#: What an action says in columns of its own: where the two differ, somebody chooses.
CHOSEN = (
    "name_fr", "name_nl", "stage", "recurrence", "public", "open_to_all", "is_discreet", "origin", "aims",
    "host", "rhythm", "scheme", "derived_from",
)  # fmt: skip
NAMES = ("name_fr", "name_nl")
#: Where « yes » is the safe answer: what lay in a discreet place stays there.
SAFER = ("is_discreet",)
TIES = ("categories", "contributions", "leads", "partners")
#: Tables that point to an action, and what becomes of their rows. A test holds this against the models.
MOVED = ("events", "series", "reviews", "placements")
GATHERED = frozenset({*MOVED, "aliases", "offspring"})
LEFT = frozenset({"merges", "merges_away", "merged"})


def differences(kept: Action, gone: Action) -> list[Difference]:
    """What somebody must choose between; an action never grows out of itself."""
    found = merging.differences(kept, gone, CHOSEN, SAFER)
    itself = {"derived_from"} if {kept, gone} & {kept.derived_from, gone.derived_from} else set()
    settled = itself | ({"stage"} if Stage.IDEA in (kept.stage, gone.stage) else set())
    return [each for each in found if each.name not in settled]


def _stage(kept: Action, gone: Action, chosen: str) -> str:
    """What is more than an idea stays so."""
    return (
        chosen
        if chosen != Stage.IDEA
        else next((each for each in (kept.stage, gone.stage) if each != Stage.IDEA), chosen)
    )


def merge(kept: Action, gone: Action, taken: Iterable[str]) -> Trace:
    """Gather everything on `kept`, which takes the named columns over from `gone`."""
    trace = Trace()
    names = [str(getattr(action, name)) for action in (kept, gone) for name in NAMES]
    values = taken_over(kept, gone, CHOSEN, taken)
    values["stage"] = _stage(kept, gone, values.get("stage", kept.stage))
    origin = values.get("derived_from", kept.derived_from)
    if origin in (kept, gone):
        values["derived_from"] = gone.derived_from if gone.derived_from != kept else None
    if "origin" in values:
        values["born_at"] = gone.born_at  # the words of an evaluation stay the team's (D2)
    trace.set(kept, **values)
    trace.set(gone, merged_into=kept)
    unite_names(trace, kept, gone, NAMES, names)
    for name in TIES:
        trace.tied(kept, name, getattr(gone, name).all())
    for name in MOVED:
        for row in getattr(gone, name).select_for_update().order_by("pk"):
            trace.set(row, action=kept)
    for row in gone.offspring.select_for_update().exclude(pk=kept.pk).order_by("pk"):
        trace.set(row, derived_from=kept)
    return trace


def lookalikes() -> list[tuple[Action, Action]]:
    """Pairs of actions that may be one, the one that would stay first; but for those parted once."""
    parted = ActionMerge.objects.exclude(undone_at=None).values_list("kept", "gone")
    known = {frozenset(pair) for pair in parted}
    pairs = [pair for pair in Labels().alike() if frozenset((pair[0].pk, pair[1].pk)) not in known]
    held = held_of(row for pair in pairs for row in pair)

    def stays(row: Action) -> tuple[bool, int]:
        """No idea rather than an idea, more events rather than fewer."""
        return row.stage == Stage.IDEA, -held[row.pk]

    return [(one, other) if stays(one) <= stays(other) else (other, one) for one, other in pairs]


def held_of(actions: Iterable[Action]) -> Counter[UUID]:
    """How many events of each were held."""
    rows = Event.objects.held().filter(action__in=[row.pk for row in actions]).order_by()
    return Counter(rows.values_list("action", flat=True))
