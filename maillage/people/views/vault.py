"""My vault: making it, opening it, what opens it. Nobody else has any page about it."""

from functools import partial, wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.kit.pages import posted
from maillage.kit.policy import visible
from maillage.people import operations, signing_in, vault, vault_session
from maillage.people.forms import NewVaultForm, OpenVaultForm, PassphraseForm, VaultCodeForm
from maillage.people.middleware import secret_fields
from maillage.people.models import Person, VaultKey, VaultLock
from maillage.people.signing_in import Refusal
from maillage.people.vault import OpenVault
from maillage.people.views.entry import onward_of, refused
from maillage.people.views.factors import View, lately_proved

Kind = VaultLock.Kind
proved = partial(lately_proved, page="people:my_vault")


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _key(person: Person) -> VaultKey | None:
    return visible(VaultKey.objects.filter(retired_at=None), person).filter(person=person).first()


def with_open_vault(view: Any) -> View:
    """Give the view its reader's key and opened vault; a closed one is opened first."""

    @wraps(view)
    def opened_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, opened = _key(_person(request)), vault_session.opened(request)
        if key is not None and opened is not None:
            return cast(HttpResponse, view(request, key, opened, *args, **kwargs))
        back = request.path if request.method == "GET" else reverse("people:my_vault")
        return redirect(f"{reverse('people:open_vault')}?{urlencode({'next': back})}")

    return opened_first


def my_vault(request: HttpRequest) -> HttpResponse:
    """Whether it is open, what opens it, and since when."""
    person = _person(request)
    key = _key(person)
    if key is None:
        return redirect("people:new_vault")
    locks = list(visible(VaultLock.objects.filter(key=key), person))
    context = {
        "key": key,
        "is_open": vault_session.opened(request) is not None,
        "password": next((each for each in locks if each.kind == Kind.PASSWORD), None),
        "passphrase": next((each for each in locks if each.kind == Kind.PASSPHRASE), None),
        "codes": [each for each in locks if each.kind == Kind.CODE],
        "lost": visible(VaultKey.objects.filter(passed_on=None), person).exclude(retired_at=None).exists(),
    }
    return render(request, "people/vault.html", context)


# --- Making it, and its codes --------------------


@never_cache
@secret_fields("password")
def new_vault(request: HttpRequest) -> HttpResponse:
    """One gesture makes the key; then the codes, shown once. Also in place of one given up for lost."""
    person = _person(request)
    before = _key(person)
    if before is not None and vault_session.opened(request) is not None:
        return redirect("people:my_vault")
    form, refusal = NewVaultForm(posted(request), again=before is not None), None
    if request.method == "POST" and form.is_valid():
        found = signing_in.check(
            request, person.email or "", form.cleaned_data["password"], signing_in.WRONG_PASSWORD
        )
        if isinstance(found, Person):
            new = vault.new_vault(person, form.cleaned_data["password"])
            operations.keep_vault(by=person, key=new.key, locks=new.locks)
            vault_session.keep(request, person, new.opened)
            return _codes_shown(request, new.codes)
        form.add_error("password", str(found.sentence))
        refusal = found
    return refused(request, "people/vault_new.html", {"form": form, "again": before is not None}, refusal)


def _codes_shown(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "people/vault_codes.html", {"codes": codes, "form": VaultCodeForm()})


@never_cache
@require_POST
@proved
@with_open_vault
def make_codes(request: HttpRequest, key: VaultKey, opened: OpenVault) -> HttpResponse:
    """Three new codes, shown once; those before open nothing any more."""
    codes = vault.new_codes()
    locks = vault.locked_by_codes(codes, key, opened)
    operations.renew_vault_codes(by=_person(request), key=key, locks=locks)
    return _codes_shown(request, codes)


@never_cache
@secret_fields("code")
def check_code(request: HttpRequest) -> HttpResponse:
    """One of them typed back, once: they are on paper, and they open."""
    person, form, refusal = _person(request), VaultCodeForm(posted(request)), None
    key = _key(person)
    if key is None or key.checked_at is not None:
        return redirect("people:my_vault")
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        found = signing_in.try_vault(
            request, person, lambda: vault.opened_by(typed, person, Kind.CODE), signing_in.NOT_A_CODE
        )
        if isinstance(found, OpenVault):
            operations.note_codes_checked(by=person, key=key)
            messages.success(request, _("My codes open. My vault is ready."))
            return redirect("people:my_vault")
        form.add_error("code", str(found.sentence))
        refusal = found
    return refused(request, "people/vault_codes.html", {"codes": [], "form": form}, refusal)


