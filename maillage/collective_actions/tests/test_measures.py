"""What the calendar counts: the tables of the report, each event once (T1-T4, C6, R9)."""

import csv
import io
import random
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from conftest import shipped_term
from maillage.collective_actions import operations
from maillage.collective_actions.measures import EVENTS, GROUPS
from maillage.collective_actions.models import Action, Event
from maillage.collective_actions.tests.test_facts import ANNEX_5
from maillage.figures.counting import counted, without_sums
from maillage.figures.folding import fold
from maillage.figures.tables import Asked, Table, Terms, axis_of, tabulate
from maillage.installation import figures as at_the_terminal
from maillage.installation.command import parser
from maillage.kit import clock
from maillage.kit.holidays import is_free_day, kind_of_hours, outside_hours
from maillage.kit.measures import measure_named
from maillage.kit.models import DirtyDay
from maillage.kit.periods import Period
from maillage.kit.term_operations import merge_terms
from maillage.people.models import Person
from maillage.territory.models import Commune, Neighbourhood, SelectedNeighbourhood, Zone

pytestmark = pytest.mark.django_db
YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
SOCIAL, REINFORCES, OURS = "social_health", "covid_reinforcement", "covid_raq"


def action(name: str, *fields: str, **more: Any) -> Action:
    terms = [shipped_term("collective_category", code) for code in fields]
    return operations.add_action(by=None, values={"name_fr": name, **more}, beside={"categories": terms})


def commune(name: str) -> Commune:
    number = str(21001 + Commune.objects.count())
    return Commune.objects.get_or_create(name_fr=name, defaults={"nis": number})[0]


def hold(of: Action, where: str = "", day: int = 100, *raqs: Person, **more: Any) -> Event:
    """An event that was held that many days into 2021."""
    values = {"day": YEAR.first_day + timedelta(days=day), "state": "held", **more}
    values |= {"commune": commune(where)} if where else {}
    return operations.add_event(by=None, action=of, values=values, beside={"raqs": raqs})


def ask(code: str, *axes: str, period: Period = YEAR, way: Any = counted, **how: Any) -> Table:
    measure = measure_named(code)
    by = tuple(axis_of(measure, axis) for axis in axes) or measure.usual_axes
    return tabulate(Asked(measure, by, period, at_the_terminal.READER, clock.today(), **how), way=way)


def renew() -> None:
    """The sums by day, of what this room counts."""
    for facts in (EVENTS, GROUPS):
        fold(facts, clock.today())


def said(table: Table) -> dict[str, int]:
    return {
        line.answer.label if len(line.answer.code) == 36 else line.answer.code: line.total
        for line in table.lines
    }


def cells(table: Table) -> dict[tuple[str, str], int]:
    """Every cell that is not empty, by the words of its line and column."""
    return {
        (line.answer.label, head.label): number
        for line in table.lines
        for head, number in zip(table.columns, line.cells, strict=True)
        if number
    }


WHOLE_YEAR = ("--from", "2021-01-01", "--to", "2021-12-31")


