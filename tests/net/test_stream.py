"""Answers that never end, line by line."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.net.http import Http, MayHaveArrived, NeverLeft
from tests.net.fake_server import closed_port, read_request

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n"
Talk = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking(talk: Talk) -> AsyncIterator[str]:
    """The address of a server that answers one request by ``talk`` and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        await talk(writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def lines_of(address: str, silence: float = 10.0) -> list[bytes]:
    http = Http()
    try:
        async with http.stream(address, silence=silence) as stream:
            return [line async for line in stream.lines()]
    finally:
        await http.close()


def saying(*pieces: bytes) -> Talk:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    return talk


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"bc", "ü\u2028".encode(), b"\x85"])))
async def test_lines_are_the_same_however_they_were_cut(pieces: list[bytes]) -> None:
    async with talking(saying(*pieces)) as address:
        got = await lines_of(address)
    wanted = b"".join(pieces).split(b"\n")
    wanted = [line.removesuffix(b"\r") for line in wanted]
    assert got == (wanted if wanted[-1] else wanted[:-1])


async def test_a_line_without_an_end_is_cut_and_the_next_one_is_whole() -> None:
    endless = b"x" * 3_000_000
    async with talking(saying(endless, b"\nnext\n")) as address:
        first, second = await lines_of(address)
    assert len(first) == 1 << 20
    assert second == b"next"


async def test_silence_is_a_broken_stream() -> None:
    over = asyncio.Event()

    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"one\n")
        await over.wait()

    async with talking(talk) as address:
        with pytest.raises(MayHaveArrived):
            await lines_of(address, silence=0.1)
        over.set()


async def test_nobody_there_is_told_before_anything_left() -> None:
    with pytest.raises(NeverLeft):
        await lines_of(f"http://127.0.0.1:{await closed_port()}")


async def test_a_refusal_is_read_as_far_as_wanted() -> None:
    async def talk(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 403 No\r\ncontent-length: 50000\r\n\r\n" + b"n" * 50_000)

    http = Http()
    async with talking(talk) as address, http.stream(address, silence=5.0) as stream:
        answer = await stream.answer(most=100)
    await http.close()
    assert (answer.status, answer.body) == (403, b"n" * 100)
