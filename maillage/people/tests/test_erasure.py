"""Carrying an erasure out: one asks, another confirms, what goes is gone and what stays has no name (T16)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils import translation

from conftest import SignedIn
from maillage.kit import clock, erasure, history, ledger
from maillage.kit.models import HistoryEntry, QueuedMail
from maillage.kit.operations import RefusedError
from maillage.kit.testing import parse
from maillage.people import departures, erasing, operations
from maillage.people.erasure import subject_of
from maillage.people.models import (
    Erasure,
    Person,
    RightsRequest,
    RoleMembership,
    SignInSession,
    Skill,
    SpokenLanguage,
)

pytestmark = pytest.mark.django_db

WORDS = "je dessine des hérons"


@pytest.fixture
def book(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"
    return tmp_path / "erasures.txt"


@pytest.fixture
def asked(mirabelle: Person, coquelicot: Person, as_person: SignedIn) -> RightsRequest:
    """Mirabelle left, and asked for an erasure."""
    as_person(mirabelle)
    Skill.objects.create(person=mirabelle, label="hérons")
    SpokenLanguage.objects.create(person=mirabelle, code="ar")
    moment = clock.now()
    QueuedMail.objects.create(
        recipient=mirabelle.email or "", subject="x", queued_at=moment, next_try_at=moment
    )
    values: dict[str, object] = {"experience": WORDS, "phone": "0470 12 34 56", "theme": "evening"}
    operations.change_profile(by=mirabelle, values=values, languages=["ar"], skills=["hérons"])
    request = operations.record_request(
        by=mirabelle, person=mirabelle, kind="erasure", words=WORDS, received_on=clock.today()
    )
    departures.note_departure(by=coquelicot, person=mirabelle)
    return request


def asked_by(person: Person, request: RightsRequest) -> Erasure:
    return erasing.ask_erasure(by=person, request=request)


def test_one_asks_another_confirms_and_nothing_of_the_person_stays(
    book: Path, asked: RightsRequest, coquelicot: Person, erable: Person, as_person: SignedIn
) -> None:
    first, second = as_person(coquelicot), as_person(erable)
    preview = first.get(f"/accounts/requests/{asked.pk}/erasure/").content.decode()
    assert "Mirabelle" in preview
    first.post(f"/accounts/requests/{asked.pk}/erasure/")
    row = Erasure.objects.get()
    page = f"/accounts/erasures/{row.pk}/"
    assert first.post(f"{page}confirm/").status_code == 403
    assert "Mirabelle" in second.get(page).content.decode()
    second.post(f"{page}confirm/")
    proof = second.get(page).content.decode()
    assert clock.in_words(clock.today() + timedelta(days=90)) in proof
    everything = "".join(str(list(models.QuerySet(m).values())) for m in apps.get_models())
    for word in ("Mirabelle", "mirabelle", WORDS, "hérons", "0470"):
        assert word not in proof
        assert word not in everything, word
    person = Person.objects.get(pk=asked.person_id)
    assert (person.email, person.is_active, person.has_usable_password()) == (None, False, False)
    assert not SignInSession.objects.filter(person=person).exists()
    assert RoleMembership.objects.filter(person=person).exists()
    assert RightsRequest.objects.get(pk=asked.pk).answered_on == clock.today()
    assert str(person.pk) in book.read_text()
    found = history.verify()
    assert found.is_true, found.faults
    assert found.emptied > 0


def test_who_was_erased_is_a_former_colleague_in_the_language_of_the_reader(mirabelle: Person) -> None:
    Person.objects.filter(pk=mirabelle.pk).update(display_name="", erased_on=clock.today())
    for language, name in (("fr", "Ancien·ne collègue"), ("nl", "Oud-collega")):
        with translation.override(language):
            person = Person.objects.get(pk=mirabelle.pk)
            assert str(person) == name
            person.save()
    assert Person.objects.filter(display_name="").count() == 1


def test_what_stands_in_the_way_is_said_and_nothing_goes(
    mirabelle: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    operations.record_request(
        by=mirabelle, person=mirabelle, kind="access", words="", received_on=clock.today()
    )
    request = operations.record_request(
        by=mirabelle, person=mirabelle, kind="erasure", words="", received_on=clock.today()
    )
    browser = as_person(coquelicot)
    page = parse(browser.get(f"/accounts/requests/{request.pk}/erasure/").content)
    assert len(page.select("main .note li")) == 2
    assert not page.select(f'main form[action$="{request.pk}/erasure/"]')
    browser.post(f"/accounts/requests/{request.pk}/erasure/")
    assert not Erasure.objects.exists()
    alone = erasure.hindrances(subject_of(coquelicot), clock.today())
    assert len(alone) == 2, "the account is open, and nobody else coordinates"


def test_it_can_be_taken_back_until_it_is_confirmed_and_asked_again(
    book: Path, asked: RightsRequest, coquelicot: Person, as_person: SignedIn
) -> None:
    row, browser = asked_by(coquelicot, asked), as_person(coquelicot)
    browser.post(f"/accounts/erasures/{row.pk}/withdraw/")
    assert browser.post(f"/accounts/erasures/{row.pk}/confirm/").status_code == 403
    assert asked_by(coquelicot, asked).number == 2
    assert Person.objects.get(pk=asked.person_id).display_name == "Mirabelle"


def test_a_ledger_that_cannot_be_written_erases_nothing(
    settings: Any, tmp_path: Path, asked: RightsRequest, coquelicot: Person, erable: Person
) -> None:
    (tmp_path / "file").write_text("")
    settings.ERASURE_LEDGER = tmp_path / "file" / "erasures.txt"
    row = asked_by(coquelicot, asked)
    with pytest.raises(RefusedError):
        erasing.confirm_erasure(by=erable, row=row)
    assert Person.objects.get(pk=asked.person_id).display_name == "Mirabelle"
    assert Erasure.objects.get().is_waiting


def test_texts_of_colleagues_that_name_the_person_are_shown_to_be_read(
    asked: RightsRequest, coquelicot: Person
) -> None:
    romarin = Person.objects.create(display_name="Romarin", email="romarin@test.example")
    for words in ("Mirabelle me l’a dit", "rue des Mirabelles"):
        operations.record_request(
            by=romarin, person=romarin, kind="access", words=words, received_on=clock.today()
        )
    found = erasure.mentions(subject_of(asked.person), coquelicot)
    assert [mention.kind for mention in found] == [str(RightsRequest._meta.verbose_name)]


# --- The ledger --------------------


def test_a_backup_that_brings_somebody_back_is_erased_again(
    book: Path, asked: RightsRequest, coquelicot: Person
) -> None:
    """The ledger is all that knows: the restored database has neither the request's end nor the proof."""
    row = asked_by(coquelicot, asked)
    ledger.note(person=asked.person_id, erasure=row.pk, at=clock.now())
    assert erasing.reconcile() == (1, 0)
    person = Person.objects.get(pk=asked.person_id)
    assert person.email is None
    assert Erasure.objects.get().proof
    assert erasing.reconcile() == (0, 0)
    assert HistoryEntry.objects.filter(verb="people.erasure.repeated", by=None).count() == 1


