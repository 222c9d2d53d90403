"""Which HOLD an as-run log ends on: who raised it, and who was told to stop what since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from controlroom.event.live_event import AlsoStop
from controlroom.event.room_state import RoomState
from controlroom.store.as_run import AsRunLine


@dataclass(slots=True)
class HeldBefore:
    """``by`` as HOLD was ordered ("key", "tray" …), None where the log does not say. ``told``: when
    (UTC µs), by title and name of what was to be stopped."""

    by: str | None = None
    told: dict[tuple[str, str], int] = field(default_factory=dict)

    def ticks(self, also_stop: Iterable[AlsoStop]) -> Mapping[int, int]:
        """When each line of the card was ticked off, by its number."""
        return {
            number: self.told[one.title, one.who]
            for number, one in enumerate(also_stop)
            if (one.title, one.who) in self.told
        }


def held_before(lines: Iterable[AsRunLine]) -> HeldBefore:
    """The HOLD at the end of ``lines``, which are in order and without those of rehearsals."""
    held = HeldBefore()
    for line in lines:
        if line.kind == "state" and line.state != RoomState.HOLD:
            held = HeldBefore()
        elif line.kind == "hold":
            held = HeldBefore(line.details.get("by"))
        elif line.kind == "also_stop":
            what = (line.details["what"], line.details.get("who", ""))
            held.told.pop(what, None)
            if line.state == "told":
                held.told[what] = line.at
    return held
