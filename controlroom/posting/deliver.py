"""One delivery, from the end of its hold window to what is known of it.

Every network on its own. What certainly did not leave is tried again; what may have arrived is
looked up and never sent again blindly.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from controlroom.channels.base import (
    Channel,
    ChannelError,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Receipt,
    Seen,
    Staged,
)
from controlroom.clock import MICROS, Clock
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.messages import english
from controlroom.net.http import public_gate
from controlroom.posting.outbox import Outbox
from controlroom.posting.wire import Wire

LOG = logging.getLogger("controlroom.posting")

DEADLINE_S = 20.0
TRY_AGAIN_S = (1.0, 2.0, 5.0, 10.0, 15.0)
LOOK_UP_S = (0.5, 2.0, 5.0)
READ_BACK_S = (0.2, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Way:
    """What a delivery needs on its way out."""

    channel: Channel
    outbox: Outbox
    wire: Wire
    clock: Clock
    stop: asyncio.Event
    changed: Callable[[], None]
    differs: Callable[[Delivery, Seen], Awaitable[None]]


async def wait(clock: Clock, seconds: float, stop: asyncio.Event) -> bool:
    """Wait for ``seconds`` of the night, or for ``stop``. True when stopped."""
    if stop.is_set():
        return True
    waits = [asyncio.create_task(clock.sleep(seconds)), asyncio.create_task(stop.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    return stop.is_set()


async def deliver(way: Way, delivery: str, staging: "asyncio.Task[Staged]") -> None:
    """Send one delivery and follow it up. Ends when nothing more can be learned."""
    stopping = asyncio.create_task(way.stop.wait())
    await asyncio.wait({staging, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if way.stop.is_set():
        await _cancel(way, delivery)
        return
    try:
        staged = staging.result()
    except ChannelError as problem:
        await _not_there(way, delivery, problem)
        return
    for pause in (*TRY_AGAIN_S, None):
        ready_at = await _send_once(way, delivery, staged, last=pause is None)
        if ready_at is None or pause is None:
            return
        wait_s = max(pause, (ready_at - way.clock.now()) / MICROS)
        until = way.clock.now() + int(wait_s * MICROS)
        await way.outbox.move(delivery, DeliveryState.WAITING, until=until)
        way.changed()
        if await wait(way.clock, wait_s, way.stop):
            await _cancel(way, delivery)
            return


async def _send_once(way: Way, delivery: str, staged: Staged, *, last: bool) -> int | None:
    """One try. UTC µs of when to try again, or None when there is nothing left to do."""
    row = await way.outbox.move(delivery, DeliveryState.SENDING, changed=way.clock.now())
    way.changed()
    # No await stands between this look at the wire and the request: HOLD cannot slip in between.
    if way.stop.is_set() or not way.wire.lets(row.take):
        await way.outbox.move(delivery, DeliveryState.WAITING, until=None)
        await _cancel(way, delivery)
        return None
    try:
        # Asked again right before the bytes leave, should the connection take a while to open.
        public_gate.set(lambda: way.wire.lets(row.take) and not way.stop.is_set())
        async with asyncio.timeout(DEADLINE_S):
            receipt = await way.channel.send(staged, row.key)
    except NotSent as problem:
        if last:
            await _not_there(way, delivery, problem)
            return None
        return way.clock.now()
    except PaceExceeded as problem:
        if last:
            await _not_there(way, delivery, problem)
            return None
        return problem.until
    except (OutcomeUnknown, TimeoutError) as problem:
        await _look_up(way, delivery, staged, str(problem))
    except ChannelError as problem:
        await _not_there(way, delivery, problem)
    except Exception as problem:
        # A defect of an adapter must not be told as "not sent": the request may be out.
        LOG.exception("%s: unexpected", row.channel)
        await _look_up(way, delivery, staged, repr(problem))
    else:
        await _accepted(way, delivery, receipt)
        await _read_back(way, delivery, staged)
    return None


async def _accepted(way: Way, delivery: str, receipt: Receipt) -> None:
    await way.outbox.move(
        delivery,
        DeliveryState.ACCEPTED,
        remote_id=receipt.remote_id,
        url=receipt.url,
        accepted=receipt.accepted,
        changed=way.clock.now(),
        problem=None,
    )
    way.changed()


async def _not_there(way: Way, delivery: str, problem: ChannelError) -> None:
    row = way.outbox.get(delivery)
    if row.state in (DeliveryState.PENDING, DeliveryState.WAITING):
        await way.outbox.move(delivery, DeliveryState.SENDING)
    await way.outbox.move(
        delivery,
        DeliveryState.REFUSED,
        problem=english(problem.what),
        changed=way.clock.now(),
    )
    way.changed()


async def _look_up(way: Way, delivery: str, staged: Staged, why: str) -> None:
    """Ask the network whether the post is there."""
    row = await way.outbox.move(
        delivery, DeliveryState.UNKNOWN, problem=why, changed=way.clock.now()
    )
    way.changed()
    for pause in LOOK_UP_S:
        await way.clock.sleep(pause)
        try:
            seen = await way.channel.find(staged, row.key)
        except ChannelError as problem:
            LOG.info("%s: look-up failed: %s", row.channel, problem)
            continue
        if seen is not None:
            await _accepted(way, delivery, seen.receipt)
            await _compare(way, delivery, staged, seen)
            return
        if way.channel.honours_key and way.wire.lets(row.take):
            # The network makes one post of two requests with one key, so asking again is safe.
            await way.outbox.move(delivery, DeliveryState.SENDING, changed=way.clock.now())
            try:
                receipt = await way.channel.send(staged, row.key)
            except ChannelError as problem:
                await way.outbox.move(delivery, DeliveryState.UNKNOWN, problem=str(problem))
                continue
            await _accepted(way, delivery, receipt)
            await _read_back(way, delivery, staged)
            return
    way.changed()


async def _read_back(way: Way, delivery: str, staged: Staged) -> None:
    """Read the post back from the network and compare."""
    key = way.outbox.get(delivery).key
    for pause in READ_BACK_S:
        await way.clock.sleep(pause)
        try:
            seen = await way.channel.find(staged, key)
        except ChannelError as problem:
            LOG.info("read-back failed: %s", problem)
            continue
        if seen is not None:
            await _compare(way, delivery, staged, seen)
            return


async def _compare(way: Way, delivery: str, staged: Staged, seen: Seen) -> None:
    if way.outbox.get(delivery).state is not DeliveryState.ACCEPTED:
        return
    sent = tuple(media.sha256 for media in staged.post.media)
    same = seen.text == staged.post.text and (not seen.media or seen.media == sent)
    if same:
        await way.outbox.move(delivery, DeliveryState.VERIFIED, changed=way.clock.now())
    else:
        await way.differs(way.outbox.get(delivery), seen)
    way.changed()


async def _cancel(way: Way, delivery: str) -> None:
    await way.outbox.move(delivery, DeliveryState.CANCELLED, changed=way.clock.now())
    way.changed()
