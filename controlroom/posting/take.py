"""One TAKE: its deliveries and its hold window."""

import asyncio
from dataclasses import dataclass, field

from controlroom.channels.base import Staged
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.ids import uuid7
from controlroom.posting.preview import Preview


@dataclass(slots=True)
class Take:
    """A taken post. Its hold window of ``window_s`` seconds ends at ``sends_at`` (UTC µs, as it is
    shown) and ``ends`` (the clock's monotonic seconds, which no time server can move).

    Engine thread only. ``stop`` is set to cancel what has not left; ``nudge`` wakes the hold
    window to look again. ``followed``: deliveries somebody still takes care of; ``left``: those
    whose public request may have left. ``keep`` says where cancelled content goes, ``given_back``
    that it went there.
    """

    id: str
    preview: Preview
    deliveries: tuple[str, ...]
    staging: "dict[str, asyncio.Task[Staged]]"
    sends_at: int
    window_s: float
    ends: float
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    nudge: asyncio.Event = field(default_factory=asyncio.Event)
    holding: bool = True
    keep: bool = True
    given_back: bool = False
    followed: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)

    def in_motion(self) -> bool:
        """Whether its window runs, or something of it is sent or followed up."""
        return any(not task.done() for task in self.tasks)

    def halt(self) -> None:
        """Let nothing of this leave that has not left."""
        self.stop.set()
        self.nudge.set()


def deliveries_of(
    take: str,
    preview: Preview,
    event: LiveEvent,
    keys: dict[str, str],
    *,
    rehearsal: bool,
    now: int,
    sends_at: int,
) -> tuple[Delivery, ...]:
    """The PENDING deliveries of a take: one for each channel in ``keys`` (channel → key)."""
    made = []
    for place, (channel, key) in enumerate(keys.items()):
        account = event.account(channel)
        assert account is not None
        picture = preview.asset.picture_for(channel)
        made.append(
            Delivery(
                # A microsecond apart, so that the store gives them back in the accounts' order.
                id=uuid7(now + place),
                take=take,
                event=event.slug,
                channel=channel,
                handle=account.handle,
                asset=preview.asset.slug,
                moment=preview.moment,
                words=preview.asset.words_for(channel),
                pictures=(picture.sha256,) if picture else (),
                key=key,
                rehearsal=rehearsal,
                state=DeliveryState.PENDING,
                taken=now,
                sends_at=sends_at,
                changed=now,
            )
        )
    return tuple(made)
