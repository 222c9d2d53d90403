"""The two streaming ways of the Mastodon API: one websocket, or server-sent events."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing
from typing import Any, TypeAlias

import msgspec

from controlroom.net.sockets import Socket, SocketRefused, open_socket
from controlroom.sources.beside import end_all, first_of
from controlroom.sources.mastodon_server import Nonsense, Refusal, Server
from controlroom.sources.mastodon_timelines import Following, Timeline
from controlroom.sources.mastodon_wire import Told, payload_of, read_event, server_sent

log = logging.getLogger(__name__)

# A stream says something every 15 s; after three times that it is given up.
GIVEN_UP_S = 50.0
STREAMS = 30

Hear: TypeAlias = Callable[[Told | str | None, Timeline | None], Awaitable[None]]
"""Takes an event and the timeline it came from where that is known; a text says what could not be
read, None is a sign of life."""
Opened: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""Called when everything is subscribed to; runs beside the stream from then on."""


async def by_socket(
    place: str, server: Server, following: Following, hear: Hear, opened: Opened
) -> None:
    """Read one websocket until it breaks. Raises Refusal and SocketTrouble."""
    try:
        async with open_socket(_socket_address(place), server.headers) as socket:
            wanted = following.wanted
            for timeline in wanted:
                await socket.send(timeline.order("subscribe"))
            await first_of(
                _hear_socket(socket, following, hear),
                _subscribe(socket, wanted, following),
                opened(),
            )
    except SocketRefused as no:
        raise Refusal(no.status, no.reason) from no


async def by_events(
    place: str, server: Server, following: Following, hear: Hear, opened: Opened
) -> None:
    """Read a stream of events for each timeline until one breaks. Raises Refusal, Nonsense and
    WireError."""
    streams: dict[Timeline, asyncio.Task[None]] = {}
    beside: list[asyncio.Task[None]] = []
    try:
        while True:
            changed, wanted = following.changed, following.wanted[:STREAMS]
            signs = {one: asyncio.Event() for one in wanted if one not in streams}
            for timeline, sign in signs.items():
                work = _one_stream(place + timeline.stream_path, server, timeline, hear, sign)
                streams[timeline] = asyncio.create_task(work)
            await _meanwhile(_all_set(list(signs.values())), [*beside, *streams.values()])
            if not beside:
                beside.append(asyncio.create_task(opened()))
            for timeline in [one for one in streams if one not in wanted]:
                streams.pop(timeline).cancel()
            await _meanwhile(_all_set([changed]), [*beside, *streams.values()])
    finally:
        await end_all([*beside, *streams.values()])


async def _meanwhile(work: Coroutine[Any, Any, None], others: list[asyncio.Task[None]]) -> None:
    """Do ``work``; ``others`` never end but by a trouble, which is raised."""
    task = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait([task, *others], return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()
    finally:
        await end_all([task])


async def _all_set(signs: Sequence[asyncio.Event]) -> None:
    for sign in signs:
        await sign.wait()


def _socket_address(place: str) -> str:
    return f"ws{place.removeprefix('http')}/api/v1/streaming"


async def _hear_socket(socket: Socket, following: Following, hear: Hear) -> None:
    heard = False
    async for written in socket.__aiter__():
        try:
            event = read_event(written)
            told = Told(event.event, payload_of(event))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            await hear(str(wrong), None)
            continue
        if not event.error:
            heard = True
            await hear(told, _timeline(event.stream or (), following.wanted))
        elif heard and event.status not in (401, 403):
            log.warning("%s", event.error)
        else:
            raise Refusal(event.status or 400, event.error)


def _timeline(stream: Sequence[str], wanted: tuple[Timeline, ...]) -> Timeline | None:
    if len(wanted) == 1:
        return wanted[0]
    told = Timeline(stream[0], stream[1].casefold()) if len(stream) > 1 else None
    return told if told in wanted else None


async def _subscribe(
    socket: Socket, subscribed: tuple[Timeline, ...], following: Following
) -> None:
    """New timelines are subscribed to before old ones are let go."""
    while True:
        changed, wanted = following.changed, following.wanted
        for timeline in wanted:
            if timeline not in subscribed:
                await socket.send(timeline.order("subscribe"))
        for timeline in subscribed:
            if timeline not in wanted:
                await socket.send(timeline.order("unsubscribe"))
        subscribed = wanted
        await changed.wait()


async def _one_stream(
    address: str, server: Server, timeline: Timeline, hear: Hear, opened: asyncio.Event
) -> None:
    asked = {"accept": "text/event-stream", **server.headers}
    async with server.http.stream(
        address, silence=GIVEN_UP_S, headers=asked, what="stream"
    ) as stream:
        if stream.status != 200:
            raise server.refusal(await stream.answer())
        if stream.headers.get("content-type", "").startswith(("text/html", "application/json")):
            raise Nonsense("no stream of events")
        opened.set()
        async with aclosing(stream.lines()) as lines:
            async for told in server_sent(lines):
                await hear(told, timeline)
    raise Nonsense("the server ended the stream")
