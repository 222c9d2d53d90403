"""Orders about the state of the room: rehearse, go LIVE, HOLD, release, wrap.

One change of state at a time: what comes while another is being written down waits for it. HOLD
alone does not wait: the wire closes in the tick in which it is ordered, and stays closed whatever
the change under way would open.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from controlroom.clock import MICROS
from controlroom.errors import Refused, WrongInput
from controlroom.event.room_state import RoomState, may_go
from controlroom.messages import At, message
from controlroom.posting.outbox import Noted
from controlroom.room.floor import Floor
from controlroom.room.nights import Nights
from controlroom.store.thread import StoreThread

AGAIN_BEFORE_S = 20
ROUND_S = 10
ON_THE_WIRE = frozenset({RoomState.REHEARSAL, RoomState.LIVE})
NIGHT_OVER = frozenset({RoomState.PREP, RoomState.WRAP})
HELD_BY = frozenset({"key", "button", "tray", "command", "solemn", "sleep", "drill", "restart"})


class StateOrders(Floor):
    """What moves the room from state to state."""

    def __init__(self, thread: StoreThread, nights: Nights) -> None:
        super().__init__(thread, nights.around, nights.real)
        self.nights = nights
        self._state_turn = asyncio.Lock()
        self._holds = 0
        self._opening: list[RoomState] = []
        """Where changes lead that would open the wire and are not done yet."""
        self._called_off = 0
        """Moves on whenever what was going LIVE must be thought over: HOLD, sleep."""

    async def go(self, state: RoomState) -> None:
        """PREP, REHEARSAL, LIVE or WRAP, where the table allows it."""
        with self._towards(state):
            async with self._state_turn:
                await self._go(state)

    @contextmanager
    def _towards(self, state: RoomState) -> Iterator[None]:
        """Such a change can be held before it is done, and sleep holds it."""
        if state not in ON_THE_WIRE:
            yield
            return
        self._opening.append(state)
        try:
            yield
        finally:
            self._opening.remove(state)

    async def _go(self, state: RoomState) -> None:
        if not may_go(self.now_state, state, self.held_from):
            raise Refused(
                message(
                    "state.refused",
                    now=message(f"state.{self.now_state}"),
                    to=message(f"state.{state}"),
                )
            )
        if state is RoomState.REHEARSAL:
            await self._rehearse(self.nights.rehearsal_starts(self.event), self.nights.speed)
            return
        if state is RoomState.WRAP:
            if self.night.posting.newest_pending() is not None:
                raise Refused(message("wrap.pending"))
            # What is taken while this is written down stays here.
            self.night.posting.wire.close()
        if self.night.simulated and state is not RoomState.WRAP:
            await self._end_rehearsal()
        if state is RoomState.LIVE:
            self._edits_of_night = 0
        try:
            await self.enter(state)
        finally:
            self._wire_follows()
        if state in NIGHT_OVER:
            await self._clear_the_desk()

    async def enter(self, state: RoomState, *more: Noted) -> None:
        """Be in ``state``, written down first, with ``more`` to be told of it."""
        await self._keep_state(state, Noted("state", self.now, {}, state), *more)
        self.now_state = state
        if state is not RoomState.HOLD:
            self.held_from, self.held_since = None, None
            self.why_held, self.held_by, self.told_at = None, None, {}
        self._wire_follows()
        await self.look_in_library()
        self.changed()

    async def _keep_state(self, state: RoomState, *notes: Noted) -> None:
        held = state is RoomState.HOLD
        await self.night.journal.keep_state(
            state,
            self.held_from if held else None,
            self.held_since if held else None,
            self.why_held if held else None,
            self.now,
            *notes,
        )

    def _wire_follows(self) -> None:
        """Open in LIVE and REHEARSAL, unless somebody wants HOLD; closed everywhere else."""
        wire = self.night.posting.wire
        if self.now_state in ON_THE_WIRE and not self._holds:
            wire.open()
        elif not wire.closed:
            wire.close()

    async def _clear_the_desk(self) -> None:
        """The night is over: what was left on its desk is not the next one's."""
        await self.night.posting.close_wire()
        self.night.posting.kept.clear()
        self.night.posting.clear()

    # Rehearsal

    async def _rehearse(self, at: int, speed: float) -> None:
        """A rehearsal whose night begins at ``at`` (UTC µs), at ``speed``."""
        night = await self.nights.rehearsal(at, speed, self)
        before, self.night = self.night, night
        if before.simulated:
            night.stopwatch = before.stopwatch
        try:
            await self.enter(RoomState.REHEARSAL, Noted("rehearsal", at, {"speed": speed}))
        except BaseException:
            self.night = before
            await self.nights.end(night)
            raise
        self.selected_moment, self.searched = None, ""
        if before.simulated:
            await self.nights.end(before)

    async def again(self) -> None:
        """The same minute once more; the clock starts over."""
        async with self._state_turn:
            self._must_be(RoomState.REHEARSAL)
            practice = self.night.stopwatch.practice
            if practice.started is None:
                raise Refused(message("again.nothing"))
            start = practice.started - AGAIN_BEFORE_S * MICROS
            start -= start % (ROUND_S * MICROS)
            self.night.stopwatch.again()
            await self._rehearse(start, self.nights.speed)
        self.say(message("again.line", at=At(start, self.event.zone)))

    async def _end_rehearsal(self) -> None:
        # In this very tick: what is ordered while it ends is not ordered of the real night.
        rehearsed, self.night, self.now_state = self.night, self.nights.real, RoomState.PREP
        await self.nights.end(rehearsed)

    # HOLD

    async def hold(self, by: str) -> None:
        """Nothing public starts from here on; what was pending is kept, not sent."""
        if by not in HELD_BY:
            raise WrongInput(message("hold.by_whom", by=by))
        self._called_off += 1
        if not self._opening:
            if self.now_state is RoomState.HOLD:
                raise Refused(message("hold.already"))
            self._may_hold()
        # The wire first, in this very tick; everything else may take its time.
        self.night.posting.wire.close()
        self._holds += 1
        try:
            async with self._state_turn:
                await self._hold(by)
        finally:
            self._holds -= 1
            self._wire_follows()

    async def _hold(self, by: str) -> None:
        if self.now_state is RoomState.HOLD:
            raise Refused(message("hold.already"))
        self._may_hold()
        self.held_from, self.held_since = self.now_state, self.now
        self.held_by = message(f"hold.by.{by}")
        self.now_state = RoomState.HOLD
        self.changed()
        await self.night.posting.close_wire()
        await self.enter(RoomState.HOLD, Noted("hold", self.held_since, {"by": by}))

    def _may_hold(self) -> None:
        if not may_go(self.now_state, RoomState.HOLD):
            raise Refused(
                message(
                    "state.refused",
                    now=message(f"state.{self.now_state}"),
                    to=message("state.hold"),
                )
            )

    def _must_be(self, state: RoomState) -> None:
        """Another change of state may have come first."""
        if self.now_state is not state:
            now = message(f"state.{self.now_state}")
            raise Refused(message("state.no_longer", was=message(f"state.{state}"), now=now))

    async def release_hold(self) -> None:
        """Back to where HOLD came from. Nothing is sent by itself and nothing is lost."""
        back = self.held_from or RoomState.LIVE
        with self._towards(back):
            async with self._state_turn:
                self._must_be(RoomState.HOLD)
                await self.enter(back)
        kept = self.night.posting.kept
        self.say(message("released" if kept else "released.clear"))

    async def hold_reason(self, reason: str) -> None:
        """Why we are on HOLD: asked after it is on."""
        async with self._state_turn:
            self._must_be(RoomState.HOLD)
            self.why_held = reason
            line = Noted("hold_reason", self.now, {"why": reason})
            await self._keep_state(RoomState.HOLD, line)
        self.changed()

    async def told(self, number: int) -> None:
        """Somebody was told to stop something outside this program; again: not told."""
        if not 0 <= number < len(self.event.also_stop):
            raise Refused(message("told.nothing"))
        one, now = self.event.also_stop[number], self.now
        state = "not_told" if number in self.told_at else "told"
        # Written down first: a tick that is seen is one that comes back after a crash.
        await self.night.journal.log("also_stop", now, state=state, what=one.title, who=one.who)
        if state == "told":
            self.told_at[number] = now
        else:
            self.told_at.pop(number, None)
        self.changed()

    async def acknowledge(self) -> None:
        """F2: the alarm in the strip was seen."""
        alarm = self.night.board.acknowledge()
        if alarm is None:
            raise Refused(message("alarm.nothing"))
        await self.night.journal.log("alarm", self.now, state="acknowledged", what=alarm.key)
        self.changed()
