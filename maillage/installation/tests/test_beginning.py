"""`maillage init`: decides what it can, keeps secrets private, and is honest about the first link."""

import os
from pathlib import Path

import pytest

from maillage.installation.tests.conftest import HOST, Installation


def test_init_makes_a_private_folder_with_explained_settings(on_sqlite: Installation) -> None:
    for path in (on_sqlite.folder, *(on_sqlite.folder / name for name in ("secret.key", "maillage.env"))):
        assert path.stat().st_mode & 0o077 == 0, path
    assert (on_sqlite.folder / "maillage.sqlite3").stat().st_mode & 0o077 == 0
    settings = (on_sqlite.folder / "maillage.env").read_text()
    assert f"MAILLAGE_HOSTS={HOST}" in settings
    assert settings.count("# ") >= 8
    assert len((on_sqlite.folder / "secret.key").read_text()) > 60


def test_init_twice_keeps_key_and_settings(on_sqlite: Installation) -> None:
    before = [(on_sqlite.folder / name).read_text() for name in ("secret.key", "maillage.env")]
    on_sqlite.say("init", "--host", "other.example.org")
    assert [(on_sqlite.folder / name).read_text() for name in ("secret.key", "maillage.env")] == before


def test_init_without_address_says_how_to_get_the_first_link(on_sqlite: Installation) -> None:
    assert "maillage init --email" in on_sqlite.say("init")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--host", "https://raq.example.org/"], "--host"),
        (["--host", HOST, "--email", "garance"], "--email"),
        (["--host", HOST, "--database", "mysql://x/y"], "--database"),
        (["--host", HOST, "--bind", "8000"], "--bind"),
        (["--host", HOST, "--mail", "smtp+tls://mail.example.org"], "--mail-from"),
        (["--host", HOST, "--mail", "mail.example.org", "--mail-from", "a@b.example"], "--mail"),
    ],
)
def test_init_refuses_an_odd_value_in_a_sentence_and_writes_nothing(
    tmp_path: Path, words: list[str], named: str
) -> None:
    told = Installation(tmp_path / "data").run("init", *words)
    assert told.returncode == 1
    assert told.stderr.startswith(named) or f" {named}" in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_without_installation_every_command_says_so(tmp_path: Path) -> None:
    for word in ("serve", "upgrade", "backup"):
        told = Installation(tmp_path / "none").run(word)
        assert told.returncode == 1
        assert "maillage init" in told.stderr


REFUSED = {
    "MAILLAGE_HOSTS": ["", "*", "https://raq.example.org", "raq.example.org:8000"],
    "MAILLAGE_PROXIES": ["", "nginx", "0.0.0.0/0"],
    "MAILLAGE_SECRET_KEY": ["short", "demo-only-key-never-for-real-people-demo-only-key-never"],
    "MAILLAGE_IDLE_MINUTES": ["-1", "0", "a while", "15.5", "९"],
    "MAILLAGE_BIND": ["8000", "localhost:8000", "127.0.0.1:99999"],
    "MAILLAGE_MAIL": ["mail.example.org", "http://mail.example.org", "smtp://mail.example.org:x"],
    "MAILLAGE_MAIL_FORM": ["a@b.example"],
    "MAILLAGE_DEMO": ["yes"],
    "DEBUG": ["1", "perhaps"],
    "DATABASE_URL": ["mysql://a/b", "sqlite://relative"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in REFUSED for value in REFUSED[name]])
def test_settings_that_are_odd_or_unsafe_refuse_to_start_in_a_sentence(
    name: str, value: str, bare: Installation
) -> None:
    lines = (bare.folder / "maillage.env").read_text().splitlines()
    kept = [line for line in lines if not line.startswith(f"{name}=")]
    (bare.folder / "maillage.env").write_text("\n".join([*kept, f"{name}={value}", ""]))
    told = bare.run("doctor")
    assert told.returncode == 1
    assert name in told.stdout
    assert "Traceback" not in told.stderr
    if len(value) > 4:
        assert value not in told.stdout, "a refused value may be a secret"


def test_a_key_or_database_that_others_may_read_refuses_to_start(on_sqlite: Installation) -> None:
    for name in ("secret.key", "maillage.sqlite3"):
        os.chmod(on_sqlite.folder / name, 0o644)  # noqa: PTH101
        told = on_sqlite.run("serve")
        assert told.returncode == 1
        assert f"chmod 600 {on_sqlite.folder / name}" in told.stderr
        (on_sqlite.folder / name).chmod(0o600)


def test_production_settings_pass_djangos_deployment_check(on_sqlite: Installation) -> None:
    on_sqlite.say("manage", "check", "--deploy", "--fail-level", "WARNING")
