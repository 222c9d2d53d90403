"""Posting: from what stands in Preview to what is known of every post. Engine thread only."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from controlroom.channels.base import Channel, Metrics, Staged
from controlroom.clock import MICROS
from controlroom.errors import Refused
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.ids import uuid7
from controlroom.messages import Message, message
from controlroom.posting import metrics
from controlroom.posting.at_wire import seen_by_channel
from controlroom.posting.give_back import NOWHERE
from controlroom.posting.looks import Evidence, Looks
from controlroom.posting.outbox import Noted, Outbox, Told
from controlroom.posting.parts import Parts
from controlroom.posting.posts import described, posts_of
from controlroom.posting.preview import CAME_BACK, By, Preview
from controlroom.posting.reconcile import Reconciling
from controlroom.posting.retract import Retracting
from controlroom.posting.stager import Stager
from controlroom.posting.surroundings import Surroundings
from controlroom.posting.take import Take, deliveries_of, expires_at
from controlroom.posting.take_guard import TakeGuard
from controlroom.posting.takes import Takes
from controlroom.posting.wire import Wire

__all__ = ["Posting", "Surroundings"]

ON_AIR = PUBLIC | {
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.REFUSED,
    DeliveryState.RETRACTED,
    DeliveryState.BY_HAND,
}

MOST_ASIDE = 30


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
        wire.remember(outbox.all)
        self.preview: Preview | None = None
        self.kept: list[Preview] = []
        self._aside: list[Preview] = []
        self.stager = Stager(channels, around.media, around.changed, around.shelf, around.clock)
        self._around = around
        self._guard = TakeGuard()
        self._restagers: list[Stager] = []
        self._looks = Looks(outbox, around.clock, around.changed, self._settled)
        self._takes = Takes(
            channels,
            outbox,
            wire,
            around,
            self._looks,
            self._bring_back,
            self.stager.take_back,
        )
        self._retracting = Retracting(channels, outbox, around.clock, self._looks, around.changed)
        self._reconciling = Reconciling(
            outbox, around, self._looks, self._takes.way, self._takes.speaks_against
        )

    @property
    def takes(self) -> dict[str, Take]:
        """What was taken in this run, oldest first."""
        return self._takes.by_id

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
        event = self._around.event()
        self.stager.begin(preview.asset, event, preview.channels_of(event))
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

    def fill(self, name: str, words: str) -> None:
        """Put ``words`` into the gap ``name`` of what stands in Preview; "" empties it."""
        if self.preview is None:
            raise Refused(message("edit.nothing"))
        self.stage(self.preview.with_filled(name, words, self._around.gestures()))

    def _bring_back(self, preview: Preview, keep: bool) -> None:
        """What was cancelled: to Preview, or with ``keep`` to what Space brings back."""
        if keep or self.preview is not None:
            self.kept.append(preview)
        else:
            changed, how = self._around.gestures(), message(CAME_BACK)
            self.stage(replace(preview, by=By.YOU, how=how, changed=changed))
        self._around.changed()

    # TAKE

    def may_take(self, fingerprint: str) -> Preview:
        """The Preview, if a TAKE with ``fingerprint`` counts now. Raises ``Refused``."""
        event = self._around.event()
        return self._guard.check(self.preview, event, fingerprint, self._around.gestures())

    async def take(
        self,
        preview: Preview,
        window_s: float,
        *,
        in_hold: bool,
        asked: frozenset[str] = frozenset(),
        told: Mapping[str, Told] | None = None,
    ) -> Take:
        """Take ``preview``: written down at once, sent at the end of its hold window, at once
        where that is 0 seconds long. ``asked`` is what the second key was asked for; ``told`` what
        the as-run log is to say of it. What cannot be written down is not taken: Preview gets it
        back, and the error is the caller's."""
        clock, event = self._around.clock, self._around.event()
        now = clock.now()
        take_id, sends_at = uuid7(now), now + int(window_s * MICROS)
        posts = {
            channel: posts_of(preview.asset, account, described)
            for channel in preview.channels_of(event)
            if channel in self.channels and (account := event.account(channel)) is not None
        }
        keys = {
            channel: tuple(self.channels[channel].mint_key(now) for _ in parts)
            for channel, parts in posts.items()
        }
        real = not self.rehearsal
        rows = deliveries_of(
            take_id, preview, event, posts, keys, rehearsal=not real, now=now, sends_at=sends_at
        )
        # Preview empties before the first await: a second press finds nothing to take.
        tasks = self.stager.tasks()
        self.preview = None
        self._guard.taken(self._around.gestures())
        take = Take(
            take_id,
            preview,
            tuple(row.id for row in rows),
            {channel: self._parts(channel, preview, tasks.get(channel)) for channel in posts},
            sends_at,
            window_s,
            clock.monotonic() + window_s,
            expires_at(preview, event, now, sends_at),
            taken=now,
            seen=seen_by_channel(preview, event),
            asked=asked,
            followed={row.id for row in rows},
        )
        self.takes[take_id] = take
        if in_hold:
            self.wire.let_pass(take_id)
        note = Noted("take", now, {**(told or {}), "take": take_id})
        writing = asyncio.ensure_future(self.outbox.put(rows, note))
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            # Whoever ordered it has gone: what was written down is cancelled, and kept.
            await asyncio.wait({writing})
            if writing.exception() is None:
                take.halt()
                self._takes.start(take)
            else:
                self._never_taken(take)
            raise
        except Exception:
            self._never_taken(take)
            raise
        self._takes.start(take)
        self._around.changed()
        return take

    def _parts(
        self, channel: str, preview: Preview, task: "asyncio.Task[tuple[Staged, ...]] | None"
    ) -> Parts:
        def again() -> "asyncio.Task[tuple[Staged, ...]]":
            return self._restage(channel, preview)

        return Parts(again() if task is None else task, again)

    def _restage(self, channel: str, preview: Preview) -> "asyncio.Task[tuple[Staged, ...]]":
        around = self._around
        ways = {channel: self.channels[channel]}
        stager = Stager(ways, around.media, around.changed, None, around.clock)
        self._restagers.append(stager)
        stager.begin(preview.asset, around.event(), (channel,))
        return stager.tasks()[channel]

    def _never_taken(self, take: Take) -> None:
        """It could not be written down, so it is not sent; Preview gets it back."""
        del self.takes[take.id]
        take.holding = False
        take.followed.clear()
        self.outbox.wake()
        self._bring_back(take.preview, keep=False)

    # Stopping

    def shorten(self, take: Take) -> None:
        """End the hold window of ``take`` now."""
        take.shorten(self._around.clock)

    def newest_pending(self) -> Take | None:
        """The take that Esc would cancel."""
        return self._takes.newest_pending()

    async def cancel(self, take: Take, *, keep: bool) -> None:
        """Cancel what of ``take`` has not left. Its content goes back to Preview, or with
        ``keep`` to the posts that Space brings back one at a time."""
        await self._takes.cancel(take, keep=keep)

    async def close_wire(self) -> None:
        """HOLD. When this returns no public request starts and nothing is pending; what cannot be
        written down of it is not waited for."""
        self.wire.close()
        await self._takes.halt_all()
        self._around.changed()

    def had_left(self) -> int:
        """How many posts were under way when HOLD came and are, or may be, public now."""
        return self._takes.had_left()

    def is_unsent(self, take: Take) -> bool:
        """Whether something of ``take`` has yet to leave."""
        return self._takes.is_unsent(take)

    def unwritten(self) -> tuple[Take, ...]:
        """The takes of which something stays here and that cannot be written down yet."""
        return tuple(take for take in self.takes.values() if take.unwritten)

    def stayed_whole(self, take: Take) -> bool:
        """Whether nothing of ``take`` is anywhere, or may be."""
        return all(row.state in NOWHERE for row in self._takes.known_of(take))

    def put_aside(self, preview: Preview) -> None:
        """Something else displaces ``preview``: Space brings it back, after what was cancelled.
        Only the newest of very many are kept."""
        self._aside = [one for one in self._aside if any(one is kept for kept in self.kept)]
        if len(self._aside) >= MOST_ASIDE:
            oldest = self._aside.pop(0)
            self.kept[:] = [one for one in self.kept if one is not oldest]
        self.kept.insert(0, preview)
        self._aside.append(preview)

    def in_motion(self) -> bool:
        """Whether anything is being made ready, waits, is sent or followed up."""
        return self.stager.busy() or any(take.in_motion() for take in self.takes.values())

    # After the wire

    def on_air(self) -> tuple[Delivery, ...]:
        """The deliveries of the newest take of which something left or may have left."""
        newest = next((row.take for row in reversed(self.outbox.all) if row.state in ON_AIR), None)
        return self.outbox.of_take(newest) if newest else ()

    @property
    def retracting(self) -> Mapping[str, Message]:
        """What stands in the way of a retract, or that it is under way, by delivery."""
        return self._retracting.told

    async def retract(self, delivery: str = "") -> tuple[Message, ...]:
        """Take down one delivery, of this run or an earlier one, or all of the post on air. The
        problems met, one sentence each. Works in HOLD. Raises ``Refused``."""
        rows = [row for row in self.outbox.all if row.id == delivery] if delivery else self.on_air()
        for row in rows:
            if (take := self.takes.get(row.take)) is not None and not delivery:
                # What is still to come of it must not follow.
                take.halt()
            self._reconciling.search(row)
        return await self._retracting.take_down(rows)

    async def metrics(self, rows: list[Delivery]) -> Metrics | None:
        """How these posts are doing together; None where no network tells."""
        return await metrics.together(self.channels, rows)

    async def retry(self, delivery: str) -> None:
        """Send one refused delivery again, with its own key; if none is named, the newest of the
        post on air. Raises ``Refused``."""
        rows = self.outbox.all if delivery else self.on_air()
        await self._takes.retry(tuple(row for row in rows if delivery in ("", row.id)))

    # What only looking, or a person, can tell

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """What was seen of deliveries that were looked for."""
        return self._looks.evidence

    async def reconcile(self) -> tuple[Delivery, ...]:
        """After a start: cancel what had not left, look for what may be there. What was cancelled,
        as it had been."""
        unsent = await self._reconciling.reconcile()
        self._takes.found_unknown()
        self._retracting.resume()
        return unsent

    async def look_up(self, delivery: str) -> None:
        """Look for an unknown delivery now; nothing is sent. Raises ``Refused``."""
        await self._reconciling.look_up(delivery)

    async def resolve(self, delivery: str, verdict: str, url: str = "") -> None:
        """The operator's word on a delivery: "sent" (at ``url``), "not_sent" or "again" (under the
        same key, within a minute of a look). Raises ``Refused``."""
        await self._reconciling.resolve(delivery, verdict, url)
        self._settled(delivery)

    def composer(self, delivery: str) -> str:
        """The page on which a BY_HAND delivery is posted, "" where the channel does not say."""
        row = self.outbox.get(delivery)
        compose = getattr(self.channels.get(row.channel), "composer", None)
        return str(compose(row.words)) if callable(compose) else ""

    def _settled(self, delivery: str) -> None:
        self._takes.settled(delivery)

    async def stop(self) -> None:
        """Let go of everything: pending posts are cancelled, requests under way finish."""
        await self.close_wire()
        await self._looks.stop()
        await self._retracting.stop()
        await self._takes.stop()
        await asyncio.gather(*(one.stop() for one in (self.stager, *self._restagers)))
        for channel in self.channels.values():
            await channel.close()
