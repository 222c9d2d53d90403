"""``controlroom rehearse --headless``: the night without a window, by the scripted operator."""

import asyncio
import json
import logging
import math
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Any

from controlroom import paths
from controlroom.cli.arguments import time_of
from controlroom.clock import MICROS, gesture_seconds
from controlroom.desk.view import DeskView
from controlroom.errors import UserFacingError, WrongInput
from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.event.eventfile import read_event
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Message, english, message
from controlroom.rehearsal.fed_clock import FedClock
from controlroom.rehearsal.night import load_night
from controlroom.rehearsal.operator import ScriptedOperator
from controlroom.room import Room
from controlroom.room.opening import OpenRoom, Plan, bundled_folder

LOG = logging.getLogger("controlroom.cli")

STATUS_EVERY_S = 0.25
LOOK_EVERY_S = 0.02
JUST_HAPPENED_S = 180
FEED_SILENT_S = 30.0
# The side that came true that night, decided once its moment is marked.
DECIDES = {"final-result": ("final-whistle", "ravens")}

Draw = Callable[[DeskView, Path], None]


def rehearse(
    slug: str, *, speed: float, start: str | None, end: str | None, out: Path | None, draw: Draw
) -> int:
    """Play the night and write ``as-run.jsonl`` and ``desk.png``; exit code 0.

    The room's data go to a folder of their own below ``out``, so a rehearsal is no obstacle to a
    running desk.
    """
    event = read_event(bundled_folder(slug))
    begins = time_of(start, event) if start else event.starts
    ends = time_of(end, event) if end else event.ends
    if ends <= begins:
        raise WrongInput(
            message("open.ends_before", start=At(begins, event.zone), end=At(ends, event.zone)),
            message("open.ends_before.do"),
        )
    folder = out if out is not None else paths.data_folder() / "rehearsals" / slug
    kept = folder / "room"
    with recorded(folder, kept) as (log, heard):
        plan = Plan(
            slug=slug,
            start=begins,
            speed=speed,
            where=kept,
            heard=heard,
            gestures=lambda: gesture_seconds() * speed,
            make_clock=FedClock,
            tick_s=LOOK_EVERY_S,
        )
        view, summary = _play(plan, event, ends)
        _tell(english(summary))
        _tell(english(message("rehearse.wrote", log=str(log))))
        if heard.last is not None:
            _tell(english(heard.told()))
        picture = folder / "desk.png"
        draw(view, picture)
        _tell(english(message("rehearse.picture", picture=str(picture))))
    return 0


@contextmanager
def recorded(folder: Path, kept: Path | None) -> Iterator[tuple[Path, "Recorder"]]:
    """Write ``as-run.jsonl`` in ``folder`` while the block runs: its path, and what each line is
    given to. ``kept`` is where the store is (None: where it always is). ``WrongInput`` where
    nothing can be written; at the end ``UserFacingError`` where not all of it could."""
    log = _fresh_log(folder)
    # Unbuffered: on a full disk what is left in a buffer would be tried, and fail, once more.
    with log.open("wb", buffering=0) as file:
        heard = Recorder(file)
        try:
            yield log, heard
        except UserFacingError:
            # The same full disk, most likely, and the log is what matters.
            heard.check(log, kept)
            raise
        heard.check(log, kept)


@contextmanager
def recorded_if_asked(
    plan: Plan, given: Namespace
) -> Iterator[tuple[Plan, Path | None, Callable[[Room], Callable[[], bool]] | None]]:
    """What ``controlroom rehearse`` with a window was asked for: the plan (which writes its log to
    ``--out`` if there is one), that folder, and what tells that ``--to`` has come."""
    ends = None
    if getattr(given, "end", None):
        end = time_of(given.end, read_event(bundled_folder(plan.slug)))

        def ends(room: Room) -> Callable[[], bool]:
            # An event that opens on HOLD or in WRAP has another clock.
            return lambda: room.night.simulated and room.night.clock.now() >= end

    if not getattr(given, "out", None):
        yield plan, None, ends
        return
    folder = Path(given.out)
    with recorded(folder, None) as (_, heard):
        yield replace(plan, heard=heard), folder, ends


def _fresh_log(folder: Path) -> Path:
    log = folder / "as-run.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log.write_text("")
    except OSError as trouble:
        raise WrongInput(
            message("open.cannot_write", path=str(folder), why=trouble.strerror or str(trouble)),
            message("open.cannot_write.do"),
        ) from trouble
    return log


