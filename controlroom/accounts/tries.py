"""Wrong tries of the second key, and how long the next one has to wait."""

from dataclasses import dataclass, replace

from controlroom.clock import MICROS

FREE = 3
FIRST_WAIT_S = 5
LONGEST_WAIT_S = 300


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries in a row, the last one at ``since`` (UTC µs). From the third on each makes
    the next one wait twice as long: 5 s, 10 s, … 5 min. A key that turns begins anew."""

    wrong: int = 0
    since: int = 0

    @property
    def wait_s(self) -> int:
        """Seconds from the last wrong try to the next one."""
        if self.wrong < FREE:
            return 0
        # No more than nine doublings matter; a large number of tries must not make a large number.
        return min(FIRST_WAIT_S << min(self.wrong - FREE, 9), LONGEST_WAIT_S)

    def left_s(self, now: int) -> float:
        """Seconds that are left of the wait at ``now`` (UTC µs)."""
        return max(0.0, (self.at(now).since - now) / MICROS + self.wait_s)

    def at(self, now: int) -> "Tries":
        """The same for a clock that was set back meanwhile: the wait begins again, no longer."""
        return replace(self, since=now) if now < self.since else self

    def missed(self, now: int) -> "Tries":
        """After one more wrong try."""
        return Tries(self.wrong + 1, now)
