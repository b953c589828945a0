"""`maillage init`: a folder, a key, settings, a database, and a link for the first person who coordinates."""

import argparse
import socket
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from maillage.installation import command, place
from maillage.settings.reader import HOST, Reader


def _asked(words: str, otherwise: str) -> str:
    """Ask only what cannot be decided here, and only somebody who can answer."""
    if not sys.stdin.isatty():
        return otherwise
    return input(f"{words} [{otherwise or 'nothing'}]: ").strip() or otherwise


def _refuse_odd_values(wanted: argparse.Namespace) -> None:
    """Before anything is written."""
    said = {"--database": wanted.database, "--bind": wanted.bind, "--mail": wanted.mail}
    reader = Reader({name: value for name, value in said.items() if value})
    try:
        reader.database_url("--database", "sqlite:///unless-told")
        reader.bind("--bind", "127.0.0.1:8000")
        reader.mail("--mail")
    except ImproperlyConfigured as refusal:
        raise place.RefusedError(str(refusal)) from None
    if not HOST.fullmatch(wanted.host):
        raise place.RefusedError("--host is not accepted: expected a name such as raq.example.org.")
    if wanted.email and "@" not in wanted.email:
        raise place.RefusedError("--email is not accepted: expected an e-mail address.")
    if wanted.mail and "@" not in wanted.mail_from:
        raise place.RefusedError("--mail needs --mail-from: the address mails come from.")


def init(wanted: argparse.Namespace) -> int:
    new = not (wanted.data / place.SETTINGS_FILE).exists()
    if new:
        wanted.host = (wanted.host or _asked("The name people will type", socket.getfqdn())).lower()
        wanted.email = wanted.email or _asked("The e-mail address of the first person who coordinates", "")
        _refuse_odd_values(wanted)
        place.make(
            wanted.data,
            hosts=wanted.host,
            bind=wanted.bind,
            database=wanted.database,
            mail=wanted.mail,
            mail_from=wanted.mail_from,
        )
    command.set_up(wanted.data)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_facts", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"The installation is in {wanted.data}; its settings in {wanted.data / place.SETTINGS_FILE}.")
    print(first_link(wanted.email))
    print("Next: `maillage backup-key`, an HTTPS proxy in front, `maillage serve`, `maillage doctor`.")
    return 0


def first_link(email: str | None) -> str:
    """The one-time link of the first person who coordinates, or in a sentence why there is none."""
    from django.conf import settings

    from maillage.people import invitations
    from maillage.people.models import Person
    from maillage.people.roles import Role

    coordinating = Person.objects.filter(memberships__role=Role.COORDINATION)
    if any(person.has_usable_password() for person in coordinating):
        return "Somebody coordinates already: invitations are made on screen."
    if not email:
        return "No link was made: run `maillage init --email ADDRESS` for the first person who coordinates."
    waiting = coordinating.filter(email=email).first()
    if waiting is None:
        invitation = invitations.invite(by=None, email=email, role=Role.COORDINATION.value)
    else:
        invitation = invitations.invite_again(by=None, person=waiting)
    address = f"https://{settings.ALLOWED_HOSTS[0]}{invitations.address_of(invitation)}"
    return f"For {email}, once, within seven days: {address}"
