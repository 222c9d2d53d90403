"""One channel as posting uses it: no request without a deadline, no exception unread."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from controlroom.channels.base import (
    Channel,
    ChannelError,
    HandedOver,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Receipt,
    Seen,
    Staged,
)
from controlroom.clock import Clock
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.messages import message
from controlroom.net.http import public_gate
from controlroom.posting.outbox import Outbox
from controlroom.posting.wire import Wire

LOG = logging.getLogger("controlroom.posting")
T = TypeVar("T")

DEADLINE_S = 20.0
READ_BACK_S = (0.2, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Way:
    """What a delivery needs on its way out and after it. ``wire`` keeps when requests began;
    ``differs`` is told of a post that reads back otherwise than it was sent."""

    channel: Channel
    outbox: Outbox
    wire: Wire
    clock: Clock
    changed: Callable[[], None]
    differs: Callable[[Delivery, Seen], Awaitable[None]]

    async def request(self, staged: Staged, row: Delivery, lets: Callable[[], bool]) -> Receipt:
        """The one public request. ``lets`` is asked again right before the bytes leave, should the
        connection take a while to open. ``OutcomeUnknown`` for whatever is not clear."""
        title = self.channel.title
        parent = None if row.parent is None else receipt_of(self.outbox.get(row.parent))
        public_gate.set(lets)
        at = self.clock.now()
        self.wire.started(row.channel, at)
        try:
            async with asyncio.timeout(DEADLINE_S):
                return await self.channel.send(staged, row.key, parent)
        except (NotSent, PaceExceeded, HandedOver):
            self.wire.never_left(row.channel, at)
            raise
        except ChannelError:
            raise
        except TimeoutError:
            raise OutcomeUnknown(message("channel.silent", network=title)) from None
        except Exception as problem:
            # A defect of an adapter must not be told as "not sent": the request may be out.
            LOG.exception("%s: unexpected", row.channel)
            raise OutcomeUnknown(message("channel.may_have_arrived", network=title)) from problem

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """The post as the network has it. ``ChannelError`` where it cannot tell."""
        return await self._ask(self.channel.find(staged, key))

    async def recent(self) -> tuple[Seen, ...]:
        """The account's newest posts. ``ChannelError`` where they cannot be read."""
        return await self._ask(self.channel.recent())

    async def _ask(self, asked: Awaitable[T]) -> T:
        title = self.channel.title
        try:
            async with asyncio.timeout(DEADLINE_S):
                return await asked
        except ChannelError:
            raise
        except TimeoutError:
            raise ChannelError(message("channel.silent", network=title)) from None
        except Exception as problem:
            LOG.exception("%s: the look-up failed", self.channel.key)
            raise ChannelError(message("channel.unreadable", network=title)) from problem

    async def accepted(self, delivery: str, receipt: Receipt) -> None:
        """Write the network's yes down."""
        await self.outbox.move(
            delivery, DeliveryState.ACCEPTED, **known_of(receipt), changed=self.clock.now()
        )
        self.changed()

    async def read_back(self, delivery: str, staged: Staged) -> None:
        """Read an accepted post back from the network and compare. Nothing that goes wrong here
        makes it less accepted."""
        key = self.outbox.get(delivery).key
        for pause in READ_BACK_S:
            await self.clock.sleep(pause)
            try:
                seen = await self.find(staged, key)
            except ChannelError as problem:
                LOG.info("read-back failed: %s", problem)
                continue
            if seen is not None:
                await self.compare(delivery, staged, seen)
                return

    async def compare(self, delivery: str, staged: Staged, seen: Seen) -> None:
        """VERIFIED where the network shows what was sent: the words, and the pictures and their
        alt texts as far as it gives them back."""
        post, now = staged.post, self.clock.now()
        # A picture that is not in the library any more: nobody knows what its alt text was.
        known = all(media.mime for media in post.media)
        same = (
            seen.text == post.text
            and (not seen.media or seen.media == tuple(media.sha256 for media in post.media))
            and (not (seen.alts and known) or seen.alts == tuple(media.alt for media in post.media))
        )
        accepted = {DeliveryState.ACCEPTED}
        if same:
            await self.outbox.move_from(accepted, delivery, DeliveryState.VERIFIED, changed=now)
        elif self.outbox.get(delivery).state in accepted:
            await self.differs(self.outbox.get(delivery), seen)
        self.changed()


def receipt_of(row: Delivery) -> Receipt:
    """The network's yes, as the outbox has it."""
    return Receipt(
        row.channel, row.remote_id or "", row.url or "", row.accepted or 0, row.answer or ""
    )


def known_of(receipt: Receipt) -> dict[str, int | str | None]:
    """What the outbox keeps of the network's yes."""
    return {
        "remote_id": receipt.remote_id,
        "url": receipt.url or None,
        "accepted": receipt.accepted,
        "answer": receipt.answer or None,
        "problem": None,
    }
