"""What everybody gets at every address: the table of URL × role.

200: the page. 302: led elsewhere. 401: sign-in or the password is asked. 403: may see it, may not do this.
404: not there for them. 405: not that way. 422: what was sent needs something more.
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
    signed_out: int = 0
    queries: int = 0

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


KEEPERS = ("coquelicot", "erable")
KEEP = only(*KEEPERS)

PEOPLE: dict[str, list[Door]] = {
    "people:sign_in": [Door(302, signed_out=200), Door(422, method="post", signed_out=422)],
    "people:sign_out": [Door(302, method="post", signed_out=302), Door(405, signed_out=405)],
    "people:set_language": [Door(302, method="post", data={"language": "nl"}, signed_out=302)],
    "people:lock": [Door(204, method="post")],
    "people:unlock": [Door(422, method="post")],
    "people:alive": [Door(204, method="post")],
    "people:second_step": [Door(302, signed_out=302), Door(302, method="post", signed_out=302)],
    "people:ask_passkey": [Door(200, method="post", signed_out=200)],
    "people:passkey_sign_in": [Door(422, method="post", signed_out=422)],
    "people:passkey_unlock": [Door(422, method="post")],
    "people:oidc_begin": [Door(404, signed_out=404)],
    "people:oidc_return": [Door(404, signed_out=404)],
    "people:welcome": [Door(200, signed_out=410), Door(200, method="post", signed_out=410)],
    "people:confirm": [Door(queries=4), Door(422, method="post")],
    "people:my_factors": [Door(queries=7)],
    "people:set_up_app": [Door(queries=6), Door(422, method="post")],
    "people:app_drawing": [Door(204)],
    "people:ask_new_passkey": [Door(200, method="post")],
    "people:add_passkey": [Door(422, method="post")],
    "people:remove_passkey": [
        Door(404, method="post", arguments=lambda stage: {"pk": stage.foreign_passkey}),
    ],
    "people:remove_app": [Door(404, method="post")],
    "people:make_recovery_codes": [Door(302, method="post"), Door(405)],
    "people:my_data": [Door(queries=22), Door(422, method="post")],
    "people:my_data_file": [Door(method="post"), Door(405)],
    "people:rights_requests": [Door(**COORDINATES, queries=7)],
    "people:add_request": [
        Door(403, {"coquelicot": 200}, arguments=of("romarin"), queries=7),
        Door(403, {"coquelicot": 422}, method="post", arguments=of("romarin")),
    ],
    "people:answer_request": [
        Door(404, {"coquelicot": 302}, method="post", arguments=lambda stage: {"pk": stage.request}),
    ],
    "people:accounts": [Door(**KEEP, queries=9)],
    "people:invite": [Door(**KEEP, queries=4), Door(**only(*KEEPERS, status=422), method="post")],
    "people:account": [
        Door(403, {"coquelicot": 200, "orme": 404}, arguments=of("romarin"), queries=14),
        Door(403, {"coquelicot": 200, "erable": 200}, arguments=of("coquelicot")),
        Door(404, arguments=lambda stage: {"pk": stage.nobody}),
    ],
    "people:add_role": [
        Door(403, {"coquelicot": 200, "orme": 404}, arguments=of("romarin"), queries=6),
        Door(403, {"coquelicot": 422, "orme": 404}, method="post", arguments=of("romarin")),
    ],
    "people:end_role": [
        Door(403, {"coquelicot": 302, "orme": 404}, method="post", arguments=lambda s: {"pk": s.membership})
    ],
    **{
        f"people:{name}": [
            Door(403, {"coquelicot": 302, "orme": 404}, method="post", arguments=of("romarin")),
            Door(405, arguments=of("romarin")),
        ]
        for name in ("note_departure", "note_return", "clear_factors")
    },
    "people:make_link": [
        Door(403, {"coquelicot": 200, "orme": 404}, method="post", arguments=of("romarin")),
    ],
    "people:renew_invitation": [
        Door(404, {"coquelicot": 200}, method="post", arguments=lambda stage: {"pk": stage.invitation})
    ],
    "people:withdraw_invitation": [
        Door(404, {"coquelicot": 302}, method="post", arguments=lambda stage: {"pk": stage.invitation})
    ],
    "people:my_profile": [Door(queries=8), Door(422, method="post")],
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


def at(name: str) -> Arguments:
    """The address of that thing of the town."""
    return lambda stage: {"pk": getattr(stage.town, name).pk}


def nowhere(stage: Any) -> dict[str, object]:
    """The address of something that does not exist."""
    return {"pk": stage.nobody}


#: Coordination changes; the team reads; to hosts and the operator it does not exist.
TEAM_READS: dict[str, int] = {"coquelicot": 200, "orme": 404, "erable": 404}


def changing(name: str, strangers: tuple[str, ...] = ()) -> list[Door]:
    """A form on a record: coordination gets it, readers 403, strangers 404."""
    but = {"coquelicot": 200} | dict.fromkeys(strangers, 404)
    sent = {"coquelicot": 422} | dict.fromkeys(strangers, 404)
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

KIT: dict[str, list[Door]] = {
    "kit:gallery": [Door(queries=4)],
    "kit:healthz": [Door(204, signed_out=204)],
    "kit:operator": [Door(**only("erable"), queries=12)],
    "kit:vocabularies": [Door(but={"orme": 403, "erable": 403}, queries=6)],
    "kit:vocabulary": [
        Door(but=TEAM_READS, arguments=at("vocabulary"), queries=12),
        Door(404, arguments=nowhere),
    ],
    "kit:change_vocabulary": changing("vocabulary", OUTSIDE),
    "kit:add_term": changing("vocabulary", OUTSIDE),
    "kit:term": [
        Door(but=TEAM_READS, arguments=at("term"), queries=14),
        Door(but=TEAM_READS, arguments=at("retired_term"), queries=14),
        Door(but=TEAM_READS, arguments=at("proposed_term"), queries=14),
        Door(404, arguments=nowhere),
    ],
    "kit:change_term": changing("term", OUTSIDE),
    "kit:merge_term": changing("term", OUTSIDE),
    "kit:split_term": changing("term", OUTSIDE),
    "kit:retire_term": gesture("term", OUTSIDE),
    "kit:restore_term": gesture("retired_term", OUTSIDE),
    "kit:move_term": gesture("term", OUTSIDE),
    "kit:take_proposal": gesture("proposed_term", OUTSIDE),
    "kit:set_proposal_aside": gesture("proposed_term", OUTSIDE),
}

TERRITORY: dict[str, list[Door]] = {
    "territory:my_zone": [Door(**only("mirabelle"), queries=20)],
    "territory:territory": [Door(queries=20), Door(422, data={"day": "someday"})],
    "territory:zone": [Door(arguments=at("zone"), queries=24), Door(404, arguments=nowhere)],
    "territory:add_zone": adding(),
    "territory:change_zone": changing("zone"),
    "territory:neighbourhood": [Door(arguments=at("place"), queries=28), Door(404, arguments=nowhere)],
    "territory:add_neighbourhood": adding(),
    "territory:change_neighbourhood": changing("place"),
    "territory:choose_neighbourhood": adding(),
    "territory:change_choice": changing("choice"),
    "territory:withdraw_choice": gesture("choice"),
    "territory:restore_choice": gesture("choice"),
    "territory:communes": [Door(queries=12)],
    "territory:change_commune": changing("commune"),
    "territory:hosts": [Door(queries=14)],
    "territory:add_host": adding(),
    "territory:host": [
        Door(but={"erable": 404}, arguments=at("host"), queries=20),
        Door(but={"erable": 404, "orme": 404}, arguments=at("other_host")),
    ],
    "territory:change_host": changing("host", ("erable",)) + changing("other_host", OUTSIDE),
    "territory:add_contact": changing("host", ("erable",)),
    "territory:change_contact": [
        Door(403, {"coquelicot": 200, "erable": 404}, arguments=at("contact"), queries=16),
        Door(404, arguments=nowhere),
    ],
    "territory:add_site": adding(),
    "territory:change_site": changing("site", ("erable",)),
    "territory:assignments": [Door(queries=16)],
    "territory:open_assignment": adding(),
    "territory:assignment": [
        Door(but={"erable": 404}, arguments=at("assignment"), queries=14),
        Door(but=TEAM_READS, arguments=at("other_assignment")),
    ],
    "territory:change_assignment": changing("assignment", ("erable",)),
    "territory:end_assignment": gesture("assignment", ("erable",)),
    "territory:withdraw_assignment": gesture("assignment", ("erable",)),
    "territory:restore_assignment": gesture("assignment", ("erable",)),
    "territory:note_absence": [
        Door(but={"orme": 403, "erable": 403}, queries=14),
        Door(422, but={"orme": 403, "erable": 403}, method="post"),
    ],
    "territory:change_absence": [
        Door(403, {"coquelicot": 200, "mirabelle": 200, "orme": 404, "erable": 404}, arguments=at("absence")),
    ],
    "territory:withdraw_absence": gesture("absence", OUTSIDE, mirabelle=302),
    "territory:restore_absence": gesture("absence", OUTSIDE, mirabelle=302),
    "territory:project": [Door(but={"orme": 403, "erable": 403}, queries=18)],
    "territory:add_funding": adding(),
    "territory:change_funding": changing("funding", OUTSIDE),
    "territory:add_phase": adding(),
    "territory:change_phase": changing("phase", OUTSIDE),
    "territory:withdraw_phase": gesture("phase", OUTSIDE),
    "territory:restore_phase": gesture("phase", OUTSIDE),
    "territory:calls": [Door(but={"orme": 403, "erable": 403}, queries=14)],
    "territory:call": [
        Door(but={"orme": 404, "erable": 404}, arguments=at("call"), queries=24),
        Door(but={"orme": 404, "erable": 404}, arguments=at("zone_call")),
        Door(404, arguments=nowhere),
    ],
    "territory:add_call": adding(),
    "territory:change_call": changing("call", OUTSIDE),
    "territory:answer_call": [
        Door(403, {"mirabelle": 422, "orme": 404, "erable": 404}, method="post", arguments=at("call")),
        Door(
            403,
            {"mirabelle": 302, "orme": 404, "erable": 404},
            method="post",
            data={"availability": "not_this_time"},
            arguments=at("zone_call"),
        ),
        Door(405, arguments=at("call")),
    ],
    "territory:close_call": gesture("call", OUTSIDE),
    "territory:reopen_call": gesture("call", OUTSIDE),
    "territory:withdraw_call": gesture("call", OUTSIDE),
    "territory:restore_call": gesture("zone_call", OUTSIDE),
}

DOORS: dict[str, list[Door]] = {**PEOPLE, **HOME, **KIT, **TERRITORY}


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every named address of the product."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
