from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillage.kit.operations import RefusedError
from maillage.people import invitations, ways_back
from maillage.people.models import Person, WayBack, same_address


class Command(BaseCommand):
    help = "Open the way back into an account where no second person can confirm it. History tells it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address of the account")
        parser.add_argument("kind", choices=WayBack.Kind.values)

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.active().filter(email=same_address(options["address"])).first()
        if person is None:
            raise CommandError("No open account has this address.")
        try:
            way = ways_back.open_from_server(by=None, person=person, kind=options["kind"])
            link = way.links.first()
            if link is None:
                self.stdout.write("The second factor is cleared; another is set up at the next sign-in.")
                return
            address = invitations.address_of(invitations.renew(by=None, invitation=link))
        except RefusedError as refusal:
            raise CommandError(str(refusal.sentence)) from None
        self.stdout.write(f"Once, within seven days: https://{settings.ALLOWED_HOSTS[0]}{address}")
