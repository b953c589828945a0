"""The way to the organisation's own sign-in, and back."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache

from maillage.kit import clock
from maillage.people import invitations, oidc, signing_in
from maillage.people.forms import SignInForm
from maillage.people.middleware import open_while_locked
from maillage.people.views.entry import INVITED, entered, onward_of, sign_in_page

COOKIE = "maillage_oidc"
MINUTES = 10


def _return_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("people:oidc_return"))


def _explained(request: HttpRequest, sentence: Promise) -> HttpResponse:
    """The sign-in page, with what did not go through."""
    form = SignInForm({})
    form.errors.clear()
    form.add_error(None, str(sentence))
    response = sign_in_page(request, form, signing_in.Refusal(sentence))
    response.delete_cookie(COOKIE)
    return response


@never_cache
@login_not_required
@open_while_locked
def oidc_begin(request: HttpRequest) -> HttpResponse:
    """Ask the organisation who this is. The question stays in this browser's cookie."""
    if not oidc.is_set_up():
        raise Http404
    asked = oidc.question(onward_of(request))
    try:
        response = redirect(oidc.address_of(asked, _return_address(request)))
    except oidc.OidcError as error:
        return _explained(request, error.sentence)
    response.set_cookie(
        COOKIE,
        signing.dumps(asked.kept(), salt="people.oidc"),
        max_age=MINUTES * 60,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


@never_cache
@login_not_required
@open_while_locked
def oidc_return(request: HttpRequest) -> HttpResponse:
    """The organisation's answer: who this is. Whoever was invited and never came in is welcomed first."""
    if not oidc.is_set_up():
        raise Http404
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt="people.oidc", max_age=MINUTES * 60)
    except signing.BadSignature:
        return _explained(request, oidc.WRONG)
    asked = oidc.Question(**kept)
    try:
        person = oidc.person_of(asked, request.GET.dict(), _return_address(request))
    except oidc.OidcError as error:
        return _explained(request, error.sentence)
    if not person.has_usable_password():
        waiting = invitations.waiting_for(person, clock.now())
        if waiting is None:
            return _explained(request, invitations.TOO_OLD)
        request.session[INVITED] = waiting.digest
        response: HttpResponse = redirect("people:welcome")
    else:
        response = entered(request, signing_in.enter(request, person, asked.onward))
    response.delete_cookie(COOKIE)
    return response