def test_a_ledger_that_was_lost_learns_again_from_the_database(
    book: Path, asked: RightsRequest, coquelicot: Person, erable: Person
) -> None:
    row = erasing.confirm_erasure(by=erable, row=asked_by(coquelicot, asked))
    book.unlink()
    assert erasing.reconcile() == (0, 1)
    [line] = ledger.read().lines
    assert (line.person, line.erasure) == (asked.person_id, row.pk)


def test_a_line_cut_short_by_a_power_cut_spoils_no_other(book: Path, mirabelle: Person) -> None:
    book.write_text(f"erased 2026-11-21T10:00:00+00:00 {mirabelle.pk} {mirabelle.pk}\nerased 2026-1")
    ledger.note(person=mirabelle.pk, erasure=mirabelle.pk, at=clock.now())
    found = ledger.read()
    assert (len(found.lines), found.unread) == (2, 1)
    ledger.note_rewritten(clock.now())
    assert ledger.read().to_rewrite == []


# --- Fail closed --------------------


def test_every_row_that_leads_to_a_person_has_a_part_in_an_erasure() -> None:
    """A new foreign key is declared in its room's erasure.py (docs/how-to/add-an-erasure-part.md)."""
    assert erasure.uncovered() == []


def test_a_row_that_no_part_covers_refuses_every_erasure(
    monkeypatch: pytest.MonkeyPatch, mirabelle: Person
) -> None:
    monkeypatch.delitem(erasure.PARTS, "people.skill.person")
    assert erasure.uncovered() == ["people.Skill.person"]
    with pytest.raises(erasure.UncoveredError, match="Skill"):
        erasure.carry_out(subject_of(mirabelle), by=None)


def test_verify_says_how_many_lines_were_emptied(
    book: Path, asked: RightsRequest, coquelicot: Person, erable: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    erasing.confirm_erasure(by=erable, row=asked_by(coquelicot, asked))
    call_command("verify_history")
    assert "emptied by erasures" in capsys.readouterr().out
