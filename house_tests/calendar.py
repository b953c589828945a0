"""Actions and events of the small town, and more of them years later."""

from dataclasses import dataclass
from datetime import time, timedelta

from conftest import LONG_AGO
from maillage.collective_actions.models import (
    Action,
    ActionAlias,
    ActionMerge,
    CalendarFeed,
    Evaluation,
    Event,
    EventGroup,
    EventPart,
    HelpLanguage,
    HelpOffer,
    HelpWanted,
    KeywordChoice,
    MarkerComment,
    Placement,
    PlannedEntry,
    Planning,
    PlanningChange,
    Review,
    Series,
)
from maillage.kit import clock
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person
from maillage.territory.models import Commune, Neighbourhood


@dataclass
class Calendar:
    """A weekly stand with everything a calendar knows, an idea, and an action in a discreet place."""

    action: Action
    discreet: Action
    idea: Action
    series: Series
    event: Event
    past_event: Event
    discreet_event: Event
    wanted: HelpWanted
    offer: HelpOffer
    evaluation: Evaluation
    review: Review
    placement: Placement
    feed: CalendarFeed
    planning: Planning
    planning_change: PlanningChange
    merge: ActionMerge


def _action(name: str, **more: object) -> Action:
    return Action.objects.create(name_fr=name, created_on=LONG_AGO, **more)


def _merged(name: str, kept: Action, by: Person) -> ActionMerge:
    """An action that became part of another one."""
    gone = _action(name, merged_into=kept)
    return ActionMerge.objects.create(kept=kept, gone=gone, merged_by=by, merged_at=clock.now())


def _event(action: Action, days: int, by: Person, place: Neighbourhood, **more: object) -> Event:
    event = Event.objects.create(
        action=action,
        day=clock.today() + timedelta(days=days),
        start=time(10),
        end=time(12),
        neighbourhood=place,
        commune=Commune.objects.get(),
        recorded_at=clock.now(),
        **more,
    )
    event.raqs.add(by)
    return event


def _looked_back(event: Event, by: Person) -> Evaluation:
    EventGroup.objects.create(event=event, language="ar", number=3)
    EventPart.objects.create(event=event, name="sport", minutes=60)
    KeywordChoice.objects.create(event=event, word="voyage", helps=2, complicated=1)
    return Evaluation.objects.create(
        event=event,
        enough_participants="yes",
        organisation="partly",
        satisfaction="yes",
        written_by=by,
        next=f"Une autre fois {event.day}",
    )


def _wanted(event: Event, by: Person) -> HelpWanted:
    wanted = HelpWanted.objects.create(event=event, asked_by=by, needed=2)
    HelpLanguage.objects.create(wanted=wanted, code="ar")
    return wanted


def _offer(wanted: HelpWanted, by: Person) -> HelpOffer:
    return HelpOffer.objects.create(wanted=wanted, person=by, offered_at=clock.now())


def _placement(action: Action, by: Person) -> Placement:
    placement = Placement.objects.create(action=action, person=by, placed_on=LONG_AGO, position=40)
    MarkerComment.objects.create(placement=placement, marker=shipped_term("sepsac", "community"))
    return placement


def _feed(by: Person, number: int = 0) -> CalendarFeed:
    return CalendarFeed.objects.create(
        person=by, kind="personal", language="fr", digest=f"{number:064}", made_at=clock.now()
    )


def _planning_change(event: Event, person: Person) -> PlanningChange:
    return PlanningChange.objects.create(
        event=event, person=person, changes=[["hours", "10:00", "11:00"]], told_at=clock.now()
    )


def add_events(place: Neighbourhood, commune: Commune, cast: dict[str, Person]) -> Calendar:
    """One action with everything, two others."""
    mirabelle, romarin = cast["mirabelle"], cast["romarin"]
    action = _action("Stand infos", open_to_all=True)
    action.categories.add(shipped_term("collective_category", "covid_raq"))
    action.leads.add(mirabelle)
    ActionAlias.objects.create(action=action, name="Stand Marché")
    series = Series.objects.create(action=action, first_day=LONG_AGO, rrule="FREQ=WEEKLY;BYDAY=TH")
    event = _event(action, 3, mirabelle, place, series=series, series_day=clock.today())
    past = _event(action, -4, mirabelle, place, state="held", participants=8)
    _event(action, -2, mirabelle, place, state="held")  # nobody has looked back on it yet
    discreet = _action("Permanence discrète", is_discreet=True)
    wanted = _wanted(event, mirabelle)
    discreet_event = _event(discreet, 5, romarin, place)
    _wanted(discreet_event, romarin)
    planning = Planning.objects.create(name="Vaccibus", taken_by=mirabelle, taken_at=clock.now())
    PlannedEntry.objects.create(planning=planning, uid="1@example.org", event=event)
    return Calendar(
        action=action,
        discreet=discreet,
        idea=_action("Un potager", stage="idea"),
        series=series,
        event=event,
        past_event=past,
        discreet_event=discreet_event,
        wanted=wanted,
        offer=_offer(wanted, romarin),
        evaluation=_looked_back(past, mirabelle),
        review=Review.objects.create(action=action, due_on=clock.today()),
        placement=_placement(action, mirabelle),
        feed=_feed(mirabelle),
        planning=planning,
        planning_change=_planning_change(event, mirabelle),
        merge=_merged("Stand Marcher", action, cast["coquelicot"]),
    )


def more_events(known: Calendar, number: int, person: Person) -> None:
    """Other actions and events, and more of everything on the first ones."""
    place = known.event.neighbourhood
    assert place is not None
    other = _action(f"Action {number}", derived_from=known.action)
    _event(other, number % 28, person, place)
    _event(known.action, number % 5, person, place)
    past = _event(known.action, -number - 5, person, place, state="held", participants=4)
    _looked_back(past, person)
    _event(known.action, -number - 5, person, place)
    _offer(known.wanted, person)
    _wanted(_event(other, 2, person, place), person)
    _action(f"Suite {number}", stage="idea", derived_from=known.action, born_at=known.past_event)
    unevaluated = _event(known.action, -number, person, place, state="held")
    unevaluated.raqs.add(known.feed.person)
    _placement(known.action, person)
    _placement(other, person)
    _feed(known.feed.person, number + 1)
    _planning_change(known.event, person)
    Review.objects.create(action=known.action, due_on=clock.today())
    ActionAlias.objects.create(action=known.action, name=f"Autre nom {number}")
    _action(f"Idée {number}", stage="idea")
    _merged(f"Stand ancien {number}", known.action, person)
    EventGroup.objects.create(event=known.past_event, language="", name=f"groupe {number}", number=1)
    KeywordChoice.objects.create(event=known.past_event, word=f"mot {number}")
    EventPart.objects.create(event=known.past_event, name=f"partie {number}")
