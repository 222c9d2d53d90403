"""How much of a hold window is left on screen, between two looks at the room."""

from collections.abc import Callable


class Drain:
    """Counts a hold window down locally.

    ``monotonic`` gives real seconds; the window counts seconds of the night, which pass ``speed``
    times as fast in a rehearsal.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._left = 0.0
        self._window = 0.0
        self._speed = 1.0
        self._since = 0.0

    def start(self, left: float, window: float, speed: float) -> None:
        """What the room says now: ``left`` of ``window`` seconds of the night."""
        self._left, self._window, self._speed = left, window, speed
        self._since = self._monotonic()

    def left(self) -> float:
        """Seconds of the night that are left, never below 0."""
        passed = (self._monotonic() - self._since) * self._speed
        return max(0.0, self._left - passed)

    def share(self) -> float:
        """The part of the window that is left, 0-1."""
        return min(1.0, self.left() / self._window) if self._window > 0 else 0.0