class Recorder:
    """Writes the lines of a rehearsal's log to a file as they come: one chain, from its first
    line. ``last`` is the newest of them. Once one cannot be written, none after it is: a log has no
    gaps."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._written = 0
        self._trouble: OSError | None = None
        self.last: dict[str, object] | None = None

    def __call__(self, line: dict[str, object]) -> None:
        """One line. What is prepared beside a rehearsal is in the event's own log."""
        if not line["run"]:
            return
        self.last = {name: value for name, value in line.items() if name != "at"}
        if self._trouble is not None:
            return
        try:
            self._write(f"{json.dumps(self.last)}\n".encode("ascii"))
            self._written += 1
        except OSError as trouble:
            LOG.error("the as-run log is not written to its file any more: %s", trouble)
            self._trouble = trouble

    def _write(self, text: bytes) -> None:
        while text:
            text = text[self._file.write(text) :]

    def check(self, log: Path, kept: Path | None) -> None:
        """``UserFacingError`` where ``log`` has not every line. The store, in ``kept``, has."""
        if self._trouble is None or self.last is None:
            return
        why = self._trouble.strerror or str(self._trouble)
        event = str(self.last["event"])
        anew = (
            message("rehearse.log_cut.do", event=event)
            if kept is None
            else message("rehearse.log_cut.do_in", event=event, data=str(kept))
        )
        cut = message("rehearse.log_cut", log=str(log), why=why, count=self._written)
        raise UserFacingError(cut, anew) from self._trouble

    def told(self) -> Message:
        """The head of what was written."""
        assert self.last is not None, "nothing was written"
        head = f"{self.last['seq']}:{self.last['hash']}"
        return message("as_run.head" if self.last["keyed"] else "as_run.head.unkeyed", head=head)


def _play(plan: Plan, event: LiveEvent, ends: int) -> tuple[DeskView, Message]:
    opened = OpenRoom(plan)
    try:
        asyncio.run(_run(opened, event, ends))
        rows = opened.room.night.posting.outbox.all
        states = Counter(row.state for row in rows)
        summary = message(
            "rehearse.summary",
            accepted=sum(states[state] for state in PUBLIC),
            cancelled=states[DeliveryState.CANCELLED],
            refused=states[DeliveryState.REFUSED],
        )
        return opened.room.desk(), summary
    finally:
        opened.close()


async def _run(opened: OpenRoom, event: LiveEvent, ends: int) -> None:
    room = opened.room

    async def give(command: str, arguments: Any) -> None:
        await asyncio.wrap_future(room.order(command, arguments))

    operator = ScriptedOperator(
        room.desk, give, lambda: room.night.clock, _seen_by_anybody(event), DECIDES
    )
    feeding = asyncio.create_task(_keep_to_feed(room))
    working = asyncio.create_task(operator.work(LOOK_EVERY_S))
    try:
        while room.night.clock.now() < ends and room.state is not RoomState.WRAP:
            _status(room, event)
            await asyncio.sleep(STATUS_EVERY_S)
    finally:
        working.cancel()
        feeding.cancel()
        await asyncio.gather(working, feeding, return_exceptions=True)
        if sys.stdout.isatty():
            _tell("")


async def _keep_to_feed(room: Room) -> None:
    """Let the night go on as its feed does; without a feed, or with a dead one, by itself."""
    feed, clock = room.night.reader.feed, room.night.clock
    assert isinstance(clock, FedClock)
    heard, heard_at = 0, gesture_seconds()
    while feed is not None and gesture_seconds() - heard_at < FEED_SILENT_S:
        fed_until_s = feed.snapshot().fed_until_s
        if fed_until_s is not None and fed_until_s > heard:
            heard, heard_at = fed_until_s, gesture_seconds()
            clock.fed(fed_until_s * MICROS)
        await asyncio.sleep(LOOK_EVERY_S)
    clock.fed(math.inf)


def _seen_by_anybody(event: LiveEvent) -> Callable[[str, int], bool]:
    """Whether a moment that an asset goes with has just happened, by the night's own times."""
    actual = load_night(event.slug).actual if event.synthetic else {}

    def fits(asset: str, now: int) -> bool:
        times = [
            actual[cue.moment] for cue in event.cues if cue.asset == asset and cue.moment in actual
        ]
        return not actual or any(0 <= now - at < JUST_HAPPENED_S * MICROS for at in times)

    return fits


def _status(room: Room, event: LiveEvent) -> None:
    """One live line; where output is no terminal, a line for each quarter of an hour."""
    view, clock = room.desk(), room.night.clock
    now, curves = clock.now(), view.chart.curves
    line = english(
        message(
            "rehearse.line",
            at=At(now, event.zone),
            zone=f"{At(now, event.zone):zone}",
            speed=f"{clock.speed:g}",
            mentions=english(curves[0].last) if curves else "–",
            posts=sum(row.state in PUBLIC for row in room.night.posting.outbox.all),
            now=_what_now(view),
        )
    )
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\x1b[2K{line[:118]}")
        sys.stdout.flush()
    elif now // MICROS % 900 < clock.speed * STATUS_EVERY_S:
        _tell(line)


def _what_now(view: DeskView) -> str:
    if view.state is RoomState.HOLD:
        return english(view.masthead.word)
    if view.preview.asset is not None:
        return f"{english(view.take.word)}: {view.preview.title}"
    return english(view.chart.spike.line) if view.chart.spike is not None else ""


def _tell(line: str) -> None:
    print(line, flush=True)
