"""Each house rule bites: a violation fails."""

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory

from maillage.kit import testing
from maillage.kit.models import HistoryBlock


def test_an_undefined_template_variable_fails() -> None:
    template = engines["django"].from_string("{{ shown }}{% if missing %}x{% endif %}")
    assert template.render({"shown": "fine"}) == "fine"
    with pytest.raises(testing.UndefinedVariableError, match="shown"):
        template.render({})


@pytest.mark.django_db
def test_unordered_rows_come_shuffled(mirabelle: Any) -> None:
    people = type(mirabelle).objects
    for number in range(12):
        people.create(display_name=str(number), email=f"{number}@test.example")
    plain = people.order_by()
    assert {tuple(str(p) for p in plain.all()) for _ in range(5)} != {
        tuple(str(p) for p in people.order_by("pk"))
    }
    assert len({tuple(str(p) for p in plain.all()) for _ in range(5)}) > 1
    assert len({tuple(str(p) for p in people.order_by("display_name")) for _ in range(5)}) == 1


@pytest.mark.django_db
def test_a_get_cannot_write_and_a_post_can(mirabelle: Any) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        type(mirabelle).objects.filter(pk=mirabelle.pk).update(display_name="Changed")
        return HttpResponse()

    guarded = testing.GetCannotWriteMiddleware(view)
    assert guarded(RequestFactory().post("/")).status_code == 200
    with transaction.atomic(), pytest.raises(testing.ReadWroteError, match="people_person"):
        guarded(RequestFactory().get("/"))


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "t" VALUES (1)',
        'INSERT OR IGNORE INTO "t" VALUES (1)',
        " update t SET x = 1",
        'DELETE FROM "t"',
        'WITH x AS (SELECT 1) UPDATE "t" SET y = 1',
    ],
)
def test_every_way_of_writing_is_a_write(sql: str) -> None:
    written = testing.WRITES.search(sql)
    assert written
    assert written[1] == "t"


def test_reading_for_update_is_not_a_write() -> None:
    assert not testing.WRITES.search('SELECT * FROM "t" WHERE "x" IN (1, 2) FOR UPDATE')


@pytest.mark.django_db
def test_a_query_ceiling_fails_with_the_queries() -> None:
    with testing.at_most(1):
        list(HistoryBlock.objects.all())
    with (
        pytest.raises(AssertionError, match="(?s)2 queries, at most 1.*kit_historyblock"),
        testing.at_most(1),
    ):
        assert [list(HistoryBlock.objects.all()) for _ in range(2)] == [[], []]


PAGE = '<html><body><p id="count">{}</p><div id="list">{}</div></body></html>'


class Pretend(Client):
    """Serves one part for htmx and one page for everybody else."""

    def __init__(self, part: str, page: str) -> None:
        super().__init__()
        self.part, self.page = part, page

    def get(self, path: Any, *args: Any, headers: Any = None, **kwargs: Any) -> Any:
        before = PAGE.format("1", "old")
        return HttpResponse(self.part if headers else before if path == "/before" else self.page)


PART = '<div id="list">new</div>'


def test_a_swap_that_equals_the_reload_passes() -> None:
    testing.assert_swap_equals_reload(Pretend(PART, PAGE.format("1", "new")), "/before", "/after", "list")


def test_a_swap_that_forgets_something_fails() -> None:
    forgetful = Pretend(PART, PAGE.format("2", "new"))
    with pytest.raises(AssertionError):
        testing.assert_swap_equals_reload(forgetful, "/before", "/after", "list")


def test_what_comes_out_of_band_is_put_in_place() -> None:
    both = PART + '<p id="count" hx-swap-oob="true">2</p>'
    testing.assert_swap_equals_reload(Pretend(both, PAGE.format("2", "new")), "/before", "/after", "list")
