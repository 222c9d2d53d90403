"""Where in an instance's stream we are, and what to ask for to go on.

Instances number their events; asked for a number, they go on exactly there and that event comes
again. Asked for a time they go on somewhat earlier. Neither says when it cannot: an instance that
no longer has what was asked for begins with what it has.
"""

from dataclasses import dataclass
from typing import Final

# An event has other stamps on other instances, by less than this.
REWIND_US: Final = 5_000_000
SECOND_US: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """What an event's place in the stream means.

    ``again``: it was read before. ``lost_us``: the time (from, until) of which nothing came.
    ``anew``: the numbers are others than before, so what came in between must be asked for by time.
    """

    again: bool = False
    lost_us: tuple[int, int] | None = None
    anew: bool = False


ON: Final = Step()
AGAIN: Final = Step(again=True)
ANEW: Final = Step(anew=True)


class Cursor:
    """``number`` of the last event read, None where events carry none, and ``number_us`` its time,
    0 where that is not known; ``newest_us`` the newest event's time, 0 before the first. UTC
    microseconds."""

    def __init__(self, number: int | None = None, newest_us: int = 0, number_us: int = 0) -> None:
        self.number = number
        self.number_us = number_us
        self.newest_us = newest_us
        self._skipping = 0
        self._first = False
        self._unnumbered = 0
        self._come_again = 0

    def ask(self) -> int | None:
        """What to ask the instance for; None for what comes from now on. Call it once for each
        connection."""
        exact = self.number is not None and not self._skipping
        self._come_again = self._unnumbered if exact else 0
        self._first = self.number is not None or self.newest_us > 0
        if self.number is not None:
            return self.number + self._skipping
        if not self.newest_us:
            return None
        if self._skipping:
            return self.newest_us + self._skipping * SECOND_US
        return self.newest_us - REWIND_US

    def move(self, number: int | None, time_us: int = 0) -> Step:
        """An event was read; ``time_us`` 0 when its time says nothing."""
        step = self._first_step(number, time_us) if self._first else ON
        if step is not ANEW:
            self._skipping = 0
            if number is not None and (self.number is None or number > self.number):
                self.number, self.number_us = number, time_us
                self._come_again = self._unnumbered = 0
            self.newest_us = max(self.newest_us, time_us)
        return step

    def pass_unnumbered(self) -> bool:
        """A message came whose place cannot be read. Returns whether it was there before: what
        follows the last number comes again with it."""
        if self._come_again:
            self._come_again -= 1
            return True
        self._unnumbered += 1
        return False

    def skip(self) -> bool:
        """The next message cannot be received at all: ask for what comes behind it, further each
        time in a row. Returns whether this is the first time."""
        self._skipping = self._skipping * 2 or 2
        return self._skipping == 2

    def leave(self) -> None:
        """Go on at another instance: its numbers are others."""
        self.number = None

    def _first_step(self, number: int | None, time_us: int) -> Step:
        self._first = False
        lost = Step(lost_us=(self.newest_us, time_us)) if time_us > self.newest_us > 0 else ON
        if self._skipping:
            # At first only the very next number was left out: nothing but the message is lost.
            return lost if self._skipping > 2 or self.number is None else ON
        if self.number is None or number is None:
            return lost
        if number > self.number:
            return lost
        if number == self.number and (time_us == self.number_us or not time_us * self.number_us):
            return AGAIN
        # Older events once more, or an instance that has begun to count anew?
        if number < self.number and lost is ON:
            return ON
        self.number = None
        return ANEW
