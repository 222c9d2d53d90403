"""Bluesky's public posts, read from a Jetstream instance.

A lost connection resumes where it broke: by the instance's sequence number where events carry one
(exact, the last event comes again and is dropped), else a little earlier by time, and events that
come again are recognised. Sequence numbers belong to one instance, so changing the instance
resumes by time.
"""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Mapping
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.messages import message
from controlroom.net.sockets import SocketRefused, SocketTrouble, open_socket
from controlroom.sources.base import API, Option
from controlroom.sources.jetstream_wire import POSTS, Event, decode
from controlroom.sources.mention import Arrival, Deleted, Mention, Phase, SourceState
from controlroom.sources.seen import Seen

log = logging.getLogger(__name__)

# The network's own public instances; any other address can be set instead.
ENDPOINTS = (
    "wss://jetstream1.us-east.bsky.network/subscribe",
    "wss://jetstream2.us-east.bsky.network/subscribe",
    "wss://jetstream1.us-west.bsky.network/subscribe",
    "wss://jetstream2.us-west.bsky.network/subscribe",
)
REWIND_US = 5_000_000
TRIES_AT_ONE_INSTANCE = 2
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 30.0


class Jetstream:
    """Every new public post of Bluesky, and the deletions of posts.

    Options: ``endpoint`` (address up to and with ``/subscribe``) or ``endpoints`` (several, tried
    in turn); ``cursor`` and ``newest_us`` to go on where an earlier run ended. Edits of a post
    (the network allows none today) are passed over: the first wording stays counted.
    """

    api: ClassVar[int] = API
    key: ClassVar[str] = "jetstream"
    title: ClassVar[str] = "Bluesky"

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None:
        several = options.get("endpoints", ENDPOINTS)
        endpoints = several if isinstance(several, tuple) else (several,)
        self._endpoints = tuple(
            str(one) for one in ((options["endpoint"],) if "endpoint" in options else endpoints)
        )
        self._turn = 0
        self._failures = 0
        self._clock = clock
        cursor, newest = options.get("cursor"), options.get("newest_us")
        self._cursor = cursor if isinstance(cursor, int) else None
        self._newest_us = newest if isinstance(newest, int) else 0
        self._resumed_at: int | None = None
        self._seen = Seen()

    def resume(self) -> Mapping[str, Option]:
        """The same instances, after the last event read."""
        options: dict[str, Option] = {
            "endpoints": self._endpoints[self._turn :] + self._endpoints[: self._turn],
            "newest_us": self._newest_us,
        }
        return options if self._cursor is None else {**options, "cursor": self._cursor}

    async def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """Posts and deletions as they come; connects again for ever."""
        while True:
            if self._failures == 0:
                yield self._state(Phase.CONNECTING, "source.connecting")
            try:
                async with open_socket(self._address()) as socket:
                    yield self._state(Phase.LIVE, "source.live")
                    async for line in socket:
                        arrival = self.read(line)
                        if arrival is not None:
                            yield arrival
            except SocketTrouble as trouble:
                yield self._went_wrong(trouble)
            await asyncio.sleep(self._wait_s())

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """Everything comes anyway."""

    def _address(self) -> str:
        asked: dict[str, str | int] = {"wantedCollections": POSTS}
        self._resumed_at = self._cursor
        if self._cursor is not None:
            asked["cursor"] = self._cursor
        elif self._newest_us:
            asked["cursor"] = self._newest_us - REWIND_US
        return f"{self._endpoints[self._turn]}?{urlencode(asked)}"

    def read(self, line: bytes) -> Arrival | None:
        """One message as an arrival; None for what is no post or was here before."""
        try:
            event = decode(line)
        except msgspec.MsgspecError:
            # Not the shape of a post: another collection's record, or a server gone astray.
            log.debug("passed over a message of %d bytes", len(line))
            return None
        self._failures = 0
        if event.cursor is not None:
            if event.cursor == self._resumed_at:
                return None
            self._cursor = event.cursor
        if event.time_us > self._newest_us:
            self._newest_us = event.time_us
        commit = event.commit
        if commit is None or commit.collection != POSTS:
            return None
        key = (event.did, commit.rkey, commit.rev, commit.operation)
        if self._seen.again(key, event.time_us):
            return None
        return self._arrival(event)

    def _arrival(self, event: Event) -> Arrival | None:
        commit = event.commit
        if commit is None:
            return None
        id_ = f"{event.did}/{commit.rkey}"
        if commit.operation == "delete":
            return Deleted(id_, self.key)
        if commit.operation != "create" or commit.record is None:
            return None
        langs = commit.record.langs
        return Mention(
            id_,
            event.time_us,
            commit.record.text,
            event.did,
            self.key,
            langs[0] if langs else "",
        )

    def _went_wrong(self, trouble: SocketTrouble) -> SourceState:
        self._failures += 1
        if self._failures % TRIES_AT_ONE_INSTANCE == 0 and len(self._endpoints) > 1:
            self._turn = (self._turn + 1) % len(self._endpoints)
            self._cursor = None
        if isinstance(trouble, SocketRefused):
            line = message("source.refused", status=trouble.status, reason=trouble.reason)
            return SourceState(self.key, Phase.REFUSED, line)
        return SourceState(
            self.key, Phase.CONNECTING, message("source.lost", reason=trouble.reason)
        )

    def _wait_s(self) -> float:
        """Real seconds before the next try: doubled each time, half of it by chance."""
        whole = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(self._failures, 10))
        return whole * random.uniform(0.5, 1.0)

    def _state(self, phase: Phase, id_: str) -> SourceState:
        return SourceState(self.key, phase, message(id_))
