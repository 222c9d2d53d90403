"""What servers say the time is: the Date of their answers, against this computer's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from controlroom.clock import MICROS, wall_micros

# Slower answers tell too little about when they were made; so many hosts are remembered.
SLOWEST_S = 2.0
MOST_HOSTS = 64


@dataclass(frozen=True, slots=True)
class ServerDate:
    """One server's time: how many seconds this computer is ahead of it (negative: behind), to
    within half a second and half the round trip; heard at ``at`` (UTC µs of this computer)."""

    off_s: float
    at: int


class ServerDates:
    """The newest of each host."""

    def __init__(self) -> None:
        self._by_host: dict[str, ServerDate] = {}

    @property
    def newest(self) -> tuple[ServerDate, ...]:
        """One for each host that has said anything."""
        return tuple(self._by_host.values())

    def hear(
        self, host: str, headers: Mapping[str, str], took_s: float, now: int | None = None
    ) -> None:
        """An answer came just now (``now``, UTC µs of this computer), ``took_s`` seconds after it
        was asked for. Header names in lower case; what is no date, or came from a cache, is not
        heard."""
        told = headers.get("date")
        if told is None or took_s > SLOWEST_S or headers.get("age", "0").strip() not in ("", "0"):
            return
        try:
            date = parsedate_to_datetime(told)
        except ValueError:
            return
        if date.tzinfo is None:
            date = date.replace(tzinfo=UTC)
        now = wall_micros() if now is None else now
        # It was made half way, and its second had half run out.
        off = now / MICROS - took_s / 2 - (date.timestamp() + 0.5)
        self._by_host.pop(host, None)
        self._by_host[host] = ServerDate(off, now)
        if len(self._by_host) > MOST_HOSTS:
            del self._by_host[next(iter(self._by_host))]
