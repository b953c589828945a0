"""What a person sees of a figure, and what they take away."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.urls import reverse

from conftest import SignedIn
from maillage.figures import views
from maillage.figures.tests.conftest import ask, make_actor, meet, said
from maillage.installation import figures as at_the_terminal
from maillage.installation.command import parser
from maillage.installation.place import RefusedError
from maillage.kit.locks import TooLongError, within
from maillage.kit.testing import assert_swap_equals_reload, parse
from maillage.network.models import Contact
from maillage.people.models import Person

pytestmark = pytest.mark.django_db

SPRING = "first_day=2021-04-01&last_day=2021-12-31"


def _met(person: Person) -> None:
    meet(make_actor("=Le Trèfle", "medical_centre"), person, date(2021, 5, 1), "refusal")
    meet(make_actor("Le Lierre", None), person, date(2021, 6, 1))


def test_the_page_shows_bars_numbers_and_a_caption_as_the_report_prints_it(
    coquelicot: Person, mirabelle: Person, as_person: SignedIn
) -> None:
    _met(mirabelle)
    url = reverse("figures:figure", args=["C7"])
    tree = parse(as_person(coquelicot).get(f"{url}?{SPRING}").content)
    caption = tree.select("figcaption p")[0].text.replace("\N{NO-BREAK SPACE}", " ")
    assert caption == (
        "C7 · Types d’acteurs locaux · base : n = 2 acteurs rencontrés, 01/04/2021 – 31/12/2021"
        " · extrait du Journal de Bord"
    )
    bars = [bar["aria-label"] for bar in tree.select("svg[role=img]")]
    assert bars == ["maison médicale · 1", "non renseigné · 1"]
    rows = [[cell.text for cell in row.select("th, td")] for row in tree.select("tbody tr")]
    assert rows == [["maison médicale", "1", "100 %"], ["non renseigné", "1", ""]]
    assert not tree.select("option[value=person], option[value=raq]")
    asked = f"{url}?{SPRING}&by=commune"
    assert_swap_equals_reload(as_person(coquelicot), f"{url}?{SPRING}&by=kind", asked, "figure-answer")


def test_an_empty_figure_says_where_it_is_noted(coquelicot: Person, as_person: SignedIn) -> None:
    tree = parse(as_person(coquelicot).get(reverse("figures:figure", args=["C9"])).content)
    assert tree.select_one(f'main a[href="{reverse("network:actors")}"]')
    assert not tree.select("table")


def test_a_raq_asks_of_their_own_work_and_coordination_of_nobodys(
    coquelicot: Person, mirabelle: Person, romarin: Person, as_person: SignedIn
) -> None:
    _met(romarin)
    url = reverse("figures:export", args=["C7", "json"]) + f"?{SPRING}&whose=mine"
    assert json.loads(as_person(mirabelle).get(url).content)["n"] == 0
    assert json.loads(as_person(romarin).get(url).content)["own_work_alone"]
    assert json.loads(as_person(coquelicot).get(url).content)["n"] == 2


def test_every_file_holds_the_numbers_and_what_they_are(
    coquelicot: Person, mirabelle: Person, as_person: SignedIn
) -> None:
    _met(mirabelle)
    client = as_person(coquelicot)
    files: dict[str, Any] = {
        kind: client.get(reverse("figures:export", args=["C7", kind]) + f"?{SPRING}&across=quarter")
        for kind in ("csv", "json", "svg", "xlsx")
    }
    rows = list(csv.DictReader(io.StringIO(files["csv"].content.decode())))
    cells = {(row["kind_code"], row["quarter_code"]): row["number"] for row in rows}
    assert cells["medical_centre", "2021-04-01"] == "1"
    assert (cells["missing", "total"], cells["total", "total"]) == ("1", "2")
    assert {(row["figure"], row["version"], row["base"], row["n"]) for row in rows} == {
        ("C7", "1", "acteurs rencontrés", "2")
    }
    told = json.loads(files["json"].content)
    assert (told["not_said"], told["source"], told["terms"]) == (1, "C7, R11", "now")
    drawn = ElementTree.fromstring(files["svg"].content)  # noqa: S314
    names = {child.tag.split("}")[1] for child in drawn}
    assert {"title", "desc", "metadata", "rect"} <= names
    book = zipfile.ZipFile(io.BytesIO(files["xlsx"].content))
    assert b"acteurs rencontr" in book.read("xl/sharedStrings.xml")
    assert "attachment" in files["xlsx"]["Content-Disposition"]


FOR_EVER = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def test_a_question_that_takes_too_long_is_a_sentence(
    coquelicot: Person, as_person: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TooLongError), within(0.05), connection.cursor() as cursor:
        cursor.execute(FOR_EVER)
    assert Contact.objects.count() == 0, "the connection serves on"

    def too_long(asked: Any) -> Any:
        raise TooLongError

    monkeypatch.setattr(views, "tabulate", too_long)
    url = reverse("figures:figure", args=["C7"])
    assert "prend trop de temps" in as_person(coquelicot).get(url).content.decode()
    assert as_person(coquelicot).get(f"{url}csv/").status_code == 400


def test_the_terminal_tells_the_same(
    coquelicot: Person, mirabelle: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    _met(mirabelle)

    def told(*words: str) -> str:
        at_the_terminal.tell(parser().parse_args(["figures", *words]))
        return capsys.readouterr().out

    assert "C7" in told("list")
    asked = ("show", "c7", "--from", "2021-04-01", "--to", "2021-12-31")
    assert "maison médicale" in told(*asked)
    rows = list(csv.DictReader(io.StringIO(told(*asked, "--format", "csv"))))
    by_hand = ask(coquelicot, "C7", "kind", first_day=date(2021, 4, 1), last_day=date(2021, 12, 31))
    assert {row["kind_code"]: int(row["number"]) for row in rows} == said(by_hand) | {"total": 2}
    for words, sentence in (
        (("show", "C99"), "no figure C99"),
        (("show", "C7", "--axis", "person"), "set apart by person"),
        (("show", "C7", "--from", "2022-01-01", "--to", "2021-01-01"), "no period"),
    ):
        with pytest.raises(RefusedError, match=sentence):
            told(*words)
