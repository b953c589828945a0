"""Mail, through a real server on this machine: queued, sent once, tried again, refusals in sight."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller

from conftest import SignedIn
from maillage.kit import clock, mail
from maillage.kit.models import MailState, QueuedMail
from maillage.people.models import Person

pytestmark = pytest.mark.django_db


class Postbox:
    """What the server answers, and what it took."""

    def __init__(self) -> None:
        self.answer = "250 taken"
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.MAIL = {"host": "127.0.0.1", "port": port, "use_tls": False, "use_ssl": False, "timeout": 5}
    settings.MAIL_FROM = "maillage@raq.example.org"
    yield box
    server.stop()


def queued() -> QueuedMail:
    row = mail.queue(to="a@test.example", subject="Un lien pour Maillage", text="https://raq.example.org/x")
    assert row is not None
    return row


def test_a_mail_is_sent_once_as_plain_text_and_its_text_forgotten(postbox: Postbox) -> None:
    row = queued()
    mail.send_waiting()
    mail.send_waiting()
    (recipients, content), *more = postbox.taken
    assert more == []
    assert recipients == ["a@test.example"]
    assert b"text/plain" in content
    assert b"https://raq.example.org/x" in content
    row.refresh_from_db()
    assert (row.state, row.text) == (MailState.SENT, "")


def test_without_mail_server_in_the_settings_nothing_is_queued(settings: Any) -> None:
    settings.MAIL = {}
    assert mail.queue(to="a@test.example", subject="Maillage", text="x") is None
    mail.send_waiting()
    assert not QueuedMail.objects.exists()


def test_a_server_that_is_down_loses_nothing(postbox: Postbox, settings: Any) -> None:
    row, right = queued(), settings.MAIL
    settings.MAIL = right | {"port": 1}
    mail.send_waiting()
    row.refresh_from_db()
    assert (row.state, row.tries) == (MailState.WAITING, 1)
    assert row.answer == "ConnectionRefusedError"
    settings.MAIL = right
    mail.send_waiting()
    assert postbox.taken == [], "it waits a little before the next try"
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        mail.send_waiting()
    assert len(postbox.taken) == 1


def test_a_server_that_says_later_is_asked_later(postbox: Postbox) -> None:
    row = queued()
    postbox.answer = "451 greylisted"
    mail.send_waiting()
    row.refresh_from_db()
    assert (row.state, row.answer) == (MailState.WAITING, "451 greylisted")
    assert row.text


def test_a_refusal_stays_in_sight_of_the_operator(
    postbox: Postbox, erable: Person, as_person: SignedIn
) -> None:
    row = queued()
    postbox.answer = "550 no such person"
    mail.send_waiting()
    row.refresh_from_db()
    assert (row.state, row.text) == (MailState.REFUSED, "")
    html = as_person(erable).get("/operator/").content.decode()
    assert "550 no such person" in html
    assert "a@test.example" in html


def test_a_mail_whose_worker_was_killed_is_sent_after_a_while(postbox: Postbox) -> None:
    queued()
    QueuedMail.objects.update(state=MailState.SENDING)
    mail.send_waiting()
    assert postbox.taken == []
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        mail.send_waiting()
    assert len(postbox.taken) == 1


def test_a_subject_of_two_lines_is_refused_where_it_is_written(postbox: Postbox) -> None:
    with pytest.raises(ValueError, match="one line"):
        mail.queue(to="a@test.example", subject="Maillage\nBcc: b@test.example", text="x")
