"""Who may count, and that no figure is one worker's (P3, D7, ET5)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from maillage.figures.tables import may_count, measures_for
from maillage.figures.tests.conftest import ask, cover, make_actor, meet, said, settle
from maillage.kit.measures import Axis, Facts, Measure, Revision, UnknownAxisError, all_measures, declare
from maillage.kit.policy import NO_ROW, Policy
from maillage.network.models import Site
from maillage.people.models import Person
from maillage.territory.models import Commune, Neighbourhood, Postcode

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 5)


def test_the_team_counts_and_hosts_read_nothing_live(cast: dict[str, Person]) -> None:
    """D7: whoever is not bound by the team's secrecy reads releases; there are none yet."""
    assert {name for name, person in cast.items() if measures_for(person)} == {
        "mirabelle", "romarin", "coquelicot", "noisetier", "saule",
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        ask(cast["orme"], "C7", "kind")


def test_a_model_whose_policy_says_nothing_of_counting_is_not_counted(
    coquelicot: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = all_measures()[0]
    assert may_count(measure, coquelicot) != NO_ROW
    silent = type("SilentPolicy", (), {"model": measure.facts.model, "rights": list, "may_view": None})
    monkeypatch.setitem(Policy.registry, measure.facts.model, silent())
    assert may_count(measure, coquelicot) == NO_ROW


def test_no_figure_is_ever_set_apart_by_person(coquelicot: Person) -> None:
    """ET5: there is no such axis, and declaring one is refused, by the key or by a name."""
    facts = all_measures()[1].facts
    for lookup, model in (("person", Commune), ("person__display_name", Commune), ("actor", Person)):
        with pytest.raises(ValueError, match="by person"):
            declare(_measure(facts, Axis("who", "who", lookup, model=model)))


def _measure(facts: Facts, axis: Axis, **more: Any) -> Measure:
    words = ("why?", "why", "why", "facts", "facts")
    return Measure("odd", *words, facts, (axis,), (Revision(1, MAY, "new"),), **more)


def test_a_zone_of_one_worker_is_counted_with_others(
    mirabelle: Person, romarin: Person, saule: Person, coquelicot: Person, garance_and_tilleul: list[Person]
) -> None:
    """P3: for whoever coordinates, a territory covered by one RAQ is that RAQ."""
    garance, tilleul = garance_and_tilleul
    cover(mirabelle, "Zone 05"), cover(romarin, "Zone 05")
    cover(garance, "Zone 07"), cover(tilleul, "Zone 09")
    for number, person in enumerate([mirabelle, romarin, romarin, garance, tilleul]):
        meet(make_actor(f"Acteur {number}"), person, MAY)
    for reader in (coquelicot, saule, garance):
        assert said(ask(reader, "C9", "zone")) == {"Zone 05": 3, "together": 2}
    own = ask(garance, "C9", "zone", mine=True)
    assert said(own) == {"Zone 07": 1}


def test_when_two_share_a_zone_for_a_part_of_the_period_it_does_not_show_alone(
    mirabelle: Person, romarin: Person, coquelicot: Person, garance_and_tilleul: list[Person]
) -> None:
    """Two periods laid side by side must not give back the days of one worker."""
    garance, tilleul = garance_and_tilleul
    cover(mirabelle, "Zone 05"), cover(romarin, "Zone 05", date(2026, 3, 1))
    cover(garance, "Zone 07"), cover(tilleul, "Zone 07")
    for number, person in enumerate([mirabelle, garance, tilleul]):
        meet(make_actor(f"Acteur {number}"), person, MAY)
    assert said(ask(coquelicot, "C9", "zone", first_day=date(2026, 4, 1))) == {"Zone 05": 1, "Zone 07": 2}
    whole = ask(coquelicot, "C9", "zone")
    assert said(whole) == {"together": 3}
    assert whole.puts_together


def test_a_commune_does_not_give_back_its_one_hidden_neighbourhood(
    mirabelle: Person, romarin: Person, coquelicot: Person, garance_and_tilleul: list[Person]
) -> None:
    """Taking away the neighbourhoods that show from the commune's total must not leave one worker's."""
    garance, tilleul = garance_and_tilleul
    for person, code in (
        (mirabelle, "Zone 05"),
        (romarin, "Zone 05"),
        (garance, "Zone 07"),
        (tilleul, "Zone 09"),
    ):
        cover(person, code)
    places = {"Colignon": ("05", "Schaerbeek"), "Nord": ("07", "Schaerbeek"), "Maritime": ("09", "Molenbeek"),
              "Chasse": ("05", "Etterbeek")}  # fmt: skip
    for number, (name, (zone, commune)) in enumerate(places.items()):
        settle(name, zone, commune)
        actor = make_actor(f"Acteur {number}")
        commune_row = Commune.objects.get(name_fr=commune)
        Site.objects.create(
            actor=actor,
            neighbourhood=Neighbourhood.objects.get(name_fr=name),
            postcode=Postcode.objects.get_or_create(commune=commune_row, code=str(1000 + number))[0],
        )
        meet(actor, coquelicot, MAY)
    assert said(ask(coquelicot, "C7", "neighbourhood")) == {"Chasse": 1, "Colignon": 1, "together": 2}
    assert said(ask(coquelicot, "C7", "commune")) == {"Etterbeek": 1, "together": 3}
    with pytest.raises(UnknownAxisError):
        ask(coquelicot, "C9", "zone", "commune")


@pytest.fixture
def garance_and_tilleul(db: None) -> list[Person]:
    from conftest import make_person

    return [make_person(name, "raq") for name in ("garance", "tilleul")]


def test_a_definition_that_cannot_hold_is_refused(coquelicot: Person) -> None:
    facts = all_measures()[1].facts
    odd: list[tuple[Axis, str, dict[str, Any]]] = [
        (Axis("kind", "kind", "nothing", vocabulary="actor_type"), "Cannot resolve", {}),
        (Axis("kind", "kind", "actor__kind"), "words come from one place", {}),
        (Axis("kind", "kind", "actor__kind", vocabulary="actor_type"), "unknown axes", {"by": "colour"}),
    ]
    for axis, fault, more in odd:
        with pytest.raises(ValueError, match=fault):
            declare(_measure(facts, axis, **more))


def test_every_measured_model_marks_its_days() -> None:
    from maillage.kit.counted import Counted

    models: set[type[Model]] = {model for one in all_measures() for model in one.facts.touched_by}
    assert models
    assert all(issubclass(model, Counted) for model in models)
