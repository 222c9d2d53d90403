"""What hands do, in real time: press twice, press and hold, fire once. No Qt in here."""

from collections.abc import Callable
from enum import Enum, auto

TWICE_S = 0.6
Seconds = Callable[[], float]


class EscPress(Enum):
    """What a press of Esc means."""

    FIRST = auto()
    SECOND = auto()


class EscTwice:
    """Two presses with a key-up between them, within 600 ms, are one gesture.

    A third press begins again: mashing alternates, and every second press says HOLD.
    """

    def __init__(self, now: Seconds) -> None:
        self._now = now
        self._pressed_at: float | None = None
        self._released = True

    def press(self) -> EscPress | None:
        """A press; None for one that comes without a key-up (the keyboard repeats)."""
        if not self._released:
            return None
        self._released = False
        at, before = self._now(), self._pressed_at
        if before is not None and at - before <= TWICE_S:
            self._pressed_at = None
            return EscPress.SECOND
        self._pressed_at = at
        return EscPress.FIRST

    def release(self) -> None:
        """The key came up."""
        self._released = True


class Holding:
    """A key that must stay down for some seconds."""

    def __init__(self, seconds: float, now: Seconds) -> None:
        self._seconds = seconds
        self._now = now
        self._since: float | None = None

    def press(self) -> None:
        """It went down; pressing while it is down changes nothing."""
        if self._since is None:
            self._since = self._now()

    def release(self) -> None:
        """It came up too soon, or was already done."""
        self._since = None

    def down(self) -> bool:
        """Whether it is being held."""
        return self._since is not None

    def share(self) -> float:
        """How far, 0-1."""
        if self._since is None:
            return 0.0
        return min(1.0, (self._now() - self._since) / self._seconds)

    def done(self) -> bool:
        """Held long enough; true once, then the key must come up and go down again."""
        if self.share() < 1.0:
            return False
        self._since = None
        return True


class OncePerPress:
    """Fires on the press and is armed again by the key-up, whatever the keyboard repeats."""

    def __init__(self) -> None:
        self._armed = True

    def press(self) -> bool:
        """Whether this press counts."""
        fires, self._armed = self._armed, False
        return fires

    def release(self) -> None:
        """The key came up, or the window lost the keyboard and cannot know."""
        self._armed = True
