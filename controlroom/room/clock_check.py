"""How far this computer's clock is from the servers'.

Every answer over HTTP says when it was made, in whole seconds; nobody is asked for it. One server
may be wrong, so the middle of all counts.
"""

from collections.abc import Iterable
from statistics import median

from controlroom.clock import MICROS
from controlroom.net.server_dates import ServerDate

RECENT_S = 1800
"""A clock may be put right meanwhile."""


def clock_off_s(dates: Iterable[ServerDate], now: int) -> float | None:
    """Seconds by which this computer is ahead (negative: behind), at ``now`` (UTC µs of its own
    clock). None where no server has said anything within half an hour."""
    recent = [one.off_s for one in dates if abs(now - one.at) <= RECENT_S * MICROS]
    return median(recent) if recent else None
