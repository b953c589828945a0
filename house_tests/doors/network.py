"""Who gets what of local actors."""

from house_tests.doors.door import Door

NETWORK: dict[str, list[Door]] = {}
