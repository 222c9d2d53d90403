"""Bluesky's public posts, read from a Jetstream instance.

A lost connection resumes where it broke: by the instance's sequence number where events carry one,
else a little earlier by time; what comes twice then is for the intake to know again. Sequence
numbers belong to one instance, so changing the instance resumes by time.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.messages import message
from controlroom.net.sockets import (
    MessageTooLarge,
    SocketLost,
    SocketRefused,
    SocketTrouble,
    open_socket,
)
from controlroom.paths import folders
from controlroom.sources.backoff import wait_s
from controlroom.sources.base import API, Option
from controlroom.sources.in_time import OUT_OF_TIME, InTime
from controlroom.sources.jetstream_cursor import Cursor
from controlroom.sources.jetstream_wire import POSTS, Unreadable, decode, place, said
from controlroom.sources.jetstream_zstd import (
    FRAME_MAGIC,
    Compression,
    Garbled,
    OtherDictionary,
)
from controlroom.sources.mention import Arrival, Bad, Gap, Phase, SourceState
from controlroom.sources.options import number, whole, word, words

log = logging.getLogger(__name__)

# The network's own public instances; any other address can be set instead.
ENDPOINTS = (
    "wss://jetstream1.us-east.bsky.network/subscribe",
    "wss://jetstream2.us-east.bsky.network/subscribe",
    "wss://jetstream1.us-west.bsky.network/subscribe",
    "wss://jetstream2.us-west.bsky.network/subscribe",
)
TRIES_AT_ONE_INSTANCE = 2
# Somebody posts, or changes an account, many times a second: silence is a fault.
LULL_S = 10.0
LULLS_TO_HANG_UP = 3
# No post comes near this; the network allows no record of more than a megabyte.
LARGEST_EVENT = 2 << 20
YES = frozenset({"1", "yes", "true", "on"})


class _StartOver(SocketLost):
    """This connection is of no use any more, and nothing is wrong with the server."""


class Jetstream:
    """Every new public post of Bluesky, and the deletions of posts.

    Options: ``endpoint`` (address up to and with ``/subscribe``) or ``endpoints`` (several, tried
    in turn); ``compress`` (1: zstd, where the dictionary can be had; saves two thirds of the wire
    and costs a third more of the processor); ``cache`` (the folder for dictionaries; ours
    otherwise); ``lull_s`` (silence that is told; three make a reconnect); ``cursor``,
    ``cursor_us`` and ``newest_us`` to go on where an earlier run ended.
    """

    api: ClassVar[int] = API
    key: ClassVar[str] = "jetstream"
    title: ClassVar[str] = "Bluesky"

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None:
        self._endpoints = words(options, "endpoint") or words(options, "endpoints") or ENDPOINTS
        self._options = options
        self._name = word(options, "name", self.key)
        self._turn = 0
        self._failures = 0
        self._cursor = Cursor(
            whole(options, "cursor") or None,
            whole(options, "newest_us"),
            whole(options, "cursor_us"),
        )
        self._lull_s = number(options, "lull_s", LULL_S)
        self._in_time = InTime(clock)
        self._lulls = 0
        cache = word(options, "cache")
        self._compression = Compression(
            word(options, "compress").lower() in YES,
            Path(cache) if cache else folders().cache,
            LARGEST_EVENT,
        )
        self._aside: deque[Arrival] = deque()

    def resume(self) -> Mapping[str, Option]:
        """The same instances, after the last event read."""
        options: dict[str, Option] = {
            key: value
            for key, value in self._options.items()
            if key not in ("endpoint", "endpoints", "cursor", "cursor_us", "newest_us")
        }
        options["endpoints"] = self._endpoints[self._turn :] + self._endpoints[: self._turn]
        options["newest_us"] = self._cursor.newest_us
        if self._cursor.number is not None:
            options["cursor"] = self._cursor.number
            options["cursor_us"] = self._cursor.number_us
        return options

    async def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """Posts and deletions as they come; connects again for ever."""
        while True:
            if self._failures == 0:
                yield self._state(Phase.CONNECTING, "source.connecting")
            await self._compression.prepare(self._endpoints[self._turn])
            try:
                async with (
                    open_socket(self._address()) as socket,
                    aclosing(socket.messages(self._lull_s)) as messages,
                ):
                    yield self._state(Phase.LIVE, "source.live")
                    async for line in messages:
                        arrival = self._silent() if line is None else self._heard(line)
                        while self._aside:
                            yield self._aside.popleft()
                        if arrival is not None:
                            yield arrival
            except SocketTrouble as trouble:
                for told in self._went_wrong(trouble):
                    yield told
            await asyncio.sleep(wait_s(self._failures))

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """Everything comes anyway."""

    def _address(self) -> str:
        asked: dict[str, str | int] = {"wantedCollections": POSTS}
        if self._compression.on:
            asked["compress"] = "true"
        cursor = self._cursor.ask()
        if cursor is not None:
            asked["cursor"] = cursor
        return f"{self._endpoints[self._turn]}?{urlencode(asked)}"

    def _heard(self, line: bytes) -> Arrival | None:
        """One message as an arrival; None for what is no post or was read before."""
        if self._lulls:
            self._lulls = 0
            self._aside.append(self._state(Phase.LIVE, "source.live"))
        if line.startswith(FRAME_MAGIC):
            try:
                line = self._compression.plain(line)
            except OtherDictionary as other:
                raise _StartOver(str(other)) from other
            except Garbled as odd:
                return self._bad(b"", str(odd))
        if len(line) > LARGEST_EVENT:
            return self._bad(line, f"{len(line)} bytes")
        try:
            event = decode(line)
        except Unreadable as odd:
            return self._bad(line, str(odd))
        self._failures = 0
        if not self._in_time(event.time_us):
            return self._bad(line, OUT_OF_TIME, event.commit is None)
        if self._passed_before(event.cursor, event.time_us):
            return None
        arrival = said(event, self._name)
        if type(arrival) is Bad and event.cursor is None and self._cursor.pass_unnumbered():
            return None
        return arrival

    def _bad(self, line: bytes, why: str, unasked: bool = False) -> Bad | None:
        # Its time says nothing, its number may: the stream goes on behind it.
        number = place(line).cursor
        cursor = self._cursor
        before = cursor.pass_unnumbered() if number is None else self._passed_before(number)
        return None if before or unasked else Bad(self._name, why)

    def _passed_before(self, number: int | None, time_us: int = 0) -> bool:
        step = self._cursor.move(number, time_us)
        if step.anew:
            raise _StartOver("the instance numbers its events anew")
        if step.lost_us is not None:
            self._aside.append(Gap(self._name, *step.lost_us))
        return step.again

    def _silent(self) -> SourceState:
        self._lulls += 1
        silent_s = round(self._lulls * self._lull_s)
        if self._lulls == LULLS_TO_HANG_UP:
            raise SocketLost(f"silent for {silent_s} s")
        return SourceState(self._name, Phase.STALE, message("source.silent", seconds=silent_s))

    def _went_wrong(self, trouble: SocketTrouble) -> tuple[Arrival, ...]:
        self._lulls = 0
        if isinstance(trouble, _StartOver):
            log.info("%s: connecting again: %s", self._name, trouble)
            return ()
        self._failures += 1
        if isinstance(trouble, SocketRefused):
            line = message("source.refused", status=trouble.status, reason=trouble.reason)
            told: tuple[Arrival, ...] = (SourceState(self._name, Phase.REFUSED, line),)
        else:
            line = message("source.lost", reason=trouble.reason)
            told = (SourceState(self._name, Phase.CONNECTING, line),)
        if isinstance(trouble, MessageTooLarge):
            first = self._cursor.skip()
            return (Bad(self._name, "larger than is received"), *told) if first else told
        if self._failures % TRIES_AT_ONE_INSTANCE == 0 and len(self._endpoints) > 1:
            self._turn = (self._turn + 1) % len(self._endpoints)
            self._cursor.leave()
        return told

    def _state(self, phase: Phase, id_: str) -> SourceState:
        return SourceState(self._name, phase, message(id_))
