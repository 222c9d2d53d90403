"""Wait for something to become true, with a deadline."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
DEADLINE_S = 30.0
LOOK_EVERY_S = 0.01


def eventually(look: Callable[[], T], deadline_s: float = DEADLINE_S) -> T:
    """What ``look`` returns as soon as it is true. AssertionError after the deadline."""
    until = time.monotonic() + deadline_s
    while not (seen := look()):
        assert time.monotonic() < until, f"still {seen!r} after {deadline_s} s"
        time.sleep(LOOK_EVERY_S)
    return seen


async def until(look: Callable[[], object], deadline_s: float = DEADLINE_S) -> None:
    """Return as soon as ``look`` is true, while the loop goes on. TimeoutError after the
    deadline."""
    async with asyncio.timeout(deadline_s):
        while not look():  # noqa: ASYNC110 - what is looked at is somebody else's
            await asyncio.sleep(LOOK_EVERY_S)
