"""The engine: an asyncio loop in a thread of its own, away from the window.

A stalled window must not hold back a post. Results cross back as ``concurrent.futures.Future``.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

LOG = logging.getLogger("controlroom.engine")
T = TypeVar("T")


class Engine:
    """Runs coroutines in its own thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine")

    def start(self) -> None:
        """Start the thread; returns once the loop runs."""
        self._thread.start()
        self._ready.wait()

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_log_unhandled)
        self._stopping = asyncio.Event()
        self._ready.set()
        await self._stopping.wait()

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Run ``work`` in the engine's thread; callable from any thread. RuntimeError before the
        start and after the end."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the engine has not been started")
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:
            work.close()
            raise RuntimeError("the engine has ended") from None

    def stop(self, timeout: float = 5.0) -> bool:
        """End the loop, cancelling what still runs; may repeat. False if it did not end in time
        (seconds)."""
        if self._loop is None:
            return True
        with contextlib.suppress(RuntimeError):  # it has ended already
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout)
        return not self._thread.is_alive()


def _log_unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    LOG.error("%s", context.get("message"), exc_info=context.get("exception"))
