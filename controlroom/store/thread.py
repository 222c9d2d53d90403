"""The thread that owns the store, so that neither the loop nor the window waits for a disk."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from controlroom.store.open import Store

P = ParamSpec("P")
Answer = TypeVar("Answer")


class StoreThread:
    """Opens a store in a thread of its own and does what it is asked there, in order.

    ``open_it`` makes the store, in the thread. What it raises comes out of the constructor.
    """

    def __init__(self, open_it: Callable[[], Store]) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._closed = False
        try:
            self.store = self._thread.submit(open_it).result()
        except BaseException:
            self._thread.shutdown()
            raise

    async def run(self, work: Callable[P, Answer], /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        """What ``work`` answers or raises, done in the store's thread after all work before it.

        Once asked for it is done, even if the one who waits for it is cancelled.
        """
        done = self._thread.submit(work, *args, **kwargs)
        return await asyncio.shield(asyncio.wrap_future(done))

    def close(self) -> None:
        """Finish what was asked for, close the store and end the thread. Blocks; may repeat."""
        if not self._closed:
            self._closed = True
            self._thread.submit(self.store.close).result()
        self._thread.shutdown()
