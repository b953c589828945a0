"""How I prove who I am: my app, my passkeys, my codes on paper."""

from collections.abc import Callable
from functools import wraps
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.operations import RefusedError
from maillage.kit.pages import posted
from maillage.kit.policy import fetch, visible
from maillage.people import operations, passkeys, second_factor, sessions
from maillage.people.forms import AppForm
from maillage.people.middleware import open_without_factor, secret_fields
from maillage.people.models import AuthenticatorApp, Passkey, Person, RecoveryCode

SECRET = "app_secret"  # noqa: S105 (where the session keeps it, sealed, while the app is set up)
View = Callable[..., HttpResponse]


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def lately_proved(view: View, page: str = "people:my_factors") -> View:
    """Ask the password once more unless it was typed a few minutes ago: an open screen is not enough.

    `page` is where somebody who was sending comes back to.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if sessions.is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.path if request.method == "GET" else reverse(page)
        confirm = f"{reverse('people:confirm')}?{urlencode({'next': back})}"
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"go": confirm})
        return redirect(confirm)

    return asked


@open_without_factor
def my_factors(request: HttpRequest) -> HttpResponse:
    """What opens my account beside the password."""
    person = _person(request)
    context = {
        "app": visible(AuthenticatorApp.objects.all(), person).first(),
        "passkeys": visible(Passkey.objects.all(), person),
        "codes_left": visible(RecoveryCode.objects.all(), person).count(),
        "onward": request.session.get(sessions.ONWARD, ""),
    }
    return render(request, "people/factors.html", context)


@never_cache
@open_without_factor
@lately_proved
@secret_fields("code")
def set_up_app(request: HttpRequest) -> HttpResponse:
    """An authenticator app: I scan the code, then type the digits it shows."""
    person, form = _person(request), AppForm(posted(request))
    sealed = request.session.get(SECRET)
    if sealed is None:
        sealed = request.session[SECRET] = second_factor.new_sealed_secret()
    secret = second_factor.opened(sealed)
    if request.method == "POST" and form.is_valid():
        step = second_factor.step_shown(secret, form.cleaned_data["code"], clock.now())
        if step is not None:
            operations.add_app(by=person, sealed_secret=sealed, step=step)
            del request.session[SECRET]
            return _added(request, _("My app is set up."))
        form.add_error(
            "code", _("These are not the digits the app shows now. Is the time of my phone automatic?")
        )
    context = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "address": second_factor.address_of(secret, person),
    }
    return render(request, "people/set_up_app.html", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, said: str) -> HttpResponse:
    """The session now has its second factor, too."""
    request.session[sessions.SECOND_FACTOR] = True
    messages.success(request, said)
    return redirect("people:my_factors")


@never_cache
@open_without_factor
def app_drawing(request: HttpRequest) -> HttpResponse:
    """The QR code of the app being set up; nothing once it is."""
    sealed = request.session.get(SECRET)
    if sealed is None:
        return HttpResponse(status=204)
    address = second_factor.address_of(second_factor.opened(sealed), _person(request))
    return HttpResponse(second_factor.drawing_of(address), content_type="image/svg+xml")


@require_POST
@open_without_factor
@lately_proved
def ask_new_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    return JsonResponse(passkeys.ask_to_make(request, _person(request)))


@require_POST
@open_without_factor
@lately_proved
def add_passkey(request: HttpRequest) -> HttpResponse:
    """The passkey the browser has made."""
    name = request.POST.get("name", "").strip()[:60] or sessions.device_of(request) or _("a device")
    try:
        facts = passkeys.made(request, request.POST.get("answer", ""))
        operations.add_passkey(by=_person(request), name=name, **facts)
    except passkeys.NotProvedError:
        return JsonResponse({"error": _("The device made no passkey. I can try again.")}, status=422)
    except RefusedError as refusal:
        return JsonResponse({"error": str(refusal.sentence)}, status=422)
    request.session[sessions.HAS_PASSKEY] = True
    _added(request, _("My passkey is set up: it opens Maillage without my password."))
    return JsonResponse({"go": reverse("people:my_factors")})


@require_POST
@lately_proved
def remove_passkey(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of my devices signs in no more."""
    return _removed(request, fetch(Passkey.objects.all(), _person(request), "may_change", pk=pk))


@require_POST
@lately_proved
def remove_app(request: HttpRequest) -> HttpResponse:
    """My app serves no more."""
    person = _person(request)
    return _removed(request, fetch(AuthenticatorApp.objects.filter(person=person), person, "may_change"))


def _removed(request: HttpRequest, factor: AuthenticatorApp | Passkey) -> HttpResponse:
    try:
        operations.remove_factor(by=_person(request), factor=factor)
    except RefusedError as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        request.session[sessions.HAS_PASSKEY] = _person(request).passkeys.exists()
        messages.success(request, _("It opens my account no more."))
    return redirect("people:my_factors")


@require_POST
@never_cache
@lately_proved
def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, shown once, to print or write down."""
    person, codes = _person(request), second_factor.new_codes()
    if not second_factor.has_one(person):
        return redirect("people:my_factors")
    digests = [second_factor.digest_of(person, code) for code in codes]
    operations.make_recovery_codes(by=person, digests=digests)
    onward = request.session.pop(sessions.ONWARD, "") or reverse("people:my_factors")
    return render(request, "people/recovery_codes.html", {"codes": codes, "onward": onward})
