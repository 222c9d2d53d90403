"""The room as the lines of an as-run log tell it: when it was LIVE, on what board, and HOLD."""

from dataclasses import dataclass, replace

from controlroom.report.night import Happened, Hold
from controlroom.report.reading_posts import Told, text, who
from controlroom.store.as_run_line import AsRunLine

BY_COMMAND = "command"
ON = frozenset({"live", "rehearsal"})


@dataclass(slots=True)
class Span:
    """From going LIVE, or beginning a rehearsal, to WRAP; ``board`` is the readiness board it began
    on. ``for_command``: the room was LIVE only for what one command did."""

    since: int
    until: int | None = None
    board: tuple[Happened, ...] = ()
    for_command: bool = False


class RoomRead:
    """The room so far. A rehearsal that ends leaves its PREP in the event's own log, and no other
    trace there."""

    def __init__(self) -> None:
        self.holds: list[Hold] = []
        self._spans: list[Span] = []
        self._board: list[Happened] = []
        self._state = ""

    def span(self) -> Span | None:
        """The last one that was a night, None where there was none yet."""
        return next((one for one in reversed(self._spans) if not one.for_command), None)

    @property
    def _open(self) -> Span | None:
        """The one that goes on."""
        return self._spans[-1] if self._spans and self._spans[-1].until is None else None

    def state(self, line: AsRunLine, told: Told) -> None:
        """The room is in another state."""
        now, going = line.state or "", self._open
        if now in ON and going is None:
            self._spans.append(Span(line.at, board=tuple(self._board)))
        elif now in ON and going is not None and self._state == "hold":
            # Somebody released HOLD to go on: it is their night now.
            going.for_command = False
        elif now in ("wrap", "prep") and going is not None:
            going.until = line.at
        if now == "hold" and self._state != "hold":
            self.holds.append(Hold(line.at, None, "", "", who(told)))
        elif now != "hold" and self._state == "hold" and self.holds:
            last = self.holds[-1]
            # A rehearsal that was left on HOLD begins again at an earlier time.
            self.holds[-1] = replace(last, until=line.at if line.at >= last.since else None)
        self._state = now

    def rehearsal(self, line: AsRunLine, told: Told) -> None:
        """A rehearsal began, or began again."""
        self._spans.append(Span(line.at, board=tuple(self._board)))

    def for_a_command(self, line: AsRunLine, told: Told) -> None:
        """The room went LIVE for one command."""
        if (going := self._open) is not None:
            going.for_command = True

    def take(self, told: Told) -> None:
        """A TAKE by anybody but that command makes it a night."""
        if (going := self._open) is not None and text(told, "by") != BY_COMMAND:
            going.for_command = False

    # HOLD

    def hold(self, line: AsRunLine, told: Told) -> None:
        """HOLD, and by what it was ordered."""
        if self.holds:
            self.holds[-1] = replace(self.holds[-1], since=line.at, by=text(told, "by"))

    def hold_reason(self, line: AsRunLine, told: Told) -> None:
        """Why."""
        if self.holds:
            self.holds[-1] = replace(self.holds[-1], why=text(told, "why"))

    def also_stop(self, line: AsRunLine, told: Told) -> None:
        """Somebody was told to stop something else, too."""
        if not self.holds:
            return
        what, known = text(told, "what"), self.holds[-1].told
        kept = tuple(one for one in known if one != what)
        now = (*kept, what) if line.state == "told" else kept
        self.holds[-1] = replace(self.holds[-1], told=now)

    # readiness

    def readiness(self, line: AsRunLine, told: Told) -> None:
        """A look at everything: what was seen before counts no longer."""
        self._board = [Happened(line.at, line.state or "", "")]

    def readiness_line(self, line: AsRunLine, told: Told) -> None:
        """Something that was not GO."""
        label, yes = text(told, "label"), text(told, "overridden")
        self._board.append(Happened(line.at, line.state or "", label, yes, text(told, "what")))
