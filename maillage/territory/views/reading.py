"""Reading the territory: the map of a day, a zone, a neighbourhood, my own zone."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format

from maillage.kit import clock
from maillage.kit.policy import fetch, marked, require, visible
from maillage.kit.told import told
from maillage.people.models import Person, SpokenLanguage
from maillage.people.roles import Role
from maillage.territory.coverage import (
    Worker,
    absences_from,
    coverage_of,
    coverage_on,
    covering,
    neighbourhoods_of,
    past_of,
    workers_by_zone,
    zone_day,
    zone_days,
    zone_of,
)
from maillage.territory.facts import MARCH_2023, YEAR_2021
from maillage.territory.figures import documented_and_counted
from maillage.territory.forms import DayFilter, EndForm
from maillage.territory.ground import land
from maillage.territory.maps import around, city_map, close_map, tints_of
from maillage.territory.models import (
    Assignment,
    Commune,
    EpidemicPhase,
    FundingPeriod,
    HostContact,
    HostOrganisation,
    Neighbourhood,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.views.asked import day_of, day_query, reader_of, reads_all, territory_page


def territory(request: HttpRequest) -> HttpResponse:
    """Brussels by zone on a day: the map, and the same in words."""
    reader = reader_of(request)
    form = DayFilter.asked(request.GET)
    day, commune = form.chosen_day, form.chosen_commune
    answers, drawn_on = coverage_on(day, reader=reader), land()
    inside = {
        pk: answer
        for pk, answer in answers.items()
        if commune is None
        or any(share.commune_id == commune.pk for share in answer.neighbourhood.shares.all())
    }
    groups = zone_days(inside.values())
    tints = tints_of(answers, drawn_on)
    context = {
        "form": form,
        "day": day,
        "today": clock.today(),
        "day_query": day_query(day),
        "map": city_map(answers, drawn_on, aside=answers.keys() - inside.keys(), sure=reads_all(reader)),
        "groups": [(group, tints.get(group.zone, 0) if group.zone else 0) for group in groups],
        "unzoned": any(group.zone is None for group in groups),
        "places": sum(len(group.places) for group in groups),
        "documented": [(first, date_format(first, "F Y")) for first, _last in (YEAR_2021, MARCH_2023)],
    }
    status = 422 if form.errors else 200
    return territory_page(request, "territory", context, part="territory-day", status=status)


def zone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A zone on a day: its neighbourhoods, who covers them, where they are hosted, what was changed."""
    reader, day = reader_of(request), day_of(request)
    row = fetch(Zone.objects.all(), reader, pk=pk)
    choices = visible(SelectedNeighbourhood.objects.filter(zone=row), reader)
    context = _zone_context(row, day, reader) | {
        "history": told(row, *choices) if reads_all(reader) else [],
        "day_query": day_query(day),
    }
    return territory_page(request, "zone", context)


def my_zone(request: HttpRequest) -> HttpResponse:
    """My zone as a whole, whoever shares it with me, our hosts, and days away (U-RAQ-47)."""
    reader, today = reader_of(request), clock.today()
    require(reader.has_role(Role.RAQ))
    row = zone_of(reader, today)
    context: dict[str, Any] = {
        "zone": row,
        "my_absences": marked(absences_from(today, reader=reader, people=[reader]), reader, "may_change"),
    }
    if row is not None:
        context |= _zone_context(row, today, reader)
        others = [(worker, spoken) for worker, spoken in context["team"] if worker.person.pk != reader.pk]
        mine = next(w.assignment for w, _spoken in context["team"] if w.person.pk == reader.pk)
        context |= {"team": others, "mine": mine}
    return territory_page(request, "my_zone", context)


def _zone_context(row: Zone, day: date, reader: Person) -> dict[str, Any]:
    drawn_on = land()
    answers = coverage_of(around(neighbourhoods_of(row, day), drawn_on), day, reader=reader)
    shown = zone_day(row, answers.values(), day, reader=reader)
    people = [worker.person for worker in shown.workers]
    return {
        "zone": row,
        "day": day,
        "shown": shown,
        "team": with_languages(shown.workers, reader),
        "map": close_map(answers, {answer.neighbourhood.pk for answer in shown.places}, drawn_on),
        "absences": marked(absences_from(day, reader=reader, people=people), reader, "may_change"),
    }


def with_languages(workers: Sequence[Worker], reader: Person) -> list[tuple[Worker, list[str]]]:
    """These colleagues with what they speak, as far as each shows it."""
    people = [worker.person.pk for worker in workers if worker.person.shows_languages]
    spoken: dict[UUID, list[str]] = defaultdict(list)
    for row in visible(SpokenLanguage.objects.filter(person__in=people), reader).order_by("code"):
        spoken[row.person_id].append(str(row))
    return [(worker, spoken[worker.person.pk]) for worker in workers]


