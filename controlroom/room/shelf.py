"""Uploads on the store, through the store's thread."""

from controlroom.store.staged import StagedRow
from controlroom.store.thread import StoreThread


class StoredShelf:
    """Keeps uploads over a restart. Each call is durable when it returns."""

    def __init__(self, thread: StoreThread) -> None:
        self._thread = thread
        self._rows = thread.store.staged

    async def load(self, channel: str, handle: str, digest: str) -> StagedRow | None:
        """What is kept under this name, None if there is nothing."""
        return await self._thread.run(self._rows.get, channel, handle, digest)

    async def keep(self, row: StagedRow) -> None:
        """Keep ``row``, and nothing any more that the networks have dropped by now."""
        await self._thread.run(self._rows.forget_before, row.prepared)
        await self._thread.run(self._rows.put, row)

    async def drop(self, channel: str, handle: str, digest: str) -> None:
        """Keep nothing under this name."""
        await self._thread.run(self._rows.forget, channel, handle, digest)
