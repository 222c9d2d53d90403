"""Posting: from what stands in Preview to what is known of every post. Engine thread only."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from controlroom.channels.base import Channel, ChannelError, Metrics, Receipt, Seen, Staged
from controlroom.clock import MICROS, Clock
from controlroom.errors import Refused
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.ids import uuid7
from controlroom.messages import english, message
from controlroom.posting.deliver import Way, deliver, wait
from controlroom.posting.outbox import Outbox
from controlroom.posting.preview import By, Preview
from controlroom.posting.stager import MediaBytes, Stager
from controlroom.posting.take import Take, deliveries_of
from controlroom.posting.take_guard import TakeGuard
from controlroom.posting.wire import Wire

LOG = logging.getLogger("controlroom.posting")

STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What posting needs from the room. ``gestures`` are real seconds; ``event`` the event as it
    stands; ``changed`` asks for a new picture of the desk."""

    clock: Clock
    gestures: Callable[[], float]
    event: Callable[[], LiveEvent]
    media: MediaBytes
    changed: Callable[[], None]
    differs: Callable[[Delivery, Seen], Awaitable[None]]


class Posting:
    """Preview, pending takes and their deliveries, on one set of channels (real or simulated)."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        outbox: Outbox,
        wire: Wire,
        around: Surroundings,
        *,
        rehearsal: bool,
    ) -> None:
        self.channels = channels
        self.outbox = outbox
        self.wire = wire
        self.rehearsal = rehearsal
        self.preview: Preview | None = None
        self.kept: list[Preview] = []
        self.takes: dict[str, Take] = {}
        self.stager = Stager(channels, around.media, around.changed)
        self._around = around
        self._guard = TakeGuard()

    # Preview

    @property
    def shown_take(self) -> Take | None:
        """The take whose frozen Preview is still shown, while it is pending."""
        if self.preview is not None:
            return None
        pending = [take for take in self.takes.values() if take.holding]
        return pending[-1] if pending else None

    def stage(self, preview: Preview) -> None:
        """Put a cue in Preview and begin to make it ready."""
        self.preview = preview
        self.stager.begin(preview.asset, self._around.event())
        self._around.changed()

    def clear(self) -> None:
        """Empty Preview."""
        self.preview = None
        self.stager.forget()
        self._around.changed()

    def edit_words(self, channel: str, words: str) -> None:
        """Change the words in Preview on one channel."""
        if self.preview is None:
            frozen = self.shown_take is not None
            raise Refused(message("edit.frozen" if frozen else "edit.nothing"))
        self.stage(self.preview.with_words(channel, words, self._around.gestures()))

    # TAKE

    def may_take(self, fingerprint: str) -> Preview:
        """The Preview, if a TAKE with ``fingerprint`` counts now. Raises ``Refused``."""
        event = self._around.event()
        return self._guard.check(self.preview, event, fingerprint, self._around.gestures())

    async def take(self, preview: Preview, window_s: float, *, in_hold: bool) -> Take:
        """Take ``preview``: written down at once, sent at the end of its hold window."""
        clock = self._around.clock
        now = clock.now()
        take_id = uuid7(now)
        sends_at = now + int(window_s * MICROS)
        event = self._around.event()
        keys = {
            channel: self.channels[channel].mint_key(now)
            for channel in event.channels
            if channel in self.channels
        }
        rows = deliveries_of(
            take_id, preview, event, keys, rehearsal=self.rehearsal, now=now, sends_at=sends_at
        )
        # Preview empties before the first await: a second press finds nothing to take.
        staging = self.stager.tasks()
        self.preview = None
        self._guard.taken(self._around.gestures())
        ids, ends = tuple(row.id for row in rows), clock.monotonic() + window_s
        take = Take(take_id, preview, ids, staging, sends_at, window_s, ends, followed=set(ids))
        self.takes[take_id] = take
        if in_hold:
            self.wire.let_pass(take_id)
        try:
            await self.outbox.put(rows)
        except Exception:
            self._never_taken(take)
            raise
        self._start(take, self._run(take))
        self._around.changed()
        return take

    def _never_taken(self, take: Take) -> None:
        """It could not be written down, so it is not sent; Preview gets it back."""
        del self.takes[take.id]
        take.holding = False
        take.followed.clear()
        self.outbox.wake()
        if self.preview is None:
            self.stage(take.preview)
        else:
            self.kept.append(take.preview)

    def _start(self, take: Take, work: Coroutine[Any, Any, None]) -> None:
        name = f"take {take.preview.asset.slug}"
        take.tasks.append(asyncio.create_task(work, name=name))

    async def _run(self, take: Take) -> None:
        clock = self._around.clock
        while not take.stop.is_set() and (left := round(take.ends - clock.monotonic(), 6)) > 0:
            await wait(clock, left, take.nudge)
            take.nudge.clear()
        take.holding = False
        self._around.changed()
        async with asyncio.TaskGroup() as group:
            for delivery in take.deliveries:
                staging = take.staging[self.outbox.get(delivery).channel]
                group.create_task(self._follow(take, delivery, staging))

    async def _follow(self, take: Take, delivery: str, staging: "asyncio.Task[Staged]") -> None:
        channel = self.outbox.get(delivery).channel
        try:
            await deliver(self._way(channel, take), delivery, staging)
        except Exception:
            # The other networks must not end with this one. What was written last of it stands.
            LOG.exception("%s: the delivery could not be followed", channel)
        finally:
            take.followed.discard(delivery)
            self.outbox.wake()
        self._give_back(take)

    def _give_back(self, take: Take) -> None:
        """Bring back, once, the content of a take that was cancelled and is nowhere."""
        states = {self.outbox.get(delivery).state for delivery in take.deliveries}
        nowhere = {DeliveryState.CANCELLED, DeliveryState.REFUSED}
        if take.given_back or DeliveryState.CANCELLED not in states or states - nowhere:
            return
        take.given_back = True
        if take.keep or self.preview is not None:
            self.kept.append(take.preview)
        else:
            self.stage(replace(take.preview, by=By.YOU, changed=self._around.gestures()))
        self._around.changed()

    def _way(self, channel: str, take: Take) -> Way:
        return Way(
            self.channels[channel],
            self.outbox,
            self.wire,
            self._around.clock,
            take.stop,
            take.left,
            self._around.changed,
            self._around.differs,
        )

    # Stopping

    def shorten(self, take: Take) -> None:
        """End the hold window of ``take`` now."""
        take.sends_at = self._around.clock.now()
        take.ends = self._around.clock.monotonic()
        take.nudge.set()

    def newest_pending(self) -> Take | None:
        """The take that Esc would cancel."""
        for take in reversed(self.takes.values()):
            if self.is_unsent(take):
                return take
        return None

    async def cancel(self, take: Take, *, keep: bool) -> None:
        """Cancel what of ``take`` has not left. Its content goes back to Preview, or with
        ``keep`` to the posts that Space brings back one at a time."""
        take.keep = keep
        take.halt()
        await self.outbox.until(lambda: not self.is_unsent(take))
        self._give_back(take)

    async def close_wire(self) -> None:
        """HOLD. When this returns no public request starts and nothing is pending."""
        self.wire.close()
        unsent = [take for take in self.takes.values() if self.is_unsent(take)]
        # Those under way too: should one turn out not to have left, it must not try again after
        # release.
        for take in self.takes.values():
            take.halt()
        for take in unsent:
            await self.cancel(take, keep=True)
        self._around.changed()

    def is_unsent(self, take: Take) -> bool:
        """Whether something of ``take`` has yet to leave."""
        return take.holding or any(
            self._waits(self.outbox.get(delivery), take) for delivery in take.followed
        )

    def _waits(self, row: Delivery, take: Take) -> bool:
        if row.state is DeliveryState.SENDING:
            # Written down, but the wire has not been asked yet.
            return row.id not in take.left
        return row.state in (DeliveryState.PENDING, DeliveryState.WAITING)

    def in_motion(self) -> bool:
        """Whether anything is being made ready, waits, is sent or followed up."""
        return self.stager.busy() or any(take.in_motion() for take in self.takes.values())

    # After the wire

    def on_air(self) -> tuple[Delivery, ...]:
        """The deliveries of the newest take of which something left or may have left."""
        states = PUBLIC | {
            DeliveryState.SENDING,
            DeliveryState.UNKNOWN,
            DeliveryState.REFUSED,
            DeliveryState.RETRACTED,
        }
        newest = next((row.take for row in reversed(self.outbox.all) if row.state in states), None)
        return self.outbox.of_take(newest) if newest else ()

    async def retract(self) -> tuple[str, ...]:
        """Take down what is on air. The problems met, one sentence each. Works in HOLD."""
        public = [row for row in self.on_air() if row.state in PUBLIC]
        if not public:
            raise Refused(message("retract.nothing"))
        return tuple(p for p in await asyncio.gather(*map(self._retract, public)) if p)

    async def _retract(self, row: Delivery) -> str | None:
        channel = self.channels.get(row.channel)
        if channel is None:
            network = row.channel.title()
            why = message("guard.account.out", network=network)
            return english(message("retract.failed", network=network, why=why))
        try:
            await channel.retract(_receipt(row))
        except ChannelError as problem:
            return english(message("retract.failed", network=channel.title, why=problem.what))
        except Exception as problem:
            # The other networks' answers must still be told.
            LOG.exception("%s: retract failed", row.channel)
            return english(message("retract.failed", network=channel.title, why=repr(problem)))
        now = self._around.clock.now()
        await self.outbox.move_from(PUBLIC, row.id, DeliveryState.RETRACTED, changed=now)
        self._around.changed()
        return None

    async def metrics(self, rows: list[Delivery]) -> Metrics | None:
        """How these posts are doing together; None where no network tells."""
        told = await asyncio.gather(*map(self._metrics, rows))
        known = [metrics for metrics in told if metrics is not None]
        if not known:
            return None
        return Metrics(
            sum(m.likes for m in known),
            sum(m.reposts for m in known),
            sum(m.replies for m in known),
        )

    async def _metrics(self, row: Delivery) -> Metrics | None:
        channel = self.channels.get(row.channel)
        try:
            return await channel.metrics(_receipt(row)) if channel is not None else None
        except ChannelError as problem:
            LOG.info("%s does not tell numbers: %s", row.channel, problem)
            return None

    async def retry(self, delivery: str) -> None:
        """Send one refused delivery again, with its own key; if none is named, the newest of the
        post on air."""
        rows = self.outbox.all if delivery else self.on_air()
        refused = [
            row
            for row in rows
            if row.state is DeliveryState.REFUSED
            and delivery in ("", row.id)
            and (take := self.takes.get(row.take)) is not None
            and not take.given_back
        ]
        if not refused:
            raise Refused(message("retry.nothing"))
        row = refused[-1]
        take = self.takes[row.take]
        if row.id in take.followed:
            raise Refused(message("retry.already"))
        if not self.wire.lets(take.id):
            raise Refused(message("hold.already"))
        if take.stop.is_set():
            # A new one: what was stopped under the old one stays stopped.
            take.stop = asyncio.Event()
        stager = Stager({row.channel: self.channels[row.channel]}, self._around.media, lambda: None)
        stager.begin(take.preview.asset, self._around.event())
        take.followed.add(row.id)
        take.left.discard(row.id)
        self._start(take, self._follow(take, row.id, stager.tasks()[row.channel]))

    async def stop(self) -> None:
        """Let go of everything: pending posts are cancelled, requests under way finish."""
        await self.close_wire()
        self.stager.forget()
        running = [task for take in self.takes.values() for task in take.tasks if not task.done()]
        if running:
            await asyncio.wait(running, timeout=STOP_S)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for channel in self.channels.values():
            await channel.close()


def _receipt(row: Delivery) -> Receipt:
    return Receipt(row.channel, row.remote_id or "", row.url or "", row.accepted or 0)
