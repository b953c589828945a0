"""The pair of keys phones seal captures for: made once, its private half sealed under the secret key."""

from django.db import transaction

from maillage.kit import clock, sealing, secret_fields
from maillage.kit.locks import hold
from maillage.sync.models import Envelope, ReceivingKey

PURPOSE = "maillage.sync.receiving_key"


def current() -> ReceivingKey:
    """The key of today; the first who asks makes it."""
    return ReceivingKey.objects.first() or _made()


def _made() -> ReceivingKey:
    with transaction.atomic():
        hold(PURPOSE)
        if known := ReceivingKey.objects.first():
            return known
        private, public = sealing.new_key_pair()
        return ReceivingKey.objects.create(
            public_key=public,
            sealed_private_key=secret_fields.seal(PURPOSE, private),
            made_at=clock.now(),
        )


def opened(envelope: Envelope) -> bytes:
    """What the phone sealed. Raises SealedError, and InvalidToken when the secret key has changed."""
    trouble = sealing.SealedError()
    for key in ReceivingKey.objects.all():
        private = secret_fields.opened(PURPOSE, key.sealed_private_key)
        try:
            return sealing.unseal(
                bytes(envelope.content), private, purpose=envelope.kind, record=envelope.key
            )
        except sealing.OtherKeyError as other:
            trouble = other
    raise trouble
