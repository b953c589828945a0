"""Settings of a real installation: what is odd or unsafe refuses to start, in a sentence that names it."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

import maillage.settings
from maillage.installation import command, place
from maillage.installation.tests.conftest import HOST, OURS, Installation
from maillage.settings.reader import SettingsError

LONG = "k" * 60
AGE = "age12p6xg9uzy5nfgndjq040wn0y6pz9zsxlx26cr68p2pye5mz6dgds9kkduf"
REFUSED = {
    "DATABASE_URL": ["mysql://a/b", "sqlite://relative"],
    "DEBUG": ["1", "perhaps"],
    "MAILLAGE_BACKUPS": ["elsewhere"],
    "MAILLAGE_BACKUP_DAYS": ["0", "never"],
    "MAILLAGE_BACKUP_RECIPIENTS": ["age1nobody", f"{AGE},AGE-SECRET-KEY-1XYZ"],
    "MAILLAGE_BIND": ["8000", "localhost:8000", "127.0.0.1:99999"],
    "MAILLAGE_DEMO": ["yes"],
    "MAILLAGE_DISK_MINIMUM_MB": ["0", "1 GB"],
    "MAILLAGE_FINE_MONTHS": ["0", "two years"],
    "MAILLAGE_HOSTS": ["", "*", "https://raq.example.org", "raq.example.org:8000"],
    "MAILLAGE_IDLE_MINUTES": ["-1", "0", "a while", "15.5", "९"],
    "MAILLAGE_LIFETIME_HOURS": ["0", "73"],
    "MAILLAGE_MAIL": ["mail.example.org", "http://mail.example.org", "smtp://mail.example.org:x"],
    "MAILLAGE_MAIL_FROM": ["garance"],
    "MAILLAGE_MAIL_FORM": ["a@b.example"],
    "MAILLAGE_NOTE_MONTHS": ["0", "121"],
    "MAILLAGE_OIDC_ISSUER": ["http://sso.example.org", "sso.example.org", "http://127.0.0.1.example.org"],
    "MAILLAGE_PROXIES": ["", "nginx", "0.0.0.0/0"],
    "MAILLAGE_RIGHTS_REQUEST_DAYS": ["0", "91"],
    "MAILLAGE_SECRET_KEY": ["short", "demo-only-key-never-for-real-people-demo-only-key-never"],
    "MAILLAGE_SECRET_KEY_BEFORE": ["short"],
    "MAILLAGE_WEB_PROCESSES": ["0", "many"],
}
#: Any one line of text will do, and the data folder is what the command makes of it.
FREE = {"MAILLAGE_OIDC_CLIENT_ID", "MAILLAGE_OIDC_CLIENT_SECRET", "MAILLAGE_OIDC_NAME", "MAILLAGE_DATA"}
DEMO_SWITCHES = {"DJANGO_DEBUG", "DEMO"}  # refused as DEBUG and MAILLAGE_DEMO are


@pytest.fixture
def bare_folder(tmp_path: Path) -> Path:
    place.make(tmp_path / "data", hosts=HOST, bind="127.0.0.1:8000", database="", mail="", mail_from="")
    return tmp_path / "data"


@pytest.fixture
def read(bare_folder: Path, monkeypatch: pytest.MonkeyPatch) -> "Read":
    return Read(bare_folder, monkeypatch)


class Read:
    """Reads the production settings as a new process would, within this one."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch

    def __call__(self, **said: str) -> ModuleType:
        around = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.monkeypatch.setattr(os, "environ", around | {"MAILLAGE_DATA": str(self.folder)})
        file = self.folder / place.SETTINGS_FILE
        kept = [line for line in file.read_text().splitlines() if line.partition("=")[0] not in said]
        file.write_text("\n".join([*kept, *(f"{name}={value}" for name, value in said.items()), ""]))
        for name in ("base", "production"):
            self.monkeypatch.delitem(sys.modules, f"maillage.settings.{name}", raising=False)
            self.monkeypatch.delattr(maillage.settings, name, raising=False)
        import maillage.settings.production as read

        return read


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in REFUSED for value in REFUSED[name]])
def test_what_is_odd_or_unsafe_refuses_to_start_in_a_sentence(name: str, value: str, read: Read) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(**{name: value})
    sentence = str(refusal.value)
    assert name in sentence
    assert sentence.endswith(".")
    if len(value) > 4:
        assert value not in sentence, "a refused value may be a secret"


