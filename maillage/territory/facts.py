"""The facts shipped with the product: the 145 units, and both states the documents describe (D11, D14).

Each section is loaded once; what coordination changed since is never touched again.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from maillage.kit.operations import operation, tell
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person, RoleMembership
from maillage.people.roles import Role
from maillage.territory.models import (
    Assignment,
    Commune,
    CommuneAlias,
    DocumentedFigure,
    FundingPeriod,
    HostAlias,
    HostOrganisation,
    HostSite,
    Neighbourhood,
    NeighbourhoodAlias,
    NeighbourhoodCommune,
    Postcode,
    SelectedNeighbourhood,
    Zone,
)
from maillage.territory.models.places import NeighbourhoodKind

FOLDER = Path(__file__).parent / "facts"

#: « période du 1 avril au 31 décembre 2021 », title of annex 1.
YEAR_2021 = (date(2021, 4, 1), date(2021, 12, 31))
#: The flyer of March 2023 attests that month, and says nothing of what came before or after.
MARCH_2023 = (date(2023, 3, 1), date(2023, 3, 31))

#: Printed beside RAQ 14 in annex 1.
JOB_TITLES = {"RAQ 14": "Assistante de Projet Communautaire"}


class Unit(NamedTuple):
    """An official unit of the Monitoring des Quartiers, as far as its drawing needs it."""

    code: str
    kind: str
    area_km2: float
    latitude: float
    longitude: float


def mesh_units() -> list[Unit]:
    """The 145 official units, straight from the shipped file: the drawing needs no database."""
    return [
        Unit(
            row["code"], row["kind"], float(row["area_km2"]), float(row["latitude"]), float(row["longitude"])
        )
        for row in _rows("neighbourhoods")
    ]


def load_facts() -> int:
    """Load what is not there yet, in one transaction; return how many records were added."""
    missing = [load for is_there, load in SECTIONS if not is_there()]
    return _load(by=None, sections=missing) if missing else 0


@operation("territory.facts.loaded", _("The facts of the documents were loaded"))
def _load(*, by: None, sections: list[Callable[[], int]]) -> int:
    added = sum(load() for load in sections)
    tell(Commune.objects.get(nis="21004"))
    return added


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _add(*rows: list[Model]) -> int:
    """Write lists of rows in the order given, each list of one model."""
    for some in rows:
        if some:
            type(some[0])._default_manager.bulk_create(some)
    return sum(len(some) for some in rows)


def _communes() -> int:
    communes: list[Model] = []
    postcodes: list[Model] = []
    aliases: list[Model] = []
    for row in _rows("communes"):
        commune = Commune(nis=row["nis"], name_fr=row["name_fr"], name_nl=row["name_nl"])
        communes.append(commune)
        postcodes += [Postcode(commune=commune, code=code) for code in row["postcodes"].split()]
        aliases += [CommuneAlias(commune=commune, name=name) for name in row["aliases"].split(" | ") if name]
    return _add(communes, postcodes, aliases)


def _units() -> int:
    communes = {commune.nis: commune for commune in Commune.objects.all()}
    units: list[Model] = []
    shares: list[Model] = []
    by_code: dict[str, Neighbourhood] = {}
    for row in _rows("neighbourhoods"):
        unit = Neighbourhood(
            monitoring_code=row["code"],
            name_fr=row["name_fr"],
            name_nl=row["name_nl"],
            kind=NeighbourhoodKind(row["kind"]),
            area_km2=float(row["area_km2"]),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            source="UrbIS",
        )
        by_code[row["code"]] = unit
        units.append(unit)
        for nis, share in (pair.split(":") for pair in row["shares"].split()):
            shares.append(NeighbourhoodCommune(neighbourhood=unit, commune=communes[nis], share=float(share)))
    aliases: list[Model] = [
        NeighbourhoodAlias(
            neighbourhood=by_code[row["monitoring_code"]], name=row["name"], source=row["source"]
        )
        for row in _rows("aliases")
    ]
    return _add(units, shares, aliases)


def _cureghem() -> int:
    """« Cureghem » of the flyer of 2023: no official unit, so its centre is deduced from its three parts."""
    parts = list(Neighbourhood.objects.filter(name_fr__startswith="Cureghem ", source="UrbIS"))
    area = sum(part.area_km2 or 0 for part in parts)
    whole = Neighbourhood.objects.create(
        name_fr="Cureghem",
        name_nl="Kuregem",
        area_km2=round(area, 4),
        latitude=round(sum((part.latitude or 0) * (part.area_km2 or 0) for part in parts) / area, 5),
        longitude=round(sum((part.longitude or 0) * (part.area_km2 or 0) for part in parts) / area, 5),
        note="Nom du dépliant de 2023, sans numéro officiel ; centre déduit des trois Cureghem.",
        source="F",
    )
    whole.parts.set(parts)
    NeighbourhoodCommune.objects.create(
        neighbourhood=whole, commune=Commune.objects.get(nis="21001"), share=100
    )
    return 2


def _hosts() -> int:
    postcodes = {postcode.code: postcode for postcode in Postcode.objects.all()}
    organisations: dict[str, HostOrganisation] = {}
    sites: list[Model] = []
    aliases: dict[tuple[str, str], Model] = {}
    for row in _rows("hosts"):
        name, printed = row["organisation"], row["name_in_2021_flyer"]
        kind = shipped_term("host_kind", row["kind"]) if row["kind"] else None
        host = organisations.setdefault(name, HostOrganisation(name=name, kind=kind, source="A1"))
        if printed and printed != name:
            aliases[name, printed] = HostAlias(organisation=host, name=printed, source="A2")
        sites.append(
            HostSite(
                organisation=host,
                name=row["site"],
                street=row["street"],
                postcode=postcodes[row["postcode"]],
                town=row["town"],
                source="A1",
                inferred=row["inferred"].split(),
            )
        )
    organisations["SSQ1030"].name_nl = "Wijkmaatschappelijk Werk 1030"
    return _add(list(organisations.values()), sites, list(aliases.values()))


def _state_2021() -> int:
    """Annex 1: thirty neighbourhoods in ten zones, eighteen RAQ known by number, where they are hosted."""
    first, last = YEAR_2021
    units = {unit.monitoring_code: unit for unit in Neighbourhood.objects.exclude(monitoring_code=None)}
    sites = {site.name: site for site in HostSite.objects.all()}
    zones: dict[str, Zone] = {}
    people: list[Model] = []
    rows: list[Model] = []
    for row in _rows("state_2021"):
        zone = zones.setdefault(
            row["zone_code"], Zone(ordinal=int(row["zone_ordinal"]), code=row["zone_code"])
        )
        cells = row["inferred"].split()
        dated = {"zone": zone, "first_day": first, "last_day": last, "source": "A1"}
        unit = units[row["monitoring_code"]]
        rows.append(
            SelectedNeighbourhood(
                **dated,
                neighbourhood=unit,
                name_as_printed=row["name_as_printed"],
                note=row["note"],
                inferred=[cell for cell in cells if cell != "host"],
            )
        )
        if row["raq"]:
            raq = Person(
                display_name=row["raq"], email=None, is_active=False, job_title=JOB_TITLES.get(row["raq"], "")
            )
            raq.set_unusable_password()
            people.append(raq)
            rows.append(RoleMembership(person=raq, role=Role.RAQ, first_day=first, last_day=last))
            rows.append(
                Assignment(
                    **dated, person=raq, neighbourhood=unit, host_site=sites[row["host_site"]], inferred=cells
                )
            )
    chosen = [row for row in rows if isinstance(row, SelectedNeighbourhood)]
    roles = [row for row in rows if isinstance(row, RoleMembership)]
    work = [row for row in rows if isinstance(row, Assignment)]
    return _add(list(zones.values()), list(chosen), people, list(roles), list(work))


def _state_2023() -> int:
    """The flyer of March 2023: eighteen listed neighbourhoods in eleven communes, without zones."""
    first, last = MARCH_2023
    places = {place.monitoring_code or place.name_fr: place for place in Neighbourhood.objects.all()}
    return _add(
        [
            SelectedNeighbourhood(
                neighbourhood=places[row["place"]],
                first_day=first,
                last_day=last,
                name_as_printed=row["name_as_printed"],
                source="F",
                inferred=row["inferred"].split(),
                commune_as_printed=row["commune_as_printed"],
            )
            for row in _rows("state_2023")
        ]
    )


def _funding() -> int:
    return _add(
        [
            FundingPeriod(
                label=row["label"],
                funder=row["funder"],
                first_day=date.fromisoformat(row["first_day"]),
                last_day=date.fromisoformat(row["last_day"]),
                source=row["source"],
            )
            for row in _rows("funding")
        ]
    )


def _figures() -> int:
    return _add(
        [
            DocumentedFigure(
                subject=row["subject"],
                printed=row["printed"],
                dated=date.fromisoformat(row["dated"]),
                source=row["source"],
                quote=row["quote"],
            )
            for row in _rows("figures")
        ]
    )


#: What tells that a section is already there, and what loads it, in the order they need one another.
SECTIONS: list[tuple[Callable[[], bool], Callable[[], int]]] = [
    (lambda: Commune.objects.exists(), _communes),
    (lambda: Neighbourhood.objects.filter(source="UrbIS").exists(), _units),
    (lambda: Neighbourhood.objects.filter(source="F").exists(), _cureghem),
    (lambda: HostOrganisation.objects.filter(source="A1").exists(), _hosts),
    (lambda: Assignment.objects.filter(source="A1").exists(), _state_2021),
    (lambda: SelectedNeighbourhood.objects.filter(source="F").exists(), _state_2023),
    (lambda: FundingPeriod.objects.filter(source="R3").exists(), _funding),
    (lambda: DocumentedFigure.objects.exists(), _figures),
]
