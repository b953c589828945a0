"""What everybody gets at every address: the table of URL × role.

200: the page. 302: led elsewhere. 401: sign-in or the password is asked. 403: may see it, may not do this.
404: not there for them. 405: not that way. 422: what was sent needs something more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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

    `queries` is the ceiling of a page, whatever the number of rows behind it. A `file` is no page.
    """

    status: int = 200
    but: dict[str, int] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, str] = field(default_factory=dict)
    arguments: Arguments = lambda stage: {}
    signed_out: int = 0
    queries: int = 0
    file: bool = False

    @property
    def outside(self) -> int:
        """What somebody not signed in gets: led to sign in when reading, a sentence when sending."""
        return self.signed_out or (302 if self.method == "get" else 401)

    def expected(self, name: str) -> int:
        return self.but.get(name, self.status)


def only(*names: str, status: int = 200, others: int = 403) -> dict[str, Any]:
    """`Door(**only("coquelicot"))`: these people get `status`, everybody else `others`."""
    return {"status": others, "but": dict.fromkeys(names, status)}


COORDINATES = only("coquelicot")


def of(name: str) -> Arguments:
    """The address of that person of the cast."""
    return lambda stage: {"pk": stage.cast[name].pk}


def at(name: str) -> Arguments:
    """The address of that thing of the town."""
    return lambda stage: {"pk": getattr(stage.town, name).pk}


def nowhere(stage: Any) -> dict[str, object]:
    """The address of something that does not exist."""
    return {"pk": stage.nobody}


#: Coordination changes; the team reads; to hosts and the operator it does not exist.
TEAM_READS: dict[str, int] = {"coquelicot": 200, "orme": 404, "erable": 404}


def changing(name: str, strangers: tuple[str, ...] = (), also: tuple[str, ...] = ()) -> list[Door]:
    """A form on a record: coordination and `also` get it, readers 403, strangers 404."""
    keepers = ("coquelicot", *also)
    but = dict.fromkeys(keepers, 200) | dict.fromkeys(strangers, 404)
    sent = dict.fromkeys(keepers, 422) | dict.fromkeys(strangers, 404)
    return [
        Door(403, but, arguments=at(name), queries=16),
        Door(403, sent, method="post", arguments=at(name)),
        Door(404, arguments=nowhere),
    ]


def adding() -> list[Door]:
    """A form for a new record: coordination alone."""
    return [Door(**COORDINATES, queries=14), Door(**only("coquelicot", status=422), method="post")]


def gesture(name: str, strangers: tuple[str, ...] = (), **also: int) -> list[Door]:
    """One tap on a record: coordination does it, readers 403, strangers 404, and never by reading."""
    but = {"coquelicot": 302} | dict.fromkeys(strangers, 404) | also
    return [Door(403, but, method="post", arguments=at(name)), Door(405, arguments=at(name))]


OUTSIDE = ("orme", "erable")
