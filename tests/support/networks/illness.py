"""How requests go wrong, drawn from a seed."""

import asyncio
import random
from enum import StrEnum

from tests.net.fake_server import Request

LATEST_S = 30.0
"""A late request is applied within this many seconds of the night."""


class Goes(StrEnum):
    """How one request goes. APPLIED_…: it has its effect, and the answer goes wrong."""

    WELL = "well"
    CUT_UNREAD = "cut while it is being read"
    CUT = "cut before it is applied"
    APPLIED_CUT = "applied, then cut"
    CUT_LATE = "cut, and applied late all the same"
    STALL = "never answered, not applied"
    APPLIED_STALL = "applied, never answered"
    LATE = "applied and answered late"
    APPLIED_LATE = "applied at once, answered late"
    TWICE = "answered twice"
    HALF = "half an answer, not applied"
    APPLIED_HALF = "applied, half an answer"
    NONSENSE = "no HTTP, not applied"
    APPLIED_NONSENSE = "applied, no HTTP"
    GARBLED = "broken JSON, not applied"
    APPLIED_GARBLED = "applied, broken JSON"
    SHAPELESS = "JSON of another shape, not applied"
    APPLIED_SHAPELESS = "applied, JSON of another shape"
    ERROR = "5xx, not applied"
    APPLIED_ERROR = "applied, 5xx"
    PACE = "429"
    STALE = "401"


APPLIED = frozenset(
    {
        Goes.WELL,
        Goes.APPLIED_CUT,
        Goes.APPLIED_STALL,
        Goes.APPLIED_LATE,
        Goes.TWICE,
        Goes.APPLIED_HALF,
        Goes.APPLIED_NONSENSE,
        Goes.APPLIED_GARBLED,
        Goes.APPLIED_SHAPELESS,
        Goes.APPLIED_ERROR,
    }
)

# A used refresh token is gone, so an answer lost here ends the sign-in on a real server too: these
# only fail before anything happened.
_SESSIONS = ("refreshSession", "createSession", "/token", "/par")
_HARMLESS = frozenset({Goes.CUT_UNREAD, Goes.CUT, Goes.STALL, Goes.ERROR})


class Illness:
    """What goes wrong on one server: a ``share`` (0 to 1) of its requests."""

    def __init__(self, seed: int, share: float, among: tuple[Goes, ...] = tuple(Goes)) -> None:
        self._draw = random.Random(seed)
        self._share = share
        self._among = among
        self.healed = asyncio.Event()

    def next(self, request: Request) -> Goes:
        """How this request goes."""
        if self.healed.is_set() or self._draw.random() >= self._share:
            return Goes.WELL
        goes = self._draw.choice(self._among)
        if goes is Goes.SHAPELESS and _deletes(request):
            # Networks that answer a delete with any object at all could not be told apart.
            return Goes.GARBLED
        session = any(request.path.endswith(path) for path in _SESSIONS)
        return Goes.WELL if session and goes not in _HARMLESS else goes

    def late_s(self) -> float:
        """How late, in seconds of the night."""
        return self._draw.choice((1.0, 5.0, 15.0, LATEST_S)) * self._draw.random()

    def status(self) -> int:
        """Which 5xx."""
        return self._draw.choice((500, 502, 503, 504))

    def heal(self) -> None:
        """From now on all goes well; what was stalled is let go."""
        self.healed.set()


def _deletes(request: Request) -> bool:
    return request.method == "DELETE" or request.path.endswith("deleteRecord")
