"""WebSockets, and the only module that imports ``websockets``.

SocketTrouble
├── SocketRefused      the server answered, and said no: status and what it wrote
└── SocketLost         no connection, or it broke
    └── MessageTooLarge    we hung up: a message was larger than memory is given to one
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI
from websockets.frames import CloseCode

from controlroom import __version__

OPEN_TIMEOUT_S = 10.0
PING_EVERY_S = 20.0
# Whoever ends a stream wants it ended, and a server that hangs does not answer the farewell.
CLOSE_TIMEOUT_S = 1.0
# The library hangs up on a larger one, and whoever resumes may meet it again: far above anything
# a network sends. What a source takes for a message is its own, smaller measure.
LARGEST_MESSAGE = 16 << 20
# Frames waiting in memory before the socket itself is no longer read; TCP then slows the sender.
# What one read of the socket brought comes on top. More is slower (5.4 µs a message with 64,
# 8.2 with 1024) and allows more large messages in memory.
FRAMES_AHEAD = 16
SHOWN_OF_BODY = 200
LOOKS_A_LULL = 10


class SocketTrouble(Exception):
    """The connection is not there. ``reason`` is the library's or the server's own wording."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SocketRefused(SocketTrouble):
    """The server answered the handshake with an HTTP status instead of a socket."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class SocketLost(SocketTrouble):
    """No connection could be made, or an open one ended."""


class MessageTooLarge(SocketLost):
    """A message was larger than LARGEST_MESSAGE; none of it is kept and the connection is gone."""


class Socket:
    """An open WebSocket. Iterate over it for whole messages as bytes."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Messages in order. Raises SocketLost when the connection ends, politely or not."""
        recv = self._connection.recv
        try:
            while True:
                # Bytes, although the frames are text: the parser reads UTF-8 itself.
                yield await recv(decode=False)
        except ConnectionClosed as closed:
            raise _lost(closed) from closed

    async def messages(self, lull_s: float) -> AsyncGenerator[bytes | None, None]:
        """Messages in order; None each time nothing has come for ``lull_s`` real seconds (or for a
        tenth less). Time in which nobody asks is no lull. Raises SocketLost as above.
        """
        recv = self._connection.recv
        lull = _Lull(lull_s)
        try:
            while True:
                try:
                    lull.reader = asyncio.current_task()
                    message = await recv(decode=False)
                except asyncio.CancelledError:
                    if not lull.is_mine():
                        raise
                    message = None
                finally:
                    lull.reader = None
                lull.messages += 1
                yield message
        except ConnectionClosed as closed:
            raise _lost(closed) from closed
        finally:
            lull.end()

    async def send(self, text: str) -> None:
        """Send one message. Raises SocketLost."""
        try:
            await self._connection.send(text)
        except ConnectionClosed as closed:
            raise _lost(closed) from closed


class _Lull:
    """Interrupts whoever waits for a message in vain.

    A timeout around each single wait would cost half of what receiving a message costs; this looks
    ten times in a lull, however many messages come.
    """

    def __init__(self, lull_s: float) -> None:
        self.reader: asyncio.Task[object] | None = None
        self.messages = 0
        self._seen = 0
        self._looks = 0
        self._interrupted = False
        self._every_s = lull_s / LOOKS_A_LULL
        self._loop = asyncio.get_running_loop()
        self._next = self._loop.call_later(self._every_s, self._look)

    def is_mine(self) -> bool:
        """Whether the reader was interrupted by this alone, and not cancelled by somebody else."""
        mine, self._interrupted = self._interrupted, False
        return mine and self.reader is not None and self.reader.uncancel() == 0

    def end(self) -> None:
        """Look no more."""
        self._next.cancel()

    def _look(self) -> None:
        self._next = self._loop.call_later(self._every_s, self._look)
        if self.messages != self._seen or self.reader is None:
            self._seen, self._looks = self.messages, 0
            return
        self._looks += 1
        # The look at which the last message was noticed may have come up to one later than it.
        if self._looks >= LOOKS_A_LULL - 1:
            self._looks, self._interrupted = 0, True
            self.reader.cancel()


def _lost(closed: ConnectionClosed) -> SocketLost:
    if closed.sent is not None and closed.sent.code == CloseCode.MESSAGE_TOO_BIG:
        return MessageTooLarge(str(closed))
    return SocketLost(str(closed))


@asynccontextmanager
async def open_socket(url: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[Socket]:
    """Connect to a ``ws://`` or ``wss://`` address; closed when the block ends.

    No compression is offered: permessage-deflate costs more than the wire it saves at these rates,
    and some servers refuse it beside their own compression.
    Raises SocketRefused or SocketLost.
    """
    try:
        connection = await connect(
            url,
            compression=None,
            open_timeout=OPEN_TIMEOUT_S,
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_EVERY_S,
            close_timeout=CLOSE_TIMEOUT_S,
            max_size=LARGEST_MESSAGE,
            max_queue=FRAMES_AHEAD,
            user_agent_header=f"controlroom/{__version__}",
            additional_headers=headers,
        )
    except InvalidStatus as no:
        body = (no.response.body or b"")[:SHOWN_OF_BODY].decode(errors="replace").strip()
        raise SocketRefused(no.response.status_code, body) from no
    except (InvalidHandshake, InvalidURI, OSError, TimeoutError) as trouble:
        raise SocketLost(str(trouble) or type(trouble).__name__) from trouble
    try:
        yield Socket(connection)
    finally:
        await connection.close()
