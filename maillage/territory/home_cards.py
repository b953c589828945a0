"""What the territory lays on the home page: places and dates, never an alarm about a worker (P3)."""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest

from maillage.kit.home_cards import HomeCard, offers_kept
from maillage.kit.policy import visible
from maillage.people.roles import TEAM, Role
from maillage.territory.coverage import (
    absences_from,
    assignment_of,
    coverage_of,
    coverage_on,
    neighbourhoods_of,
    zone_day,
    zone_days,
    zone_of,
)
from maillage.territory.ground import land
from maillage.territory.maps import around, close_map
from maillage.territory.models import Assignment, FundingPeriod, HostOrganisation, MobilisationCall
from maillage.territory.models.calls import Availability, phase_on
from maillage.territory.views.asked import reader_of

SOON = timedelta(days=45)
SHOWN = ("kit", "people", "territory")  # whose records these cards show


@offers_kept(*SHOWN)
def calls_to_answer(request: HttpRequest, day: date) -> HomeCard | None:
    """For a RAQ: calls that wait for an answer. It goes away with the first answer, or with the call."""
    reader = reader_of(request)
    if not reader.has_role(Role.RAQ):
        return None
    waiting = MobilisationCall.objects.open_on(day).calling(reader.pk).exclude(answers__person=reader.pk)
    calls = list(visible(waiting, reader).order_by("first_day", "title", "id"))
    return HomeCard("territory/cards/calls_to_answer.html", {"calls": calls}, order=15) if calls else None


@offers_kept(*SHOWN)
def calls_running(request: HttpRequest, day: date) -> HomeCard | None:
    """For coordination: calls that run, and how many can come."""
    reader = reader_of(request)
    if not reader.has_role(Role.COORDINATION):
        return None
    coming = Count("answers", filter=Q(answers__availability=Availability.CAN))
    calls = list(visible(MobilisationCall.objects.open_on(day), reader).annotate(coming=coming))
    return HomeCard("territory/cards/calls_running.html", {"calls": calls}, order=15) if calls else None


@offers_kept(*SHOWN)
def epidemic(request: HttpRequest, day: date) -> HomeCard | None:
    """For the team: the phase of the epidemic, in one line, when one is set for the day (U-CO-14)."""
    phase = phase_on(day) if reader_of(request).has_role(*TEAM) else None
    return HomeCard("territory/cards/epidemic.html", {"phase": phase}, order=12) if phase else None


@offers_kept(*SHOWN)
def my_zone(request: HttpRequest, day: date) -> HomeCard | None:
    """My zone in small: its map, its neighbourhoods, who shares it."""
    reader = reader_of(request)
    zone = zone_of(reader, day) if reader.has_role(Role.RAQ) else None
    if zone is None:
        return None
    drawn_on = land()
    answers = coverage_of(around(neighbourhoods_of(zone, day), drawn_on), day, reader=reader)
    shown = zone_day(zone, answers.values(), day, reader=reader)
    drawing = close_map(answers, {answer.neighbourhood.pk for answer in shown.places}, drawn_on)
    colleagues = [worker for worker in shown.workers if worker.person.pk != reader.pk]
    mine = next((worker.assignment for worker in shown.workers if worker.person.pk == reader.pk), None)
    context = {"zone": zone, "shown": shown, "map": drawing, "colleagues": colleagues, "mine": mine}
    return HomeCard("territory/cards/my_zone.html", context, order=20, column="side")


@offers_kept(*SHOWN)
def days_away(request: HttpRequest, day: date) -> HomeCard | None:
    """Who of my zone is away these weeks, me included: days without a reason."""
    reader = reader_of(request)
    mine = assignment_of(reader, day) if reader.has_role(Role.RAQ) else None
    if mine is None:
        return None
    with_me = visible(Assignment.objects.standing().on(day), reader).filter(zone=mine.zone)
    coming = absences_from(day, reader=reader, people=with_me.values("person"))
    coming = coming.filter(first_day__lte=day + SOON)
    return HomeCard("territory/cards/days_away.html", {"absences": coming, "reader": reader}, order=30)


@offers_kept(*SHOWN)
def coverage(request: HttpRequest, day: date) -> HomeCard | None:
    """For coordination: places where nobody is today, and what ends soon."""
    reader = reader_of(request)
    if not reader.has_role(Role.COORDINATION):
        return None
    answers = coverage_on(day)
    places = [each for group in zone_days(answers.values()) for each in group.places]
    ends = Assignment.objects.standing().filter(last_day__gte=day, last_day__lte=day + SOON).with_names()
    paid = FundingPeriod.objects.filter(last_day__gte=day, last_day__lte=day + 2 * SOON)
    context = {
        "chosen": len(places),
        "nobody": [each for each in places if not each.is_covered],
        "all_away": [each for each in places if each.is_covered and not each.present],
        "ends": visible(ends, reader).order_by("last_day", "zone__ordinal", "id"),
        "paid": visible(paid, reader),
    }
    return HomeCard("territory/cards/coverage.html", context, order=20)


@offers_kept(*SHOWN)
def my_organisation(request: HttpRequest, day: date) -> HomeCard | None:
    """For a host partner: their own sites, and whom they host today."""
    reader = reader_of(request)
    if not reader.has_role(Role.HOST_PARTNER):
        return None
    hosts = list(visible(HostOrganisation.objects.all(), reader).prefetch_related("sites__postcode"))
    hosted = visible(Assignment.objects.standing().on(day), reader).order_by("person__display_name", "id")
    context = {"hosts": hosts, "hosted": hosted.select_related("person", "zone", "host_site")}
    return HomeCard("territory/cards/my_organisation.html", context, order=20)
