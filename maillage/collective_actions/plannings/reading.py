"""The calendar file of a partner as lines that people look through, each with what cannot be read of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.collective_actions.labels import Labels
from maillage.collective_actions.models import Action, EventState, PlannedEntry
from maillage.collective_actions.plannings.ics import AT_MOST, DAYS_OF_ONE, MOST, YEARS
from maillage.kit.imports.reading import Table, UnreadableError, decoded, read_apart

PROGRAM = Path(__file__).with_name("ics.py")
FILE_BYTES = 2 * 1024**2
#: What a file says of itself when it holds the whole planning, not only what changed.
WHOLE = ("", "PUBLISH")
GONE, BEYOND = "gone", "beyond"
#: The cells of a line, in their order.
CELLS = (
    "summary", "planning", "uid", "sequence", "action", "title", "day", "start", "end", "place", "state",
    "notes", "trouble",
)  # fmt: skip

TROUBLES: dict[str, str | Promise] = {
    "no_day": gettext_lazy("It says no day that exists (“%(word)s”)."),
    "no_title": gettext_lazy("It has no title that would say which action it is about."),
    "too_far": gettext_lazy("%(word)s is more than thirty years away: its year is wrong."),
    "ends_before": gettext_lazy("It would end before it begins."),
    "zone_unknown": gettext_lazy("It follows a clock that I do not know (“%(word)s”), and does not explain."),
    "zone_broken": gettext_lazy("It follows a clock whose rules are damaged in the file (“%(word)s”)."),
    "rule": gettext_lazy("It comes back in a way that I cannot read (“%(word)s”)."),
    "too_long": gettext_lazy("It comes back for more than thirty years."),
    "too_many_days": gettext_lazy("It comes back on more than %(days)d days."),
    "many_days": gettext_lazy("It lasts more than %(long)d days: which of them are meant?"),
    "nothing_left": gettext_lazy("None of its days is left: it is over, or falls on no day."),
    "cut_off": gettext_lazy("The file breaks off in the middle of it."),
    "private": gettext_lazy("Its sender marked it as private: I leave it out."),
    "unreadable": gettext_lazy("What it says contradicts itself."),
}
NOTES: dict[str, str | Promise] = {
    "goes_on": gettext_lazy(
        "It comes back until further notice: a year of it is read. Taking it over again goes on from there."
    ),
    "over_midnight": gettext_lazy("It ends on another day: the hour of its end is left out."),
    "no_identity": gettext_lazy(
        "It has no identifier: if its day or title changes, I would take it for another."
    ),
    GONE: gettext_lazy("It is no longer in the file."),
    BEYOND: gettext_lazy("The file ends before that day: perhaps it does not go that far."),
}


def trouble_in_words(cell: str) -> str:
    """What is said of an entry that cannot be read."""
    code, _bar, word = cell.partition("|")
    return str(TROUBLES[code]) % {"word": word or "–", "days": AT_MOST, "long": DAYS_OF_ONE, "years": YEARS}


@dataclass(frozen=True)
class CalendarFile:
    """What a calendar file says of itself, and its days."""

    name: str
    is_whole: bool
    rows: list[dict[str, Any]]


def read_file(content: bytes, today: date) -> CalendarFile:
    """The days in a calendar file. Raises UnreadableError with its sentence."""
    if len(content) > FILE_BYTES:
        raise UnreadableError(
            _("This file is larger than 2 MB. The months that matter, exported alone, will be enough.")
        )
    try:
        text = decoded(content)
    except UnreadableError:
        text = ""
    if "BEGIN:VCALENDAR" not in text.upper():
        raise UnreadableError(
            _("This is no calendar file. It would be called .ics, and begin with VCALENDAR.")
        )
    said = read_apart(PROGRAM, text.encode(), today.isoformat())
    if not said:
        raise UnreadableError(_("This calendar file cannot be read: it is damaged, or far too large inside."))
    head, *rows = said
    if head.get("trouble") == "no_entry":
        raise UnreadableError(_("I find no event in this file."))
    if head.get("trouble"):
        raise UnreadableError(
            _("This file holds more than %(most)d days. The months that matter will be enough.")
            % {"most": MOST}
        )
    return CalendarFile(head["name"], head["method"] in WHOLE, rows)


def table(file: CalendarFile, planning: str, action: Action | None, today: date) -> Table:
    """A line for each day of the file, and for each planned one that is no longer in it."""
    labels, known = Labels(), _known(planning)
    lines = [_cells(row, planning, action, known, labels) for row in file.rows]
    lines += [_cells(row, planning, None, known, labels) for row in _missing(file, known, today)]
    return Table(list(CELLS), list(enumerate(lines, 1)))


def _known(planning: str) -> dict[str, PlannedEntry]:
    entries = PlannedEntry.objects.filter(planning__name=planning).select_related("event__action")
    return {entry.uid: entry for entry in entries.order_by("uid")}


def _missing(file: CalendarFile, known: dict[str, PlannedEntry], today: date) -> Iterator[dict[str, Any]]:
    """What was planned and is to come, but not in the file; cancelled as a whole, or gone."""
    there = {row["uid"] for row in file.rows}
    unread = tuple(f"{row['uid']}/" for row in file.rows if "trouble" in row)
    cancelled = tuple(f"{row['uid']}/" for row in file.rows if row["state"] == EventState.CANCELLED)
    last = max((row["day"] for row in file.rows if "day" in row), default="")
    for uid, entry in known.items():
        event = entry.event
        is_open = event.day >= today and event.state == EventState.PLANNED and not event.withdrawn_at
        if uid in there or uid.startswith(unread) or not is_open:
            continue
        day, start = event.day.isoformat(), f"{event.start:%H:%M}" if event.start else ""
        row = {"uid": uid, "sequence": entry.sequence, "day": day, "start": start, "state": GONE}
        row["summary"] = str(event)
        if uid.startswith(cancelled):
            yield row
        elif file.is_whole:
            yield row | {GONE: True, BEYOND: day > last}


def _cells(
    row: dict[str, Any],
    planning: str,
    action: Action | None,
    known: dict[str, PlannedEntry],
    labels: Labels,
) -> list[str]:
    """A line; its action is the one that was chosen, else that of its title, else the known one."""
    summary, label, entry = row["summary"], row["summary"], known.get(row["uid"])
    if action is not None:
        label = action.name_fr
    elif entry is not None and not labels.called(summary):
        label = entry.event.action.name_fr
    about = labels.called(label)
    is_label = not summary or labels.called(summary) == about
    trouble = row.get("trouble") or ("" if label else "no_title")
    cells = {
        **{name: str(row.get(name) or "") for name in ("uid", "day", "start", "end", "place", "state")},
        "summary": summary or label,
        "planning": planning,
        "sequence": str(row["sequence"]),
        "action": label,
        "title": "" if is_label else summary,
        "notes": " ".join(code for code in NOTES if row.get(code)),
        "trouble": f"{trouble}|{row.get('word', '')}" if trouble else "",
    }
    return [cells[name] for name in CELLS]
