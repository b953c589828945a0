"""What released phones send is understood for ever: one file a form version, never edited (F29, F30)."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine

from conftest import LONG_AGO, SignedIn, shipped_term
from maillage.encounters.capture import VERSION
from maillage.encounters.models import Intervention
from maillage.kit import captures
from maillage.kit.terms import Term
from maillage.people import vault
from maillage.people.models import Person
from maillage.sync import intake
from maillage.sync.models import Envelope
from maillage.sync.tests.conftest import Phone
from maillage.territory.models import Neighbourhood

KIND = "encounters.meeting"
CORPUS = Path(__file__).parent / "corpus"
#: The terms the corpus speaks of.
WORDS = {
    "meeting_place": ("street",),
    "theme": ("housing", "energy"),
    "action_done": ("inform", "listen"),
    "initiator": ("third_person",),
    "third_party_kind": ("relative",),
    "first_contact_setting": ("round_alone",),
    "right_lacking": ("income", "housing"),
    "non_take_up": ("not_known", "not_asked"),
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


@pytest.fixture
def words(db: None) -> None:
    for vocabulary, codes in WORDS.items():
        for code in codes:
            shipped_term(vocabulary, code)


@pytest.fixture(autouse=True)
def kind(db: None) -> None:
    """Only true kinds here."""


def corpus(version: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CORPUS / f"{KIND}-{version}.json").read_text())
    return found


def sent(phone: Phone, item: dict[str, Any], version: int) -> str:
    key = UUID(item["values"]["key"][0])
    envelope = phone.sealed(key, item["values"], kind=KIND, version=version)
    return phone.results(envelope)[0]


def in_words(value: Any) -> str:
    return value.code if isinstance(value, Term) else str(getattr(value, "pk", value))


def told(row: Intervention) -> dict[str, Any]:
    """What the row counts, in the words of the corpus; what is empty is left out."""
    single = [field.name for field in row._meta.concrete_fields]
    said: dict[str, Any] = {name: in_words(getattr(row, name)) for name in single if getattr(row, name)}
    said |= {
        name: sorted(term.code for term in getattr(row, name).all()) for name in ("themes", "actions_done")
    }
    lacks = row.non_take_ups.all()
    said["lacks"] = sorted(
        [in_words(each.right), sorted(form.code for form in each.forms.all()), str(each.why_unknown)]
        for each in lacks
    )
    return {name: value for name, value in said.items() if value}


def test_f29_every_version_a_phone_may_still_have_has_its_corpus() -> None:
    oldest = max(1, VERSION - captures.KEPT_VERSIONS)
    wanted = {f"{KIND}-{version}.json" for version in range(oldest, VERSION + 1)}
    assert wanted <= {path.name for path in CORPUS.iterdir()}


@time_machine.travel("2026-11-20T12:00:00Z", tick=False)
@pytest.mark.parametrize("version", range(max(1, VERSION - captures.KEPT_VERSIONS), VERSION + 1))
def test_f29_what_a_released_phone_sends_counts_as_it_was_said(phone: Phone, version: int) -> None:
    Neighbourhood.objects.create(pk="0b6f6ee2-8f0a-4d6f-8a39-3a4e6f5d0001", name_fr="Brabant")
    for item in corpus(version):
        assert sent(phone, item, version) == "applied", item["what"]
        counted = told(Intervention.objects.get(pk=item["values"]["key"][0]))
        assert {name: counted[name] for name in counted if name in item["counts"]} == item["counts"]


@time_machine.travel("2026-11-20T12:00:00Z", tick=False)
def test_f30_a_term_renamed_or_retired_since_keeps_what_was_said(phone: Phone, mirabelle: Person) -> None:
    Term.objects.filter(code="listen").update(label_fr="Entendu", last_day=LONG_AGO, first_day=LONG_AGO)
    assert sent(phone, corpus(1)[0], 1) == "applied"
    row = Intervention.objects.get(author=mirabelle)
    assert [term.code for term in row.actions_done.all()] == ["listen"]


@time_machine.travel("2026-11-20T12:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("happened_on", "2026-11-21"),
        ("happened_on", "9999-12-31"),
        ("happened_on", "0001-01-01"),
        ("actions_done", "lis\0ten"),
        ("actions_done", "never_heard_of"),
        ("note", "x" * 200_000),
        ("sealed_note", "eA==" * 60_000),
        ("met_with", "nobody"),
    ],
)
def test_what_the_form_refuses_waits_with_everything_that_was_said(
    phone: Phone, as_person: SignedIn, field: str, said: str
) -> None:
    new = vault.new_vault(phone.device.person, "un mot de passe bien long")
    new.key.checked_at = new.key.made_at
    new.key.save()
    item = corpus(1)[0]
    item["values"][field] = [said]
    assert sent(phone, item, 1) == "to_correct"
    envelope = Envelope.objects.get()
    page = as_person(phone.device.person).get(f"/waiting/{envelope.pk}/").content.decode()
    assert said in page or field in ("actions_done", "sealed_note"), "it shows again, to be repaired"
    assert intake.values_of(envelope)[field] == [said.replace("\0", "\ufffd")]
    assert not Intervention.objects.exists()


@time_machine.travel("2026-11-20T12:00:00Z", tick=False)
def test_f20_the_coded_answers_of_a_closed_account_are_counted_and_nothing_else_is_read(
    phone: Phone, mirabelle: Person, coquelicot: Person, as_person: SignedIn
) -> None:
    item = corpus(1)[0]
    values = item["values"] | {"note": ["un mot que personne ne lit"]}
    Person.objects.filter(pk=mirabelle.pk).update(is_active=False)
    assert sent(phone, item | {"values": values}, 1) == "held"
    browser = as_person(coquelicot)
    page = browser.get("/waiting/").content.decode()
    listened = Term.objects.get(code="listen")
    assert str(listened) in page
    assert "un mot que personne ne lit" not in page
    envelope = Envelope.objects.get()
    assert browser.post(f"/waiting/{envelope.pk}/count/").status_code == 302
    assert Intervention.objects.get().author_id == mirabelle.pk
