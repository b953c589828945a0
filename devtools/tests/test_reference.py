"""The reference pages hold what the code holds: rights, settings, commands, gates."""

import argparse
import re
from collections.abc import Iterable

import pytest
from django.db.models import Q

from devtools import codebook, commands, faults, rights
from devtools.gates import nothing_found
from devtools.places import DOCS, PACKAGE, ROOT
from maillage.kit.models import HistoryEntry
from maillage.kit.policy import EVERY_ROW, NO_ROW, Policy, Reader
from maillage.people.roles import Role

REFERENCE = DOCS / "reference"
ASKED = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""")


def unsaid(names: Iterable[str], page: str) -> list[str]:
    """Names that the page does not hold between back quotes."""
    return [
        f"the page says nothing of {name}" for name in names if not re.search(rf"`{re.escape(name)}\b", page)
    ]


def environment_variables() -> set[str]:
    files = sorted((PACKAGE / "settings").glob("*.py"))
    return {name for path in files for name in ASKED.findall(path.read_text())}


def verbs() -> list[str]:
    """What `./dev` and `python -m maillage` understand of ours."""
    choices = [
        action for action in commands.parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    own = PACKAGE.glob("*/management/commands/[a-z]*.py")
    return [f"./dev {name}" for action in choices for name in action.choices] + sorted(p.stem for p in own)


def biting_tests() -> list[str]:
    """The files whose tests are gates."""
    places = ("devtools/tests", "house_tests")
    return sorted(path.name for place in places for path in (ROOT / place).glob("test_*.py"))


def test_the_page_of_rights_is_the_one_made_from_the_policies() -> None:
    assert rights.PAGE.read_text() == rights.page()


def test_the_codebook_is_the_one_made_from_the_measures() -> None:
    assert codebook.PAGE.read_text() == codebook.page()


def test_the_page_of_faults_is_the_one_made_from_the_tests() -> None:
    assert faults.PAGE.read_text() == faults.page()


def test_a_fault_is_named_by_the_name_or_the_docstring_of_its_test() -> None:
    source = 'def test_f1_f20_a(): "F6; not F99, nor UF7."\ndef helper_f2(): ...\ndef test_b(): 0  # F3'
    assert dict(faults.named(source)) == {"test_f1_f20_a": {1, 6, 20}, "test_b": set()}
    assert faults.NOT_YET in faults.row(54, ())


def test_every_setting_of_the_environment_is_stated() -> None:
    assert "DATABASE_URL" in environment_variables()
    nothing_found(unsaid(environment_variables(), (REFERENCE / "settings.md").read_text()))


def test_every_command_is_stated() -> None:
    assert {"./dev run", "verify_history"} <= set(verbs())
    nothing_found(unsaid(verbs(), (REFERENCE / "commands.md").read_text()))


def test_every_gate_is_stated() -> None:
    page = (REFERENCE / "gates.md").read_text()
    nothing_found([f"gates.md says nothing of {name}" for name in biting_tests() if name not in page])


def test_a_name_left_unsaid_is_found() -> None:
    assert unsaid(["MAILLAGE_DATA", "MAILLAGE_DAT"], "`MAILLAGE_DATA`: where") == [
        "the page says nothing of MAILLAGE_DAT"
    ]
    assert ASKED.findall('env.int("A_B", default=1) env("C") other.str("D")') == ["A_B", "C"]


@pytest.mark.parametrize(
    ("condition", "word"), [(EVERY_ROW, "all"), (NO_ROW, "–"), (Q(pk=1), "some"), (Q(pk=1) | Q(pk=2), "some")]
)
def test_how_far_a_right_reaches_is_said_in_one_word(condition: Q, word: str) -> None:
    class Ground(Policy[HistoryEntry]):
        """For whoever asks."""

        def __init_subclass__(cls) -> None:
            """Not registered: no policy of the product."""

    class Asked(Ground):
        def may_view(self, person: Reader) -> Q:
            return condition if person.has_role(Role.RAQ) else NO_ROW

    asked = Asked()
    assert rights.extent(asked, "may_view", Role.RAQ) == word
    assert rights.extent(asked, "may_view", Role.OPERATOR) == "–"
    assert rights.told(asked) == "For whoever asks.\n\n"
