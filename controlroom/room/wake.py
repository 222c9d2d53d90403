"""What the room does when it wakes: nothing that was pending is sent, and HOLD stands."""

import contextlib

from controlroom.desk.facts import Alarm
from controlroom.errors import Refused
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Span, message
from controlroom.room.sleep import Beat
from controlroom.room.states import StateOrders

GUARDED = frozenset({RoomState.LIVE, RoomState.HOLD})
STEP_TOLD_S = 600.0


class WakeOrders(StateOrders):
    """Heeds sleep, and a clock that jumped."""

    _stepped: tuple[int, float] | None = None

    async def heed_sleep(self) -> bool:
        """Look whether the computer slept, and act on it; whether it had to. Called every second
        while the room is open; a rehearsal sleeps without consequences."""
        beat = self.around.sleep.look()
        if self.night.simulated:
            return False
        if beat.stepped_s:
            self._stepped = (self.now, beat.stepped_s)
        if not beat.stood_still:
            return False
        # What was looked at before it may go LIVE was looked at before the computer slept.
        self._called_off += 1
        if self.now_state not in GUARDED and not self._goes_live():
            return False
        await self._wake(beat)
        return True

    def _goes_live(self) -> bool:
        return RoomState.LIVE in self._opening

    async def _wake(self, beat: Beat) -> None:
        # Before anything else: this look has ended the wire's own doubt. In HOLD it takes back
        # what was let pass, too.
        self.night.posting.wire.close()
        pending = self.night.posting.newest_pending() is not None
        if self.now_state is RoomState.LIVE or self._goes_live():
            # Somebody else's HOLD is as good.
            with contextlib.suppress(Refused):
                await self.hold("sleep")
        await self.night.posting.close_wire()
        await self._keep_preview()
        await self.night.journal.log("sleep", self.now, seconds=round(beat.gap_s))
        said = "slept.pending" if pending else "slept"
        self.say(message(said, span=Span(beat.gap_s)))

    async def _keep_preview(self) -> None:
        """Empty Preview; Space brings it back."""
        posting = self.night.posting
        if posting.preview is not None:
            posting.kept.append(posting.preview)
            posting.clear()
            self.forget_key()
            await self.night.journal.log("aside", self.now)

    def clock_alarms(self) -> list[Alarm]:
        """That the computer's clock was moved, for ten minutes."""
        if self._stepped is None or self.night.simulated:
            return []
        at, seconds = self._stepped
        if abs(self.seconds_since(at)) > STEP_TOLD_S:
            return []
        way = "forward" if seconds > 0 else "back"
        told = message(f"alarm.clock_{way}", span=Span(abs(seconds)), at=At(at, self.event.zone))
        return [Alarm(f"clock {at}", 2, told, message("alarm.clock.do"), at)]
