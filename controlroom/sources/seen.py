"""What has arrived lately, so that nothing is counted twice after a reconnect."""

SPAN_US = 10_000_000


class Seen:
    """Keys of the last ten to twenty seconds of event time, in bounded memory.

    A key is kept as its 64-bit hash: two different keys of one span sharing a hash would cost one
    mention in some ten thousand million years of a busy feed.
    """

    def __init__(self, span_us: int = SPAN_US) -> None:
        self._span_us = span_us
        self._newer: set[int] = set()
        self._older: set[int] = set()
        self._turn_us = 0

    def again(self, key: tuple[str, ...], time_us: int) -> bool:
        """Whether ``key`` was here before; it is remembered from now on."""
        if time_us >= self._turn_us:
            self._older, self._newer = self._newer, set()
            self._turn_us = time_us + self._span_us
        mark = hash(key)
        if mark in self._newer or mark in self._older:
            return True
        self._newer.add(mark)
        return False
