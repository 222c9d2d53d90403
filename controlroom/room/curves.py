"""What the chart draws, read from the counts."""

import numpy as np
import numpy.typing as npt

from controlroom.clock import MICROS
from controlroom.desk.chart import SECONDS
from controlroom.event.live_event import LiveEvent
from controlroom.mentions.counts import ANY
from controlroom.mentions.feed import MentionFeed

# Long enough to be smooth, short enough that a rise is seen while it happens.
RATE_OVER_S = 15
LINES = 3


def curves(
    feed: MentionFeed, event: LiveEvent, now: int
) -> tuple[tuple[str, npt.NDArray[np.float32]], ...]:
    """The lines of the chart: (term slug or "", mentions a minute)."""
    lines = [t.slug for t in event.terms if t.group not in ("brand", "solemn")]
    solemn = [t.slug for t in event.terms if t.group == "solemn"]
    start = now // MICROS - SECONDS
    window = feed.window(start, SECONDS, 1, (ANY, *lines, *solemn), RATE_OVER_S)
    tops = {slug: _last(window.of(slug)) for slug in (*lines, *solemn)}
    chosen = sorted(lines, key=lambda slug: -tops[slug])[:LINES]
    # A solemn line that rises takes the last place: it must not be overlooked.
    rising = [slug for slug in solemn if tops[slug] > 0.02 * _last(window.of(ANY))]
    chosen = (chosen[: LINES - len(rising[:1])] + rising[:1]) if rising else chosen
    ordered = [slug for slug in (*lines, *solemn) if slug in chosen]
    return (("", window.of(ANY)), *((slug, window.of(slug)) for slug in ordered))


def brand_per_minute(feed: MentionFeed, event: LiveEvent, now: int) -> int | None:
    """Mentions of our own brand in the last minute."""
    brand = next((t.slug for t in event.terms if t.group == "brand"), None)
    if brand is None:
        return None
    window = feed.window(now // MICROS - 61, 61, 1, (brand,), 60)
    return int(_last(window.of(brand)))


def _last(values: npt.NDArray[np.float32]) -> float:
    finite = values[np.isfinite(values)]
    return float(finite[-1]) if len(finite) else 0.0
