"""Orders about the state of the room: rehearse, go LIVE, HOLD, release, wrap."""

from controlroom.clock import MICROS
from controlroom.errors import Refused
from controlroom.event.room_state import RoomState, may_go
from controlroom.messages import At, message
from controlroom.room.floor import Floor
from controlroom.room.nights import Nights
from controlroom.store.thread import StoreThread

AGAIN_BEFORE_S = 20
ROUND_S = 10


class StateOrders(Floor):
    """What moves the room from state to state."""

    def __init__(self, thread: StoreThread, nights: Nights) -> None:
        super().__init__(thread, nights.around, nights.real)
        self.nights = nights

    async def go(self, state: RoomState) -> None:
        """PREP, REHEARSAL, LIVE or WRAP, where the table allows it."""
        if not may_go(self.now_state, state, self.held_from):
            raise Refused(
                message(
                    "state.refused",
                    now=message(f"state.{self.now_state}"),
                    to=message(f"state.{state}"),
                )
            )
        if state is RoomState.REHEARSAL:
            await self.rehearse(self.nights.rehearsal_starts(self.event), self.nights.speed)
            return
        if state is RoomState.WRAP and self.night.posting.newest_pending() is not None:
            raise Refused(message("wrap.pending"))
        if self.night.simulated:
            await self._end_rehearsal()
        await self.enter(state)
        if state is RoomState.LIVE:
            # The HOLD that the last night may have ended on was that night's.
            self.night.posting.wire.open()

    async def enter(self, state: RoomState) -> None:
        """Be in ``state``, written down first."""
        held_since = self.held_since if state is RoomState.HOLD else None
        held_from = self.held_from if state is RoomState.HOLD else None
        now = self.now
        if not self.night.simulated:
            await self.night.journal.keep_state(state, held_from, held_since, self.why_held, now)
        self.now_state, self.held_from, self.held_since = state, held_from, held_since
        if state is not RoomState.HOLD:
            self.why_held, self.held_by, self.told_at = None, None, {}
        await self.night.journal.log("state", now, state=state)
        await self.look_in_library()
        self.changed()

    # Rehearsal

    async def rehearse(self, at: int, speed: float) -> None:
        """A rehearsal whose night begins at ``at`` (UTC µs), at ``speed``."""
        before = self.night
        self.night = await self.nights.rehearsal(at, speed, self)
        if before.simulated:
            self.night.stopwatch = before.stopwatch
            await self.nights.end(before)
        self.selected_moment, self.searched = None, ""
        await self.enter(RoomState.REHEARSAL)
        await self.night.journal.log("rehearsal", at, speed=speed)

    async def again(self) -> None:
        """The same minute once more; the clock starts over."""
        practice = self.night.stopwatch.practice
        if practice.started is None:
            raise Refused(message("again.nothing"))
        start = practice.started - AGAIN_BEFORE_S * MICROS
        start -= start % (ROUND_S * MICROS)
        self.night.stopwatch.again()
        await self.rehearse(start, self.nights.speed)
        self.say(message("again.line", at=At(start, self.event.zone)))

    async def _end_rehearsal(self) -> None:
        rehearsed, self.night = self.night, self.nights.real
        await self.nights.end(rehearsed)

    # HOLD

    async def hold(self, by: str) -> None:
        """Nothing public starts from here on; what was pending is kept, not sent."""
        if self.now_state is RoomState.HOLD:
            raise Refused(message("hold.already"))
        if not may_go(self.now_state, RoomState.HOLD):
            raise Refused(
                message(
                    "state.refused",
                    now=message(f"state.{self.now_state}"),
                    to=message("state.hold"),
                )
            )
        # The wire first, in this very tick; everything else may take its time.
        self.night.posting.wire.close()
        self.held_from, self.held_since = self.now_state, self.now
        self.held_by = message(f"hold.by.{by}")
        self.now_state = RoomState.HOLD
        self.changed()
        await self.night.posting.close_wire()
        await self.enter(RoomState.HOLD)
        await self.night.journal.log("hold", self.held_since, by=by)

    async def release_hold(self) -> None:
        """Back to where HOLD came from. Nothing is sent by itself and nothing is lost."""
        back = self.held_from or RoomState.LIVE
        await self.enter(back)
        self.night.posting.wire.open()
        kept = self.night.posting.kept
        self.say(message("released" if kept else "released.clear"))

    async def hold_reason(self, reason: str) -> None:
        """Why we are on HOLD: asked after it is on."""
        self.why_held = reason
        await self.night.journal.log("hold_reason", self.now, why=reason)
        await self.enter(RoomState.HOLD)

    async def told(self, number: int) -> None:
        """Somebody was told to stop something outside this program; again: not told."""
        if not 0 <= number < len(self.event.also_stop):
            raise Refused(message("decide.nothing"))
        if number in self.told_at:
            del self.told_at[number]
        else:
            self.told_at[number] = self.now
        title = self.event.also_stop[number].title
        state = "told" if number in self.told_at else "not_told"
        await self.night.journal.log("also_stop", self.now, state=state, what=title)
        self.changed()

    async def acknowledge(self) -> None:
        """F2: the alarm in the strip was seen."""
        alarm = self.night.board.acknowledge()
        if alarm is None:
            raise Refused(message("alarm.nothing"))
        await self.night.journal.log("alarm", self.now, state="acknowledged", what=alarm.key)
        self.changed()
