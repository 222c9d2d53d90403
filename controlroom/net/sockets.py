"""WebSockets, and the only module that imports ``websockets``.

SocketTrouble
├── SocketRefused      the server answered, and said no: status and what it wrote
└── SocketLost         no connection, or it broke
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from controlroom import __version__

OPEN_TIMEOUT_S = 10.0
PING_EVERY_S = 20.0
LARGEST_MESSAGE = 1 << 20
# Frames waiting in memory before the socket itself is no longer read; TCP then slows the sender.
FRAMES_AHEAD = 1024
SHOWN_OF_BODY = 200


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


class Socket:
    """An open WebSocket, read only. Iterate over it for whole messages as bytes."""

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
            raise SocketLost(str(closed)) from closed


@asynccontextmanager
async def open_socket(url: str) -> AsyncIterator[Socket]:
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
            max_size=LARGEST_MESSAGE,
            max_queue=FRAMES_AHEAD,
            user_agent_header=f"controlroom/{__version__}",
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
