"""Which times a post can have."""

from typing import Final

from controlroom.clock import MICROS, Clock

# Nobody posts in the future: a stamp further ahead than this is a wrong clock's.
AHEAD_US: Final = 60 * MICROS
OUT_OF_TIME: Final = "a time before 1970 or in the future"


class InTime:
    """Tells times somebody can have posted at from others, by ``clock``."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest_us = 0

    def __call__(self, time_us: int) -> bool:
        """Whether ``time_us`` (UTC) is neither before 1970 nor ahead of the clock."""
        if 0 <= time_us <= self._latest_us:
            return True
        # The clock is asked only for what is later than all that was allowed so far.
        self._latest_us = self._clock.now() + AHEAD_US
        return 0 <= time_us <= self._latest_us
