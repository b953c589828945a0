"""The directory out and lists in, from the command line."""

import json
from pathlib import Path

import pytest

from maillage.installation import command, lists
from maillage.installation.place import RefusedError
from maillage.kit.imports.models import ImportBatch
from maillage.network.models import Actor
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

LIST = "Nom de l’asbl;Tél.\nLe Bol;02 203 45 67\nLa Louche;abc\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LIST)
    return path


def brought(file: Path, *words: str) -> int:
    return lists.bring(command.parser().parse_args(["import", "actors", str(file), *words]))


def test_a_preview_writes_nothing_and_names_what_is_to_repair(
    file: Path, coquelicot: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RefusedError, match="--mapping"):
        brought(file, "--preview")
    brought(file, "--preview", "--mapping", "Nom de l’asbl=name_fr,Tél.=phone", "--lang", "en")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "2\tnew\tLe Bol"
    assert told[1].startswith("3\tto repair\tLa Louche\tphone")
    assert not Actor.objects.exists()


def test_a_list_goes_in_under_the_name_of_somebody_who_can_undo_it(file: Path, coquelicot: Person) -> None:
    brought(file, "--mapping", "Nom de l’asbl=name_fr,Tél.=phone")
    assert [str(actor) for actor in Actor.objects.all()] == ["Le Bol"]
    assert ImportBatch.objects.get().made_by == coquelicot
    with pytest.raises(RefusedError, match="no column"):
        brought(file, "--mapping", "Nom=name_fr")


def test_the_directory_goes_to_a_file(file: Path, coquelicot: Person, tmp_path: Path) -> None:
    brought(file, "--mapping", "Nom de l’asbl=name_fr,Tél.=")
    to = tmp_path / "out.json"
    lists.export(command.parser().parse_args(["export", "hsds", "--lang", "nl", "--to", str(to)]))
    assert sorted(each["name"] for each in json.loads(to.read_text())) == ["La Louche", "Le Bol"]
    lists.export(command.parser().parse_args(["export", "hsds", "--public", "--to", str(to)]))
    assert json.loads(to.read_text()) == []
