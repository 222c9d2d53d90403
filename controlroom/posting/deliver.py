"""One delivery, from the end of its hold window to the network's answer.

Every network on its own. What certainly did not leave is tried again until it would be late; what
may have arrived is looked up (``looks``) and never sent again blindly. A part of a thread waits
for the receipt of the one before it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    HandedOver,
    NotSent,
    PaceExceeded,
    Refused,
    Staged,
)
from controlroom.clock import MICROS
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.messages import Message, english, message
from controlroom.posting.parts import Parts
from controlroom.posting.take import Take
from controlroom.posting.waits import wait
from controlroom.posting.way import Way

LOG = logging.getLogger("controlroom.posting")

PREPARE_S = 0.1
"""So long before its hold window ends a delivery is written down as being sent: at the end only
the look at the wire and the request itself remain. Esc and HOLD still cancel it in between."""

TRY_AGAIN_S = (0.0, 1.0, 2.0, 5.0, 10.0, 15.0)
"""The first time at once: a token was renewed, say. The last pause is kept to from then on."""

NOWHERE = frozenset({DeliveryState.CANCELLED, DeliveryState.REFUSED, DeliveryState.RETRACTED})


@dataclass(frozen=True, slots=True)
class Going:
    """A take on its way out on one channel.

    ``lets`` says whether a public request may start now: wire and take. ``may_go`` asks the guards
    once more and says what speaks against it. ``unknown`` is told of a delivery that may have
    arrived.
    """

    way: Way
    take: Take
    parts: Parts
    lets: Callable[[], bool]
    may_go: Callable[[], Message | None]
    unknown: Callable[[str, Staged], None]


@dataclass(frozen=True, slots=True)
class Again:
    """It did not leave: why, not before when (UTC µs), and whether it must be made ready anew."""

    why: Message
    at: int = 0
    renew: bool = False


async def deliver(going: Going, delivery: str) -> None:
    """Send one delivery. Ends when the network has answered or nobody knows whether it did."""
    way, stop = going.way, going.take.stop
    if not await _parent_is_up(going, delivery):
        return
    tries = 0
    while (again := await _try(going, delivery)) is not None:
        now, expires = way.clock.now(), going.take.expires
        pause = TRY_AGAIN_S[min(tries, len(TRY_AGAIN_S) - 1)]
        at = max(now + int(pause * MICROS), again.at)
        tries += 1
        if at >= expires:
            await cancel(going, delivery, message("delivery.expired", why=again.why))
            return
        problem = english(again.why)
        await _move(way, delivery, DeliveryState.WAITING, until=at, problem=problem)
        if await wait(way.clock, (at - now) / MICROS, stop):
            await cancel(going, delivery)
            return
        if again.renew:
            going.parts.renew()


async def _parent_is_up(going: Going, delivery: str) -> bool:
    """Wait for the part of the thread before this one. False when this one was cancelled."""
    way, take = going.way, going.take
    parent = way.outbox.get(delivery).parent
    if parent is None:
        return True
    await take.window(way.clock)
    problem = english(message("thread.waits", part=way.outbox.get(delivery).place))
    while not take.stop.is_set():
        before, moved = way.outbox.get(parent), way.outbox.moved
        if before.state in PUBLIC:
            return True
        if before.state in NOWHERE:
            await cancel(going, delivery, message("thread.no_parent", part=before.place + 1))
            return False
        left = (take.expires - way.clock.now()) / MICROS
        if left <= 0:
            why = message("thread.waits", part=before.place + 1)
            await cancel(going, delivery, message("delivery.expired", why=why))
            return False
        if way.outbox.get(delivery).state is not DeliveryState.WAITING:
            until = take.expires
            await _move(way, delivery, DeliveryState.WAITING, until=until, problem=problem)
        await wait(way.clock, left, take.stop, moved)
    await cancel(going, delivery)
    return False


async def _try(going: Going, delivery: str) -> Again | None:
    """One try. None when there is nothing left to do."""
    way, take = going.way, going.take
    if not await _is_ready(going, delivery):
        return None
    row = way.outbox.get(delivery)
    try:
        staged = going.parts.part(row.place)
    except PaceExceeded as problem:
        return Again(problem.what, problem.until, renew=True)
    except Refused as problem:
        await _refuse(way, delivery, problem.what)
        return None
    except ChannelError as problem:
        return Again(problem.what, renew=True)
    except Exception as problem:
        # A picture that cannot be read, say: nothing of this one left, and the others go on.
        LOG.exception("%s: could not be made ready", way.channel.key)
        await _refuse(way, delivery, message("stage.failed", why=str(problem)))
        return None
    if (no_go := going.may_go()) is not None:
        await cancel(going, delivery, no_go)
        return None
    await _move(
        way,
        delivery,
        DeliveryState.SENDING,
        sends_at=min(row.sends_at, take.sends_at),
        until=None,
        problem=None,
        uploads=staged.uploads,
    )
    await take.window(way.clock)
    # No await stands between this look at the wire and the request: HOLD cannot slip in between.
    if not going.lets():
        await cancel(going, delivery)
        return None
    take.left.add(delivery)
    return await _send(going, delivery, staged)


async def _send(going: Going, delivery: str, staged: Staged) -> Again | None:
    way, take = going.way, going.take
    try:
        receipt = await way.request(staged, way.outbox.get(delivery), going.lets)
    except NotSent as problem:
        take.left.discard(delivery)
        return Again(problem.what, renew=not isinstance(problem, ChannelDown))
    except PaceExceeded as problem:
        take.left.discard(delivery)
        return Again(problem.what, problem.until)
    except HandedOver as problem:
        what = english(problem.what)
        await _move(
            way, delivery, DeliveryState.BY_HAND, handed=problem.folder or None, problem=what
        )
    except Refused as problem:
        await _refuse(way, delivery, problem.what)
    except ChannelError as problem:
        await _move(way, delivery, DeliveryState.UNKNOWN, problem=str(problem))
        going.unknown(delivery, staged)
    else:
        await way.accepted(delivery, receipt)
        await way.read_back(delivery, staged)
    return None


async def _is_ready(going: Going, delivery: str) -> bool:
    """Wait until it is known whether the post is ready. False when it was cancelled meanwhile."""
    way, take, parts = going.way, going.take, going.parts
    if parts.done and _was_dropped(going, delivery):
        parts.renew()
    stop = take.stop
    if not parts.done:
        left = max(0.0, take.ends - way.clock.monotonic())
        await wait(way.clock, left, stop, work=parts.staging)
    if not parts.done and not stop.is_set():
        problem = english(message("stage.under_way"))
        until = take.expires
        await _move(way, delivery, DeliveryState.WAITING, until=until, problem=problem)
        left = (until - way.clock.now()) / MICROS
        await wait(way.clock, max(0.0, left), stop, work=parts.staging)
    if stop.is_set():
        await cancel(going, delivery)
        return False
    if not parts.done:
        why = message("stage.under_way")
        await cancel(going, delivery, message("delivery.expired", why=why))
        return False
    return True


def _was_dropped(going: Going, delivery: str) -> bool:
    """Whether the network has dropped what was uploaded for it, waiting as long as it did."""
    staged = going.parts.ready()
    if staged is None:
        return False
    until = staged[going.way.outbox.get(delivery).place].until
    return until is not None and until <= going.way.clock.now()


async def cancel(going: Going, delivery: str, why: Message | None = None) -> None:
    """Write down that this one stays here. ``why`` is None where the operator wanted it."""
    way = going.way
    row = way.outbox.get(delivery)
    if row.state is DeliveryState.SENDING:
        row = await way.outbox.move(delivery, DeliveryState.WAITING, changed=way.clock.now())
    if why is None and row.parent is not None:
        why = _thread_cut(going, row)
    await _move(
        way,
        delivery,
        DeliveryState.CANCELLED,
        until=None,
        problem=None if why is None else english(why),
    )


def _thread_cut(going: Going, row: Delivery) -> Message | None:
    """How much of its thread had left before this part was cancelled, None where nothing had."""
    parts = [one for one in going.way.outbox.of_take(row.take) if one.channel == row.channel]
    out = sum(one.id in going.take.left and one.state not in NOWHERE for one in parts)
    return message("thread.cut", out=out, all=len(parts)) if out else None


async def _refuse(way: Way, delivery: str, what: Message) -> None:
    await _move(way, delivery, DeliveryState.REFUSED, until=None, problem=english(what))


async def _move(
    way: Way, delivery: str, to: DeliveryState, **fields: int | str | tuple[str, ...] | None
) -> None:
    await way.outbox.move(delivery, to, changed=way.clock.now(), **fields)
    way.changed()
