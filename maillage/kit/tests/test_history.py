"""History only grows, is sealed in a chain, and the chain tells what was touched (trust T13)."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, models, transaction

from maillage.kit import clock, history
from maillage.kit.models import AppendOnlyError, HistoryBlock, HistoryEntry

pytestmark = pytest.mark.django_db

VERB = "kit.test.done"
history.declare(VERB, "%(who)s did something")


def raw_entries() -> models.QuerySet[HistoryEntry]:
    """Entries as an intruder with the database's password would reach them."""
    return models.QuerySet(HistoryEntry)


def raw_blocks() -> models.QuerySet[HistoryBlock]:
    return models.QuerySet(HistoryBlock)


def write(person: Any, times: int = 1) -> list[HistoryEntry]:
    return [history.record(by=person, verb=VERB, subject=person) for _ in range(times)]


def test_an_entry_says_who_did_what_to_which_record(mirabelle: Any) -> None:
    entry = history.record(by=mirabelle, verb=VERB, subject=mirabelle, reason="asked by phone")
    assert (entry.by_id, entry.verb, entry.subject_id) == (mirabelle.pk, VERB, str(mirabelle.pk))
    assert "asked by phone" in entry.details


def test_an_undeclared_verb_is_refused(mirabelle: Any) -> None:
    with pytest.raises(history.UnknownVerbError):
        history.record(by=mirabelle, verb="kit.test.unheard", subject=mirabelle)


def test_a_verb_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        history.declare(VERB, "again")


def test_entries_cannot_be_changed_or_removed(mirabelle: Any) -> None:
    [entry] = write(mirabelle)
    history.seal_pending()
    block = HistoryBlock.objects.get()
    for attempt in (
        entry.save,
        entry.delete,
        block.save,
        block.delete,
        lambda: HistoryEntry.objects.update(verb="x"),
        lambda: HistoryEntry.objects.all().delete(),
        lambda: HistoryEntry.objects.bulk_create([entry]),
        lambda: HistoryEntry._base_manager.update(verb="x"),
        lambda: HistoryBlock.objects.update(digest="x"),
        lambda: HistoryBlock.objects.all().delete(),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_an_entry_cannot_be_written_over_under_its_number(mirabelle: Any) -> None:
    [entry] = write(mirabelle)
    forged = HistoryEntry(pk=entry.pk, at=entry.at, by=mirabelle, verb="forged", details="{}")
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert HistoryEntry.objects.get().verb == VERB


def test_an_entry_leaves_with_the_transaction_that_told_it(mirabelle: Any) -> None:
    with transaction.atomic():
        write(mirabelle)
        transaction.set_rollback(True)
    assert HistoryEntry.objects.count() == 0


def test_sealing_chains_blocks_and_leaves_a_tail(mirabelle: Any) -> None:
    write(mirabelle, 5)
    assert history.seal_pending(size=3) == 3
    assert history.seal_pending(size=3) == 2
    assert history.seal_pending() == 0
    write(mirabelle)
    found = history.verify()
    assert found.is_true, found.faults
    assert (found.blocks, found.entries, found.tail) == (2, 5, 1)
    first, second = HistoryBlock.objects.order_by("number")
    assert second.previous_digest == first.digest != history.GENESIS


def test_an_entry_that_commits_between_two_sealed_ones_waits_for_the_next_block(mirabelle: Any) -> None:
    """On PostgreSQL a lower number may commit after a higher one was sealed."""
    first, late, last = write(mirabelle, 3)
    raw_blocks().create(
        number=1,
        sealed_at=first.at,
        entry_count=2,
        previous_digest=history.GENESIS,
        digest="to be told",
    )
    block = HistoryBlock.objects.get()
    taken = [(first.pk, first.commitment), (last.pk, last.commitment)]
    raw_blocks().update(digest=history.digest_of(block, taken))
    history._attach(block, taken)
    assert HistoryEntry.objects.get(pk=late.pk).block_id is None
    assert history.seal_pending() == 1
    assert history.verify().is_true
    assert HistoryEntry.objects.get(pk=late.pk).block_id == 2


@pytest.fixture
def sealed(mirabelle: Any) -> list[HistoryEntry]:
    entries = write(mirabelle, 6)
    history.seal_pending(size=3)
    history.seal_pending(size=3)
    return entries


@pytest.mark.parametrize(
    ("column", "value"), [("verb", "kit.test.other"), ("details", "{}"), ("subject_id", "7"), ("salt", "ff")]
)
def test_verify_finds_an_altered_entry(sealed: list[HistoryEntry], column: str, value: str) -> None:
    raw_entries().filter(pk=sealed[1].pk).update(**{column: value})
    assert any(f"entry {sealed[1].pk}" in fault for fault in history.verify().faults)


def test_verify_finds_a_removed_entry(sealed: list[HistoryEntry]) -> None:
    raw_entries().filter(pk=sealed[4].pk).delete()
    assert not history.verify().is_true


def test_verify_finds_an_entry_slipped_in(sealed: list[HistoryEntry], mirabelle: Any) -> None:
    [foreign] = write(mirabelle)
    raw_entries().filter(pk=foreign.pk).update(block=1)
    assert not history.verify().is_true


def test_verify_finds_a_removed_block(sealed: list[HistoryEntry]) -> None:
    raw_entries().filter(block=1).update(block=None)
    raw_blocks().filter(number=1).delete()
    assert any("missing" in fault for fault in history.verify().faults)


@pytest.mark.parametrize("lie", [{"digest": "f" * 64}, {"sealed_at": clock.now()}, {"entry_count": 2}])
def test_verify_finds_a_block_told_otherwise(sealed: list[HistoryEntry], lie: dict[str, Any]) -> None:
    raw_blocks().filter(number=1).update(**lie)
    assert not history.verify().is_true


def test_the_commands_seal_and_verify(mirabelle: Any, capsys: pytest.CaptureFixture[str]) -> None:
    write(mirabelle, 2)
    call_command("seal_history")
    call_command("verify_history")
    assert "The history is whole." in capsys.readouterr().out
    raw_entries().update(verb="kit.test.other")
    with pytest.raises(CommandError):
        call_command("verify_history")


def test_changes_keep_only_the_values_a_model_allows(mirabelle: Any) -> None:
    before = history.snapshot(mirabelle)
    mirabelle.theme, mirabelle.phone = "evening", "0470 00 00 00"
    assert history.changes_between(before, mirabelle) == {"theme": ["auto", "evening"], "phone": None}


def test_sealing_once_says_so_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any) -> int:
        raise OperationalError

    monkeypatch.setattr(history, "seal_pending", away)
    with pytest.raises(OperationalError):
        call_command("seal_history")
