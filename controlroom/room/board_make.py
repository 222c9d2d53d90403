"""Making the readiness board: on demand and by itself, with all it looks at, kept and logged."""

import asyncio
import logging
import shutil
from dataclasses import replace
from pathlib import Path

from controlroom.channels.base import Standing
from controlroom.desk.board_facts import Board, BoardLevel, Override, count
from controlroom.desk.facts import Alarm
from controlroom.errors import Refused
from controlroom.event.approvals import said_of
from controlroom.event.asset import Asset
from controlroom.event.live_event import Person
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Known
from controlroom.guards.poll import GoPoll, poll
from controlroom.messages import english, message
from controlroom.room.board import WITHIN_S, Checking, board_of, jobs
from controlroom.room.board_kept import KEPT, Readiness, kept, written
from controlroom.room.board_lines import Ground
from controlroom.room.board_times import due
from controlroom.room.states import NIGHT_OVER
from controlroom.room.wake import WakeOrders

LOG = logging.getLogger("controlroom.room.board")

BY_ITSELF = frozenset({RoomState.PREP, RoomState.LIVE})


class BoardMaking(WakeOrders):
    """Makes the board, when asked and by itself, keeps it and writes it down."""

    board_within_s = WITHIN_S
    _ready: Readiness | None = None
    _checking: Checking | None = None
    _making: "asyncio.Task[Board] | None" = None
    _mark_tried = 0

    @property
    def readiness(self) -> Readiness:
        """The board and what was said to it, as far as it is known."""
        if self._ready is None:
            self._ready = Readiness()
        return self._ready

    async def load_board(self) -> None:
        """What was kept when the program ended."""
        self._ready = await self.thread.run(kept, self.thread.store, self.event.slug)

    async def made_board(self, why: str) -> Board:
        """A new board, or the one that is being made. ``Refused`` where somebody calls it off."""
        task = self.begin_board(why)
        await asyncio.wait({task})
        if task.cancelled():
            raise Refused(message("board.cancelled"))
        return task.result()

    def begin_board(self, why: str, mark: str = "") -> "asyncio.Task[Board]":
        """Begin to look, unless somebody has begun already; ``why`` is for the log."""
        if self.night.simulated:
            raise Refused(message("board.rehearsal"))
        if self._making is None or self._making.done():
            self._making = asyncio.create_task(self._make(why, mark), name="readiness board")
            self._making.add_done_callback(_told)
            self.changed()
        return self._making

    async def _make(self, why: str, mark: str) -> Board:
        ground, revision = self._ground(), self.event.revision
        self._checking = Checking(
            jobs(ground, self.board_within_s), self.changed, self.board_within_s
        )
        try:
            answers = await self._checking.run()
        finally:
            self._checking = None
            self.changed()
        ready = self.readiness
        ready.board, ready.mark = board_of(answers, ground.now, revision), mark
        await self.let_void_ones_go()
        await self.keep_board()
        shown = ready.shown()
        assert shown is not None
        await self._log_board(shown, mark or why)
        if mark and shown.stops:
            self.say(message("board.mark_no_go", mark=mark, count=len(shown.stops)))
        return shown

    async def let_void_ones_go(self) -> None:
        """An override ends where its line is gone or has another reason."""
        for key, override in self.readiness.drop_void().items():
            await self.log_override("ended", key, override)

    async def keep_board(self) -> None:
        """Write down the board and what was said to it; durable when this returns."""
        put, slug = self.thread.store.settings.put, self.nights.real.book.event.slug
        await self.thread.run(put, KEPT + slug, written(self.readiness))

    async def _log_board(self, board: Board, why: str) -> None:
        log, now = self.nights.real.journal.log, self.now
        counted = count(board.lines)
        worst = next((one for one in ("no_go", "note") if counted[one]), "go")
        await log(
            "readiness", now, state=worst, why=why, ready=board.ready, not_ready=board.not_ready,
            go=counted["go"],
            note=counted["note"],
            no_go=counted["no_go"],
        )  # fmt: skip
        for line in board.lines:
            if line.level is not BoardLevel.GO:
                await log(
                    "readiness_line", now, state=line.level, line=line.key,
                    label=english(line.label), what=english(line.what),
                    overridden=line.overridden.by if line.overridden is not None else None,
                )  # fmt: skip

    def _ground(self) -> Ground:
        posting, around, event = self.night.posting, self.around, self.event
        ways = posting.channels
        sources = None if self.night.reader.feed is None else lambda: self.feed.sources
        stepped = self._clock_stepped_s()
        return Ground(
            event=event,
            expected=self.expected(),
            now=self.now,
            operator=self.operator,
            ways=ways,
            title=lambda channel: (
                ways[channel].title if channel in ways else around.rules[channel].title
            ),
            poll=self._asked_of,
            sources=sources,
            clock_off_s=around.clock_off_s,
            stepped_s=stepped,
            learned=self._learned,
            vault=self._ask_vault,
            has_key=self._has_key,
            free_bytes=self._free_bytes,
            try_store=self._try_store,
            reached=dict(self.readiness.reached),
        )

    def _clock_stepped_s(self) -> float | None:
        """By how much the computer's clock was just moved (seconds), None where it was not."""
        return self._stepped[1] if self._stepped is not None and self.clock_alarms() else None

    def _learned(self, channel: str, standing: Standing) -> None:
        self.standings[channel] = standing

    def _asked_of(self, asset: Asset, at: int) -> GoPoll:
        """What the guards say of ``asset`` alone at ``at``; of that moment they know nothing."""
        event = self.event
        return poll(
            Known(
                event=event,
                state=self.now_state,
                asset=asset,
                said=tuple(said_of(asset, channel, at) for channel in event.channels),
                moment=None,
                moment_at=None,
                channels=self.on_channels(asset),
                deliveries=(),
                now=at,
                feed_age_s=None,
                solemn_since=None,
            )
        )

    async def _ask_vault(self) -> bool:
        vault = self.around.vault
        if vault is None:
            return False
        await vault.read("settle")
        return vault.lasting

    async def _has_key(self, person: Person) -> bool:
        return await self.keys.anything((person,), self.event.settings.approver)

    async def _free_bytes(self) -> int:
        folder = self.thread.store.folder
        return (await asyncio.to_thread(shutil.disk_usage, folder)).free

    async def _try_store(self) -> None:
        store = self.thread.store
        await self.thread.run(store.settings.put, "readiness.tried", self.now)
        await asyncio.to_thread(_try_folder, store.folder)

    # By itself

    def heed_board(self) -> None:
        """Make the board at its times before the event, once each, also when the program was
        opened a little late."""
        if not self.around.board or self.night.simulated or self.now_state not in BY_ITSELF:
            return
        board = self.readiness.board
        known = max(board.made_at if board is not None else 0, self._mark_tried)
        found = due(self.event, self.now, known)
        if found is not None:
            self._mark_tried = self.now
            self.begin_board("due", found)

    async def end_overrides(self) -> None:
        """What was overridden was so for one night; after it the line stands in the way again."""
        ready = self.readiness
        if self.night.simulated or self.now_state not in NIGHT_OVER or not ready.gone_live:
            return
        over, ready.overrides, ready.gone_live = ready.overrides, {}, False
        await self.keep_board()
        for key, override in over.items():
            await self.log_override("ended", key, override)

    def board_alarms(self) -> list[Alarm]:
        """That a board that was due said NO-GO, until the event begins or nothing stands in the
        way any more."""
        ready = self.readiness
        board = ready.shown()
        over = self.now >= self.event.starts or self.night.simulated
        if board is None or not ready.mark or over or not board.stops:
            return []
        first = board.stops[0]
        what = message("alarm.board", mark=ready.mark, label=first.label, what=first.what)
        do = message("alarm.board.do", count=len(board.stops))
        return [Alarm(f"board {board.made_at}", 2, what, do, board.made_at)]

    async def log_override(self, state: str, key: str, override: Override) -> None:
        """One line about an override: made, taken back or ended."""
        line = self.readiness.line(key)
        await self.nights.real.journal.log(
            "override", self.now, state=state, line=key, by=override.by, reason=override.reason,
            what=english(line.what) if line is not None else None,
        )  # fmt: skip

    async def look_again(self, check: str, before: int) -> None:
        """Make the lines of one check anew, in their place; ``before`` is the event's revision
        before what has just been changed in it."""
        board = self.readiness.board
        if board is None:
            self.changed()
            return
        chosen = tuple(job for job in jobs(self._ground()) if job.check == check)
        lines = [line for found in await Checking(chosen).run() for line in found.lines]
        others = [line for line in board.lines if line.check != check]
        place = next((at for at, one in enumerate(board.lines) if one.check == check), len(others))
        revision = self.event.revision if board.revision == before else board.revision
        after = (*others[:place], *lines, *others[place:])
        self.readiness.board = replace(board, lines=after, revision=revision)
        await self.let_void_ones_go()
        await self.keep_board()
        self.changed()

    async def end_board(self) -> None:
        """Stop looking: the room closes."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)


def _told(task: "asyncio.Task[Board]") -> None:
    if not task.cancelled() and (problem := task.exception()) is not None:
        LOG.error("the readiness board failed", exc_info=problem)


def _try_folder(folder: Path) -> None:
    """Write a file and take it away. Raises OSError."""
    tried = folder / "readiness.tried"
    tried.write_bytes(b"ready")
    tried.unlink()