def neighbourhood(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A neighbourhood: its names, communes and number, who covers it that day, who did before."""
    reader, day = reader_of(request), day_of(request)
    row = fetch(
        Neighbourhood.objects.with_communes().prefetch_related("aliases", "parts", "wholes"), reader, pk=pk
    )
    drawn_on = land()
    here = visible(Neighbourhood.objects.filter(pk=row.pk), reader)
    answers = coverage_of(around(here, drawn_on), day, reader=reader)
    past = past_of(row, reader=reader)
    shown = {row.pk} if row.monitoring_code else {part.pk for part in row.parts.all()}
    context = {
        "place": row,
        "place_query": quote(row.name),
        "day": day,
        "day_query": day_query(day),
        "answer": covering(row, day, reader=reader),
        "past": past,
        "map": close_map(answers, shown, drawn_on),
        "history": told(row, *(each.choice for each in past)) if reads_all(reader) else [],
    }
    return territory_page(request, "neighbourhood", context)


def communes(request: HttpRequest) -> HttpResponse:
    """The nineteen communes, their postcodes and other names."""
    rows = visible(Commune.objects.all(), reader_of(request)).prefetch_related("postcodes", "aliases")
    return territory_page(
        request, "communes", {"communes": rows, "can_change": reader_of(request).has_role(Role.COORDINATION)}
    )


def hosts(request: HttpRequest) -> HttpResponse:
    """The organisations that host colleagues."""
    reader = reader_of(request)
    rows = visible(HostOrganisation.objects.all(), reader).prefetch_related("sites__postcode")
    hosted = _hosted(clock.today(), reader)
    shown = [(row, [(site, hosted.get(site.pk, [])) for site in row.sites.all()]) for row in rows]
    return territory_page(request, "hosts", {"hosts": shown})


def host(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A host: its sites, whom it hosts today, who speaks for it."""
    reader, today = reader_of(request), clock.today()
    row = fetch(
        HostOrganisation.objects.select_related("kind", "community_stance").prefetch_related("aliases"),
        reader,
        pk=pk,
    )
    sites, hosted = list(row.sites.select_related("postcode", "neighbourhood")), _hosted(today, reader)
    contacts = visible(HostContact.objects.filter(organisation=row), reader).select_related("person")
    context = {
        "host": row,
        "sites": [(site, hosted.get(site.pk, [])) for site in sites],
        "contacts": contacts,
        "today": today,
        "history": told(row, *sites, *contacts) if reads_all(reader) else [],
    }
    return territory_page(request, "host", context)


def _hosted(day: date, reader: Person) -> dict[UUID, list[Assignment]]:
    """Whom each site hosts that day."""
    rows = visible(Assignment.objects.standing().on(day), reader).with_names()  # type: ignore[attr-defined]
    hosted: dict[UUID, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("person__display_name", "id"):
        if row.host_site_id is not None:
            hosted[row.host_site_id].append(row)
    return dict(hosted)


def assignments(request: HttpRequest) -> HttpResponse:
    """Who is assigned where on a day, and who is away."""
    reader = reader_of(request)
    form = DayFilter.asked(request.GET)
    day = form.chosen_day
    workers = [worker for group in workers_by_zone(day, reader=reader).values() for worker in group]
    context = {
        "form": form,
        "day": day,
        "day_query": day_query(day),
        "workers": sorted(workers, key=lambda worker: (worker.assignment.zone.ordinal, str(worker.person))),
        "absences": marked(absences_from(day, reader=reader), reader, "may_change"),
    }
    status = 422 if form.errors else 200
    return territory_page(request, "assignments", context, part="assigned", status=status)


def assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One assignment: where, hosted by whom, since when, and what was changed."""
    reader = reader_of(request)
    row = fetch(Assignment.objects.with_names(), reader, pk=pk)
    context = {
        "assignment": row,
        "end_form": EndForm(initial={"last_day": row.last_day}),
        "history": told(row) if reads_all(reader) else [],
    }
    return territory_page(request, "assignment", context)


def project(request: HttpRequest) -> HttpResponse:
    """What is paid until when, the phases of the epidemic, printed figures beside counted ones (D14)."""
    reader = reader_of(request)
    require(reads_all(reader))
    rows = list(visible(FundingPeriod.objects.all(), reader))
    phases = list(visible(EpidemicPhase.objects.with_words(), reader))
    context = {
        "periods": rows,
        "phases": [phase for phase in phases if phase.withdrawn_at is None],
        "today": clock.today(),
        "figures": documented_and_counted(reader),
        "history": told(*phases, *rows),
    }
    return territory_page(request, "project", context)
