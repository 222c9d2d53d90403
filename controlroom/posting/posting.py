"""Posting: from what stands in Preview to what is known of every post. Engine thread only."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from controlroom.channels.base import Channel, ChannelError, Metrics, Receipt, Seen
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
        now = self._around.clock.now()
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
        take = Take(take_id, preview, tuple(r.id for r in rows), staging, sends_at, window_s)
        self.takes[take_id] = take
        if in_hold:
            self.wire.let_pass(take_id)
        await self.outbox.put(rows)
        take.task = asyncio.create_task(self._run(take), name=f"take {preview.asset.slug}")
        self._around.changed()
        return take

    async def _run(self, take: Take) -> None:
        while (left := (take.sends_at - self._around.clock.now()) / MICROS) > 0:
            await wait(self._around.clock, left, take.nudge)
            take.nudge.clear()
            if take.stop.is_set():
                break
        take.holding = False
        self._around.changed()
        async with asyncio.TaskGroup() as group:
            for delivery in take.deliveries:
                channel = self.outbox.get(delivery).channel
                group.create_task(
                    deliver(self._way(channel, take), delivery, take.staging[channel])
                )

    def _way(self, channel: str, take: Take) -> Way:
        return Way(
            self.channels[channel],
            self.outbox,
            self.wire,
            self._around.clock,
            take.stop,
            self._around.changed,
            self._around.differs,
        )

    # Stopping

    def shorten(self, take: Take) -> None:
        """End the hold window of ``take`` now."""
        take.sends_at = self._around.clock.now()
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
        take.halt()
        await self.outbox.until(lambda: not self.is_unsent(take))
        if all(self.outbox.get(d).state is DeliveryState.CANCELLED for d in take.deliveries):
            if keep or self.preview is not None:
                self.kept.append(take.preview)
            else:
                self.stage(replace(take.preview, by=By.YOU, changed=self._around.gestures()))

    async def close_wire(self) -> None:
        """HOLD. When this returns no public request starts and nothing is pending."""
        self.wire.close()
        stopping = [take for take in self.takes.values() if self.is_unsent(take)]
        for take in stopping:
            take.halt()
        for take in stopping:
            await self.cancel(take, keep=True)
        self._around.changed()

    def is_unsent(self, take: Take) -> bool:
        """Whether something of ``take`` has yet to leave."""
        states = (DeliveryState.PENDING, DeliveryState.WAITING)
        return take.holding or any(
            self.outbox.get(delivery).state in states for delivery in take.deliveries
        )

    def in_motion(self) -> bool:
        """Whether anything is being made ready, waits, is sent or followed up."""
        tasks = [take.task for take in self.takes.values() if take.task is not None]
        return self.stager.busy() or any(not task.done() for task in tasks)

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
        channel = self.channels[row.channel]
        receipt = Receipt(row.channel, row.remote_id or "", row.url or "", row.accepted or 0)
        try:
            await channel.retract(receipt)
        except ChannelError as problem:
            return english(message("retract.failed", network=channel.title, why=problem.what))
        now = self._around.clock.now()
        await self.outbox.move(row.id, DeliveryState.RETRACTED, changed=now)
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
        receipt = Receipt(row.channel, row.remote_id or "", row.url or "", row.accepted or 0)
        try:
            return await self.channels[row.channel].metrics(receipt)
        except ChannelError as problem:
            LOG.info("%s does not tell numbers: %s", row.channel, problem)
            return None

    async def retry(self, delivery: str) -> None:
        """Send one refused delivery again, with its own key; the newest one if none is named."""
        refused = [
            row
            for row in self.outbox.in_state(DeliveryState.REFUSED)
            if delivery in ("", row.id) and row.take in self.takes
        ]
        if not refused:
            raise Refused(message("retry.nothing"))
        row = refused[-1]
        take = self.takes[row.take]
        if not self.wire.lets(take.id):
            raise Refused(message("hold.already"))
        take.stop.clear()
        stager = Stager({row.channel: self.channels[row.channel]}, self._around.media, lambda: None)
        stager.begin(take.preview.asset, self._around.event())
        staging = stager.tasks()[row.channel]
        take.task = asyncio.create_task(
            deliver(self._way(row.channel, take), row.id, staging), name=f"retry {row.channel}"
        )

    async def stop(self) -> None:
        """Let go of everything: pending posts are cancelled, requests under way finish."""
        await self.close_wire()
        self.stager.forget()
        running = {take.task for take in self.takes.values() if take.task is not None}
        if running:
            await asyncio.wait(running, timeout=5.0)
        for task in running:
            task.cancel()
        for channel in self.channels.values():
            await channel.close()
