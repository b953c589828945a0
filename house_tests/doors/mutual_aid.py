"""Who gets what of what helps whoever helps: the danger page is for everyone."""

from house_tests.doors.door import COORDINATES, Door, only

MUTUAL_AID: dict[str, list[Door]] = {
    "mutual_aid:danger": [Door(signed_out=200)],
    "mutual_aid:danger_in": [Door(signed_out=200, file=True, arguments=lambda stage: {"language": "nl"})],
    "mutual_aid:change_danger": [
        Door(**COORDINATES, queries=12),
        Door(**only("coquelicot", status=422), method="post"),
    ],
}
