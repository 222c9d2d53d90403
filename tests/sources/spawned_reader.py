"""Reads standard input as the collector's process does: in a spawned child, through fd 0.

``python -m tests.sources.spawned_reader`` prints the texts it read.
"""

import asyncio
from contextlib import aclosing
from multiprocessing import get_context
from multiprocessing.connection import Connection

from controlroom.clock import SystemClock
from controlroom.sources.lines import Lines
from controlroom.sources.mention import Mention


async def _read(pipe: Connection) -> None:
    async with aclosing(Lines({}, SystemClock()).mentions(())) as stream:
        async for arrival in stream:
            if isinstance(arrival, Mention):
                pipe.send(arrival.text)


def child(pipe: Connection) -> None:
    """The spawned process."""
    asyncio.run(_read(pipe))
    pipe.close()


def main() -> None:
    """The parent, which has standard input and does not read it."""
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=child, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            print(ours.recv(), flush=True)
    except EOFError:
        process.join(10)


if __name__ == "__main__":
    main()
