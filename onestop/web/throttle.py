"""Slows down guessing: so many attempts a minute for each key, then wait.

Litestar's own limit counts each path apart, so ten thousand guesses at ten thousand codes would each
be the first; here the key is the address (or the code) whatever the path.
"""

from collections import OrderedDict

from onestop import clock
from onestop.errors import TooManyAttempts

_MINUTE = 60.0
_MOST_KEYS = 50_000


class Throttle:
    """Counts attempts by key in windows of a minute; forgets the oldest keys when there are too many."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def attempt(self, key: str) -> None:
        """Count an attempt, or refuse it.

        Raises:
            TooManyAttempts: The window of this key is full; `wait_seconds` until it ends.
        """
        now = clock.stopwatch()
        began, count = self._windows.pop(key, (now, 0))
        if now - began >= _MINUTE:
            began, count = now, 0
        self._windows[key] = (began, count + 1)
        if len(self._windows) > _MOST_KEYS:
            self._windows.popitem(last=False)
        if count >= self._per_minute:
            raise TooManyAttempts(wait_seconds=max(1, int(_MINUTE - (now - began))))