def printed(code: str, *days: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """What the command line prints, one cell a line."""
    capsys.readouterr()
    asked = ["figures", "show", code, *(days or WHOLE_YEAR), "--format", "csv"]
    at_the_terminal.tell(parser().parse_args(asked))
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def of(rows: list[dict[str, str]], figure: str, *columns: str) -> dict[Any, int]:
    """The numbers of one figure in that file, by these columns."""
    told = {}
    for row in rows:
        if row["figure"] == figure:
            key = tuple(row[column] for column in columns)
            told[key[0] if len(key) == 1 else key] = int(row["number"])
    return told


@pytest.fixture
def autumn(mirabelle: Person, romarin: Person) -> dict[str, Action]:
    """Domain 4.2 in small: an action in two fields, one in none, one in a discreet place, some not held."""
    made = {
        "tables": action("Tables de discussions", SOCIAL),
        "bus": action("Vaccibus", REINFORCES),
        "fete": action("Fête du quartier Nord", SOCIAL, OURS),
        "visit": action("Visite des pharmacies"),
        "quiet": action("Permanence calme", SOCIAL, is_discreet=True),
    }
    for number in range(3):
        hold(made["bus"], "Saint-Josse", 40 + number, mirabelle, romarin)
    hold(made["bus"], "Schaerbeek"), hold(made["tables"], "Ixelles", 10), hold(made["tables"], "Schaerbeek")
    hold(made["fete"], "Schaerbeek", 200), hold(made["fete"], "Schaerbeek", 201)
    hold(made["visit"], "Molenbeek"), hold(made["quiet"], "Ixelles")
    hold(made["tables"], "Ixelles", 60, state="planned")
    hold(
        made["tables"],
        "Ixelles",
        70,
        state="cancelled",
        cancelled_because=shipped_term("cancellation_reason", "weather"),
    )
    operations.withdraw_event(by=mirabelle, event=hold(made["bus"], "Ixelles"))
    operations.withdraw_action(by=mirabelle, action=hold(action("Une erreur", SOCIAL), "Ixelles").action)
    return made


def test_an_event_counts_once_however_many_raqs_were_there(
    stand: Action, mirabelle: Person, romarin: Person, coquelicot: Person
) -> None:
    """Report R9."""
    hold(stand, "Schaerbeek", 5, mirabelle, romarin, coquelicot), hold(stand, "Schaerbeek", 6, romarin)
    for code in ("C6", "T4", "R9b-held", "R9-weekdays"):
        assert ask(code).total == 2, code
    assert not {"raq", "raqs", "person"} & {axis.code for axis in measure_named("T4").axes}


def test_fields_are_not_added_up_the_whole_the_overlap_and_the_rest_are_printed(
    autumn: dict[str, Action], capsys: pytest.CaptureFixture[str]
) -> None:
    fields = ask("C6")
    assert said(fields) == {REINFORCES: 4, SOCIAL: 5, OURS: 2, "missing": 1, "several": 2}
    assert (fields.total, fields.base) == (10, 9)
    tables = {code: of(printed(code, capsys=capsys), code, "label") for code in ("T1", "T2", "T3")}
    assert tables == {
        "T1": {"Tables de discussions": 2, "Fête du quartier Nord": 2, "Permanence calme": 1, "en tout": 5},
        "T2": {"Vaccibus": 4, "en tout": 4},
        "T3": {"Fête du quartier Nord": 2, "en tout": 2},
    }
    beside = of(printed("T3", capsys=capsys), "C6", "label_code")
    told = {code: beside[code] for code in ("total", "several", "missing")}
    assert told == {"total": 10, "several": 2, "missing": 1}
    by_commune = cells(ask("T4-fields"))
    overlap = "dans plusieurs champs"
    assert (by_commune["Schaerbeek", overlap], by_commune["Molenbeek", "dans aucun champ"]) == (2, 1)


def test_annex_5_is_a_list_of_communes_each_with_its_actions_and_a_discreet_place_is_none_of_them(
    autumn: dict[str, Action], capsys: pytest.CaptureFixture[str]
) -> None:
    told = of(printed("T4", capsys=capsys), "T4", "commune", "label")
    parts = {key: number for key, number in told.items() if "en tout" not in key}
    assert parts == {
        ("Ixelles", "Tables de discussions"): 1,
        ("Molenbeek", "Visite des pharmacies"): 1,
        ("Saint-Josse", "Vaccibus"): 3,
        ("Schaerbeek", "Fête du quartier Nord"): 2,
        ("Schaerbeek", "Tables de discussions"): 1,
        ("Schaerbeek", "Vaccibus"): 1,
        ("lieu discret", "Permanence calme"): 1,
    }
    assert (told["Schaerbeek", "en tout"], told["en tout", "en tout"]) == (4, 10)
    place = Neighbourhood.objects.create(name_fr="Flagey")
    zone = Zone.objects.create(code="Zone 09", ordinal=9)
    chosen = SelectedNeighbourhood.objects.create(neighbourhood=place, zone=zone, first_day=YEAR.first_day)
    Event.objects.update(neighbourhood=place)
    assert said(ask("C6", "neighbourhood")) == {"Flagey": 9, "discreet": 1}
    assert said(ask("C6", "zone")) == {"Zone 09": 9, "discreet": 1}
    renew()
    chosen.last_day = YEAR.first_day + timedelta(days=150)
    chosen.save()
    assert said(ask("C6", "zone")) == {"Zone 09": 7, "missing": 2, "discreet": 1}


def test_what_was_cancelled_says_why_and_what_is_planned_is_neither(autumn: dict[str, Action]) -> None:
    assert said(ask("R9b-held")) == {"held": 10, "cancelled": 1, "planned": 1}
    assert said(ask("R9b-cancelled")) == {"weather": 1}


def test_participants_are_added_up_and_events_without_a_number_are_told(stand: Action) -> None:
    hold(stand, "Ixelles", participants=12, new_participants=5), hold(stand, "Ixelles", participants=8)
    spoken = hold(stand, "Schaerbeek"), hold(stand, "Schaerbeek", state="planned", participants=30)
    for event in spoken:
        operations.change_event(
            by=None, event=event, values={}, beside={"groups": [("ar", "", 5), ("", "enfants", 2)]}
        )
    renew()
    for way in (counted, without_sums):
        came = ask("R9-participants", "commune", way=way)
        assert (said(came), came.total, came.behind) == ({"Ixelles": 20}, 20, (2, 1))
        assert (ask("R9-newcomers", way=way).total, ask("R9-newcomers", way=way).behind) == (5, (1, 2))
        assert said(ask("R9c-languages", way=way)) == {"ar": 5, "missing": 2}
    operations.change_event(
        by=None,
        event=Event.objects.get(pk=spoken[0].pk),
        values={"interpreter": "vgt"},
        beside={"groups": []},
    )
    assert (ask("R9c-languages").total, said(ask("R10f-interpreters"))) == (0, {"vgt": 1})


def test_hours_of_the_database_are_those_of_the_calendar(stand: Action) -> None:
    """Weekends, public holidays, before nine, after five; without an hour nobody knows."""
    hours = [
        (None, None),
        (time(8, 59), None),
        (time(9), time(17)),
        (time(16), time(17, 1)),
        (time(17), None),
    ]
    days = [0, 3, 9, 10, 94, 201, 305]  # New Year, a Monday and a weekend, Easter Monday, a working day…
    for day in days:
        for start, end in hours:
            hold(stand, "", day, start=start, end=end)
    every: Any = Event.objects.annotate(told=kind_of_hours("day", "start", "end"))
    for event in every:
        known = event.start is not None or is_free_day(event.day)
        expected = (
            "free_day"
            if is_free_day(event.day)
            else "outside"
            if outside_hours(event.day, event.start, event.end)
            else "usual"
        )
        assert event.told == (expected if known else None), (event.day, event.hours)
    week = ask("R9-weekdays", "weekday", "hour")
    assert sum(week.column_totals) == week.total == len(days) * len(hours)
    assert said(ask("R9-hours"))["missing"] == len(days)
    assert said(ask("R9-hours"))["16"] == len(days)
    Event.objects.filter(day=YEAR.first_day).update(inferred=["place", "day"])
    assert said(ask("R9-weekdays"))["missing"] == ask("R9-hours", "month").unsure == len(hours)


def test_two_actions_that_become_one_count_in_the_fields_of_both(mirabelle: Person) -> None:
    """Events that do not move count otherwise too; and as before when they are two again."""
    kept, gone = action("Vaccibus"), action("Vacci-Bus Koekelberg", REINFORCES)
    hold(kept, "Saint-Josse", 40), hold(gone, "Koekelberg", 41)
    renew()
    merged = operations.merge_actions(by=mirabelle, kept=kept, gone=gone)
    assert said(ask("C6")) == {REINFORCES: 2}
    renew()
    operations.part_actions(by=mirabelle, merge=merged)
    assert said(ask("C6")) == {REINFORCES: 1, "missing": 1}


class Life:
    """Random writes of all kinds, by a chance that every run repeats."""

    def __init__(self, by: Person) -> None:
        self.chance, self.by = random.Random(7), by  # noqa: S311
        self.fields = [[], [SOCIAL], [OURS], [SOCIAL, OURS], [SOCIAL, REINFORCES, OURS]]
        self.actions = [action(f"Action {number}", *fields) for number, fields in enumerate(self.fields)]
        self.events = [self.held() for _number in range(12)]

    def held(self) -> Event:
        where = self.chance.choice(["Ixelles", "Schaerbeek", ""])
        came = self.chance.choice([None, 4, 9])
        return hold(self.chance.choice(self.actions), where, self.chance.randint(0, 300), participants=came)

    def live(self) -> None:
        self.chance.choice([self.field, self.withdraw, self.move, self.add, self.hide])()

    def add(self) -> None:
        self.events.append(self.held())

    def _action(self) -> Action:
        return Action.objects.get(pk=self.chance.choice(self.actions).pk)

    def field(self) -> None:
        terms = [shipped_term("collective_category", code) for code in self.chance.choice(self.fields)]
        operations.change_action(by=self.by, action=self._action(), values={}, beside={"categories": terms})

    def hide(self) -> None:
        one = self._action()
        operations.change_action(by=self.by, action=one, values={"is_discreet": not one.is_discreet})

    def withdraw(self) -> None:
        one = self._action()
        (operations.restore_action if one.withdrawn_at else operations.withdraw_action)(
            by=self.by, action=one
        )

    def move(self) -> None:
        """As merging does: the event becomes another action’s, on another day."""
        event = Event.objects.get(pk=self.chance.choice(self.events).pk)
        event.action, event.day = self.chance.choice(self.actions), date(2021, 6, self.chance.randint(1, 30))
        event.save()


def test_sums_by_day_always_say_what_the_plain_query_says(mirabelle: Person, coquelicot: Person) -> None:
    life = Life(mirabelle)
    renew()
    asked = [(), ("category", "commune"), ("category", "month"), ("commune", "neighbourhood")]
    for step in range(18):
        life.live()
        if step == 9:
            renew()
            old, heir = (shipped_term("collective_category", code) for code in (OURS, SOCIAL))
            merge_terms(by=coquelicot, terms=[old], into=heir, day=date(2021, 8, 1))
        if step % 4 == 3:
            questions = [("C6", *axes) for axes in asked] + [("T1",), ("T4",), ("R9-participants",)]
            for code, *axes in questions:
                for terms in Terms:
                    ways = [ask(code, *axes, terms=terms, way=way) for way in (counted, without_sums)]
                    assert ways[0] == ways[1], (code, axes, terms)
    assert DirtyDay.objects.exists()


def test_the_tables_of_the_report_come_out_of_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    """`maillage figures show T1 --from 2021-09-01 --to 2021-12-20 --format csv` (domain 4.1-4.4)."""
    call_command("load_facts")
    autumn = ("--from", "2021-09-01", "--to", "2021-12-20")
    tables = {code: printed(code, *autumn, capsys=capsys) for code in ("T1", "T2", "T3", "T4", "T4-fields")}
    by_label = {code: of(tables[code], code, "label") for code in ("T1", "T2", "T3")}
    assert {code: rows.pop("en tout") for code, rows in by_label.items()} == {"T1": 52, "T2": 73, "T3": 28}
    assert {code: len(rows) for code, rows in by_label.items()} == {"T1": 12, "T2": 7, "T3": 6}
    assert by_label["T2"]["Vaccibus"] == 41
    whole = of(tables["T1"], "C6", "label_code")
    assert [whole[code] for code in ("total", "several", "missing")] == [152, 2, 1]
    codes = {str(commune): min(map(str, commune.postcodes.all())) for commune in Commune.objects.all()}
    cells = of(tables["T4"], "T4", "commune", "label")
    annex = {
        (codes[where], label): n for (where, label), n in cells.items() if "en tout" not in (where, label)
    }
    assert annex == {(code, label): n for code, row in ANNEX_5.items() for label, n in row.items()}
    assert cells["en tout", "en tout"] == 152
    fields = of(tables["T4-fields"], "T4-fields", "commune", "category_code")
    schaerbeek = [
        fields["Schaerbeek", code] for code in (SOCIAL, REINFORCES, OURS, "several", "missing", "total")
    ]
    assert schaerbeek == [17, 9, 18, 2, 0, 42]
