"""The demo's planning: a partner sent it, then sent it again with another hour and a day less."""

from datetime import date, timedelta

from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, PlannedEntry
from maillage.collective_actions.plannings.reading import read_file, table
from maillage.kit.imports import operations as imports
from maillage.kit.imports import running
from maillage.kit.imports.importable import importable
from maillage.kit.imports.models import ImportBatch
from maillage.people.models import Person
from maillage.people.roles import Role

ACTION, NAME = "Vaccibus du canal (renfort)", "Vaccibus, planning du partenaire"
PLACE = "Quai des Matériaux\\, 1080 Molenbeek-Saint-Jean"
#: In days from today, with the hours; then as the partner sent them again.
FIRST = {"1": (19, 10, 16, ""), "2": (26, 10, 16, ""), "3": (33, 13, 18, "")}
AGAIN = {"1": (19, 12, 18, ""), "2": (26, 10, 16, "CANCELLED"), "3": (33, 13, 18, "")}
NEXT = AGAIN | {"3": (34, 13, 18, ""), "4": (40, 10, 16, "")}


def load(today: date, noted: list[Person]) -> None:
    """Taken over twice; a third file waits to be looked through."""
    by = Person.objects.with_role_on(Role.COORDINATION, today).order_by("display_name")[0]
    action = Action.objects.get(name_fr=ACTION)
    for days, sequence in ((FIRST, 0), (AGAIN, 1)):
        batch = _brought(by, action, _written(days, sequence, today), today)
        running.go_on(imports.apply_import(by=by, batch=batch))
        for entry in PlannedEntry.objects.filter(sequence=0).select_related("event"):
            operations.change_event(by=by, event=entry.event, values={}, beside={"raqs": noted})
    _brought(by, action, _written(NEXT, 2, today), today)


def _brought(by: Person, action: Action, content: str, today: date) -> ImportBatch:
    lines = table(read_file(content.encode(), today), NAME, action, today)
    batch = imports.bring(by=by, kind=importable("plannings"), file_name=NAME, table=lines)
    batch = imports.set_columns(by=by, batch=batch, mapping=batch.mapping)
    running.go_on(batch)
    return batch


def _written(days: dict[str, tuple[int, int, int, str]], sequence: int, today: date) -> str:
    """The file, as a calendar programme writes it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demo//FR", f"X-WR-CALNAME:{NAME}"]
    for uid, (number, start, end, status) in days.items():
        day = today + timedelta(days=number)
        lines += [
            "BEGIN:VEVENT",
            f"UID:vaccibus-{uid}@partner.example",
            f"SEQUENCE:{sequence}",
            "SUMMARY:Vaccibus",
            f"LOCATION:{PLACE}",
            f"DTSTART;TZID=Romance Standard Time:{day:%Y%m%d}T{start}0000",
            f"DTEND;TZID=Romance Standard Time:{day:%Y%m%d}T{end}0000",
            *([f"STATUS:{status}"] if status else []),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
