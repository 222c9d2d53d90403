"""When a press of TAKE does not count: too quick, or not what was seen.

The same for every input; a refusal says why.
"""

from controlroom.errors import Refused
from controlroom.event.live_event import LiveEvent
from controlroom.messages import message
from controlroom.posting.preview import By, Preview

BETWEEN_TAKES_S = 1.0
AFTER_OWN_CHANGE_S = 0.4
AFTER_FOREIGN_CHANGE_S = 1.5


class TakeGuard:
    """Remembers the last TAKE. Times are real gesture seconds."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def check(
        self, preview: Preview | None, event: LiveEvent, fingerprint: str, now: float
    ) -> Preview:
        """The Preview that may be taken. Raises ``Refused`` otherwise."""
        if preview is None:
            raise Refused(message("take.nothing"))
        if now - self._last < BETWEEN_TAKES_S:
            raise Refused(message("take.too_quick"))
        if preview.fingerprint(event) != fingerprint:
            raise Refused(message("take.changed"))
        settled = AFTER_OWN_CHANGE_S if preview.by is By.YOU else AFTER_FOREIGN_CHANGE_S
        if now - preview.changed < settled:
            raise Refused(message("take.just_changed"))
        return preview

    def taken(self, now: float) -> None:
        """A TAKE was accepted."""
        self._last = now
