"""Who gets what of figures: the team counts; hosts and the operator read no live figure."""

from house_tests.doors.door import Door

OUT = {"orme": 403, "erable": 403}

FIGURES: dict[str, list[Door]] = {
    "figures:figures": [Door(but=OUT, queries=10)],
    "figures:definitions": [Door(but=OUT, queries=10)],
    "figures:figure": [
        Door(but=OUT, arguments=lambda stage: {"code": "C7"}, queries=30),
        Door(but=OUT, arguments=lambda stage: {"code": "T4"}, queries=30),
        Door(but=OUT, arguments=lambda stage: {"code": "C9"}, data={"by": "zone", "first_day": "2019-01-01"}),
        Door(422, OUT, arguments=lambda stage: {"code": "C9"}, data={"by": "person"}),
        Door(404, arguments=lambda stage: {"code": "C99"}),
    ],
    "figures:export": [
        Door(but=OUT, arguments=lambda stage: {"code": "C7", "kind": "xlsx"}, file=True),
        Door(400, OUT, arguments=lambda stage: {"code": "C7", "kind": "csv"}, data={"first_day": "someday"}),
        Door(404, OUT, arguments=lambda stage: {"code": "C7", "kind": "pdf"}),
    ],
}
