"""After the night: its last numbers, the end of its log, and the recap."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from controlroom import paths
from controlroom.desk.wrap_view import Wrapped
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.room.floor import Floor
from controlroom.room.numbers import last_numbers
from controlroom.room.recap_page import file_at, free_name, page_of, write_page
from controlroom.store.as_run import AsRunLine

LOOK_EVERY_S = 2.0


class WrapOrders(Floor):
    """What WRAP shows, and the order to write the recap."""

    wrapped: Wrapped | None = None
    _wrapping: "asyncio.Task[None] | None" = None
    _wrap_looked: float = float("-inf")

    def look_at_wrap(self) -> None:
        """Once in WRAP, then now and then: the log may still grow, by another desk too."""
        if self.now_state is not RoomState.WRAP:
            self.wrapped, self._wrap_looked = None, float("-inf")
            return
        working = self._wrapping is not None and not self._wrapping.done()
        if working or self.gestures() - self._wrap_looked < LOOK_EVERY_S:
            return
        self._wrap_looked = self.gestures()
        self._wrapping = asyncio.create_task(self._wrap_up(), name="wrap")

    async def _wrap_up(self) -> None:
        known = self.wrapped
        if known is None:
            known = self.wrapped = Wrapped()
            await last_numbers(self.night)
        log, chain = self.thread.store.as_run, (self.event.slug, self.night.run)
        head = await self.thread.run(log.head, *chain)
        if known.checked and head == known.head:
            return
        found = await self.thread.run(log.verify, *chain, key=log.key)
        broken = None if found.broken is None else found.broken.what
        told = [*found.notes]
        if found.unchecked:
            told.append(message("as_run.note.no_key_here", count=found.unchecked))
        if found.unvouched is not None:
            told.append(found.unvouched)
        # Where a log is broken its end is shown all the same: it is what lies there.
        self._now(head=head, checked=True, broken=broken, notes=tuple(told))

    def _now(self, **known: Any) -> None:
        """Show what became known, as long as it is WRAP."""
        if self.wrapped is not None:
            self.wrapped = replace(self.wrapped, **known)
        self.changed()

    async def recap(self, path: str) -> None:
        """Write the recap of this night as it stands: to ``path``, else into the user's documents.
        In a rehearsal, that of the rehearsal. ``WrongInput`` where it cannot be written."""
        self._now(writing=True)
        try:
            lines = await self.thread.run(
                self.thread.store.as_run.read, self.event.slug, run=self.night.run
            )
            # Scaling pictures takes a moment, and needs nothing of the store but its files.
            file = await asyncio.to_thread(self._write, path, lines)
        finally:
            self._now(writing=False)
        self._now(recap=str(file))
        self.say(message("wrap.recap.written", file=str(file)))

    def _write(self, path: str, lines: tuple[AsRunLine, ...]) -> Path:
        event = self.event
        file = file_at(path) if path else free_name(paths.documents_folder(), event)
        media, rehearsal = self.thread.store.media, self.night.simulated
        write_page(file, page_of(event, lines, media, rehearsal=rehearsal))
        return file

    async def end_wrap(self) -> None:
        """Let go of what goes on in the background."""
        if self._wrapping is not None:
            self._wrapping.cancel()
            await asyncio.gather(self._wrapping, return_exceptions=True)
