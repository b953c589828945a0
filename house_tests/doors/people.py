"""Who gets what of people."""

from typing import Any

from house_tests.doors.door import COORDINATES, Door, of, only

KEEPERS = ("coquelicot", "erable")
KEEP = only(*KEEPERS)
KEEPING = dict.fromkeys(KEEPERS, 200)


def _asked_for(stage: Any) -> dict[str, object]:
    """An erasure that Noisetier asked for."""
    return {"pk": stage.erasure_request}


def _waiting(stage: Any) -> dict[str, object]:
    """An erasure that Coquelicot asked to be confirmed."""
    return {"pk": stage.erasure}


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
    "people:my_vault": [Door(302, {"saule": 200}, queries=7)],
    "people:new_vault": [Door(queries=5), Door(422, method="post")],
    "people:open_vault": [Door(302, {"saule": 200}, queries=6), Door(302, {"saule": 422}, method="post")],
    "people:close_vault": [Door(302, method="post"), Door(405)],
    "people:make_vault_codes": [Door(302, method="post"), Door(405)],
    "people:check_vault_code": [
        Door(302, {"saule": 200}, queries=5),
        Door(302, {"saule": 422}, method="post"),
    ],
    "people:vault_passphrase": [Door(302)],
    "people:earlier_vault": [Door(302)],
    "people:my_data": [Door(queries=120), Door(422, method="post")],
    "people:my_data_file": [Door(method="post"), Door(405)],
    "people:rights_requests": [Door(**COORDINATES, queries=7)],
    "people:add_request": [
        Door(403, {"coquelicot": 200}, arguments=of("romarin"), queries=7),
        Door(403, {"coquelicot": 422}, method="post", arguments=of("romarin")),
    ],
    "people:answer_request": [
        Door(404, {"coquelicot": 302}, method="post", arguments=lambda stage: {"pk": stage.request}),
    ],
    "people:ask_erasure": [
        Door(404, {"coquelicot": 200, "noisetier": 403}, arguments=_asked_for, queries=160),
        Door(404, {"coquelicot": 302, "noisetier": 403}, arguments=_asked_for, method="post"),
    ],
    "people:erasures": [Door(**KEEP, queries=7)],
    "people:erasure": [Door(404, KEEPING, arguments=_waiting, queries=160)],
    "people:confirm_erasure": [
        Door(404, {"coquelicot": 403, "erable": 302}, method="post", arguments=_waiting),
        Door(405, arguments=_waiting),
    ],
    "people:withdraw_erasure": [
        Door(404, dict.fromkeys(KEEPERS, 302), method="post", arguments=_waiting),
        Door(405, arguments=_waiting),
    ],
    "people:accounts": [Door(**KEEP, queries=10)],
    "people:invite": [Door(**KEEP, queries=4), Door(**only(*KEEPERS, status=422), method="post")],
    "people:account": [
        Door(403, {"coquelicot": 200, "orme": 404}, arguments=of("romarin"), queries=16),
        Door(403, {"coquelicot": 200, "erable": 200}, arguments=of("coquelicot")),
        Door(404, arguments=lambda stage: {"pk": stage.nobody}),
    ],
    "people:add_role": [
        Door(403, {"coquelicot": 200, "orme": 404}, arguments=of("romarin"), queries=6),
        Door(403, {"coquelicot": 422, "orme": 404}, method="post", arguments=of("romarin")),
    ],
    "people:reopen_role": [
        Door(403, {"coquelicot": 302, "orme": 404}, method="post", arguments=lambda s: {"pk": s.membership})
    ],
    "people:end_role": [
        Door(403, {"coquelicot": 302, "orme": 404}, method="post", arguments=lambda s: {"pk": s.membership})
    ],
    **{
        f"people:{name}": [
            Door(403, {"coquelicot": 302, "orme": 404}, method="post", arguments=of("romarin")),
            Door(405, arguments=of("romarin")),
        ]
        for name in ("note_departure", "note_return", "ask_new_password", "ask_new_factors")
    },
    "people:make_link": [
        Door(403, {"coquelicot": 302, "orme": 404}, method="post", arguments=of("romarin")),
    ],
    "people:confirm_way_back": [
        Door(404, {"coquelicot": 302, "erable": 302}, method="post", arguments=lambda s: {"pk": s.way_back}),
    ],
    "people:withdraw_way_back": [
        Door(404, {"coquelicot": 302, "erable": 302}, method="post", arguments=lambda s: {"pk": s.way_back}),
    ],
    "people:read_way_back": [Door(404, method="post", arguments=lambda s: {"pk": s.way_back})],
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
