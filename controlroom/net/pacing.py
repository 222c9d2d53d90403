"""How often a network may be asked, as its answers tell.

Read are `Retry-After` (RFC 9110: seconds or a date) on 429 and 503, and the remaining/reset pairs
in their spellings: `ratelimit-` (Bluesky, epoch seconds; IETF draft, seconds from now),
`x-ratelimit-` (Mastodon, ISO 8601) and `x-rate-limit-` (X, epoch seconds).
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from controlroom.clock import MICROS, Clock
from controlroom.net.http import Answer

_FAMILIES = ("ratelimit-", "x-ratelimit-", "x-rate-limit-")
_UNTOLD_S = 30.0
"""Wait this long after a 429 that does not say."""
_LONGEST_S = 86_400.0
_EPOCH_FROM = 1_000_000_000
"""Numbers from here on are epoch seconds, below seconds from now."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a lane has left: ``left`` of ``limit`` requests until ``until`` (UTC µs)."""

    left: int
    limit: int
    until: int


class Pacing:
    """When each lane may be used again. A lane is a host, with the method where the network counts
    methods apart: `"bsky.social com.atproto.repo.putRecord"`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, int] = {}
        self._paces: dict[str, Pace] = {}

    def note(self, lane: str, answer: Answer) -> int | None:
        """Learn from an answer. Returns until when (UTC µs) to wait, None if there is no need."""
        self._note_pace(lane, answer)
        seconds = _seconds_to_wait(answer, self._clock.now() / MICROS)
        if seconds is None or seconds <= 0:
            self._until.pop(lane, None)
            return None
        until = self._clock.now() + int(min(seconds, _LONGEST_S) * MICROS)
        self._until[lane] = until
        return until

    def pace(self, lane: str) -> Pace | None:
        """What the lane has left, None where the network did not tell or that is over."""
        pace = self._paces.get(lane)
        return pace if pace is not None and pace.until > self._clock.now() else None

    def _note_pace(self, lane: str, answer: Answer) -> None:
        here = _here(answer, self._clock.now() / MICROS)
        for family in _FAMILIES:
            left, limit = (answer.headers.get(f"{family}{name}") for name in ("remaining", "limit"))
            ends = _seconds(answer.headers.get(f"{family}reset", ""), here)
            if left is None or limit is None or ends is None:
                continue
            if left.strip().isdecimal() and limit.strip().isdecimal():
                until = self._clock.now() + int(min(max(0.0, ends), _LONGEST_S) * MICROS)
                self._paces[lane] = Pace(int(left), int(limit), until)
                return

    def until(self, lane: str) -> int | None:
        """Until when (UTC µs) one must wait, None when the lane is free."""
        until = self._until.get(lane)
        if until is None or until <= self._clock.now():
            return None
        return until

    def seconds_left(self, lane: str) -> float:
        """How long one must wait, 0 when the lane is free."""
        until = self.until(lane)
        return 0.0 if until is None else (until - self._clock.now()) / MICROS


def _seconds_to_wait(answer: Answer, now: float) -> float | None:
    here = _here(answer, now)
    refused = answer.status == 429
    if refused or answer.status == 503:
        told = _seconds(answer.headers.get("retry-after", ""), here)
        if told is not None:
            return told
    for family in _FAMILIES:
        if refused or answer.headers.get(f"{family}remaining", "").strip() == "0":
            told = _seconds(answer.headers.get(f"{family}reset", ""), here)
            if told is not None:
                return told
    return _UNTOLD_S if refused else None


def _here(answer: Answer, now: float) -> float:
    # A date is compared with the server's own clock where it shows it: ours may be wrong.
    theirs = _date(answer.headers.get("date", ""))
    return now if theirs is None else theirs


def _seconds(told: str, here: float) -> float | None:
    """Seconds from ``here`` (epoch seconds) that a header's value means, None if it means none."""
    try:
        number = float(told)
    except ValueError:
        date = _date(told)
        return None if date is None else date - here
    if not 0 <= number < 1e12:  # NaN and infinity too
        return None
    return number - here if number >= _EPOCH_FROM else number


def _date(told: str) -> float | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(told)
        except (ValueError, TypeError, OverflowError):
            continue
        if moment.tzinfo is not None:
            return moment.timestamp()
    return None
