"""The room: runs the night, carries out orders, shows the desk.

Everything happens in the engine's thread; ``desk`` and ``order`` may be called from any.
"""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Future

from controlroom.clock import MICROS
from controlroom.commands import COMMANDS, order
from controlroom.desk.build import build
from controlroom.desk.view import DeskView
from controlroom.desk.wrap_view import Wrapped
from controlroom.engine import Engine
from controlroom.errors import Refused
from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.event.edits import MarkMoment
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.posting.outbox import Noted
from controlroom.rehearsal.spotter import due_marks
from controlroom.room.account_orders import AccountOrders
from controlroom.room.aftercare import AftercareOrders
from controlroom.room.alarms import conditions
from controlroom.room.answers import AnswerOrders
from controlroom.room.approvals import ApprovalOrders
from controlroom.room.board_orders import BoardOrders
from controlroom.room.chart_orders import ChartOrders
from controlroom.room.gather import gather, kept_notice
from controlroom.room.held import HeldBefore, held_before
from controlroom.room.left import left_on_desk
from controlroom.room.nights import Nights
from controlroom.room.numbers import note_numbers
from controlroom.room.offers import Ranking
from controlroom.room.ordered import ordered_by
from controlroom.room.own_ids import OwnId, own_ids
from controlroom.room.people import PeopleOrders
from controlroom.room.rundown import RundownOrders
from controlroom.room.second_keys import SecondKeyOrders
from controlroom.room.silences import note_silences
from controlroom.room.solemn import SolemnOrders
from controlroom.room.staging import StagingOrders
from controlroom.room.subjects import unanswered
from controlroom.room.term_sheet import TermSheetOrders
from controlroom.room.watch_alarms import Ours, watch_conditions
from controlroom.room.wrap import WrapOrders
from controlroom.store.room_rows import RoomRow
from controlroom.store.thread import StoreThread

LOG = logging.getLogger("controlroom.room")

METRICS_EVERY_S = 30
TELL_EVERY_S = 1.0
BEAT_S = 1.0


