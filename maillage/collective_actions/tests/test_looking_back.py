"""Looking back: an event in two minutes, an action months later, an idea that grows out of it (R9a)."""

from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse

from conftest import SignedIn
from maillage.collective_actions import operations
from maillage.collective_actions.models import Action, Evaluation, Event, Review
from maillage.collective_actions.tests.conftest import event_on
from maillage.kit import clock
from maillage.kit.operations import RefusedError
from maillage.kit.shipped import shipped_term
from maillage.people.models import Person

pytestmark = pytest.mark.django_db
LIST = reverse("collective_actions:to_evaluate")
ANSWERS = {"enough_participants": "yes", "organisation": "partly", "satisfaction": "unknown"}
NEXT = "Revenir avec une infirmière. Le samedi, plutôt."


def address(name: str, row: Any) -> str:
    return reverse(f"collective_actions:{name}", args=[row.pk])


@pytest.fixture
def yesterday(stand: Action, mirabelle: Person, romarin: Person) -> Event:
    """A planned event of yesterday, with two RAQs."""
    return event_on(clock.today() - timedelta(days=1), stand, mirabelle, romarin)


@pytest.fixture
def evaluated(yesterday: Event, mirabelle: Person) -> Event:
    return operations.evaluate_event(by=mirabelle, event=yesterday, answers={**ANSWERS, "next": NEXT})


def seen(answer: Any, **typed: str) -> dict[str, Any]:
    """What the form of this page would send, with what a person changed."""
    plain = {bound.name: bound.value() for bound in answer.context["form"]}
    return {name: value for name, value in plain.items() if value not in (None, "", [])} | typed


def test_one_form_says_it_was_held_with_how_many_and_when_we_come_back(
    yesterday: Event, romarin: Person, as_person: SignedIn
) -> None:
    client, url = as_person(romarin), address("evaluate", yesterday)
    page = client.get(url)
    assert not any(page.context["form"][name].value() for name in ANSWERS)
    typed = {**ANSWERS, "participants": "9", "new_participants": "4", "worked": "Le thé.", "look_back": "6"}
    shown = client.post(url, seen(page, **typed), follow=True).content.decode()
    yesterday.refresh_from_db()
    assert (yesterday.state, yesterday.participants, yesterday.new_participants) == ("held", 9, 4)
    assert (yesterday.evaluation.organisation, yesterday.evaluation.written_by) == ("partly", romarin)
    assert Review.objects.get().due_on == clock.today() + relativedelta(months=6)
    assert "Le thé." in shown
    assert "look_back" not in client.get(url).context["form"].fields  # one review to come is enough


def test_it_is_refused_before_the_day_and_once_cancelled_and_a_missing_answer_is_asked(
    stand: Action, yesterday: Event, mirabelle: Person, as_person: SignedIn
) -> None:
    client, tomorrow = as_person(mirabelle), event_on(clock.today() + timedelta(days=1), stand, mirabelle)
    assert client.get(address("evaluate", tomorrow)).headers["Location"] == tomorrow.get_absolute_url()
    url = address("evaluate", yesterday)
    page = client.get(url)
    answer = client.post(url, seen(page, **ANSWERS | {"satisfaction": ""}))
    assert list(answer.context["form"].errors) == ["satisfaction"]
    operations.cancel_event(by=mirabelle, event=Event.objects.get(pk=yesterday.pk), because=None)
    answer = client.post(url, seen(page, **ANSWERS, worked="Le thé."))
    assert answer.status_code == 422
    assert "Le thé." in answer.content.decode()  # what was typed stays
    assert not Evaluation.objects.exists()


