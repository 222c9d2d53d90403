"""The switch in front of everything that makes something public."""

from collections import deque
from collections.abc import Callable, Iterable

from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState

MOST_REQUESTS = 1_000
"""The newest that are remembered: more than any breaker allows."""
MAY_HAVE_LEFT = PUBLIC | {DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.RETRACTED}


class Wire:
    """Open or closed. Read it in the engine's thread right before a public request starts.

    ``stood_still`` says whether the program slept and nobody looked at the night since: what wakes
    first may be the end of a hold window.
    """

    def __init__(
        self, *, closed: bool = False, stood_still: Callable[[], bool] = lambda: False
    ) -> None:
        self._closed = closed
        self._stood_still = stood_still
        self._passes: set[str] = set()
        self._requests: deque[tuple[str, int]] = deque(maxlen=MOST_REQUESTS)

    @property
    def closed(self) -> bool:
        """True in HOLD."""
        return self._closed

    def close(self) -> None:
        """HOLD: from here on nothing public starts."""
        self._closed = True
        self._passes.clear()

    def open(self) -> None:
        """Release."""
        self._closed = False

    def let_pass(self, take: str) -> None:
        """Allow one take in HOLD: the correction or the pause asset, after the second key."""
        self._passes.add(take)

    def lets(self, take: str) -> bool:
        """Whether a request of ``take`` may start now."""
        if self._stood_still():
            return False
        return not self._closed or take in self._passes

    # What has left

    @property
    def requests(self) -> tuple[tuple[str, int], ...]:
        """The public requests that were started, (channel, UTC µs), oldest first."""
        return tuple(self._requests)

    def remember(self, rows: Iterable[Delivery]) -> None:
        """After a start: what earlier runs of the program sent tonight."""
        left = [
            (row.channel, row.sends_at if row.accepted is None else row.accepted)
            for row in rows
            if row.state in MAY_HAVE_LEFT
        ]
        self._requests.extend(sorted(left, key=lambda request: request[1]))

    def started(self, channel: str, at: int) -> None:
        """A public request begins now (``at``, UTC µs)."""
        self._requests.append((channel, at))

    def never_left(self, channel: str, at: int) -> None:
        """The one that began then was certainly not sent, or not taken: it is no post."""
        if (channel, at) in self._requests:
            self._requests.remove((channel, at))
