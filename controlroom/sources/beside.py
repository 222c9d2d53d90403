"""Works that run side by side and end together."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any


async def first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Run all until one ends, which ends the others; what it raised is raised."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()
    finally:
        await end_all(tasks)


async def end_all(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel them, and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