# --- Opening and closing it --------------------


@never_cache
@secret_fields("secret", "code", "password")
def open_vault(request: HttpRequest) -> HttpResponse:
    """By whatever opens it. My password of today, replaced without it, opens it again from then on."""
    person = _person(request)
    key = _key(person)
    if key is None or vault_session.opened(request) is not None:
        return redirect("people:new_vault" if key is None else onward_of(request))
    password_opens = key.locks.filter(kind=Kind.PASSWORD, outdated_at=None).exists()
    form, refusal = OpenVaultForm(posted(request), password_opens=password_opens), None
    if request.method == "POST" and form.is_valid():
        found = _opened(request, person, key, **form.cleaned_data)
        if isinstance(found, OpenVault):
            vault_session.keep(request, person, found)
            messages.success(request, _("My vault is open."))
            return redirect(onward_of(request))
        refusal, field = found
        form.add_error(field, str(refusal.sentence))
    context = {"form": form, "next": onward_of(request), "password_opens": password_opens}
    return refused(request, "people/vault_open.html", context, refusal)


def _opened(
    request: HttpRequest, person: Person, key: VaultKey, *, secret: str, code: str, password: str = ""
) -> OpenVault | tuple[Refusal, str]:
    """The vault, with its password lock made anew if asked for; or why not, and beside which field."""
    typed, kinds = (secret, (Kind.PASSWORD, Kind.PASSPHRASE)) if secret else (code, (Kind.CODE,))
    wrong = signing_in.WRONG_SECRET if secret else signing_in.NOT_A_CODE
    found = signing_in.try_vault(request, person, lambda: vault.opened_by(typed, person, *kinds), wrong)
    if isinstance(found, Refusal):
        return found, "secret" if secret else "code"
    if password:
        same = signing_in.check(request, person.email or "", password, signing_in.WRONG_PASSWORD)
        if isinstance(same, Refusal):
            return same, "password"
        lock = vault.locked_by(password, Kind.PASSWORD, key, found)
        operations.renew_vault_lock(by=person, lock=lock)
    return found


@require_POST
def close_vault(request: HttpRequest) -> HttpResponse:
    """Closed in this browser, before I lay the device down."""
    vault_session.close(request)
    messages.success(request, _("My vault is closed."))
    return redirect("people:my_vault")


@never_cache
@proved
@secret_fields("passphrase")
@with_open_vault
def passphrase(request: HttpRequest, key: VaultKey, opened: OpenVault) -> HttpResponse:
    """For whoever signs in without their password: something else that opens it."""
    form = PassphraseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        lock = vault.locked_by(form.cleaned_data["passphrase"], Kind.PASSPHRASE, key, opened)
        operations.renew_vault_lock(by=_person(request), lock=lock)
        messages.success(request, _("My passphrase opens my vault."))
        return redirect("people:my_vault")
    return refused(request, "people/vault_passphrase.html", {"form": form}, None)


@never_cache
@secret_fields("code")
@with_open_vault
def earlier_vault(request: HttpRequest, key: VaultKey, opened: OpenVault) -> HttpResponse:
    """A code of a vault given up for lost turned up: the one of today opens it from now on."""
    person, form, refusal = _person(request), VaultCodeForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        found = signing_in.try_vault(
            request, person, lambda: vault.older_opened_by(typed, person), signing_in.NOT_A_CODE
        )
        if not isinstance(found, Refusal):
            sealed = {older: vault.passed_on_to(key, older, private) for older, private in found}
            operations.pass_on(by=person, sealed=sealed)
            more = tuple(private for _older, private in found)
            vault_session.keep(request, person, OpenVault(key.pk, (*opened.private_keys, *more)))
            messages.success(request, _("What was sealed before opens again."))
            return redirect("people:my_vault")
        form.add_error("code", str(found.sentence))
        refusal = found
    return refused(request, "people/vault_earlier.html", {"form": form}, refusal)
