"""A kind of capture for these tests: a skill somebody adds to their card, in its third version."""

import base64
import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django import forms
from django.test import Client

from maillage.kit import captures, sealing
from maillage.people.models import Person, Skill
from maillage.sync import operations, receiving_key
from maillage.sync.models import Device

KIND = "tests.skill"


class SkillForm(forms.Form):
    label = forms.CharField(max_length=60)

    def __init__(self, data: Any, *, by: Person, captured: captures.Captured) -> None:
        super().__init__(data)
        self.captured = captured

    def keep(self, *, by: Person) -> Skill:
        label = self.cleaned_data["label"]
        if label == "poison":
            raise LookupError("a fault of ours")
        if label.startswith("after ") and not Skill.objects.filter(label=label[6:]).exists():
            raise captures.NotYetError
        return Skill.objects.create(id=self.captured.key, person=by, label=label)


def _renamed(values: captures.Values) -> captures.Values:
    return {"label": values["skill"]}


def _named(values: captures.Values) -> captures.Values:
    return {"skill": values["name"]}


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> captures.Capture:
    made = captures.Capture(KIND, "A skill", 3, Device, SkillForm, {1: _named, 2: _renamed})
    monkeypatch.setattr(captures, "_kinds", dict(captures._kinds))
    captures.offer(made)
    return made


class Phone:
    """A device of one person, and its network."""

    def __init__(self, person: Person) -> None:
        self.device, self.token = operations.add_device(by=person, label="Firefox · Android")
        self.network = Client(raise_request_exception=False)

    def sealed(self, key: UUID, values: dict[str, Any], **other: Any) -> dict[str, Any]:
        """An envelope as the phone seals it for the installation."""
        public = bytes(receiving_key.current().public_key)
        content = other.pop("content", None) or sealing.seal(
            json.dumps({"values": values}).encode(), public, purpose=other.get("kind", KIND), record=key
        )
        return {
            "key": str(key),
            "kind": KIND,
            "version": 3,
            "captured_at": "2026-11-20T10:00:00+01:00",
            "content": base64.b64encode(content).decode(),
            "digest": hashlib.sha256(content).hexdigest(),
        } | other

    def noted(self, label: str, **other: Any) -> dict[str, Any]:
        return self.sealed(uuid4(), {"label": label}, **other)

    def send(self, *batch: dict[str, Any], **message: Any) -> Any:
        said = {"protocol": 1, "envelopes": list(batch)} | message
        return self.network.post(
            "/sync/envelopes",
            json.dumps(said),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def results(self, *batch: dict[str, Any], **message: Any) -> list[str]:
        return [each["result"] for each in self.send(*batch, **message).json()["results"]]


@pytest.fixture
def phone(mirabelle: Person) -> Phone:
    return Phone(mirabelle)
