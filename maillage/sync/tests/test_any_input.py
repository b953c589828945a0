"""Whatever comes, the answer is one a phone understands, and nothing is half kept (F7, F31, F37, F38)."""

import json
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.handlers.wsgi import WSGIRequest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import SignedIn
from maillage.kit import sealing
from maillage.people.models import Skill
from maillage.sync import protocol, receiving_key
from maillage.sync.models import Envelope, Reason
from maillage.sync.tests.conftest import KIND, Phone
from maillage.sync.views.sending import envelopes

pytestmark = pytest.mark.django_db

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
words = st.text(st.characters(codec=None), max_size=12)
anything: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
parts = st.sampled_from(
    ["key", "kind", "version", "captured_at", "content", "digest", "clock", "waiting", "since"]
)


def post(phone: Phone, body: bytes) -> Any:
    headers = {"Authorization": f"Bearer {phone.token}"}
    return phone.network.post("/sync/envelopes", body, content_type="application/json", headers=headers)


@few
@given(body=st.binary(max_size=40) | anything.map(lambda said: json.dumps(said).encode()))
def test_any_bytes_are_a_message_or_none(phone: Phone, body: bytes) -> None:
    assert post(phone, body).status_code == 400


@few
@given(part=parts, said=anything)
def test_any_part_of_a_message_may_be_anything(phone: Phone, part: str, said: Any) -> None:
    """What is answered as taken is there, and nothing else; the one beside it is always noted."""
    before = Envelope.objects.count()
    good, odd = phone.noted(uuid4().hex), phone.noted(uuid4().hex)
    message = {"protocol": 1, "envelopes": [odd, good]}
    (odd if part in odd else message)[part] = said
    answer = post(phone, json.dumps(message).encode())
    if answer.status_code == 400:
        assert part == "waiting"
        assert Envelope.objects.count() == before
        return
    results = [each["result"] for each in answer.json()["results"]]
    assert results[1] in ("applied", "to_correct"), "to correct when the clock was said to be wrong"
    assert Envelope.objects.count() - before == sum(
        result not in ("refused", "already") for result in results
    )


@few
@given(content=anything.map(lambda said: {"values": said}) | st.dictionaries(words, anything, max_size=2))
def test_whatever_was_sealed_is_kept_and_holds_up_nobody(phone: Phone, content: Any) -> None:
    key, public = uuid4(), bytes(receiving_key.current().public_key)
    sealed = sealing.seal(json.dumps(content).encode(), public, purpose=KIND, record=key)
    results = phone.results(phone.sealed(key, {}, content=sealed), phone.noted(uuid4().hex))
    assert results[0] in ("held", "to_correct")
    assert results[1] == "applied"


def test_too_much_at_once_is_refused_whole_and_the_phone_keeps_it(phone: Phone) -> None:
    note = phone.noted("couture")
    assert phone.send(*[note] * 10_000).status_code == 400
    assert post(phone, b" " * (protocol.BODY_BYTES + 1)).status_code == 413
    assert (
        post(phone, json.dumps({"protocol": 1, "envelopes": [], "x": "y" * 7_900_000}).encode()).status_code
        == 200
    )
    assert post(phone, b"[" * 200_000).status_code == 400
    assert phone.results(phone.noted("x" * 400_000)) == ["refused"]
    assert not Envelope.objects.exists()


@pytest.mark.parametrize(
    "clock", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00Z"]
)
def test_f31_the_farthest_clocks_ask_about_the_day(phone: Phone, as_person: SignedIn, clock: str) -> None:
    note = phone.noted("couture", captured_at=clock)
    assert phone.results(note, clock=clock, since=clock) == ["to_correct"]
    assert Envelope.objects.get().reason == Reason.CLOCK
    assert (
        "couture"
        in as_person(phone.device.person).get(f"/waiting/{Envelope.objects.get().pk}/").content.decode()
    )


def test_f38_a_body_cut_on_its_way_is_no_message(phone: Phone) -> None:
    """The network goes between two bytes, as a server sees it: fewer came than were announced."""
    body = json.dumps({"protocol": 1, "envelopes": [phone.noted("couture")]}).encode()
    for cut in range(0, len(body), len(body) // 7):
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/sync/envelopes",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"Bearer {phone.token}",
            "wsgi.input": BytesIO(body[:cut]),
        }
        assert envelopes(WSGIRequest(environ)).status_code == 400
    assert not Envelope.objects.exists()
    assert not Skill.objects.exists()
