"""A cache in two segments: what was asked for once makes room for the next, and what is asked for again stays.

So a thousand questions that nobody repeats, of a build or of somebody who means harm, push out nothing that visitors
ask every second (segmented LRU: Karedla, Love, Wherry, *Caching strategies to improve disk system performance*, 1994).
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")
ONCE = 4
"""A quarter of the room is for what was asked for once."""


class _Segment(Generic[Value]):
    """Values by their keys, those used last, in so much room."""

    def __init__(self) -> None:
        self.values: OrderedDict[str, tuple[Value, int]] = OrderedDict()
        self.used = 0

    def pop(self, key: str) -> tuple[Value, int] | None:
        found = self.values.pop(key, None)
        self.used -= found[1] if found else 0
        return found

    def put(self, key: str, value: Value, size: int, room: int) -> list[tuple[str, Value, int]]:
        """Add a value, and return what had to make room for it."""
        self.pop(key)
        self.values[key] = (value, size)
        self.used += size
        gone = []
        while self.used > room:
            oldest, (other, freed) = self.values.popitem(last=False)
            self.used -= freed
            gone.append((oldest, other, freed))
        return gone


class SegmentedCache(Generic[Value]):
    """Keeps values whose sizes are together at most what ``room`` returns."""

    def __init__(self, room: Callable[[], int]) -> None:
        self._room = room
        self._once, self._again = _Segment[Value](), _Segment[Value]()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._once.values) + len(self._again.values)

    @property
    def used(self) -> int:
        """How much of the room is taken."""
        return self._once.used + self._again.used

    def get(self, key: str) -> Value | None:
        """Return the value of ``key``, which stays from now on."""
        with self._lock:
            found = self._again.values.get(key)
            if found is not None:
                self._again.values.move_to_end(key)
                return found[0]
            again = self._once.pop(key)
            if again is None:
                return None
            self._stay(key, *again)
            return again[0]

    def put(self, key: str, value: Value, size: int) -> None:
        """Keep ``value``; one that would push out all others is not kept."""
        with self._lock:
            was_asked_again = self._again.pop(key) is not None
            self._once.pop(key)
            if size > self._room() // ONCE:
                return
            if was_asked_again:
                self._stay(key, value, size)
            else:
                self._once.put(key, value, size, self._room() // ONCE)

    def clear(self) -> None:
        with self._lock:
            self._once, self._again = _Segment(), _Segment()

    def _stay(self, key: str, value: Value, size: int) -> None:
        room = self._room()
        for oldest in self._again.put(key, value, size, room - room // ONCE):
            self._once.put(*oldest, room // ONCE)
