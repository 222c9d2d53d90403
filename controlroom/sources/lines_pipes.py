"""Lines from a pipe or a TCP connection: what is said while nobody listens is gone."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from controlroom.clock import Clock
from controlroom.messages import message
from controlroom.sources.backoff import wait_s
from controlroom.sources.lines_split import Away, News, Splitter
from controlroom.sources.mention import Phase

log = logging.getLogger(__name__)

CHUNK: Final = 1 << 16
OPEN_TIMEOUT_S: Final = 10.0
STDIN: Final = 0


async def from_descriptor(number: int, clock: Clock, lull_s: float) -> AsyncGenerator[News, None]:
    """Lines that are written into a pipe whose other end is the file descriptor ``number``, until
    it is closed there. A redirected file is read to its end. Not on Windows.

    The descriptor is looked at before each read and stays as it is, since a non-blocking one would
    be so for everybody who shares it (the shell, for one).
    """
    if sys.platform == "win32" or not _is_open(number):
        yield Phase.REFUSED, message("lines.no_stdin")
        return
    splitter = Splitter()
    waits = _can_be_waited_for(number)
    quiet = False
    if waits:
        # What is redirected from a disk is there from its beginning on.
        yield Away(0, clock.now())
    yield Phase.LIVE, message("source.live")
    while True:
        if waits and not await _readable(number, lull_s):
            quiet = True
            yield Phase.STALE, message("source.silent", seconds=round(lull_s))
            await _readable(number, None)
        chunk = os.read(number, CHUNK) if waits else await asyncio.to_thread(os.read, number, CHUNK)
        if quiet:
            quiet = False
            yield Phase.LIVE, message("source.live")
        if not chunk:
            break
        yield splitter.feed(chunk)
    yield splitter.end()


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _can_be_waited_for(number: int) -> bool:
    """Whether the system tells when there is something to read: of disks and /dev/null, and of some
    terminals, it does not."""
    loop = asyncio.get_running_loop()
    try:
        loop.add_reader(number, lambda: None)
    except OSError:
        return False
    loop.remove_reader(number)
    return True


async def _readable(number: int, within_s: float | None) -> bool:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(number, ready.set)
    try:
        async with asyncio.timeout(within_s):
            await ready.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(number)
    return True


async def from_tcp(host: str, port: int, clock: Clock, lull_s: float) -> AsyncGenerator[News, None]:
    """Lines of whoever listens at ``host`` and ``port``. Connects again for ever."""
    failures = 0
    lost_us = 0
    while True:
        if failures == 0:
            yield Phase.CONNECTING, message("source.connecting")
        writer: asyncio.StreamWriter | None = None
        reason = "the other end hung up"
        try:
            async with asyncio.timeout(OPEN_TIMEOUT_S):
                reader, writer = await asyncio.open_connection(host, port)
            yield Away(lost_us, clock.now())
            async with aclosing(_while_open(reader, lull_s)) as news:
                async for one in news:
                    failures = 0 if isinstance(one, list) else failures
                    yield one
        except (OSError, TimeoutError) as trouble:
            reason = str(trouble) or type(trouble).__name__
        finally:
            if writer is not None:
                lost_us = clock.now()
                writer.transport.abort()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
        failures += 1
        yield Phase.CONNECTING, message("source.lost", reason=reason)
        await asyncio.sleep(wait_s(failures))


async def _while_open(reader: asyncio.StreamReader, lull_s: float) -> AsyncGenerator[News, None]:
    """Lines until the other end hangs up, politely or not."""
    splitter = Splitter()
    live = Phase.LIVE, message("source.live")
    quiet = False
    yield live
    while (chunk := await _chunk(reader, None if quiet else lull_s)) != b"":
        if chunk is None:
            yield Phase.STALE, message("source.silent", seconds=round(lull_s))
        else:
            if quiet:
                yield live
            yield splitter.feed(chunk)
        quiet = chunk is None
    # What a line was cut off from does not come again; a whole last one may lack its end.
    yield splitter.end()


async def _chunk(reader: asyncio.StreamReader, within_s: float | None) -> bytes | None:
    """What came: nothing when the connection is gone, None when nothing came in time."""
    try:
        async with asyncio.timeout(within_s):
            return await reader.read(CHUNK)
    except TimeoutError:
        return None
    except OSError as trouble:
        log.info("the connection broke: %s", trouble)
        return b""
