"""The switch in front of everything that makes something public."""


class Wire:
    """Open or closed. Read it in the engine's thread right before a public request starts."""

    def __init__(self, *, closed: bool = False) -> None:
        self._closed = closed
        self._passes: set[str] = set()

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
        return not self._closed or take in self._passes
