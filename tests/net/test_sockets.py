import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from controlroom.net.sockets import (
    LARGEST_MESSAGE,
    MessageTooLarge,
    Socket,
    SocketLost,
    SocketRefused,
    open_socket,
)

LULL_S = 0.1
DEADLINE_S = 20.0

Tell = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def told(tell: Tell) -> AsyncIterator[Socket]:
    """A socket whose other end does this, and then waits."""

    async def serve_one(connection: ServerConnection) -> None:
        await tell(connection)
        await connection.wait_closed()

    async with (
        asyncio.timeout(DEADLINE_S),
        serve(serve_one, "127.0.0.1", 0) as server,
        open_socket(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}") as socket,
    ):
        yield socket


async def test_lulls_are_told_between_messages_again_and_again() -> None:
    more = asyncio.Event()

    async def tell(connection: ServerConnection) -> None:
        await connection.send("one")
        await more.wait()
        await connection.send("two")

    async with told(tell) as socket, aclosing(socket.messages(LULL_S)) as messages:
        assert [await anext(messages) for _ in range(3)] == [b"one", None, None]
        more.set()
        assert [await anext(messages) for _ in range(2)] == [b"two", None]


async def test_a_busy_socket_has_no_lulls_and_loses_nothing() -> None:
    async def tell(connection: ServerConnection) -> None:
        for number in range(3_000):
            await connection.send(str(number))

    async with told(tell) as socket, aclosing(socket.messages(LULL_S / 5)) as messages:
        came = []
        while len(came) < 3_000:
            message = await anext(messages)
            if message is not None:
                came.append(int(message))
    assert came == list(range(3_000))


async def test_time_in_which_nobody_asks_is_no_lull() -> None:
    async def tell(connection: ServerConnection) -> None:
        await connection.send("one")
        await connection.send("two")

    async with told(tell) as socket, aclosing(socket.messages(LULL_S)) as messages:
        assert await anext(messages) == b"one"
        # Somebody who takes longer than a lull to deal with one message.
        quiet = asyncio.Event()
        asyncio.get_running_loop().call_later(LULL_S * 3, quiet.set)
        await quiet.wait()
        assert await anext(messages) == b"two"


async def test_whoever_is_cancelled_while_waiting_stays_cancelled() -> None:
    async def tell(connection: ServerConnection) -> None:
        pass

    lulls = 0

    async def read(socket: Socket) -> None:
        nonlocal lulls
        async with aclosing(socket.messages(LULL_S)) as messages:
            async for message in messages:
                assert message is None
                lulls += 1
                if lulls == 3:
                    asyncio.get_running_loop().call_soon(reading.cancel)

    async with told(tell) as socket:
        reading = asyncio.create_task(read(socket))
        await asyncio.wait((reading,))
        assert reading.cancelled()
        assert lulls == 3


async def test_a_message_that_is_too_large_is_told_from_a_lost_connection() -> None:
    async def tell(connection: ServerConnection) -> None:
        await connection.send("x" * (LARGEST_MESSAGE + 1))

    async def read() -> None:
        async with told(tell) as socket:
            async for _ in socket:
                pass

    with pytest.raises(MessageTooLarge):
        await read()


async def test_a_farewell_is_told_with_its_reason() -> None:
    async def tell(connection: ServerConnection) -> None:
        await connection.close(1008, "too slow")

    with pytest.raises(SocketLost, match="too slow"):
        async with told(tell) as socket, aclosing(socket.messages(LULL_S)) as messages:
            await anext(messages)


async def test_a_refusal_carries_status_and_words() -> None:
    async def nothing(connection: ServerConnection) -> None:
        pass

    async with serve(
        nothing,
        "127.0.0.1",
        0,
        process_request=lambda connection, _: connection.respond(429, "slow down\n"),
    ) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(SocketRefused) as refused:
            async with open_socket(f"ws://127.0.0.1:{port}"):
                pass
    assert (refused.value.status, refused.value.reason) == (429, "slow down")
