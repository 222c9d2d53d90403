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
from controlroom.messages import Message, english, message
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
    """What a delivery needs on its way out.

    ``left`` is told when its public request starts, and again when that certainly did not leave.
    """

    channel: Channel
    outbox: Outbox
    wire: Wire
    clock: Clock
    stop: asyncio.Event
    left: set[str]
    changed: Callable[[], None]
    differs: Callable[[Delivery, Seen], Awaitable[None]]

    def lets(self, take: str) -> bool:
        """Whether a public request of ``take`` may start now."""
        return self.wire.lets(take) and not self.stop.is_set()


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
        await _not_there(way, delivery, problem.what)
        return
    except Exception as problem:
        # A picture that cannot be read, say: nothing of this one left, and the others go on.
        LOG.exception("%s: could not be made ready", way.channel.key)
        await _not_there(way, delivery, message("stage.failed", why=str(problem)))
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
    now = way.clock.now()
    sends_at = min(way.outbox.get(delivery).sends_at, now)
    row = await way.outbox.move(
        delivery, DeliveryState.SENDING, changed=now, sends_at=sends_at, until=None
    )
    way.changed()
    # No await stands between this look at the wire and the request: HOLD cannot slip in between.
    if not way.lets(row.take):
        await way.outbox.move(delivery, DeliveryState.WAITING, until=None)
        await _cancel(way, delivery)
        return None
    way.left.add(delivery)
    try:
        receipt = await _request(way, staged, row)
    except (NotSent, PaceExceeded) as problem:
        way.left.discard(delivery)
        if last:
            await _not_there(way, delivery, problem.what)
            return None
        return problem.until if isinstance(problem, PaceExceeded) else way.clock.now()
    except OutcomeUnknown as problem:
        await _look_up(way, delivery, staged, problem)
    except ChannelError as problem:
        await _not_there(way, delivery, problem.what)
    else:
        await _accepted(way, delivery, receipt)
        await _read_back(way, delivery, staged)
    return None


async def _request(way: Way, staged: Staged, row: Delivery) -> Receipt:
    """The one public request. ``OutcomeUnknown`` for whatever is not clear."""
    title = way.channel.title
    # Asked again right before the bytes leave, should the connection take a while to open.
    public_gate.set(lambda: way.lets(row.take))
    try:
        async with asyncio.timeout(DEADLINE_S):
            return await way.channel.send(staged, row.key)
    except ChannelError:
        raise
    except TimeoutError:
        raise OutcomeUnknown(message("channel.silent", network=title)) from None
    except Exception as problem:
        # A defect of an adapter must not be told as "not sent": the request may be out.
        LOG.exception("%s: unexpected", row.channel)
        raise OutcomeUnknown(message("channel.may_have_arrived", network=title)) from problem


async def _ask(way: Way, staged: Staged, key: str) -> Seen | None:
    """The post as the network has it. ``ChannelError`` where it cannot tell."""
    title = way.channel.title
    try:
        async with asyncio.timeout(DEADLINE_S):
            return await way.channel.find(staged, key)
    except ChannelError:
        raise
    except TimeoutError:
        raise ChannelError(message("channel.silent", network=title)) from None
    except Exception as problem:
        LOG.exception("%s: the look-up failed", way.channel.key)
        raise ChannelError(message("channel.unreadable", network=title)) from problem


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


async def _not_there(way: Way, delivery: str, what: Message) -> None:
    if way.outbox.get(delivery).state is not DeliveryState.SENDING:
        await way.outbox.move(delivery, DeliveryState.SENDING)
    await way.outbox.move(
        delivery,
        DeliveryState.REFUSED,
        problem=english(what),
        changed=way.clock.now(),
    )
    way.changed()


async def _look_up(way: Way, delivery: str, staged: Staged, why: ChannelError) -> None:
    """Ask the network whether the post is there."""
    row = await way.outbox.move(
        delivery, DeliveryState.UNKNOWN, problem=str(why), changed=way.clock.now()
    )
    way.changed()
    for pause in LOOK_UP_S:
        await way.clock.sleep(pause)
        try:
            seen = await _ask(way, staged, row.key)
        except ChannelError as problem:
            LOG.info("%s: look-up failed: %s", row.channel, problem)
            continue
        if seen is not None:
            await _accepted(way, delivery, seen.receipt)
            await _compare(way, delivery, staged, seen)
            return
        # The network makes one post of two requests with one key, so asking again is safe.
        safe = way.channel.honours_key and way.lets(row.take)
        if safe and await _send_again(way, delivery, staged):
            return
    way.changed()


async def _send_again(way: Way, delivery: str, staged: Staged) -> bool:
    """Once more under the same key. Whether it was accepted; otherwise it stays unknown."""
    row = await way.outbox.move(delivery, DeliveryState.SENDING, changed=way.clock.now())
    problem = row.problem
    # Asked after the await: HOLD may have come while the row was written.
    if way.lets(row.take):
        try:
            receipt = await _request(way, staged, row)
        except ChannelError as refusal:
            # Even a clear no is about this request; the first one may have arrived.
            problem = str(refusal)
        else:
            await _accepted(way, delivery, receipt)
            await _read_back(way, delivery, staged)
            return True
    await way.outbox.move(delivery, DeliveryState.UNKNOWN, problem=problem, changed=way.clock.now())
    way.changed()
    return False


async def _read_back(way: Way, delivery: str, staged: Staged) -> None:
    """Read the post back from the network and compare."""
    key = way.outbox.get(delivery).key
    for pause in READ_BACK_S:
        await way.clock.sleep(pause)
        try:
            seen = await _ask(way, staged, key)
        except ChannelError as problem:
            LOG.info("read-back failed: %s", problem)
            continue
        if seen is not None:
            await _compare(way, delivery, staged, seen)
            return


async def _compare(way: Way, delivery: str, staged: Staged, seen: Seen) -> None:
    sent = tuple(media.sha256 for media in staged.post.media)
    same = seen.text == staged.post.text and (not seen.media or seen.media == sent)
    accepted, now = {DeliveryState.ACCEPTED}, way.clock.now()
    if same:
        await way.outbox.move_from(accepted, delivery, DeliveryState.VERIFIED, changed=now)
    elif way.outbox.get(delivery).state in accepted:
        await way.differs(way.outbox.get(delivery), seen)
    way.changed()


async def _cancel(way: Way, delivery: str) -> None:
    await way.outbox.move(delivery, DeliveryState.CANCELLED, changed=way.clock.now())
    way.changed()
