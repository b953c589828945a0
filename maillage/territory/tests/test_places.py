"""Finding a place by the name people give it, else the nearest known names (U-CO-02)."""

import pytest

from maillage.territory.places import UnknownPlaceError, resolve_commune, resolve_place

pytestmark = pytest.mark.usefixtures("facts")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Quartier Brabant", "Quartier Brabant"),
        ("brabant", "Quartier Brabant"),
        ("Brabantwijk", "Quartier Brabant"),
        ("CUREGHEM  ROSEE", "Cureghem Rosée"),
        ("Flagey-Malibran", "Flagey - Malibran"),
        ("centre historique", "Molenbeek Historique"),
        ("la chasse", "Chasse"),
        ("Chauséee de Haecht", "Chaussée de Haecht"),
        ("Gare de l’ouest", "Gare de l'Ouest"),
        ("Kuregem", "Cureghem"),
    ],
)
def test_a_place_is_found_as_people_say_it(said: str, meant: str) -> None:
    assert resolve_place(said).name_fr == meant


@pytest.mark.parametrize(
    ("said", "nis"),
    [
        ("Molenbeek", "21012"),
        ("Bruxelles Villes", "21004"),
        ("Ville de Bruxelles", "21004"),
        ("saint-josse", "21014"),
        ("Sint-Jans-Molenbeek", "21012"),
        ("1120", "21004"),
    ],
)
def test_a_commune_is_found_by_name_alias_or_postcode(said: str, nis: str) -> None:
    assert resolve_commune(said).nis == nis


def test_an_unknown_place_names_the_nearest_known_ones() -> None:
    with pytest.raises(UnknownPlaceError) as refused:
        resolve_place("Collignon nord")
    assert "Collignon nord" in str(refused.value)
    assert "Colignon" in str(refused.value)
    assert refused.value.field == "neighbourhood"


def test_one_word_of_a_name_is_enough_to_be_near() -> None:
    with pytest.raises(UnknownPlaceError) as refused:
        resolve_place("Rodebeek")
    assert "Roodebeek" in str(refused.value)


def test_a_name_nothing_resembles_says_so() -> None:
    with pytest.raises(UnknownPlaceError) as refused:
        resolve_place("Zzyzx")
    assert "Zzyzx" in str(refused.value)
