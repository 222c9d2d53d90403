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
    """A taken post. ``sends_at`` UTC µs is the end of its hold window of ``window_s`` seconds.

    Engine thread only. ``stop`` is set to cancel what has not left; ``nudge`` wakes the hold
    window to look again.
    """

    id: str
    preview: Preview
    deliveries: tuple[str, ...]
    staging: "dict[str, asyncio.Task[Staged]]"
    sends_at: int
    window_s: float
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    nudge: asyncio.Event = field(default_factory=asyncio.Event)
    holding: bool = True
    task: "asyncio.Task[None] | None" = None

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
    for channel, key in keys.items():
        account = event.account(channel)
        assert account is not None
        picture = preview.asset.picture_for(channel)
        made.append(
            Delivery(
                id=uuid7(now),
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