def test_two_colleagues_evaluate_at_once_and_nothing_is_lost_f33(
    yesterday: Event, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    client, url = as_person(mirabelle), address("evaluate", yesterday)
    page = client.get(url)
    operations.evaluate_event(
        by=romarin, event=yesterday, answers={**ANSWERS, "worked": "L’accueil."}, numbers={"participants": 5}
    )
    answer = client.post(url, seen(page, **ANSWERS | {"organisation": "no", "next": "Un banc."}))
    assert list(answer.context["form"].errors) == ["organisation"]
    assert client.post(url, seen(answer, organisation="no", next="Un banc.")).status_code == 302
    kept, yesterday = Evaluation.objects.get(), Event.objects.get()
    assert (kept.organisation, kept.worked, kept.next) == ("no", "L’accueil.", "Un banc.")
    assert (yesterday.participants, kept.written_by) == (5, romarin)
    told = client.get(yesterday.get_absolute_url()).context["history"][0]
    assert any("→" in change and "organisation" in change for change in told.changes)


def test_the_list_holds_what_i_was_at_until_somebody_looks_back(
    stand: Action, yesterday: Event, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    other = event_on(clock.today() - timedelta(days=30), stand, romarin)
    event_on(clock.today() + timedelta(days=1), stand, mirabelle)
    client = as_person(mirabelle)

    def listed(**asked: str) -> list[Event]:
        return [event for _day, events in client.get(LIST, asked).context["days"] for event in events]

    assert listed() == [yesterday]
    assert listed(whose="all") == [yesterday, other]
    assert listed(whose="all", after=f"{yesterday.day}~{yesterday.pk}") == [other]
    home = client.get("/").content.decode()
    assert address("evaluate", yesterday) not in home  # « was it held? » comes first
    assert address("hold_event", yesterday) in home
    operations.hold_event(by=romarin, event=yesterday)
    home = client.get("/").content.decode()
    assert address("evaluate", yesterday) in home
    assert address("hold_event", yesterday) not in home
    held = Event.objects.get(pk=yesterday.pk)
    operations.evaluate_event(by=romarin, event=held, answers=ANSWERS)
    assert address("evaluate", yesterday) not in client.get("/").content.decode()
    assert listed() == []


def test_hosts_read_neither_the_evaluation_nor_the_words_an_action_was_born_of_d2(
    evaluated: Event, mirabelle: Person, orme: Person, as_person: SignedIn
) -> None:
    operations.evaluate_event(by=mirabelle, event=evaluated, answers={**ANSWERS, "worked": "Le thé."})
    operations.plan_review(by=mirabelle, action=evaluated.action, due_on=clock.today())
    as_person(mirabelle).post(address("grow_idea", evaluated))
    idea = Action.objects.get(stage="idea")
    operations.start_action(by=mirabelle, action=idea)
    host = as_person(orme)
    read = [row.get_absolute_url() for row in (evaluated, evaluated.action, idea)]
    for url in (*read, reverse("collective_actions:ideas")):
        page = host.get(url).content.decode()
        assert "Le thé." not in page
        assert "plutôt" not in page
        assert 'id="evaluation"' not in page
        assert 'id="reviews"' not in page
    assert "plutôt" in as_person(mirabelle).get(idea.get_absolute_url()).content.decode()


def test_what_next_becomes_an_idea_in_one_tap_once_and_can_be_taken_back(
    evaluated: Event, romarin: Person, as_person: SignedIn
) -> None:
    client, grow = as_person(romarin), address("grow_idea", evaluated)
    page = client.get(evaluated.get_absolute_url())
    assert grow in page.content.decode()
    page = client.post(grow, follow=True)
    idea = Action.objects.get(stage="idea")
    assert (str(idea), idea.origin) == ("Revenir avec une infirmière", NEXT)
    assert (idea.derived_from, idea.born_at) == (evaluated.action, evaluated)
    assert page.context["follow_ups"] == [idea]
    assert grow not in page.content.decode()
    assert str(idea) in client.post(grow, follow=True).content.decode()
    assert Action.objects.filter(stage="idea").count() == 1  # the second tap is answered by the first
    client.post(address("withdraw_action", idea))
    assert client.get(evaluated.get_absolute_url()).context["follow_ups"] == []
    client.post(f"{reverse('collective_actions:add_idea')}?event={evaluated.pk}", {"name_fr": "Un banc"})
    assert Action.objects.get(name_fr="Un banc").born_at == evaluated
    link = evaluated.get_absolute_url()
    assert link in client.get(Action.objects.get(name_fr="Un banc").get_absolute_url()).content.decode()


def test_a_review_is_planned_in_one_tap_comes_home_on_its_day_and_is_written(
    stand: Action, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    operations.change_action(by=mirabelle, action=stand, values={}, beside={"leads": [mirabelle]})
    client, today = as_person(mirabelle), clock.today()
    client.post(address("plan_review", stand), {"months": "3"})
    review = Review.objects.get()
    assert review.due_on == today + relativedelta(months=3)
    for refused in ({}, {"months": "3"}, {"due_on": "2020-01-01"}):
        client.post(address("plan_review", stand), refused)
    assert Review.objects.count() == 1
    write = f'"{address("write_review", review)}"'
    assert write not in client.get("/").content.decode()
    Review.objects.update(due_on=today)
    operations.add_action(by=mirabelle, values={"name_fr": "Autre"})  # leaves the mark that renews the card
    assert write in client.get("/").content.decode()
    assert write not in as_person(romarin).get("/").content.decode()
    write = address("write_review", review)
    rights = shipped_term("evaluation", "long_term_rights")
    shipped_term("evaluation", "satisfaction")  # of the three criteria, asked at once, after the event
    page = client.get(write)
    assert list(page.context["form"].fields["results"].queryset) == [rights]
    sent = seen(page, words="« Je n’ai plus peur du guichet »", results=str(rights.pk), look_back="12")
    assert client.post(write, sent | {"done_on": str(today + timedelta(days=1))}).status_code == 422
    assert client.post(write, sent).status_code == 302
    assert f'"{write}"' not in client.get("/").content.decode()
    assert list(Review.objects.order_by("due_on").values_list("done_on", flat=True)) == [today, None]


def test_reviews_of_many_years_stand_in_order_and_one_can_be_withdrawn(
    stand: Action, mirabelle: Person, as_person: SignedIn
) -> None:
    client, written = as_person(mirabelle), []
    for year in (2026, 2024, 2025):
        client.post(address("add_review", stand), {"done_on": f"{year}-03-05", "words": f"En {year}."})
    planned = operations.plan_review(by=mirabelle, action=stand, due_on=date(2099, 1, 1))
    written = client.get(stand.get_absolute_url()).context["reviews"]
    assert [each.words for each in written] == ["En 2024.", "En 2025.", "En 2026.", ""]
    client.post(address("withdraw_review", planned))
    assert len(client.get(stand.get_absolute_url()).context["reviews"]) == 3
    client.post(address("restore_review", planned))
    assert len(client.get(stand.get_absolute_url()).context["reviews"]) == 4


def test_an_event_withdrawn_as_a_mistake_is_not_looked_back_on(yesterday: Event, mirabelle: Person) -> None:
    gone = operations.withdraw_event(by=mirabelle, event=yesterday)
    with pytest.raises(RefusedError):
        operations.evaluate_event(by=mirabelle, event=gone, answers=ANSWERS)
    assert not Event.objects.to_evaluate(clock.today()).exists()
