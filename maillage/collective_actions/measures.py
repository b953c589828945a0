"""What the calendar counts: events, each once however many RAQs were there (report R9, annex 5; T1-T4, C6).

The tables count events that were held, of actions that stand. An action may be in two fields or in none, so
that totals of fields are not added up: how many events are in several is printed beside (domain 4.2).
"""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    Field,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractHour, ExtractIsoWeekDay
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.models import Action, Event, EventGroup, EventState
from maillage.collective_actions.models.events import LANGUAGES
from maillage.kit.holidays import FREE_DAY, OUTSIDE, USUAL, kind_of_hours
from maillage.kit.measures import Amount, Axis, Facts, Measure, Revision, Rows, Words, declare, key_apart
from maillage.kit.policy import Reader
from maillage.territory.models import (
    Commune,
    HostOrganisation,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.sources import Cell, deduced

FIRST = (Revision(1, date(2026, 11, 21), _("First definition.")),)
FED_BY = "collective_actions:agenda"
TOPIC = _("Collective actions")
HELD = Q(state=EventState.HELD)
DISCREET, OURS = "discreet", "project"
MADE_UP = deduced(Cell.DAY)


# --- Facts --------------------------------------------------------------------------------------------------


def _unless_discreet(where: F | Subquery, action: str) -> Case:
    """Where it was, but for a discreet place: that is all figures say of it (D2)."""
    discreet = When(**{f"{action}is_discreet": True}, then=Value(key_apart(DISCREET), UUIDField()))
    return Case(discreet, default=where, output_field=UUIDField())


def _zone() -> Subquery:
    """The zone in which the neighbourhood of the event was chosen that day, as the calendar finds it."""
    chosen = SelectedNeighbourhood.objects.standing().filter(
        Q(last_day=None) | Q(last_day__gte=OuterRef("day")),
        neighbourhood=OuterRef("neighbourhood"),
        first_day__lte=OuterRef("day"),
    )
    return Subquery(chosen.order_by("first_day", "id").values("zone")[:1])


def _if_sure(told: Case | ExtractIsoWeekDay, kind: Field[Any, Any]) -> Case:
    """Nothing of an event whose date was made up."""
    return Case(When(MADE_UP, then=Value(None)), default=told, output_field=kind)


def events(owner: Reader | None) -> Rows:
    """Every event that stands, whatever became of it; whoever was there, it is one."""
    rows = Event.objects.standing().filter(action__withdrawn_at=None)
    if owner is not None:
        rows = rows.filter(raqs=owner.pk)
    return rows.annotate(
        in_commune=_unless_discreet(F("commune"), "action__"),
        in_neighbourhood=_unless_discreet(F("neighbourhood"), "action__"),
        in_zone=_unless_discreet(_zone(), "action__"),
        hosted_by=Coalesce("action__host", Value(key_apart(OURS), UUIDField())),
        weekday=_if_sure(ExtractIsoWeekDay("day"), IntegerField()),
        hour=ExtractHour("start"),
        hours_kind=_if_sure(kind_of_hours("day", "start", "end"), CharField()),
    )


def groups(owner: Reader | None) -> Rows:
    """The groups noted at events that were held: numbers, never a name (D24)."""
    rows = EventGroup.objects.filter(
        event__state=EventState.HELD, event__withdrawn_at=None, event__action__withdrawn_at=None
    )
    if owner is not None:
        rows = rows.filter(event__raqs=owner.pk)
    return rows.annotate(in_commune=_unless_discreet(F("event__commune"), "event__action__"))


EVENTS = Facts(
    "collective_actions.events",
    Event,
    "day",
    events,
    {Event: "pk", Action: "action", SelectedNeighbourhood: "neighbourhood__selections"},
    of_workers=False,
    topic=TOPIC,
    unsure_day=MADE_UP,
)
GROUPS = Facts(
    "collective_actions.groups",
    EventGroup,
    "event__day",
    groups,
    {EventGroup: "pk", Event: "event", Action: "event__action"},
    of_workers=False,
    topic=TOPIC,
)


# --- Axes ---------------------------------------------------------------------------------------------------


def _label(path: str = "", within: str = "") -> Axis:
    return Axis("label", _("Action"), f"{path}action", model=Action, within=within)


CATEGORY = Axis(
    "category", _("Field of action"), "action__categories", vocabulary="collective_category", many=True,
    none=_("in no field"), several=_("in more than one field"),
)  # fmt: skip
COMMUNE = Axis(
    "commune", _("Commune"), "in_commune", model=Commune, territory="commune",
    apart=((DISCREET, _("discreet place")),),
)  # fmt: skip
NEIGHBOURHOOD = Axis(
    "neighbourhood", _("Neighbourhood"), "in_neighbourhood", model=Neighbourhood, within="commune",
    territory="neighbourhood", apart=((DISCREET, _("discreet place")),),
)  # fmt: skip
ZONE = Axis(
    "zone", _("Zone"), "in_zone", model=Zone, territory="zone", apart=((DISCREET, _("discreet place")),)
)
HOST = Axis(
    "host", _("Activity of a host partner"), "hosted_by", model=HostOrganisation,
    apart=((OURS, _("of the project")),),
)  # fmt: skip
RECURRENCE = Axis("recurrence", _("One-off or recurring"), "action__recurrence", vocabulary="recurrence")
WEEKDAY = Axis(
    "weekday",
    _("Day of the week"),
    "weekday",
    none=_("on a day that was made up"),
    choices=tuple((str(number + 1), name) for number, name in sorted(WEEKDAYS.items())),
)
HOUR = Axis(
    "hour", _("Hour at which it begins"), "hour", none=_("without an hour"),
    choices=tuple((str(hour), f"{hour:02}:00 – {hour + 1:02}:00") for hour in range(24)),
)  # fmt: skip
USUAL_HOURS = Axis(
    "hours", _("Usual hours or not"), "hours_kind", none=_("without an hour or a sure day"),
    choices=(
        (USUAL, _("from nine to five, on a working day")),
        (OUTSIDE, _("before nine or after five, on a working day")),
        (FREE_DAY, _("a weekend or a public holiday")),
    ),
)  # fmt: skip
WHERE = (COMMUNE, NEIGHBOURHOOD, ZONE)
SPOKEN: Any = tuple(LANGUAGES)


# --- Measures -----------------------------------------------------------------------------------------------


def _of_events(
    code: str, question: Words, title: Words, definition: Words, *axes: Axis, **more: Any
) -> Measure:
    """A question about events; unless said otherwise, about those that were held."""
    usual = {"base": _("events held"), "unit": _("events"), "only": HELD, "source": "R9", "fed_by": FED_BY}
    told: dict[str, Any] = usual | more
    return Measure(code, question, title, definition, facts=EVENTS, axes=axes, revisions=FIRST, **told)


def _of_a_field(code: str, category: str, question: Words, title: Words, source: str, *more: Axis) -> Measure:
    """One table of the report: the events of the actions in one field, by action."""
    definition = _(
        "The events that were held, of the actions in this field: each once, however many RAQs were there. "
        "An action in two fields stands in two tables, so these tables are not added up."
    )
    return _of_events(
        code, question, title, definition, _label(), *more, *WHERE,
        source=f"{code}, {source}",
        only=HELD & Q(action__categories__code=category),
        beside="C6",
    )  # fmt: skip


declare(
    _of_events(
        "C6", _("In which fields were our collective actions?"), _("Collective actions by field"),
        _(
            "The events that were held, each once however many RAQs were there. An action in two fields "
            "counts in both and once in all; one in no field counts in all alone."
        ),
        CATEGORY, *WHERE, HOST, RECURRENCE,
        source="C6, R9a, R10a",
    ),
    _of_a_field(
        "T1", "social_health",
        _("Which social and health actions did we hold?"), _("Social and health actions"), "R9a",
    ),
    _of_a_field(
        "T2", "covid_reinforcement",
        _("Which existing Covid schemes did we reinforce?"),
        _("Actions reinforcing existing schemes"), "R10a",
        Axis("scheme", _("Existing scheme it reinforces"), "action__scheme", vocabulary="reinforced_scheme"),
    ),
    _of_a_field(
        "T3", "covid_raq",
        _("Which actions against Covid did we start ourselves?"),
        _("Actions on the RAQs’ initiative"), "R10a",
    ),
    _of_events(
        "T4", _("Which actions were held in which commune?"), _("Collective activities by commune"),
        _(
            "The events that were held, by commune, and in each commune by action: each once, however many "
            "RAQs were there."
        ),
        COMMUNE, _label(within="commune"), ZONE,
        across="label", source="T4, A5", beside="C6", daily=(("commune", "label"),),
    ),
    _of_events(
        "T4-fields", _("In which fields did we act in each commune?"),
        _("Collective activities by commune and field"),
        _(
            "The events that were held, by commune and field. One in two fields counts in both, and once in "
            "its commune."
        ),
        COMMUNE, CATEGORY, ZONE,
        across="category", source="A5, R9a, R10a", daily=(("commune", "category"),),
    ),
    _of_events(
        "R9b-held", _("What was held, and what was not?"), _("Events held and cancelled"),
        _(
            "Every event of the calendar in these days. One that is still planned was neither held nor "
            "cancelled: it is to come, or nobody has confirmed it yet."
        ),
        Axis("state", _("State"), "state", choices=tuple(EventState.choices)),
        _label(), CATEGORY, *WHERE, HOST,
        base=_("events in the calendar"), only=Q(), source="R9b",
        daily=(("state", "category"),),
    ),
    _of_events(
        "R9b-cancelled", _("Why were events cancelled?"), _("Reasons for which events were cancelled"),
        _("The events that were cancelled, on the day they were planned for, with the reason noted."),
        Axis("reason", _("Why it was cancelled"), "cancelled_because", vocabulary="cancellation_reason"),
        _label(), *WHERE, HOST,
        base=_("events cancelled"), only=Q(state=EventState.CANCELLED), source="R9b",
    ),
    _of_events(
        "R9-participants", _("How many people took part?"), _("Participants in collective actions"),
        _(
            "The participants noted at events that were held, added up: whoever came twice counts twice. An "
            "event without a number adds nothing, and is told apart."
        ),
        _label(), *WHERE, HOST,
        base=_("participants"), unit=_("participants"), source="R9a",
        amount=Amount("participants", _("events")),
    ),
    _of_events(
        "R9-newcomers", _("How many came for the first time?"), _("New participants in collective actions"),
        _(
            "The participants who came for the first time, as noted at events that were held, added up. An "
            "event where this was not noted adds nothing, and is told apart."
        ),
        _label(), *WHERE, HOST,
        base=_("participants who came for the first time"), unit=_("participants"), source="R9a",
        amount=Amount("new_participants", _("events")),
    ),
    _of_events(
        "R10f-interpreters", _("For which languages did an interpreter come?"),
        _("Events with an interpreter"),
        _("The events that were held with an interpreter, by the language they interpreted."),
        Axis("language", _("Language"), "interpreter", choices=SPOKEN), _label(), COMMUNE,
        base=_("events held with an interpreter"), only=HELD & ~Q(interpreter=""), source="R9d, R10f",
    ),
    _of_events(
        "R9-weekdays", _("On which days of the week are we there?"), _("Events by day of the week"),
        _("The events that were held, by day of the week, each once."),
        WEEKDAY, HOUR, USUAL_HOURS, _label(), COMMUNE,
        daily=(("weekday", "hour"),),
    ),
    _of_events(
        "R9-hours", _("At what hour do our events begin?"), _("Events by the hour at which they begin"),
        _(
            "The events that were held, by the hour at which they begin. Usual hours are nine to five on a "
            "working day; an event that ends after five is outside them."
        ),
        HOUR, USUAL_HOURS, WEEKDAY, _label(), COMMUNE,
    ),
    Measure(
        "R9c-languages",
        _("Which languages did participants speak?"),
        _("Languages of the participants"),
        _(
            "The participants noted by language at events that were held, added up. Most events note none: "
            "this is no count of all participants."
        ),
        _("participants noted by group"),
        _("participants"),
        GROUPS,
        (
            Axis("language", _("Language"), "language", choices=SPOKEN, none=_("in a group of no language")),
            _label("event__"),
            COMMUNE,
        ),
        FIRST,
        source="R9c",
        amount=Amount("number", _("groups")),
        daily=(("language", "label"),),
        fed_by=FED_BY,
    ),
)  # fmt: skip
