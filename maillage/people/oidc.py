"""Signing in with the organisation's own accounts: OpenID Connect, authorization code with PKCE (T8).

The organisation says who somebody is; Maillage alone says who may come in. An account is found by an address
the organisation has verified, and never made here.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import jwt
from django.conf import settings
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.people.models import Person, same_address

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
TIMEOUT = 8
LEEWAY = 60  # seconds by which two clocks may disagree
LARGEST = 200_000
KEPT = 3600

AWAY = _("The other system does not answer. I try again, or sign in by my password.")
WRONG = _("The other system's answer does not fit what was asked. I start again from here.")
REFUSED = _("The other system did not let me in. I can try again there, or sign in by my password.")
CLOCKS = _(
    "The other system's answer is of another hour: it came too late, or the two clocks disagree. "
    "I start again; if it happens again, I tell the operator."
)
UNVERIFIED = _("The other system has not verified my e-mail address: I come in by my password.")
UNKNOWN = _("No account of Maillage goes with this address. Coordination can invite me.")


class OidcError(Exception):
    """Why this way in did not open; `sentence` says what to do."""

    def __init__(self, sentence: Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Question:
    """What was asked in this browser, held against the answer: kept in a signed cookie for some minutes."""

    state: str
    nonce: str
    verifier: str
    onward: str

    def kept(self) -> dict[str, str]:
        return asdict(self)


def is_set_up() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def question(onward: str) -> Question:
    state, nonce, verifier = (secrets.token_urlsafe(48) for _each in range(3))
    return Question(state, nonce, verifier, onward)


def address_of(asked: Question, return_address: str) -> str:
    """Where the browser goes to ask. Raises OidcError when the provider does not say."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=")
    fields = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": return_address,
        "scope": "openid email",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    return f"{_provider()['authorization_endpoint']}?{urlencode(fields)}"


def person_of(asked: Question, answer: dict[str, str], return_address: str) -> Person:
    """Whose account goes with the provider's answer. Raises OidcError."""
    if not secrets.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
        raise OidcError(WRONG)
    if "error" in answer or not answer.get("code"):
        raise OidcError(REFUSED)
    claims = _claims(_tokens(asked, answer["code"], return_address), asked.nonce)
    if claims.get("email_verified") is not True or not claims.get("email"):
        raise OidcError(UNVERIFIED)
    person = Person.objects.active().filter(email=same_address(str(claims["email"]))).first()
    if person is None:
        raise OidcError(UNKNOWN)
    return person


def _tokens(asked: Question, code: str, return_address: str) -> str:
    """The identity token for the code, over the back channel."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address,
        "client_id": settings.OIDC_CLIENT_ID,
        "client_secret": settings.OIDC_CLIENT_SECRET,
        "code_verifier": asked.verifier,
    }
    told = _fetch(_provider()["token_endpoint"], urlencode(fields).encode())
    token = told.get("id_token")
    if not isinstance(token, str):
        raise OidcError(WRONG)
    return token


def _claims(token: str, nonce: str) -> dict[str, Any]:
    """What the token says, once its signature, issuer, audience, age and nonce hold."""
    try:
        keys = jwt.PyJWKSet.from_dict(_fetch(_provider()["jwks_uri"]))
        named = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in keys.keys if named in (None, key.key_id)]
        claims: dict[str, Any] = jwt.decode(
            token,
            fitting[0],
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
        raise OidcError(CLOCKS) from error
    except (jwt.PyJWTError, IndexError) as error:
        raise OidcError(WRONG) from error
    fits = secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
    if not fits or claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise OidcError(WRONG)
    return claims


def _provider() -> dict[str, Any]:
    """What the provider says of itself, asked once an hour. Raises OidcError."""
    issuer = settings.OIDC_ISSUER
    key = f"people.oidc.{hashlib.sha256(issuer.encode()).hexdigest()}"
    told: dict[str, Any] | None = cache.get(key)
    if told is None:
        told = _fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != issuer or not all(
            isinstance(told.get(name), str)
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        ):
            raise OidcError(WRONG)
        cache.set(key, told, KEPT)
    return told


def _fetch(url: str, sent: bytes | None = None) -> dict[str, Any]:
    """A JSON object from the provider: over TLS, or from this very machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise OidcError(WRONG)
    try:
        with urlopen(Request(url, sent, {"Accept": "application/json"}), timeout=TIMEOUT) as answer:  # noqa: S310
            told = json.loads(answer.read(LARGEST))
    except (URLError, OSError) as error:
        raise OidcError(AWAY) from error
    except ValueError as error:
        raise OidcError(WRONG) from error
    if not isinstance(told, dict):
        raise OidcError(WRONG)
    return told
