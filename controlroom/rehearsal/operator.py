"""The scripted operator: runs a rehearsal as a practised person would, through the same orders.

Finds what a spike brings, posts what is staged once it has happened, cancels one post and stages
it again, and puts the room on HOLD once, since controls that are never used fail when needed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from controlroom.clock import MICROS, Clock
from controlroom.desk.view import DeskView, TakeFace, Tone
from controlroom.errors import UserFacingError
from controlroom.event.room_state import RoomState

LOG = logging.getLogger("controlroom.rehearsal")

REACT_S = 3.0
LOOK_S = 2.0
HELD_FOR_S = 20.0
# What was staged for something that does not happen makes room for what does.
GIVEN_UP_S = 300.0
CANCELLED_POST = 2
HELD_POST = 4

Give = Callable[[str, Mapping[str, str]], Awaitable[None]]


class ScriptedOperator:
    """Works at the desk it sees. ``give`` orders a command; ``desk`` is the newest view;
    ``fits`` says whether an asset answers what is happening at a time (UTC µs), as anybody who
    watches the event would know; ``decides`` which side of each outcome set comes true once its
    moment is marked."""

    def __init__(
        self,
        desk: Callable[[], DeskView],
        give: Give,
        clock: Callable[[], Clock],
        fits: Callable[[str, int], bool] = lambda asset, now: True,
        decides: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self._desk = desk
        self._give = give
        self._clock = clock
        self._fits = fits
        self._decides = dict(decides or {})
        self._answered: set[int] = set()
        self._staged_at: dict[str, int] = {}
        self._offered_at: int | None = None
        self._held_at: int | None = None
        self._posts = 0
        self._drilled: set[int] = set()

    async def work(self, pause_s: float) -> None:
        """Look at the desk every ``pause_s`` real seconds, until cancelled."""
        while True:
            await asyncio.sleep(pause_s)
            await self.step()

    async def step(self) -> None:
        """Look once and do at most one thing."""
        try:
            await self._step(self._desk())
        except UserFacingError as refusal:
            # A refusal is part of the night: the desk has changed since it was looked at.
            LOG.info("refused: %s", refusal)

    async def _step(self, view: DeskView) -> None:
        now = self._clock().now()
        if view.state is RoomState.HOLD:
            await self._leave_hold(now)
        elif view.state is not RoomState.REHEARSAL:
            return
        elif view.take.face is TakeFace.HOLDING:
            await self._drill(now)
        elif await self._decide(view):
            return
        elif view.preview.fingerprint is not None:
            await self._look_and_take(view, view.preview.fingerprint, now)
        else:
            await self._find(view, now)

    async def _leave_hold(self, now: int) -> None:
        if self._held_at is None:
            self._held_at = now
        if now - self._held_at >= HELD_FOR_S * MICROS:
            self._held_at = None
            await self._give("release_hold", {})

    async def _drill(self, now: int) -> None:
        if self._posts in self._drilled:
            return
        if self._posts == CANCELLED_POST:
            self._drilled.add(self._posts)
            await self._give("cancel", {})
        elif self._posts == HELD_POST:
            self._drilled.add(self._posts)
            self._held_at = now
            await self._give("hold", {"by": "drill"})

    async def _decide(self, view: DeskView) -> bool:
        marked = {
            row.slug for group in view.rundown.groups for row in group.rows if _past(row.mark)
        }
        for outcome_set, (moment, outcome) in tuple(self._decides.items()):
            if moment in marked:
                del self._decides[outcome_set]
                await self._give("decide", {"set": outcome_set, "outcome": outcome})
                return True
        return False

    async def _look_and_take(self, view: DeskView, fingerprint: str, now: int) -> None:
        seen_at = self._staged_at.setdefault(fingerprint, now)
        if view.take.face is not TakeFace.REHEARSAL:
            # Anything that needs a second person is left alone.
            await self._clear(fingerprint)
            return
        current = view.rundown.now
        rows = {row.slug: row for group in view.rundown.groups for row in group.rows}
        happened = current not in rows or rows[current].under is not None
        if not happened and now - seen_at > GIVEN_UP_S * MICROS:
            await self._clear(fingerprint)
            return
        if happened and now - seen_at >= LOOK_S * MICROS:
            await self._give("take", {"fingerprint": fingerprint, "source": "script"})
            # Only now: a refused TAKE is no post, and is pressed again.
            self._posts += 1
            self._staged_at.pop(fingerprint)

    async def _clear(self, fingerprint: str) -> None:
        await self._give("clear_preview", {})
        # Staged again later, it is looked at anew.
        self._staged_at.pop(fingerprint)

    async def _find(self, view: DeskView, now: int) -> None:
        if view.preview.kept is not None:
            await self._give("stage_next", {})
            return
        offers = [row for row in view.suggestions.rows if row.ready is Tone.GO]
        first = next((row for row in offers if self._fits(row.asset, now)), None)
        spike = view.chart.spike
        if spike is None or first is None or spike.solemn:
            self._offered_at = None
            return
        if spike.at in self._answered:
            return
        if self._offered_at is None:
            self._offered_at = now
        if now - self._offered_at >= REACT_S * MICROS:
            self._answered.add(spike.at)
            self._offered_at = None
            await self._give(f"suggestion_{first.digit}", {})


def _past(mark: str) -> bool:
    return mark in ("done", "passed", "on_air", "simulated")