class Room(
    SolemnOrders,
    BoardOrders,
    StagingOrders,
    SecondKeyOrders,
    PeopleOrders,
    AftercareOrders,
    RundownOrders,
    AccountOrders,
    ChartOrders,
    TermSheetOrders,
    AnswerOrders,
    ApprovalOrders,
    WrapOrders,
):
    """One event, from PREP to WRAP."""

    def __init__(self, engine: Engine, thread: StoreThread, nights: Nights) -> None:
        super().__init__(thread, nights)
        nights.hook(self)
        self._engine = engine
        self._revision = 0
        self._view: DeskView | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[None] | None = None
        self._read_live = False
        self._ranking = Ranking()

    # For any thread

    def desk(self) -> DeskView:
        """The newest picture of the desk; waits for nothing."""
        view = self._view
        assert view is not None, "the room has not been opened"
        return view

    def speed(self) -> float:
        """Seconds of the night per real second."""
        return self.night.clock.speed

    def order(self, command: str, arguments: Mapping[str, str]) -> "Future[None]":
        """Carry out a command; a refusal comes as ``UserFacingError`` in the future."""
        return self._engine.submit(self.carry_out(command, arguments))

    # In the engine's thread

    async def carry_out(self, command: str, arguments: Mapping[str, str]) -> None:
        """One command, then the desk as it is after it."""
        try:
            with ordered_by(self.operator):
                await self._note_closed(command, arguments)
                await order(self, command, arguments)
        finally:
            await self._react()
            self.draw()

    async def _note_closed(self, command: str, given: Mapping[str, str]) -> None:
        """A TAKE in a state that has none never gets as far as Preview; it is in the log."""
        why_not = COMMANDS[command].why_not(self) if command == "take" else None
        if why_not is not None:
            preview = self.night.posting.preview
            source, seen = given.get("source", "key"), given.get("fingerprint")
            await self.note_refusal(Refused(why_not), source, preview, seen=seen)

    async def live_for_a_command(self) -> None:
        """LIVE for what one command does, which asks its own GO poll; the readiness board is for
        those who go LIVE for a night. From WRAP by way of PREP."""
        try:
            with ordered_by(self.operator):
                if self.now_state is RoomState.WRAP and not self.night.simulated:
                    await self.go(RoomState.PREP)
                # The board that the last night passed says nothing of this.
                await self.end_overrides()
                await self.go(RoomState.LIVE)
                # No night begins with it: the recap of one leaves this span out.
                await self.night.journal.log("for_a_command", self.now)
        finally:
            await self._react()
            self.draw()

    async def open(self, state: RoomState) -> None:
        """Begin. An event that was LIVE or HELD reopens in HOLD and one that was wrapped in WRAP,
        whatever ``state`` asks for."""
        row = await self.thread.run(self.thread.store.rooms.load, self.event.slug)
        await self.look_in_library()
        await self.load_board()
        if row is not None and row.state in (RoomState.LIVE, RoomState.HOLD):
            await self._reopen_held(row)
        elif row is not None and row.state is RoomState.WRAP:
            await self._settle_left_open()
            # The last numbers of its posts are in the log already.
            self.now_state, self.wrapped = RoomState.WRAP, Wrapped()
        elif state is RoomState.REHEARSAL:
            await self._settle_left_open()
            await self.go(RoomState.REHEARSAL)
        else:
            await self._settle_left_open()
        await self.look_in_library()
        await self.tick()
        self.nights.keep_counts()
        self._ticking = asyncio.create_task(self._tick_on(), name="tick")
        self._beating = asyncio.create_task(self._beat_on(), name="beat")

    async def _reopen_held(self, row: RoomRow) -> None:
        await self._settle_left_open()
        read = self.thread.store.as_run.read
        lines = await self.thread.run(read, self.event.slug, False)  # noqa: FBT003
        held = held_before(lines) if row.state is RoomState.HOLD else HeldBefore()
        self.held_from = row.held_from or RoomState.LIVE
        self.held_since = row.held_since or self.now
        self.why_held = row.reason or None
        self.held_by = message(f"hold.by.{held.by or 'restart'}")
        self.told_at = dict(held.ticks(self.event.also_stop))
        for left in left_on_desk(lines, self.event):
            preview = left.preview(self.asset(left.asset), self.now, self.gestures())
            self.night.posting.kept.append(preview)
        # From here on the log has it where the desk has it: beside Preview.
        await self.night.journal.log("aside", self.now)
        raised = Noted("hold", self.held_since, {"by": "restart"})
        await self.enter(RoomState.HOLD, *(() if row.state is RoomState.HOLD else (raised,)))

    async def _settle_left_open(self) -> None:
        """Nothing that was pending is sent after a restart; what was being sent is looked for."""
        unsent = await self.night.posting.reconcile()
        if unsent:
            alarm = kept_notice(self, len({row.take for row in unsent}))
            self.differing[alarm.key] = alarm

    async def _tick_on(self) -> None:
        while True:
            await asyncio.sleep(self.around.tick_s)
            try:
                await self.tick()
            except Exception:
                # The night goes on; the next look may be better.
                LOG.exception("a look at the night failed")

    async def _beat_on(self) -> None:
        """Heed sleep, in a task of its own: a slow disk holds up the ticks, and is no sleep."""
        while True:
            try:
                if await self.heed_sleep():
                    self.draw()
            except Exception:
                LOG.exception("sleep could not be heeded")
            await asyncio.sleep(BEAT_S)

    async def tick(self) -> None:
        """Look at the night once, react, draw."""
        await self._look()
        await self._react()
        await self._read_own_posts()
        self.heed_board()
        await self.end_overrides()
        self.look_at_wrap()
        self.fade()
        self.draw()

    async def _read_own_posts(self) -> None:
        """See what is public on our accounts, whoever posted it, all night but in WRAP."""
        own, state = self.night.own_posts, self.now_state
        if self.night is not self.nights.real:
            await self.nights.real.own_posts.stop()
        if state is RoomState.WRAP:
            await own.stop()
            return
        own.start()
        if state is RoomState.LIVE and not self._read_live:
            own.look_now()
        self._read_live = state is RoomState.LIVE
        own.follow(self.night.posting.outbox.all)

    async def _look(self) -> None:
        """What has changed outside: the clock, the feed, what happened."""
        night = self.night
        self.feed = night.reader.read(self.event, self.now, night.clock.speed, self.gestures())
        for slug, at in due_marks(self.event, night.actual, self.now):
            await self.edit(MarkMoment(slug, at), "spotter")
        self._tell_feed()
        await self.note_subjects()
        await note_silences(self)
        spike = self.feed.spike
        if spike is not None and spike.at != night.spike_shown:
            first, night.spike_shown = night.spike_shown is None, spike.at
            old = self.seconds_since(spike.at) > 60
            if not (first and old):
                night.stopwatch.spike(spike.at)
            why = ", ".join(spike.why)
            await night.journal.log("spike", spike.at, ratio=round(spike.ratio, 2), why=why)

    def _tell_feed(self) -> None:
        """What to match, and which posts are ours, where it has changed."""
        night, feed = self.night, self.night.reader.feed
        if feed is None:
            return
        if feed is not night.told:
            night.told, night.terms_told, night.own_told = feed, None, ()
        terms = self.watched_terms()
        # A caption that is being typed has a new name with each letter.
        if terms != night.terms_told and self.gestures() - night.terms_told_at >= TELL_EVERY_S:
            night.terms_told, night.terms_told_at = terms, self.gestures()
            feed.set_terms(terms)
        own = tuple((one.source, one.id) for one in self.own_ids())
        if own != night.own_told:
            night.own_told = own
            feed.set_own(own)

    def own_ids(self) -> tuple[OwnId, ...]:
        """Our public posts as the sources name them; none in a rehearsal, where nobody answers."""
        if self.night.simulated:
            return ()
        deliveries = self.night.posting.outbox.all
        read = self.night.own_posts.known(deliveries)
        return own_ids(self.event, deliveries, read, self.feed.sources)

    async def _react(self) -> None:
        """What follows from it: offers, auto-stage, alarms, numbers."""
        night, posting = self.night, self.night.posting
        ranked = self._ranking.rank(
            self.event,
            self.expected(),
            self.feed.spike,
            posting.outbox.all,
            self.now,
            quiet=bool(unanswered(self.feed.solemn) or self.feed.fires),
        )
        night.offers = night.order.settle(ranked, self.gestures())
        if self.now_state in (RoomState.REHEARSAL, RoomState.LIVE):
            await self.auto_stage()
        await self._alarms()
        self._follow_posts()

    async def _alarms(self) -> None:
        night = self.night
        wrong = [*self.board_alarms(), *self.differing.values(), *self.clock_alarms()]
        wrong += self.unwritten_alarms()
        if self.now_state is not RoomState.PREP:
            own = Ours(self.own_ids())
            wrong += [
                *conditions(self.event, self.expected(), night.posting.outbox.all, self.now),
                *watch_conditions(self.event, self.now_state, self.feed, own, self.now),
            ]
        for alarm in night.board.look(wrong, self.now):
            try:
                await night.journal.log(
                    "alarm", self.now, state="raised", what=alarm.key, priority=alarm.priority
                )
            except Exception:
                # An alarm that the disk is full must be seen all the same.
                LOG.exception("an alarm could not be written down")

    def _follow_posts(self) -> None:
        """The stopwatch's end, and how the post on air is doing."""
        night = self.night
        night.stopwatch.follow(self._was_cancelled)
        rows = night.posting.on_air()
        for row in rows:
            if row.accepted is not None:
                night.stopwatch.accepted(row.take, row.accepted)
        if not rows or (self._asking is not None and not self._asking.done()):
            return
        due = self.now - night.metrics_at >= METRICS_EVERY_S * MICROS
        if due or night.metrics_of != rows[0].take:
            if night.metrics_of != rows[0].take:
                night.metrics = None
            night.metrics_of, night.metrics_at = rows[0].take, self.now
            self._asking = asyncio.create_task(self._ask_metrics(), name="metrics")

    def _was_cancelled(self, take: str) -> bool:
        rows = self.night.posting.outbox.of_take(take)
        return bool(rows) and all(row.state is DeliveryState.CANCELLED for row in rows)

    async def _ask_metrics(self) -> None:
        night = self.night
        rows = [row for row in night.posting.on_air() if row.state in PUBLIC]
        total = await night.posting.metrics(rows)
        if total is not None:
            await note_numbers(night, rows[0].take, total, night.clock.now())
        if total is not None and night is self.night:
            night.metrics = total
        if not rows:
            # Accepted only in a moment: look again soon.
            night.metrics_of = None

    def draw(self) -> None:
        """Make the newest picture of the desk."""
        self._revision += 1
        self._view = build(gather(self, self._revision))

    async def close(self) -> None:
        """End the night: pending posts are cancelled and kept, feeds end."""
        for task in (self._ticking, self._beating):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self.end_board()
        if self.sheet is not None:
            await self.sheet.stop()
        await self.end_wrap()
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        if self.night.simulated:
            await self.nights.end(self.night)
        await self.nights.end(self.nights.real)
