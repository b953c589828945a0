"""My own notes: mine alone, page by page, hidden in one tap (P2, P3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import SignedIn
from maillage.encounters import lists
from maillage.encounters.models import Intervention
from maillage.encounters.tests.conftest import noted, term
from maillage.kit import clock
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


def test_pages_hold_every_note_once_in_order(mirabelle: Person, romarin: Person) -> None:
    noted(romarin)
    moment, today = clock.now(), clock.today()
    rows = [
        Intervention(author=mirabelle, happened_on=today - timedelta(days=number // 40), recorded_at=moment)
        for number in range(120)
    ]
    Intervention.objects.bulk_create(rows)
    seen, after = [], ""
    for _page in range(3):
        found = lists.page_of(mirabelle, "all", today, after)
        seen += [row.pk for _day, group in found.days for row in group]
        after = found.after
    assert after == ""
    assert len(seen) == len(set(seen)) == 120
    assert lists.numbers(mirabelle, today).day == 40


def test_a_broken_mark_is_no_page(mirabelle: Person, as_person: SignedIn) -> None:
    assert as_person(mirabelle).get("/encounters/?after=yesterday").status_code == 404


def test_one_tap_hides_what_my_lists_hold(mirabelle: Person, as_person: SignedIn) -> None:
    noted(mirabelle, themes=[term("theme", "housing")])
    client, address = as_person(mirabelle), reverse("encounters:mine")
    assert "logement" in client.get(address).content.decode()
    client.post(reverse("encounters:discreet"))
    hidden = client.get(address).content.decode()
    assert "logement" not in hidden
    assert "<title>Carnet" in hidden
