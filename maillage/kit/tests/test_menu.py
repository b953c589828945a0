"""The menu: rooms offer entries, a person finds those of their roles, and sees where they are."""

from dataclasses import dataclass, field

import pytest
from django.test import RequestFactory
from django.urls import resolve

from maillage.kit import menu
from maillage.kit import shell as shell_module
from maillage.kit.menu import MenuEntry
from maillage.kit.shell import Shell

TODAY = MenuEntry("Aujourd’hui", "home:today", "today", "day", order=0, bar=True)
TEAM = MenuEntry("Équipe", "people:team", "team", "together", order=2, bar=True)
GALLERY = MenuEntry("Galerie", "kit:gallery", "eye", "together", order=1, bar=True, short="Vue")
ME = MenuEntry("Moi", "people:my_profile", "person", "me", order=0, bar=True)
SESSIONS = MenuEntry("Mes sessions", "people:my_sessions", "device", "me", order=1, bar=True)
OFFICE = MenuEntry(
    "Bureau", "people:my_password", "key", "journal", order=0, roles=frozenset({"coordination"})
)


@dataclass
class Somebody:
    roles: set[str] = field(default_factory=set)
    theme: str = "evening"
    is_authenticated: bool = True

    def has_role(self, code: str, /) -> bool:
        return code in self.roles


@pytest.fixture(autouse=True)
def _no_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_entries", {})
    monkeypatch.setattr(shell_module, "person_lines", [])


def shell_at(path: str, person: object | None = None) -> Shell:
    request = RequestFactory().get(path)
    request.user = person or Somebody()  # type: ignore[assignment]
    request.resolver_match = resolve(path)
    return Shell(request)


@pytest.mark.parametrize(("icon", "section"), [("unicorn", "day"), ("today", "elsewhere")])
def test_an_unknown_drawing_or_section_is_refused(icon: str, section: str) -> None:
    with pytest.raises(ValueError, match="unknown"):
        MenuEntry("Zone", "home:today", icon, section, order=0)


def test_two_entries_for_one_page_are_refused() -> None:
    menu.register([TODAY, TODAY])
    with pytest.raises(ValueError, match="home:today"):
        menu.register([MenuEntry("Accueil", "home:today", "today", "day", order=5)])


def test_there_is_one_great_action() -> None:
    menu.register([MenuEntry("Noter", "people:team", "note", "day", order=0, primary=True)])
    with pytest.raises(ValueError, match="one primary"):
        menu.register([MenuEntry("Compter", "people:my_profile", "plus", "day", order=0, primary=True)])


def test_entries_stand_by_section_then_order() -> None:
    menu.register([ME, TEAM, GALLERY, TODAY])
    labels = [[link.label for link in section.links] for section in shell_at("/").sections]
    assert labels == [["Aujourd’hui"], ["Galerie", "Équipe"], ["Moi"]]


def test_a_section_without_entry_shows_no_heading() -> None:
    menu.register([TODAY, OFFICE])
    assert [section.code for section in shell_at("/").sections] == ["day"]
    assert [section.code for section in shell_at("/", Somebody({"coordination"})).sections] == [
        "day",
        "journal",
    ]


def test_the_page_itself_and_what_lies_inside_an_entry_are_shown_as_here() -> None:
    menu.register([TODAY, ME, SESSIONS])
    here = {
        link.label: link.current for section in shell_at("/me/sessions/").sections for link in section.links
    }
    assert here == {"Aujourd’hui": "", "Moi": "", "Mes sessions": "page"}
    inside = {
        link.label: link.current for section in shell_at("/me/password/").sections for link in section.links
    }
    assert inside == {"Aujourd’hui": "", "Moi": "true", "Mes sessions": ""}


def test_the_bar_holds_four_entries_beside_the_menu() -> None:
    menu.register([TODAY, TEAM, GALLERY, ME, SESSIONS])
    shell = shell_at("/")
    assert [link.short for link in shell.bar] == ["Aujourd’hui", "Vue", "Équipe", "Moi"]
    assert shell.bar_before == shell.bar
    assert shell.bar_after == []


def test_the_great_action_stands_in_the_middle_of_the_bar_and_out_of_the_list() -> None:
    note = MenuEntry(
        "Noter une rencontre", "people:my_password", "note", "day", order=9, primary=True, bar=True
    )
    menu.register([TODAY, TEAM, ME, SESSIONS, note])
    shell = shell_at("/")
    assert shell.primary
    assert shell.primary.label == "Noter une rencontre"
    assert [link.label for link in shell.bar_before] == ["Aujourd’hui", "Équipe"]
    assert [link.label for link in shell.bar_after] == ["Moi"]
    assert "Noter une rencontre" not in [link.label for section in shell.sections for link in section.links]


def test_the_line_under_the_name_comes_from_the_rooms() -> None:
    shell_module.person_lines += [lambda person: "RAQ", lambda person: "", lambda person: "zone 05"]
    assert shell_at("/").where == "RAQ · zone 05"


def test_the_theme_is_the_persons_or_the_devices() -> None:
    assert shell_at("/").theme == "evening"
    assert shell_at("/", Somebody(theme="neon")).theme == "auto"
    assert Shell().theme == "auto"


def test_outside_a_request_there_is_nobody_and_no_menu() -> None:
    shell = Shell()
    assert (shell.person, shell.where, shell.sections, shell.bar) == (None, "", [], [])
