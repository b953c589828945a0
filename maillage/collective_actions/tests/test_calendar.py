"""The calendar: what the whole team reads, in any span, at a fixed cost (U-RAQ-16)."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions.models import Action
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.people.models import Person

pytestmark = pytest.mark.django_db
AGENDA = reverse("collective_actions:agenda")


def seen(client: object, query: str) -> BeautifulSoup:
    answer = client.get(f"{AGENDA}{query}")  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("view", ["month", "week", "list", "day"])
def test_every_view_shows_the_day(view: str, stand: Action, mirabelle: Person, as_person: SignedIn) -> None:
    today = clock.today()
    event = event_on(today, stand, mirabelle)
    page = seen(as_person(mirabelle), f"?view={view}")
    assert page.select(f'a[href="{event.get_absolute_url()}"]')
