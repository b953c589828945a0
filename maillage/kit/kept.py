"""What is dear to draw and changes seldom, kept in the memory of the process until something in it changes.

Every operation leaves a mark on its room, in its own transaction. Whoever keeps a drawing first reads the
marks of the rooms it shows, in one query; what was drawn under other marks is drawn anew. So every process
renews at once what one of them changed, and nothing is kept that was not committed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any

from django.db.models import F

from maillage.kit.models import ChangeMark

MOST = 1024  # drawings in the memory of one process; the one not asked for longest goes first

Marks = dict[str, int]
_shown: set[str] = set()
_memory: OrderedDict[Hashable, tuple[tuple[int, ...], Any]] = OrderedDict()
_lock = Lock()


def shows(rooms: Iterable[str]) -> None:
    """Some drawing shows these rooms: from now on their changes leave a mark."""
    _shown.update(rooms)


def mark(room: str) -> None:
    """Note, in the running transaction, that something of the room has changed."""
    if room not in _shown or _count_up(room):
        return
    _row, is_first = ChangeMark.objects.get_or_create(room=room, defaults={"number": 1})
    if not is_first:  # somebody else made the first mark at this very moment
        _count_up(room)


def _count_up(room: str) -> int:
    return ChangeMark.objects.filter(room=room).update(number=F("number") + 1)


def marks() -> Marks:
    """How often each room has changed; to be read before what is drawn under it."""
    return dict(ChangeMark.objects.values_list("room", "number"))


def kept(key: Hashable, rooms: Iterable[str], now: Marks, draw: Callable[[], Any]) -> Any:
    """What `draw` gives, drawn anew only when one of the rooms has changed since."""
    stamp = tuple(now.get(room, 0) for room in rooms)
    with _lock:
        known = _memory.get(key)
        if known is not None and known[0] == stamp:
            _memory.move_to_end(key)
            return known[1]
    drawn = draw()
    with _lock:
        _memory[key] = (stamp, drawn)
        _memory.move_to_end(key)
        while len(_memory) > MOST:
            _memory.popitem(last=False)
    return drawn


def forget() -> None:
    """Draw everything anew."""
    with _lock:
        _memory.clear()
