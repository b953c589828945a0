"""Where phones send: a device proves itself by its token alone, and may add, nothing else."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from maillage.kit.policy import visible
from maillage.people import sessions
from maillage.people.models import Person
from maillage.sync import intake, operations, protocol
from maillage.sync.models import Device

BEARER = "Bearer "


def _device(request: HttpRequest) -> Device | None:
    said = request.headers.get("Authorization", "")
    if not said.startswith(BEARER):
        return None
    return operations.device_of(said.removeprefix(BEARER).strip())


def _no(status: int, error: str) -> JsonResponse:
    """Nothing was taken in, and the phone keeps everything."""
    return JsonResponse({"protocol": protocol.PROTOCOL, "error": error}, status=status)


@csrf_exempt  # a token in a header is sent by no other site
@never_cache
@login_not_required
@require_POST
def envelopes(request: HttpRequest) -> HttpResponse:
    """Take in a batch. Whatever the answer is not, the phone keeps what it sent (F6, F7, F13)."""
    device = _device(request)
    if device is None:
        return _no(401, "unknown_device")
    try:
        body = request.read(protocol.BODY_BYTES + 1)
        if len(body) > protocol.BODY_BYTES:
            return _no(413, "too_large")
        message = protocol.read(body)
    except (UnreadablePostError, protocol.NoMessageError):
        return _no(400, "no_message")
    taken = [each for each in message.sent if each is not None]
    with transaction.atomic():
        answers = intake.receive(device, taken, phone_clock=message.clock, waiting=message.waiting)
        said = protocol.answer(message, answers, device)
    return JsonResponse(said)


def _number(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@never_cache
@require_POST
def add_device(request: HttpRequest) -> HttpResponse:
    """Let this browser send for me from now on; it keeps the token, we keep its hash.

    A browser that is known already learns my key, once my vault is set up.
    """
    person = cast(Person, request.user)
    known = _number(request.POST.get("device", ""))
    mine = visible(Device.objects.standing().filter(person=person), person)
    device = mine.filter(pk=known).first() if known else None
    token = ""
    if device is None:
        device, token = operations.add_device(by=person, label=sessions.device_of(request))
    said = {
        "protocol": protocol.PROTOCOL,
        "device": str(device.pk),
        "person": str(person.pk),
        "token": token,
        "seal_for": protocol.public_key(),
        "author": protocol.author_key(person),
    }
    return JsonResponse(said, status=201)
