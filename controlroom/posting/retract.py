"""Taking posts down: on every network where they went, each with a result of its own.

That it was asked for is on the disk before a network is asked, since the answer may get lost or
the program be killed: then nobody knows whether the post is still up. Asking again does no harm,
so it is asked again until there is an answer, after a restart too.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from controlroom.channels.base import Channel, ChannelError, PaceExceeded
from controlroom.channels.base import Refused as NetworkRefused
from controlroom.clock import MICROS, Clock
from controlroom.errors import Refused
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.messages import Message, message
from controlroom.posting.looks import Looks
from controlroom.posting.outbox import Outbox
from controlroom.posting.waits import pauses
from controlroom.posting.way import receipt_of

LOG = logging.getLogger("controlroom.posting")

DEADLINE_S = 20.0
MAY_BE_UP = PUBLIC | {DeliveryState.SENDING, DeliveryState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class _Failed:
    """It may still be up: why, and not before when (UTC µs) to ask again, None for never."""

    why: Message
    again: int | None = None


class Retracting:
    """Retracts of this night. Works in HOLD too. ``told``: what stands in the way of a retract, or
    that it is under way, by delivery."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        outbox: Outbox,
        clock: Clock,
        looks: Looks,
        changed: Callable[[], None],
    ) -> None:
        self.told: dict[str, Message] = {}
        self._channels = channels
        self._outbox = outbox
        self._clock = clock
        self._looks = looks
        self._changed = changed
        self._asking: dict[str, asyncio.Task[None]] = {}

    async def take_down(self, rows: Iterable[Delivery]) -> tuple[Message, ...]:
        """Take ``rows`` down, the networks side by side, a thread from its end. The problems met,
        a sentence for each delivery; where no clear answer came it is asked again from now on."""
        of_channel = sorted(
            (row for row in rows if row.state in MAY_BE_UP), key=lambda row: row.channel
        )
        if not of_channel:
            raise Refused(message("retract.nothing"))
        groups = [list(group) for _, group in groupby(of_channel, key=lambda row: row.channel)]
        for row in of_channel:
            self.told[row.id] = message("retract.under_way", network=self._title(row))
        self._changed()
        told = await asyncio.gather(*(self._one_by_one(group) for group in groups))
        return tuple(problem for problems in told for problem in problems)

    def resume(self) -> None:
        """After a start: go on with what was asked for and has no answer."""
        for row in self._outbox.in_state(*PUBLIC):
            if row.retracted is not None:
                self.told[row.id] = message("retract.under_way", network=self._title(row))
                self._ask_on(row.id)

    async def stop(self) -> None:
        """Ask no more; the next start goes on."""
        tasks = tuple(self._asking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _one_by_one(self, rows: list[Delivery]) -> list[Message]:
        rows.sort(key=lambda row: (row.take, row.place), reverse=True)
        problems = []
        for row in rows:
            failed = await self._retract(row.id)
            if failed is not None:
                problems.append(failed.why)
                if failed.again is not None:
                    self._ask_on(row.id)
        return problems

    def _ask_on(self, delivery: str) -> None:
        if delivery not in self._asking:
            task = asyncio.create_task(self._again_and_again(delivery), name=f"retract {delivery}")
            self._asking[delivery] = task
            task.add_done_callback(lambda _: self._asking.pop(delivery, None))

    async def _again_and_again(self, delivery: str) -> None:
        not_before = 0
        for pause in pauses():
            left = (not_before - self._clock.now()) / MICROS
            await self._clock.sleep(max(pause, left))
            if self._outbox.get(delivery).retracted is None:
                return
            failed = await self._retract(delivery)
            if failed is None or failed.again is None:
                return
            not_before = failed.again

    async def _retract(self, delivery: str) -> _Failed | None:
        """One try, and what is told of it. None where it is down or never was up."""
        failed = await self._try(self._outbox.get(delivery))
        if failed is None:
            self.told.pop(delivery, None)
        else:
            self.told[delivery] = failed.why
            if failed.again is None:
                now = self._clock.now()
                await self._outbox.note(PUBLIC, delivery, changed=now, retracted=None)
        self._changed()
        return failed

    async def _try(self, row: Delivery) -> _Failed | None:
        network, delivery = self._title(row), row.id
        channel = self._channels.get(row.channel)
        if channel is None:
            why = message("guard.account.out", network=network)
            return _Failed(message("retract.failed", network=network, why=why))
        # A request under way has an answer soon.
        await self._outbox.until(
            lambda: self._outbox.get(delivery).state is not DeliveryState.SENDING
        )
        if self._outbox.get(delivery).state is DeliveryState.UNKNOWN:
            await self._looks.look(delivery)
        row = self._outbox.get(delivery)
        if row.state is DeliveryState.UNKNOWN:
            return _Failed(message("retract.unknown", network=network))
        if row.state not in PUBLIC:
            return None
        if not row.remote_id:
            # A link that was pasted: the network's own name for the post is not known.
            return _Failed(message("retract.by_hand", network=network, url=row.url or ""))
        asked_before = row.retracted is not None
        now = self._clock.now()
        await self._outbox.note(PUBLIC, delivery, changed=now, retracted=now)
        failed = await self._ask(channel, row)
        if failed is not None and failed.again is None and asked_before:
            # An earlier request had no clear answer and may have taken it down: this no is about
            # this request only, so it is asked on until the network says what is there.
            failed = _Failed(failed.why, 0)
        if failed is None:
            now, down = self._clock.now(), DeliveryState.RETRACTED
            await self._outbox.move_from(PUBLIC, delivery, down, changed=now, retracted=now)
        return failed

    async def _ask(self, channel: Channel, row: Delivery) -> _Failed | None:
        network = channel.title
        try:
            async with asyncio.timeout(DEADLINE_S):
                await channel.retract(receipt_of(row))
        except NetworkRefused as problem:
            return _Failed(message("retract.failed", network=network, why=problem.what))
        except ChannelError as problem:
            until = problem.until if isinstance(problem, PaceExceeded) else 0
            return _Failed(message("retract.failed", network=network, why=problem.what), until)
        except TimeoutError:
            why = message("channel.silent", network=network)
            return _Failed(message("retract.failed", network=network, why=why), 0)
        except Exception as problem:
            # The other networks' answers must still be told.
            LOG.exception("%s: retract failed", row.channel)
            return _Failed(message("retract.failed", network=network, why=repr(problem)), 0)
        return None

    def _title(self, row: Delivery) -> str:
        channel = self._channels.get(row.channel)
        return channel.title if channel is not None else row.channel.title()
