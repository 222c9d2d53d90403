"""The takes of a night: each on its way, stopped, or given back."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import replace
from typing import Any

from controlroom.channels.base import Channel, Staged
from controlroom.errors import Refused
from controlroom.event.delivery import OPEN, Delivery, DeliveryState
from controlroom.messages import Message, message
from controlroom.posting.at_wire import of_earlier_run, speaks_against
from controlroom.posting.deliver import PREPARE_S, Going, cancel, deliver
from controlroom.posting.give_back import left_over
from controlroom.posting.looks import Looks, Search
from controlroom.posting.outbox import Outbox
from controlroom.posting.preview import Preview
from controlroom.posting.retract import MAY_BE_UP
from controlroom.posting.surroundings import Surroundings
from controlroom.posting.take import Take, expires_at
from controlroom.posting.way import Way
from controlroom.posting.wire import Wire

LOG = logging.getLogger("controlroom.posting")

STOP_S = 5.0
KNOWN_SOON_S = 60.0
SETTLE_S = (0.0, 0.5, 2.0, 10.0, 30.0)
SETTLE_AT_LEAST_S = 60.0
UNDER_WAY = frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN})


class Takes:
    """Sends what was taken, and stops it. ``bring_back`` gets content that was cancelled, and
    whether to keep it out of Preview; ``reclaim`` uploads that were not used."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        outbox: Outbox,
        wire: Wire,
        around: Surroundings,
        looks: Looks,
        bring_back: Callable[[Preview, bool], None],
        reclaim: Callable[[tuple[Staged, ...]], None],
    ) -> None:
        self.by_id: dict[str, Take] = {}
        self._channels = channels
        self._outbox = outbox
        self._wire = wire
        self._around = around
        self._looks = looks
        self._bring_back = bring_back
        self._reclaim = reclaim
        self._left_at_hold: tuple[str, ...] = ()

    def way(self, channel: str) -> Way | None:
        """How posts get to ``channel``, None where nobody is signed in."""
        known, around = self._channels.get(channel), self._around
        if known is None:
            return None
        return Way(known, self._outbox, self._wire, around.clock, around.changed, around.differs)

    def speaks_against(self, row: Delivery) -> Message | None:
        """Why ``row`` must not be sent again now, or None: wire and guards."""
        if not self._wire.lets(row.take):
            return message("hold.already")
        take, rows = self.by_id.get(row.take), self._outbox.of_take(row.take)
        if take is None:
            post = of_earlier_run(row, self._around.event())
        else:
            post = take.at_wire(row.channel, rows)
        return speaks_against(self._around.may_still_go, post)

    def start(self, take: Take) -> None:
        """Let its hold window run, then send it."""
        self._spawn(take, self._run(take))

    def _spawn(self, take: Take, work: Coroutine[Any, Any, None]) -> None:
        name = f"take {take.preview.asset.slug}"
        take.tasks.append(asyncio.create_task(work, name=name))

    async def _run(self, take: Take) -> None:
        clock = self._around.clock
        await take.window(clock, PREPARE_S)
        async with asyncio.TaskGroup() as group:
            for delivery in take.deliveries:
                group.create_task(self._follow(take, delivery))
            await take.window(clock)
            take.holding = False
            self._outbox.wake()
            self._around.changed()

    async def _follow(self, take: Take, delivery: str) -> None:
        channel = self._outbox.get(delivery).channel
        going = self._going(take, channel)
        try:
            await deliver(going, delivery)
        except Exception:
            # The other networks must not end with this one.
            LOG.exception("%s: the delivery could not be followed", channel)
            await self._settle(going, delivery)
        finally:
            take.followed.discard(delivery)
            take.again.discard(delivery)
            self._outbox.wake()
        self._give_back(take)
        # Whoever waits for this take wants to know: most unknowns are known soon.
        await self._looks.known(delivery, KNOWN_SOON_S, take.stop)

    def _going(self, take: Take, channel: str) -> Going:
        way, stop = self.way(channel), take.stop
        assert way is not None

        def lets() -> bool:
            return self._wire.lets(take.id) and not stop.is_set()

        def may_go() -> Message | None:
            post = take.at_wire(channel, self._outbox.of_take(take.id))
            return speaks_against(self._around.may_still_go, post)

        def unknown(delivery: str, staged: Staged) -> None:
            now = self._around.clock.now()

            def may_again() -> bool:
                return lets() and may_go() is None

            self._looks.begin(Search(way, delivery, staged, may_again, take.expires, now, now))

        return Going(way, take, take.staging[channel], lets, may_go, unknown)

    async def _settle(self, going: Going, delivery: str) -> None:
        """Something of ours broke, the disk mostly: write down what is true of it once that is
        possible, however long it takes. What stays here comes back at once."""
        take = going.take
        if self._outbox.get(delivery).state in OPEN and delivery not in take.left:
            self._stays(take, delivery)
        for tries, pause in enumerate(_settle_pauses()):
            await self._around.clock.sleep(pause)
            try:
                await self._write_truth(going, delivery)
            except Exception:
                if tries == 0:
                    # Every minute of a disk that stays full says no more than the first.
                    LOG.exception("%s: the delivery could not be settled", going.way.channel.key)
                continue
            take.unwritten.discard(delivery)
            return

    def _stays(self, take: Take, delivery: str) -> None:
        """Nobody sends it any more, although that is not on the disk yet."""
        take.unwritten.add(delivery)
        self._outbox.wake()
        self._give_back(take)
        self._around.changed()

    async def _write_truth(self, going: Going, delivery: str) -> None:
        row, take = self._outbox.get(delivery), going.take
        if row.state is DeliveryState.SENDING and delivery in take.left:
            now = self._around.clock.now()
            await self._outbox.move(delivery, DeliveryState.UNKNOWN, changed=now)
            going.unknown(delivery, going.parts.part(row.place))
        elif row.state in OPEN:
            wanted = take.stop.is_set()
            why = None if wanted else message("delivery.not_written")
            await cancel(going, delivery, why)

    # What was cancelled

    def settled(self, delivery: str) -> None:
        """It is known now what became of this one."""
        take = self.by_id.get(self._outbox.get(delivery).take)
        if take is not None:
            self._give_back(take)

    def _give_back(self, take: Take) -> None:
        """Bring back, once, the content of what was cancelled and is nowhere."""
        if take.id not in self.by_id:
            # It was never taken: who wanted to take it has it back.
            return
        rows = self.known_of(take)
        for channels, preview in left_over(take.preview, rows, take.given_back).items():
            take.given_back |= set(channels)
            for channel in channels:
                staged = take.staging[channel].ready()
                if staged is not None and _only_cancelled(rows, channel):
                    self._reclaim(staged)
            self._bring_back(preview, take.keep)

    def known_of(self, take: Take) -> list[Delivery]:
        """The deliveries of ``take`` as they are, whether or not that is on the disk yet."""
        rows = [self._outbox.get(delivery) for delivery in take.deliveries]
        return [
            replace(row, state=DeliveryState.CANCELLED) if row.id in take.unwritten else row
            for row in rows
        ]

    # Stopping

    def newest_pending(self) -> Take | None:
        """The take that Esc would cancel."""
        for take in reversed(self.by_id.values()):
            if self.is_unsent(take):
                return take
        return None

    async def cancel(self, take: Take, *, keep: bool) -> None:
        """Cancel what of ``take`` has not left; ``keep`` as ``bring_back`` gets it."""
        take.keep = keep
        take.halt()
        await self._outbox.until(lambda: not self.is_unsent(take))
        self._give_back(take)

    async def halt_all(self) -> None:
        """Cancel what has not left of every take. The wire must be closed already."""
        self._left_at_hold = tuple(
            row.id
            for take in self.by_id.values()
            for row in self._outbox.of_take(take.id)
            if row.id in take.left and row.state in UNDER_WAY
        )
        unsent = [take for take in self.by_id.values() if self.is_unsent(take)]
        # Those under way too: should one turn out not to have left, it must not try again after
        # release.
        for take in self.by_id.values():
            take.halt()
        for take in unsent:
            await self.cancel(take, keep=True)

    def had_left(self) -> int:
        """How many posts were under way when HOLD came and are, or may be, public now."""
        return sum(self._outbox.get(one).state in MAY_BE_UP for one in self._left_at_hold)

    def found_unknown(self) -> None:
        """After a start: what nobody knows of had left before."""
        self._left_at_hold = tuple(row.id for row in self._outbox.in_state(DeliveryState.UNKNOWN))

    def is_unsent(self, take: Take) -> bool:
        """Whether something of ``take`` has yet to leave."""
        return any(self._waits(delivery, take) for delivery in take.followed)

    def _waits(self, delivery: str, take: Take) -> bool:
        try:
            row = self._outbox.get(delivery)
        except KeyError:
            # Taken, and not on the disk yet.
            return True
        if delivery in take.unwritten:
            return False
        if row.state is DeliveryState.SENDING:
            # Written down, but the wire has not been asked yet.
            return row.id not in take.left
        return row.state in (DeliveryState.PENDING, DeliveryState.WAITING)

    # Once more

    async def retry(self, rows: tuple[Delivery, ...]) -> None:
        """Send the newest refused one of ``rows`` again, with its own key. Raises ``Refused``."""
        refused = [
            row
            for row in rows
            if row.state is DeliveryState.REFUSED
            and (take := self.by_id.get(row.take)) is not None
            and row.channel not in take.given_back
        ]
        if not refused:
            again = any(row.id in take.again for row in rows for take in self.by_id.values())
            raise Refused(message("retry.already" if again else "retry.nothing"))
        row = refused[-1]
        take = self.by_id[row.take]
        if row.id in take.followed:
            raise Refused(message("retry.already"))
        if not self._wire.lets(take.id):
            raise Refused(message("hold.already"))
        if take.stop.is_set():
            # A new one: what was stopped under the old one stays stopped.
            take.stop = asyncio.Event()
        now = self._around.clock.now()
        take.expires = expires_at(take.preview, self._around.event(), now, now)
        take.followed.add(row.id)
        take.again.add(row.id)
        take.left.discard(row.id)
        take.staging[row.channel].renew()
        self._spawn(take, self._follow(take, row.id))

    async def stop(self) -> None:
        """Requests under way finish, if they do so soon."""
        running = [task for take in self.by_id.values() for task in take.tasks if not task.done()]
        if running:
            await asyncio.wait(running, timeout=STOP_S)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _settle_pauses() -> Iterator[float]:
    """Seconds between two tries to write something down, for as long as it takes."""
    yield from SETTLE_S
    while True:
        yield SETTLE_AT_LEAST_S


def _only_cancelled(rows: list[Delivery], channel: str) -> bool:
    """Whether every post for ``channel`` was cancelled: a refused one may have used its uploads."""
    return all(row.state is DeliveryState.CANCELLED for row in rows if row.channel == channel)
