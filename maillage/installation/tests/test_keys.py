"""Another secret key: nothing sealed or signed is lost, and the key of before goes when it is told to."""

from pathlib import Path
from typing import Any

import pytest
from django.core import signing

from maillage.installation import keys, place
from maillage.installation.tests.conftest import HOST, Installation
from maillage.kit import clock
from maillage.people import second_factor
from maillage.people.models import AuthenticatorApp, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    place.make(tmp_path / "data", hosts=HOST, bind="127.0.0.1:8000", database="", mail="", mail_from="")
    (settings.SECRET_KEY,) = place.keys_in(tmp_path / "data")
    settings.SECRET_KEY_FALLBACKS = []
    return tmp_path / "data"


@pytest.fixture
def app(folder: Path, mirabelle: Person) -> AuthenticatorApp:
    sealed = second_factor.new_sealed_secret()
    return AuthenticatorApp.objects.create(person=mirabelle, sealed_secret=sealed, added_at=clock.now())


def test_a_new_key_opens_what_was_sealed_and_signed(
    folder: Path, app: AuthenticatorApp, settings: Any
) -> None:
    secret, signed = second_factor.opened(app.sealed_secret), signing.dumps("mirabelle")
    first = settings.SECRET_KEY
    keys.rotate(folder)
    newest, before = place.keys_in(folder)
    assert newest != first == before
    assert (folder / "secret.key").stat().st_mode & 0o077 == 0
    assert signing.loads(signed) == "mirabelle"
    keys.retire(folder)
    assert place.keys_in(folder) == [newest]
    assert first not in (folder / "secret.key").read_text()
    app.refresh_from_db()
    assert second_factor.opened(app.sealed_secret) == secret
    with pytest.raises(signing.BadSignature):
        signing.loads(signed)
    with pytest.raises(place.RefusedError, match="nothing to retire"):
        keys.retire(folder)


def test_killed_before_the_secrets_are_sealed_anew_nothing_is_lost(
    folder: Path, app: AuthenticatorApp, settings: Any
) -> None:
    secret = second_factor.opened(app.sealed_secret)
    keys.use(folder, [place.new_key(), *place.keys_in(folder)])
    with pytest.raises(place.RefusedError, match="1 secrets are sealed"):
        keys.retire(folder)
    keys.rotate(folder)
    assert len(place.keys_in(folder)) == 2
    keys.retire(folder)
    app.refresh_from_db()
    assert second_factor.opened(app.sealed_secret) == secret


def test_a_key_of_the_environment_is_changed_there(
    folder: Path, app: AuthenticatorApp, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", settings.SECRET_KEY)
    with pytest.raises(place.RefusedError, match="MAILLAGE_SECRET_KEY_BEFORE"):
        keys.rotate(folder)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], place.new_key()
    keys.rotate(folder)
    settings.SECRET_KEY_FALLBACKS = []
    app.refresh_from_db()
    assert second_factor.opened(app.sealed_secret)


def test_the_command_says_what_comes_next(on_sqlite: Installation) -> None:
    assert "--retire" in on_sqlite.say("rotate-key")
    assert len(place.keys_in(on_sqlite.folder)) == 2