def test_every_setting_has_an_odd_value_that_is_refused(read: Read) -> None:
    asked = read().env.asked - FREE - DEMO_SWITCHES
    assert asked == REFUSED.keys() - {"MAILLAGE_MAIL_FORM"}


def test_one_setting_asks_for_another(read: Read) -> None:
    with pytest.raises(SettingsError, match="MAILLAGE_MAIL_FROM"):
        read(MAILLAGE_MAIL="smtp://mail.example.org")
    with pytest.raises(SettingsError, match="MAILLAGE_OIDC_CLIENT_ID"):
        read(MAILLAGE_MAIL="", MAILLAGE_OIDC_ISSUER="https://sso.example.org")


def test_pages_travel_over_https_alone_and_nothing_of_the_demo_is_on(read: Read) -> None:
    found = read(MAILLAGE_BACKUP_RECIPIENTS=AGE)
    assert (found.DEBUG, found.DEMO, found.SECOND_FACTOR) == (False, False, True)
    assert found.SECURE_SSL_REDIRECT
    assert found.SESSION_COOKIE_SECURE
    assert found.CSRF_COOKIE_SECURE
    assert found.BACKUP_DAYS == 90
    assert found.BACKUP_RECIPIENTS == [AGE]


def test_the_keys_of_before_are_accepted_after_the_newest(read: Read, bare_folder: Path) -> None:
    place.replace_private(bare_folder / place.KEY_FILE, f"{LONG}new\n{LONG}old\n")
    found = read(MAILLAGE_SECRET_KEY_BEFORE=f"{LONG}older")
    assert f"{LONG}new" == found.SECRET_KEY
    assert [f"{LONG}old", f"{LONG}older"] == found.SECRET_KEY_FALLBACKS
    place.replace_private(bare_folder / place.KEY_FILE, "")
    with pytest.raises(SettingsError, match="MAILLAGE_SECRET_KEY"):
        read()


def test_a_key_or_database_that_others_may_read_refuses_to_start(read: Read, bare_folder: Path) -> None:
    (bare_folder / "maillage.sqlite3").touch(0o600)
    read()
    for name in ("secret.key", "maillage.sqlite3"):
        (bare_folder / name).chmod(0o644)
        with pytest.raises(SettingsError, match=f"chmod 600 {bare_folder / name}"):
            read()
        (bare_folder / name).chmod(0o600)


def test_a_line_that_is_no_setting_is_shown_by_its_number(read: Read, bare_folder: Path) -> None:
    lines = len((bare_folder / place.SETTINGS_FILE).read_text().splitlines())
    with (bare_folder / place.SETTINGS_FILE).open("a") as file:
        file.write("MAILLAGE HOSTS raq.example.org\n")
    with pytest.raises(SettingsError, match=f"line {lines + 1}: expected NAME=value"):
        read()


def test_a_process_says_the_sentence_alone(bare_folder: Path) -> None:
    one = Installation(bare_folder, {"MAILLAGE_IDLE_MINUTES": "0"})
    assert "MAILLAGE_IDLE_MINUTES is not accepted" in one.refused("serve")


def test_without_installation_every_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAILLAGE_HOSTS", raising=False)
    for words in (["serve"], ["upgrade"], ["backup"], ["rotate-key"], ["backup-key"]):
        assert command.main(["--data", str(tmp_path / "none"), *words]) == 1
        assert "maillage init" in capsys.readouterr().err
