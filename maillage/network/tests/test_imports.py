"""A list comes in line by line under somebody's eyes, and goes again (P7, U-CO-04)."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import SignedIn, shipped_term
from maillage.kit import clock
from maillage.kit.imports import running
from maillage.kit.imports.importable import importable
from maillage.kit.imports.models import ImportBatch
from maillage.kit.imports.reading import UnreadableError, read_table
from maillage.kit.models import HistoryEntry
from maillage.network import operations
from maillage.network.models import Actor
from maillage.network.tests.conftest import MakeActor
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

LIST = """Nom;Téléphone;Adresse;Thèmes;Site web;Langues
Le Bol;02 203 45 67;Rue du Levain 3;food_aid;lebol.example;français, arabe
Épicerie le tournesol;;;;;
La Louche;abc;;;;klingon
;02 203 45 68;;;;
=HYPERLINK("x");02 203 45 69;;recettes;;
"""


def bring(client: Client, content: str | bytes, name: str = "liste.csv") -> ImportBatch:
    content = content.encode() if isinstance(content, str) else content
    answer = client.post("/imports/new/actors/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("made_at")


def check_columns(client: Client, batch: ImportBatch) -> None:
    data = {f"column-{number}": name for number, name in enumerate(batch.mapping)}
    assert client.post(f"/imports/{batch.pk}/columns/set/", data).status_code == 302


def findings(batch: ImportBatch) -> list[str]:
    return list(batch.lines.order_by("number").values_list("finding", flat=True))


@pytest.fixture
def coordination(as_person: SignedIn, coquelicot: Person) -> Client:
    shipped_term("theme", "food_aid")
    return as_person(coquelicot)


def test_a_list_is_looked_through_applied_and_undone(coordination: Client, make_actor: MakeActor) -> None:
    known = make_actor("Épicerie sociale Le Tournesol")
    batch = bring(coordination, LIST)
    assert batch.mapping == ["name_fr", "phone", "street", "themes", "web", "languages"]
    check_columns(coordination, batch)
    assert findings(batch) == ["new", "duplicate", "error", "error", "error"]
    page = coordination.get(batch.get_absolute_url()).content.decode()
    for sentence in ("02 123 45 67", "klingon", "recettes", known.get_absolute_url()):
        assert sentence in page
    assert Actor.objects.count() == 1
    coordination.post(f"/imports/{batch.pk}/choose/", {"line-3": "join", "apply": "yes"})
    made = Actor.objects.get(name_fr="Le Bol")
    assert made.ways.get(kind="phone").value == "+3222034567"
    assert sorted(made.languages.values_list("code", flat=True)) == ["ar", "fr"]
    assert made.indexed_words.filter(word="bol").exists()
    assert Actor.objects.count() == 2
    assert HistoryEntry.objects.filter(verb="network.actor.imported").count() == 2
    coordination.post(f"/imports/{batch.pk}/undo/")
    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert not made.indexed_words.exists()
    assert [str(actor) for actor in Actor.objects.standing()] == ["Épicerie sociale Le Tournesol"]


def test_a_line_completes_its_sheet_and_gives_back_what_it_said(
    coordination: Client, make_actor: MakeActor
) -> None:
    actor = make_actor("Le Bol", phone="+3222034567", street="Rue du Levain 3")
    text = "Nom,Téléphone,Adresse,Prix,Alias\nLe bol,02/203.45.67,Rue du Levain 3,gratuit,Soupe\n"
    for _turn in range(2):  # undone, and done again: the columns are remembered
        batch = bring(coordination, text)
        check_columns(coordination, batch)
        assert findings(batch) == ["change"]
        coordination.post(f"/imports/{batch.pk}/choose/", {"apply": "yes"})
        actor.refresh_from_db()
        assert (actor.cost, [str(alias) for alias in actor.aliases.all()]) == ("free", ["Soupe"])
        again = bring(coordination, text)
        check_columns(coordination, again)
        assert findings(again) == ["same"]
        coordination.post(f"/imports/{batch.pk}/undo/")
        actor.refresh_from_db()
        assert (actor.name_fr, actor.cost, actor.aliases.count()) == ("Le Bol", "", 0)


def test_undoing_keeps_what_somebody_changed_since(coordination: Client, coquelicot: Person) -> None:
    batch = bring(coordination, "Nom\nLe Bol\nLa Louche\n")
    check_columns(coordination, batch)
    coordination.post(f"/imports/{batch.pk}/choose/", {"apply": "yes"})
    touched = Actor.objects.get(name_fr="La Louche")
    operations.change_actor(by=coquelicot, actor=touched, values={"acronym": "LL"})
    coordination.post(f"/imports/{batch.pk}/undo/")
    assert [str(actor) for actor in Actor.objects.standing()] == ["La Louche"]
    page = coordination.get(batch.get_absolute_url()).content.decode()
    assert "La Louche" in page
    assert list(batch.lines.order_by("number").values_list("state", flat=True)) == ["undone", "changed"]


def test_a_long_list_goes_on_without_its_reader_and_after_an_interruption(
    coordination: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SMALL", 2)
    monkeypatch.setattr(running, "AT_ONCE", 2)
    names = ["Jasmin", "Cerisier", "Bouleau", "Pivoine", "Fougère"]
    batch = bring(coordination, "Nom\n" + "\n".join(names))
    check_columns(coordination, batch)
    batch.refresh_from_db()
    assert batch.state == "looking"
    part = coordination.get(batch.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "progress"})
    assert "hx-trigger" in part.content.decode()
    running.go_on(batch)
    coordination.post(f"/imports/{batch.pk}/choose/", {"apply": "yes"})
    batch.refresh_from_db()
    apply, turns = importable("actors").apply, []

    def interrupted(items: object, *, by: object) -> object:
        turns.append(1)
        if len(turns) == 2:
            raise KeyboardInterrupt
        return apply(items, by=by)  # type: ignore[arg-type]

    monkeypatch.setattr(importable("actors"), "apply", interrupted)
    with pytest.raises(KeyboardInterrupt):
        running.go_on(batch)
    assert Actor.objects.count() == 2
    running.go_on(batch)
    assert sorted(map(str, Actor.objects.all())) == sorted(names)
    done = coordination.get(batch.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "progress"})
    assert done["HX-Refresh"] == "true"


def test_after_ninety_days_nothing_of_the_file_is_kept(coordination: Client) -> None:
    batch = bring(coordination, "Nom\nLe Bol\n")
    ImportBatch.objects.update(made_at=clock.now() - timedelta(days=91))
    running.empty_imports()
    assert batch.lines.get().cells == []
    assert coordination.get(batch.get_absolute_url()).status_code == 200


def test_an_hsds_file_comes_in_under_its_own_columns(coordination: Client) -> None:
    service = """[{"id": "1", "name": "Le Bol", "status": "active", "languages": [{"code": "ar"}],
      "phones": [{"id": "2", "number": "02 203 45 67"}], "service_at_locations": [{"location": {"addresses": [
      {"address_1": "Rue du Levain 3", "postal_code": "1800", "city": "Vilvoorde"}]}}]}]"""
    batch = bring(coordination, service, "services.json")
    check_columns(coordination, batch)
    coordination.post(f"/imports/{batch.pk}/choose/", {"apply": "yes"})
    actor = Actor.objects.get()
    assert actor.sites.get().address == "Rue du Levain 3, 1800 Vilvoorde"
    assert actor.ways.get().value == "+3222034567"


# --- Files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "Nom;Ville\r\nÉté;Liège\r\n".encode(),
        "Nom;Ville\nÉté;Liège\n".encode("cp1252"),
        "\ufeffNom\tVille\nÉté\tLiège\n".encode(),
        "Nom,Ville\nÉté,Liège\n".encode("utf-16"),
        'Nom,Ville\n"Été","Liège"\n'.encode(),
    ],
)
def test_a_text_is_read_whatever_its_encoding_and_its_separator(content: bytes) -> None:
    table = read_table(content)
    assert table.headers == ["Nom", "Ville"]
    assert table.lines == [(2, ["Été", "Liège"])]


def test_lines_of_two_encodings_are_each_read_by_their_own() -> None:
    table = read_table("Nom\nÉté\n".encode() + "Liège\n".encode("cp1252"))
    assert [cells for _number, cells in table.lines] == [["Été"], ["Liège"]]


def bomb() -> bytes:
    """A spreadsheet whose two cells stand at the ends of the world."""
    cell = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>'
        f"{cell.format(1, 'A')}{cell.format(1048576, 'XFD')}</sheetData></worksheet>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{kinds}"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


HOSTILE = {
    "empty": b"",
    "headers-alone": b"Nom\n",
    "pdf": b"%PDF-1.7 ...",
    "picture": b"\x89PNG\r\n\0\0",
    "damaged": b"PK\x03\x04 not a zip",
    "other-json": b'{"a": 1}',
    "deep-json": b"[" * 100_000,
    "bomb": bomb(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_list_gets_a_sentence(name: str) -> None:
    with pytest.raises(UnreadableError):
        read_table(HOSTILE[name], from_json=importable("actors").from_json)


def test_what_is_too_large_is_refused_before_it_is_read(coordination: Client) -> None:
    answer = coordination.post(
        "/imports/new/actors/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(30 * 1024**2),
    )
    assert answer.status_code == 413
    assert not ImportBatch.objects.exists()
