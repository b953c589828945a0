"""Calls on the team and the phase of the epidemic, as people live them (U-CO-13, U-CO-14, P3)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conftest import LONG_AGO, SignedIn, make_person, shipped_term
from maillage.kit import clock
from maillage.kit.models import HistoryEntry
from maillage.kit.operations import RefusedError
from maillage.kit.term_operations import change_term
from maillage.kit.terms import Term
from maillage.people.models import Person, RoleMembership, SpokenLanguage
from maillage.people.roles import Role
from maillage.territory import operations
from maillage.territory.models import Assignment, CallAnswer, EpidemicPhase, MobilisationCall, Zone
from maillage.territory.models.calls import half_key, phase_on
from maillage.territory.tests.conftest import zone

HOME = "/"
TODAY = clock.today()
TOMORROW = TODAY + timedelta(days=1)
CALLS = reverse("territory:calls")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def call(coquelicot: Person, db: None) -> MobilisationCall:
    """Three days of energy advice, everywhere, for all RAQs."""
    return operations.launch_call(by=coquelicot, values=asked(), zones=[])


def asked(**more: Any) -> dict[str, Any]:
    values = {
        "kind": shipped_term("call_kind", "campaign"),
        "title": "Cafés énergie",
        "text": "Nous tenons trois permanences.",
        "needed": 2,
    }
    return values | {"first_day": TODAY, "last_day": TODAY + timedelta(days=2)} | more


def phase(code: str) -> Term:
    return shipped_term("epidemic_phase", code)


def typed(**more: Any) -> dict[str, Any]:
    """The same, as the form sends it."""
    values = asked(**more)
    return values | {"kind": values["kind"].pk}


def client_of(person: Person, as_person: SignedIn) -> Client:
    person.language = "en"
    person.save()
    return as_person(person)


def words(client: Client, url: str) -> str:
    page = BeautifulSoup(client.get(url, follow=True).content, "html.parser")
    main = page.find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def answer(client: Client, call: MobilisationCall, **sent: Any) -> Any:
    return client.post(reverse("territory:answer_call", args=[call.pk]), sent)


# --- Calling ----------------------------------------------------------------------------------------------


def test_u_co_13_coordination_calls_from_a_form_with_a_theme_of_its_own(
    coquelicot: Person, facts: None, as_person: SignedIn
) -> None:
    client = client_of(coquelicot, as_person)
    sent = typed(theme="Ukraine", called="zones", languages=["uk"], place="Gare du Midi") | {
        "zones": [zone("05").pk]
    }
    client.post(reverse("territory:add_call"), sent)
    page = words(client, MobilisationCall.objects.get().get_absolute_url())
    for expected in ("Ukraine", "Gare du Midi", "Zone 05", "Ukrainian", "2 colleagues each half-day"):
        assert expected in page
    assert '<option value="Ukraine">' in client.get(reverse("territory:add_call")).content.decode()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"last_day": ""}, "This field"),
        ({"last_day": TODAY + timedelta(days=56)}, "eight weeks at most"),
        ({"last_day": TODAY - timedelta(days=1)}, "The last day comes before the first day"),
        ({"called": "zones"}, "Which zones?"),
        ({"needed": 0}, "Ensure this value is greater than or equal to 1."),
    ],
)
def test_a_call_that_cannot_be_is_refused_and_what_was_typed_stays(
    more: dict[str, Any], sentence: str, coquelicot: Person, as_person: SignedIn
) -> None:
    client = client_of(coquelicot, as_person)
    got = client.post(reverse("territory:add_call"), typed(called="all") | more)
    page = BeautifulSoup(got.content, "html.parser")
    assert (got.status_code, MobilisationCall.objects.count()) == (422, 0)
    assert sentence in page.get_text(" ", strip=True)
    assert "Nous tenons trois permanences." in got.content.decode()


def test_all_raqs_are_called_or_those_of_the_zones_during_its_days(
    zone_05: Zone, coquelicot: Person, mirabelle: Person, romarin: Person
) -> None:
    gone = make_person("camomille", "raq")
    RoleMembership.objects.filter(person=gone).update(last_day=TODAY - timedelta(days=1))
    Assignment.objects.filter(person=romarin).update(last_day=TODAY - timedelta(days=1))
    everywhere = operations.launch_call(by=coquelicot, values=asked(), zones=[])
    in_zone = operations.launch_call(by=coquelicot, values=asked(called="zones"), zones=[zone_05])

    def calling(person: Person) -> set[Any]:
        return set(MobilisationCall.objects.calling(person.pk))

    assert calling(mirabelle) == {everywhere, in_zone}
    assert calling(romarin) == {everywhere}
    assert calling(gone) == calling(coquelicot) == set()


# --- Answering --------------------------------------------------------------------------------------------


def test_i_can_some_half_days_and_coordination_sees_when_where_and_which_languages(
    zone_05: Zone, call: MobilisationCall, mirabelle: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    MobilisationCall.objects.update(languages=["ar", "uk"])
    SpokenLanguage.objects.create(person=mirabelle, code="ar")
    raq = client_of(mirabelle, as_person)
    answer(raq, call, availability="can", halves=[half_key(TODAY, "am"), half_key(TOMORROW, "pm")])
    assert "My answer is noted" in raq.get(call.get_absolute_url()).content.decode()
    got = client_of(coquelicot, as_person).get(call.get_absolute_url()).content
    page = BeautifulSoup(got, "html.parser")
    cells = [cell.get_text(" ", strip=True) for cell in page.select("tbody td")]
    assert cells == ["1 / 2 Mirabelle", "0 / 2", "0 / 2", "1 / 2 Mirabelle", "0 / 2", "0 / 2"]
    rows = [" ".join(row.get_text(" ").split()) for row in page.select(".rows .row")]
    assert {"Zone 05 Mirabelle", "Arabic Mirabelle", "Ukrainian nobody yet"} <= set(rows)


def test_the_whole_time_is_one_tap(call: MobilisationCall, mirabelle: Person, as_person: SignedIn) -> None:
    answer(client_of(mirabelle, as_person), call, availability="can", whole="on")
    assert len(CallAnswer.objects.get().halves) == 6


def test_p3_not_this_time_names_nobody_and_silence_stands_nowhere(
    call: MobilisationCall, mirabelle: Person, romarin: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    answer(
        client_of(mirabelle, as_person), call, availability="not_this_time", halves=[half_key(TODAY, "am")]
    )
    assert CallAnswer.objects.get().halves == []
    page = words(client_of(coquelicot, as_person), call.get_absolute_url())
    assert "1 “not this time”, 0 “I do not know yet”" in page
    assert "Mirabelle" not in page
    assert "Romarin" not in page


def test_p3_history_keeps_nothing_of_an_answer(call: MobilisationCall, mirabelle: Person) -> None:
    operations.answer_call(by=mirabelle, call=call, availability="not_this_time")
    entry = HistoryEntry.objects.order_by("-id")[0]
    assert entry.verb == "territory.call.answered"
    assert "not_this_time" not in entry.details


def test_i_change_my_mind_as_long_as_the_call_is_open(
    call: MobilisationCall, mirabelle: Person, coquelicot: Person
) -> None:
    operations.answer_call(by=mirabelle, call=call, availability="not_yet")
    operations.answer_call(by=mirabelle, call=call, availability="can", halves=[half_key(TODAY, "pm")])
    assert CallAnswer.objects.get().halves == [half_key(TODAY, "pm")]
    operations.close_call(by=coquelicot, call=call)
    with pytest.raises(RefusedError, match="no longer waits"):
        operations.answer_call(by=mirabelle, call=call, availability="not_yet")
    assert CallAnswer.objects.get().availability == "can"


def test_i_can_without_a_half_day_is_asked_back_in_its_place(
    call: MobilisationCall, mirabelle: Person, as_person: SignedIn
) -> None:
    got = answer(client_of(mirabelle, as_person), call, availability="can")
    page = BeautifulSoup(got.content, "html.parser")
    assert got.status_code == 422
    assert "One half-day is enough" in page.select("fieldset .field__error")[0].get_text()
    assert page.select_one('input[value="can"][checked]') is not None


def test_a_half_day_outside_the_call_and_somebody_not_called_are_refused(
    zone_05: Zone, coquelicot: Person, mirabelle: Person, as_person: SignedIn
) -> None:
    row = operations.launch_call(by=coquelicot, values=asked(called="zones"), zones=[zone_05])
    other = make_person("garance", "raq")
    with pytest.raises(RefusedError, match="for other colleagues"):
        operations.answer_call(by=other, call=row, availability="not_yet")
    assert answer(as_person(other), row, availability="not_yet").status_code == 403
    outside = half_key(TODAY - timedelta(days=1), "am")
    assert answer(as_person(mirabelle), row, availability="can", halves=[outside]).status_code == 422


# --- The page of today --------------------------------------------------------------------------------------


@pytest.mark.parametrize("availability", ["not_this_time", "not_yet"])
def test_one_quiet_card_until_answered(
    availability: str, call: MobilisationCall, mirabelle: Person, as_person: SignedIn
) -> None:
    client = client_of(mirabelle, as_person)
    assert "Cafés énergie" in words(client, HOME)
    answer(client, call, availability=availability)
    assert "Cafés énergie" not in words(client, HOME)
    assert "My answer:" in words(client, CALLS)


def test_the_card_goes_when_the_call_closes_is_withdrawn_or_over(
    call: MobilisationCall, mirabelle: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    client = client_of(mirabelle, as_person)
    closed = operations.close_call(by=coquelicot, call=call)
    assert "Cafés énergie" not in words(client, HOME)
    opened = operations.reopen_call(by=coquelicot, call=closed)
    assert "Cafés énergie" in words(client, HOME)
    operations.withdraw_call(by=coquelicot, call=opened)
    assert "Cafés énergie" not in words(client, HOME)
    MobilisationCall.objects.update(withdrawn_at=None, first_day=LONG_AGO, last_day=LONG_AGO)
    assert "Cafés énergie" not in words(client, HOME)
    assert "This call is over" in words(client, call.get_absolute_url())


def test_coordination_finds_running_calls_withdraws_one_and_undoes_it(
    call: MobilisationCall, mirabelle: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    operations.answer_call(by=mirabelle, call=call, availability="can", halves=[half_key(TODAY, "am")])
    client = client_of(coquelicot, as_person)
    assert "1 colleague can come" in words(client, HOME)
    page = client.post(reverse("territory:withdraw_call", args=[call.pk]), follow=True)
    undo = BeautifulSoup(page.content, "html.parser").select_one(".toast form")
    assert undo is not None
    assert "This call is withdrawn" in page.content.decode()
    client.post(str(undo["action"]))
    assert MobilisationCall.objects.standing().get() == call


# --- The phase of the epidemic ------------------------------------------------------------------------------


def test_u_co_14_a_phase_is_set_and_the_team_reads_it_today(
    coquelicot: Person, mirabelle: Person, orme: Person, as_person: SignedIn
) -> None:
    weak = phase("weak")
    sent = {"circulation": weak.pk, "first_day": TODAY, "guidance": "On casse les chaînes."}
    client_of(coquelicot, as_person).post(reverse("territory:add_phase"), sent)
    raq = client_of(mirabelle, as_person)
    assert "Phase of the epidemic: circulating weakly" in words(raq, HOME)
    assert "On casse les chaînes." in words(raq, reverse("territory:project"))
    assert "epidemic" not in words(client_of(orme, as_person), HOME)


def test_a_new_phase_ends_the_running_one_the_day_before_and_both_are_told(
    coquelicot: Person, as_person: SignedIn
) -> None:
    start = TODAY - timedelta(days=30)
    operations.set_phase(by=coquelicot, values={"circulation": phase("intense"), "first_day": start})
    absent = phase("absent")
    client_of(coquelicot, as_person).post(
        reverse("territory:add_phase"), {"circulation": absent.pk, "first_day": TODAY}
    )
    told = {TODAY - timedelta(days=1): "circulating intensely", TODAY: "absent"}
    assert {day: str(phase_on(day)) for day in told} == told
    assert phase_on(start - timedelta(days=1)) is None
    verbs = HistoryEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["territory.phase.set", "territory.phase.changed", "territory.phase.set"]


def test_two_phases_never_share_a_day_and_a_withdrawn_one_frees_its_days(coquelicot: Person) -> None:
    days = {"first_day": date(2021, 4, 1), "last_day": date(2021, 6, 30)}
    spring = operations.set_phase(by=coquelicot, values={"circulation": phase("intense"), **days})
    again = {"circulation": phase("weak"), "first_day": date(2021, 6, 30)}
    with pytest.raises(RefusedError, match="circulating intensely, from 1"):
        operations.set_phase(by=coquelicot, values=again)
    spring = operations.withdraw_phase(by=coquelicot, phase=spring)
    operations.set_phase(by=coquelicot, values=again)
    with pytest.raises(RefusedError):
        operations.restore_phase(by=coquelicot, phase=spring)
    assert EpidemicPhase.objects.standing().count() == 1


def test_u_gv_05_coordination_renames_a_phase_and_history_reads_on_in_the_new_word(
    coquelicot: Person, mirabelle: Person, as_person: SignedIn
) -> None:
    weak, intense = (phase(code) for code in ("weak", "intense"))
    row = operations.set_phase(by=coquelicot, values={"circulation": weak, "first_day": TODAY})
    operations.change_phase(by=coquelicot, phase=row, values={"circulation": intense})
    raq = client_of(mirabelle, as_person)
    assert "Phase of the epidemic: circulating intensely" in words(raq, HOME)
    change_term(by=coquelicot, term=intense, values={"label_en": "everywhere"})
    assert "Phase of the epidemic: everywhere" in words(raq, HOME), "at once, though the page is kept"
    assert "phase: circulating weakly → everywhere" in words(raq, reverse("territory:project"))
    kept = HistoryEntry.objects.filter(verb="territory.phase.changed").get().details
    assert '["weak","intense"]' in kept


# --- Who may ----------------------------------------------------------------------------------------------


def test_hosts_and_operators_read_no_call_and_no_answer(
    call: MobilisationCall,
    mirabelle: Person,
    orme: Person,
    erable: Person,
    saule: Person,
    as_person: SignedIn,
) -> None:
    operations.answer_call(by=mirabelle, call=call, availability="can", halves=[half_key(TODAY, "am")])
    for person in (orme, erable):
        assert as_person(person).get(call.get_absolute_url()).status_code == 404
        assert as_person(person).get(CALLS).status_code == 403
    research = client_of(saule, as_person)
    assert "Nous tenons trois permanences." in words(research, call.get_absolute_url())
    assert "Mirabelle" not in words(research, call.get_absolute_url())
    assert Role.RAQ in mirabelle.roles
