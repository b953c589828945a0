"""Whatever happens on the way, a note is on the server exactly once, or waits in sight (trust.md 3)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from conftest import SignedIn
from maillage.kit import captures, clock
from maillage.people.models import Person, Skill
from maillage.sync import intake, jobs
from maillage.sync.models import Envelope, Reason
from maillage.sync.tests.conftest import Phone

pytestmark = pytest.mark.django_db


def labels() -> list[str]:
    return sorted(Skill.objects.values_list("label", flat=True))


def test_a_batch_is_noted_and_each_has_its_own_answer(phone: Phone) -> None:
    answer = phone.send(phone.noted("couture"), phone.noted("dari")).json()
    assert [each["result"] for each in answer["results"]] == ["applied", "applied"]
    assert labels() == ["couture", "dari"]
    assert answer["protocol"] == 1
    assert answer["seal_for"]


def test_f8_the_answer_lost_the_same_envelope_gives_the_same_result(phone: Phone) -> None:
    envelope = phone.noted("couture")
    first = phone.send(envelope).json()["results"][0]
    again = phone.send(envelope).json()["results"][0]
    assert again["result"] == "already"
    assert {name: again[name] for name in ("state", "received_at", "digest")} == {
        name: first[name] for name in ("state", "received_at", "digest")
    }
    assert labels() == ["couture"]


def test_f10_other_content_under_the_same_key_is_kept_and_flagged(phone: Phone) -> None:
    key = uuid4()
    assert phone.results(phone.sealed(key, {"label": "couture"})) == ["applied"]
    other = phone.sealed(key, {"label": "danse"})
    assert phone.results(other, other) == ["held", "already"]
    assert labels() == ["couture"]
    kept = Envelope.objects.get(is_first=False)
    assert kept.reason == Reason.OTHER_CONTENT
    assert intake.values_of(kept) == {"label": ["danse"]}


def test_f13_f14_what_our_fault_held_up_is_kept_and_noted_later(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One poisoned envelope holds up none of the others (F37)."""
    poison = phone.noted("poison")
    assert phone.results(poison, phone.noted("dari")) == ["held", "applied"]
    assert phone.results(poison) == ["already"]
    monkeypatch.setattr("maillage.sync.tests.conftest.SkillForm.keep", _cured)
    jobs.take_up_what_failed()
    assert labels() == ["dari", "poison"]
    assert not Envelope.objects.waiting().exists()


def _cured(self: Any, *, by: Person) -> Skill:
    return Skill.objects.create(id=self.captured.key, person=by, label=self.cleaned_data["label"])


