"""One TAKE: its deliveries and its hold window."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from controlroom.channels.base import Post
from controlroom.clock import MICROS, Clock
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.times import expected_times, window_left_s
from controlroom.ids import uuid7
from controlroom.posting.at_wire import AtWire, posts_left
from controlroom.posting.parts import Parts
from controlroom.posting.preview import Preview
from controlroom.posting.waits import wait

AT_LEAST_S = 60
"""A post taken at the very end of its moment's window is tried for this long."""


@dataclass(slots=True)
class Take:
    """A taken post. Its hold window of ``window_s`` seconds ends at ``sends_at`` (UTC µs, as it is
    shown) and ``ends`` (the clock's monotonic seconds, which no time server can move). What has
    not left by ``expires`` (UTC µs) is cancelled rather than sent late.

    Engine thread only. ``staging`` is what is made ready, by channel. ``stop`` is set to cancel
    what has not left. ``followed``: deliveries somebody still takes care of; ``left``: those whose
    public request may have left; ``again``: those that are tried again by order. ``keep`` says
    where cancelled content goes, ``given_back`` the channels whose content went there.
    ``unwritten``: deliveries that stay here, which cannot be written down yet. ``seen`` and
    ``asked`` are what was seen and asked for at TAKE, as ``AtWire`` has them.
    """

    id: str
    preview: Preview
    deliveries: tuple[str, ...]
    staging: dict[str, Parts]
    sends_at: int
    window_s: float
    ends: float
    expires: int
    taken: int = 0
    seen: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    holding: bool = True
    keep: bool = True
    given_back: set[str] = field(default_factory=set)
    followed: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)
    unwritten: set[str] = field(default_factory=set)
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)
    _nudge: asyncio.Event = field(default_factory=asyncio.Event)

    def at_wire(self, channel: str, rows: Iterable[Delivery]) -> AtWire:
        """What of it goes to ``channel``, for the guards; ``rows`` are its deliveries."""
        part, left = self.preview.only(channel), posts_left(rows, channel)
        return AtWire(part, self.id, self.taken, left, self.seen.get(channel), self.asked)

    def in_motion(self) -> bool:
        """Whether its window runs, or something of it is sent or followed up."""
        return any(not task.done() for task in self.tasks)

    def halt(self) -> None:
        """Let nothing of this leave that has not left."""
        self.stop.set()
        self._wake()

    def shorten(self, clock: Clock) -> None:
        """End the hold window now."""
        self.sends_at, self.ends = min(self.sends_at, clock.now()), clock.monotonic()
        self._wake()

    async def window(self, clock: Clock, before_s: float = 0.0) -> None:
        """Wait until ``before_s`` seconds before the hold window ends, or until it is halted."""
        while not self.stop.is_set():
            left = round(self.ends - before_s - clock.monotonic(), 6)
            if left <= 0:
                return
            await wait(clock, left, self._nudge)

    def _wake(self) -> None:
        # A new one for those who wait next: several may be waiting.
        self._nudge.set()
        self._nudge = asyncio.Event()


def expires_at(preview: Preview, event: LiveEvent, now: int, sends_at: int) -> int:
    """UTC µs until which a post of this kind still makes sense: the end of its moment's window
    while that is open, else the length of a window from ``now``."""
    moment = next((m for m in event.moments if m.slug == preview.moment), None)
    left = None
    if moment is not None:
        when = expected_times(event).at[moment.slug]
        left = window_left_s(event, moment, when, now)
    if left is None or left <= 0:
        left = event.settings.window_s
    return max(now + int(left * MICROS), sends_at + AT_LEAST_S * MICROS)


def deliveries_of(
    take: str,
    preview: Preview,
    event: LiveEvent,
    posts: Mapping[str, tuple[Post, ...]],
    keys: Mapping[str, tuple[str, ...]],
    *,
    rehearsal: bool,
    now: int,
    sends_at: int,
) -> tuple[Delivery, ...]:
    """The PENDING deliveries of a take: one for each of the ``posts`` of each channel, with its
    key; each but the first of a channel answers the one before it."""
    made: list[Delivery] = []
    for channel, parts in posts.items():
        parent = None
        for place, (post, key) in enumerate(zip(parts, keys[channel], strict=True)):
            row = Delivery(
                # A microsecond apart, so that the store gives them back in the accounts' order.
                id=uuid7(now + len(made)),
                take=take,
                event=event.slug,
                channel=channel,
                handle=post.handle,
                asset=preview.asset.slug,
                moment=preview.moment,
                words=post.text,
                pictures=tuple(media.sha256 for media in post.media),
                key=key,
                rehearsal=rehearsal,
                state=DeliveryState.PENDING,
                taken=now,
                sends_at=sends_at,
                changed=now,
                place=place,
                parent=parent,
            )
            made.append(row)
            parent = row.id
    return tuple(made)
