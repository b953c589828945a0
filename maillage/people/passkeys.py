"""Passkeys (WebAuthn): a key the device keeps, opened by finger, face or code; it signs in alone (T9)."""

import json
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from maillage.people.models import Passkey, Person

STATE = "passkey"  # the open question, in the session, asked once


class NotProvedError(Exception):
    """What the browser answered does not prove anything."""


def _server(request: HttpRequest) -> Fido2Server:
    """Keys are bound to the name this installation answers to."""
    host = request.get_host().rsplit(":", 1)[0]
    return Fido2Server(PublicKeyCredentialRpEntity(name="Maillage", id=host))


def _asked(request: HttpRequest) -> Any:
    state = request.session.pop(STATE, None)
    if state is None:
        raise NotProvedError("nothing was asked")
    return state


def ask_to_make(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the browser needs to make a new key, unless this device has one already."""
    known = [AttestedCredentialData(bytes(each.credential)) for each in person.passkeys.all()]
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=person.pk.bytes, name=person.email or "", display_name=person.display_name
        ),
        known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    request.session[STATE] = state
    return dict(options)


def made(request: HttpRequest, answer: str) -> dict[str, Any]:
    """The new key's own facts, once the browser's answer holds. Raises NotProvedError."""
    state = _asked(request)
    try:
        data = _server(request).register_complete(state, json.loads(answer))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotProvedError(str(error)) from error
    credential = data.credential_data
    assert credential is not None
    return {
        "credential_id": websafe_encode(credential.credential_id),
        "credential": bytes(credential),
        "uses": data.counter,
    }


def ask_to_prove(request: HttpRequest, person: Person | None = None) -> dict[str, Any]:
    """What the browser needs to use a key: any of ours it knows, or this person's."""
    known = None
    if person is not None:
        known = [AttestedCredentialData(bytes(each.credential)) for each in person.passkeys.all()]
    options, state = _server(request).authenticate_begin(known, UserVerificationRequirement.REQUIRED)
    request.session[STATE] = state
    return dict(options)


def proved(request: HttpRequest, answer: str) -> Person:
    """Whose key the browser used. Raises NotProvedError, also for a copied key, whose count goes back."""
    state = _asked(request)
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        passkey = (
            Passkey.objects.select_related("person")
            .filter(credential_id=websafe_encode(response.raw_id), person__is_active=True)
            .first()
        )
        if passkey is None:
            raise NotProvedError("no such key")
        known = AttestedCredentialData(bytes(passkey.credential))
        _server(request).authenticate_complete(state, [known], response)
        uses = response.response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotProvedError(str(error)) from error
    counts = uses or passkey.uses  # keys that travel between devices count nothing
    if counts and not Passkey.objects.filter(pk=passkey.pk, uses__lt=uses).update(uses=uses):
        raise NotProvedError("a copied key")
    return passkey.person
