"""A program with a LIVE room that is brought to one step and stays there until it is killed.

``python -m tests.room.live_program DATA NETWORK STEP``; it prints the step once it is there.
"""

import sys
import threading
from pathlib import Path

from controlroom.clock import MICROS, NightClock
from controlroom.desk.view import DeskView
from controlroom.errors import Refused
from controlroom.event.room_state import RoomState
from controlroom.posting.second_key import STEP_S, code_at
from controlroom.room.opening import OpenRoom, Plan
from tests.room.kept_network import networks
from tests.room.still_room import QUIET, SECRET, bundled_start
from tests.support.waiting import eventually


class Program:
    def __init__(self, data: Path, network: Path, step: str) -> None:
        at = bundled_start() + QUIET * MICROS
        clock = NightClock.starting_at(at)
        rehearsed = step == "rehearsed"
        self.opened = OpenRoom(
            Plan(
                state=RoomState.REHEARSAL if rehearsed else RoomState.PREP,
                start=at,
                where=data,
                channels=lambda on: networks(
                    on, network, silent=step == "sending", blind=step == "accepted"
                ),
                live_clock=clock,
                make_clock=lambda at, speed: clock,
                tick_s=0.05,
                second_key=SECRET,
                board=False,
            )
        )
        if not rehearsed:
            self.order("go_live")

    def order(self, command: str, **arguments: str) -> None:
        self.opened.room.order(command, arguments).result(30)

    @property
    def view(self) -> DeskView:
        return self.opened.room.desk()

    def states(self) -> set[str]:
        return {str(row.state) for row in self.opened.room.night.posting.outbox.all}

    def take(self, asset: str) -> None:
        self.order("stage_asset", asset=asset)
        self.take_it()

    def take_it(self) -> None:
        eventually(self._took)

    def turn_second_key(self) -> None:
        step = self.opened.room.now // MICROS // STEP_S
        self.order("second_key", digits=code_at(SECRET, step))

    def _took(self) -> bool:
        uploaded = any(
            line.guard == "media" and line.tone == "go" for line in self.view.preview.poll
        )
        fingerprint = self.view.preview.fingerprint
        if not uploaded or fingerprint is None:
            return False
        try:
            self.order("take", fingerprint=fingerprint)
        except Refused:
            return False
        return True


def bring(program: Program, step: str) -> None:
    """Up to ``step``."""
    if step == "held":
        program.order("hold", by="key")
        program.order("hold_reason", reason="A flare in the crowd")
        return
    if step == "staged":
        program.order("stage_asset", asset="record")
        return
    if step == "edited and held":
        program.order("stage_asset", asset="record")
        program.order("edit_words", channel="x", words="A record, in other words.")
        program.turn_second_key()
        program.take_it()
        program.order("stage_asset", asset="butterfingers")
        program.order("hold", by="key")
        return
    program.take("record")
    if step == "accepted":
        eventually(lambda: program.states() == {"accepted"})


if __name__ == "__main__":
    data, network, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    bring(Program(data, network, step), step)
    if step != "sending":  # the network says so itself
        print(step, flush=True)
    threading.Event().wait()