def test_f13_a_database_that_breaks_keeps_nothing_and_acknowledges_nothing(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(intake, "try_again", broken)
    assert phone.send(phone.noted("couture")).status_code == 500
    assert not Envelope.objects.exists()
    assert labels() == []


def test_f16_what_misses_an_answer_waits_for_its_author(phone: Phone, as_person: SignedIn) -> None:
    long = "x" * 200
    assert phone.results(phone.noted(long)) == ["to_correct"]
    browser = as_person(phone.device.person)
    envelope = Envelope.objects.get()
    page = browser.get(f"/waiting/{envelope.pk}/")
    assert long in page.content.decode()
    assert browser.post(f"/waiting/{envelope.pk}/", {"label": "couture"}).status_code == 302
    assert labels() == ["couture"]
    assert Skill.objects.get().pk == envelope.key
    assert browser.get(f"/waiting/{envelope.pk}/").status_code == 404


def test_f17_f20_lost_rights_and_closed_accounts_lose_nothing(
    phone: Phone, coquelicot: Person, as_person: SignedIn
) -> None:
    person = phone.device.person
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert phone.results(phone.noted("couture")) == ["held"]
    envelope = Envelope.objects.get()
    assert envelope.reason == Reason.ACCOUNT_CLOSED
    browser = as_person(coquelicot)
    page = browser.get("/waiting/").content.decode()
    assert "couture" not in page
    assert "compte" in page, "coordination sees that it waits, and why"
    assert browser.get(f"/waiting/{envelope.pk}/").status_code == 403
    assert as_person(person).post(f"/waiting/{envelope.pk}/count/").status_code != 302
    assert browser.post(f"/waiting/{envelope.pk}/count/").status_code == 302
    assert Skill.objects.get().person == person
    assert labels() == ["couture"]


def test_f51_a_device_taken_away_still_loses_nothing_and_notes_nothing(
    phone: Phone, as_person: SignedIn
) -> None:
    browser = as_person(phone.device.person)
    assert browser.post(f"/waiting/devices/{phone.device.pk}/revoke/").status_code == 302
    assert phone.results(phone.noted("couture")) == ["held"]
    assert Envelope.objects.get().reason == Reason.DEVICE_REVOKED
    assert labels() == []


def test_f29_a_phone_two_versions_behind_is_understood(phone: Phone) -> None:
    old = phone.sealed(uuid4(), {"name": "couture"}, version=1)
    middle = phone.sealed(uuid4(), {"skill": "dari"}, version=2)
    ahead = phone.sealed(uuid4(), {"label": "danse"}, version=4)
    assert phone.results(old, middle, ahead) == ["applied", "applied", "held"]
    assert labels() == ["couture", "dari"]
    assert Envelope.objects.get(form_version=4).reason == Reason.NEWER


def test_a_kind_whose_steps_miss_cannot_be_declared(kind: captures.Capture) -> None:
    with pytest.raises(ValueError, match=r"miss the steps from versions \[1, 2\]"):
        captures.offer(captures.Capture("tests.other", "", 3, Person, kind.form))


def test_f31_a_phone_with_a_wrong_clock_is_asked_about_the_day(phone: Phone) -> None:
    assert phone.results(phone.noted("couture"), clock="1970-01-01T00:00:00Z") == ["to_correct"]
    assert Envelope.objects.get().reason == Reason.CLOCK
    assert phone.results(phone.noted("dari"), clock=clock.now().isoformat()) == ["applied"]
    assert phone.results(phone.noted("danse"), clock="nonsense") == ["applied"]


@pytest.mark.parametrize("backwards", [False, True])
def test_f36_what_completes_a_note_that_has_not_come_waits_for_it(phone: Phone, backwards: bool) -> None:
    first, second = phone.noted("couture"), phone.noted("after couture")
    if backwards:
        assert phone.results(second) == ["held"]
        assert phone.results(first) == ["applied"]
    else:
        assert phone.results(first, second) == ["applied", "applied"]
    assert labels() == ["after couture", "couture"]


def test_f38_a_damaged_or_cut_envelope_is_kept_and_a_cut_message_is_not_taken(phone: Phone) -> None:
    whole = phone.noted("couture")
    cut = whole | {"content": whole["content"][: len(whole["content"]) // 8 * 4]}
    assert phone.results(cut) == ["held"]
    assert Envelope.objects.get().reason == Reason.DAMAGED
    assert phone.results(whole) == ["applied"], "the whole one takes its place"
    assert phone.results(cut) == ["already"]
    tampered = phone.noted("dari", content=b"M\x01" + bytes(200))
    assert phone.results(tampered) == ["held"]
    assert labels() == ["couture"]


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"protocol": 2, "envelopes": []}', '{"protocol": 1, "envelopes": {}}', "null"]
)
def test_f7_what_is_no_message_is_never_acknowledged(phone: Phone, body: str) -> None:
    headers = {"Authorization": f"Bearer {phone.token}"}
    answer = phone.network.post("/sync/envelopes", body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert "results" not in answer.json()
    assert phone.network.post("/sync/envelopes", headers={"Authorization": "Bearer x"}).status_code == 401


def test_an_item_without_sense_is_answered_as_refused_and_the_others_are_noted(phone: Phone) -> None:
    senseless = {"key": "not a number", "content": 4}
    assert phone.results(senseless, phone.noted("couture")) == ["refused", "applied"]


def test_f45_f47_the_answer_counts_what_is_here_from_this_device(phone: Phone) -> None:
    since = (clock.now() - timedelta(minutes=1)).isoformat()
    here = phone.send(phone.noted("couture"), since=since).json()["here"]
    assert here["count"] == 1
    Envelope.objects.all().delete()
    assert phone.send(since=since).json()["here"]["count"] == 0, "a restored backup knows less: sent again"


def test_unknown_kinds_and_newer_ones_wait_for_the_upgrade(phone: Phone) -> None:
    assert phone.results(phone.noted("couture", kind="tests.unheard_of")) == ["held"]
    assert Envelope.objects.get().reason == Reason.UNKNOWN


def test_what_stands_is_emptied_once_a_backup_holds_it(phone: Phone, settings: Any, tmp_path: Any) -> None:
    phone.send(phone.noted("couture"))
    settings.BACKUPS = tmp_path
    long_ago = clock.now() - timedelta(days=31)
    Envelope.objects.update(settled_at=long_ago)
    jobs.empty_what_stands()
    assert Envelope.objects.get().content, "no backup holds it yet"
    (tmp_path / f"maillage-{clock.now():%Y%m%dT%H%M%S%f}Z").mkdir()
    jobs.empty_what_stands()
    assert not Envelope.objects.get().content
    assert phone.results(phone.noted("dari")) == ["applied"]


def test_nothing_of_a_note_is_readable_in_the_raw_rows(phone: Phone) -> None:
    """What is kept raw is sealed for the installation (T4)."""
    phone.send(phone.noted("couture-tres-reconnaissable"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM sync_envelope")
        assert b"reconnaissable" not in bytes(cursor.fetchone()[0])
