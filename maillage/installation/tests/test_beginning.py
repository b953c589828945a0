"""`maillage init`: decides what it can, keeps secrets private, and is honest about the first link."""

from pathlib import Path

import pytest

from maillage.installation import command
from maillage.installation.tests.conftest import HOST, Installation


def test_init_makes_a_private_folder_with_explained_settings(on_sqlite: Installation) -> None:
    for path in (on_sqlite.folder, *(on_sqlite.folder / name for name in ("secret.key", "maillage.env"))):
        assert path.stat().st_mode & 0o077 == 0, path
    assert (on_sqlite.folder / "maillage.sqlite3").stat().st_mode & 0o077 == 0
    settings = (on_sqlite.folder / "maillage.env").read_text()
    assert f"MAILLAGE_HOSTS={HOST}" in settings
    assert settings.count("# ") >= 8
    assert len((on_sqlite.folder / "secret.key").read_text()) > 60


def test_init_twice_keeps_key_and_settings_and_says_how_to_get_the_first_link(
    on_sqlite: Installation,
) -> None:
    before = [(on_sqlite.folder / name).read_text() for name in ("secret.key", "maillage.env")]
    told = on_sqlite.say("init", "--host", "other.example.org")
    assert [(on_sqlite.folder / name).read_text() for name in ("secret.key", "maillage.env")] == before
    assert "maillage init --email" in told


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
    tmp_path: Path, words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--data", str(tmp_path / "data"), "init", *words]) == 1
    told = capsys.readouterr().err
    assert told.startswith(named) or f" {named}" in told
    assert len(told.strip().splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_production_settings_pass_djangos_deployment_check(on_sqlite: Installation) -> None:
    on_sqlite.say("manage", "check", "--deploy", "--fail-level", "WARNING")
