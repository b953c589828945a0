"""What everybody gets at every address: the table of URL × role.

200: the page. 302: led elsewhere. 401: the password is asked. 403: may see it, may not do this. 404: not there
for them. 405: not that way. 422: what was sent needs something more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from maillage.people.roles import Role

ROLES = {
    "mirabelle": Role.RAQ,
    "coquelicot": Role.COORDINATION,
    "noisetier": Role.ADMINISTRATION,
    "saule": Role.RESEARCH,
    "orme": Role.HOST_PARTNER,
    "erable": Role.OPERATOR,
}
Arguments = Callable[[Any], dict[str, object]]


@dataclass(frozen=True)
class Door:
    """One way through an address: `status` for everyone, `but` for whoever gets something else.

    `queries` is the ceiling of a page, whatever the number of rows behind it.
    """

    status: int = 200
    but: dict[str, int] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, str] = field(default_factory=dict)
    arguments: Arguments = lambda stage: {}
    signed_out: int = 302
    queries: int = 0

    def expected(self, name: str) -> int:
        return self.but.get(name, self.status)


def only(*names: str, status: int = 200, others: int = 403) -> dict[str, Any]:
    """`Door(**only("coquelicot"))`: these people get `status`, everybody else `others`."""
    return {"status": others, "but": dict.fromkeys(names, status)}


POST = {"method": "post"}

PEOPLE: dict[str, list[Door]] = {
    "people:sign_in": [Door(302, signed_out=200), Door(422, method="post", signed_out=422)],
    "people:sign_out": [Door(302, method="post"), Door(405, signed_out=405)],
    "people:set_language": [Door(302, method="post", data={"language": "nl"})],
    "people:lock": [Door(204, method="post")],
    "people:unlock": [Door(422, method="post")],
    "people:alive": [Door(204, method="post")],
    "people:my_profile": [Door(queries=7), Door(422, method="post")],
    "people:my_password": [Door(queries=4), Door(422, method="post")],
    "people:my_sessions": [Door(queries=5)],
    "people:end_other_sessions": [Door(302, method="post")],
    "people:end_session": [
        Door(404, method="post", arguments=lambda stage: {"public_id": stage.foreign_session})
    ],
    "people:team": [Door(queries=8)],
    "people:colleague": [
        Door(
            but={"orme": 404, "erable": 200},
            arguments=lambda stage: {"pk": stage.cast["romarin"].pk},
            queries=8,
        ),
        Door(arguments=lambda stage: {"pk": stage.cast["coquelicot"].pk}),
        Door(404, arguments=lambda stage: {"pk": stage.nobody}),
    ],
}

HOME: dict[str, list[Door]] = {"home:today": [Door(queries=20)]}
KIT: dict[str, list[Door]] = {"kit:gallery": [Door(queries=4)]}

DOORS: dict[str, list[Door]] = {**PEOPLE, **HOME, **KIT}


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every named address of the product."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
