"""The wire tells whether a request can have arrived, and never what was secret in it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

import pytest

from controlroom.net.http import GateClosed, Http, MayHaveArrived, NeverLeft, public_gate
from tests.hygiene.records import Expect
from tests.net.fake_server import Fault, Reply, Request, closed_port, fake_server

SOON_S = 1.0


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    made = Http()
    yield made
    await made.close()


def fine(_request: Request) -> Reply:
    return Reply()


async def test_an_answer_is_what_the_server_said(http: Http) -> None:
    def answering(request: Request) -> Reply:
        return Reply(418, request.body + b"?", {"X-Said-By": "teapot"})

    async with fake_server(answering) as server:
        answer = await http.ask(
            "POST", f"{server.url}/a?b=c", headers={"x-from": "us"}, body=b"tea", deadline=5
        )

    assert (answer.status, answer.body, answer.headers["x-said-by"]) == (418, b"tea?", "teapot")
    arrived = server.requests[0]
    assert (arrived.method, arrived.path, arrived.query) == ("POST", "/a", {"b": "c"})
    assert arrived.headers["x-from"] == "us"


async def test_a_redirect_is_an_answer_and_not_followed(http: Http) -> None:
    def answering(_request: Request) -> Reply:
        return Reply(307, b"", {"location": "/elsewhere"})

    async with fake_server(answering) as server:
        answer = await http.ask("POST", server.url, body=b"post", deadline=5)

    assert answer.status == 307
    assert [request.path for request in server.requests] == ["/"]


async def test_nobody_listening_means_nothing_left(http: Http) -> None:
    with pytest.raises(NeverLeft):
        await http.ask("POST", f"http://127.0.0.1:{await closed_port()}", deadline=5)


@pytest.mark.parametrize("url", ["no address", "http://", "gopher://127.0.0.1/"])
async def test_what_is_no_url_never_leaves(http: Http, url: str) -> None:
    with pytest.raises(NeverLeft):
        await http.ask("GET", url, deadline=5)


async def test_no_encryption_means_nothing_left(http: Http) -> None:
    async with fake_server(fine) as server:
        with pytest.raises(NeverLeft):
            await http.ask("POST", server.url.replace("http:", "https:"), deadline=SOON_S)


async def test_a_handshake_that_never_ends_means_nothing_left(http: Http) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # to the end, which comes when the client gives up
        writer.close()
        given_up.set()

    given_up = asyncio.Event()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NeverLeft):
            await http.ask("POST", f"https://127.0.0.1:{port}", deadline=SOON_S)
        await given_up.wait()


@pytest.mark.parametrize("fault", list(Fault))
async def test_no_whole_answer_after_the_request_left_is_not_called_unsent(
    http: Http, fault: Fault
) -> None:
    async with fake_server(lambda _request: fault) as server:
        with pytest.raises(MayHaveArrived):
            await http.ask("POST", server.url, body=b"post", deadline=SOON_S)
        assert [request.body for request in server.requests] == [b"post"]


async def test_the_deadline_holds(http: Http) -> None:
    async with fake_server(lambda _request: Fault.SILENCE) as server:
        with pytest.raises(MayHaveArrived):
            await http.ask("GET", server.url, deadline=SOON_S)
        assert len(server.requests) == 1


async def test_a_dead_connection_does_not_stay_in_the_pool(http: Http) -> None:
    faults: list[Reply | Fault] = [Reply(), Fault.SILENCE, Reply()]
    async with fake_server(lambda _request: faults.pop(0)) as server:
        await http.ask("GET", server.url, deadline=5)
        with pytest.raises(MayHaveArrived):
            await http.ask("GET", server.url, deadline=SOON_S)
        assert (await http.ask("GET", server.url, deadline=5)).status == 200
        assert server.connections == 2


async def test_an_answer_given_twice_is_not_taken_for_the_next_one(
    http: Http, expected_logs: Expect
) -> None:
    expected_logs("more than one answer")
    said = iter((b"first", b"second"))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                body = next(said)
                answer = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body
                writer.write(answer * 2)
                await writer.drain()
        writer.close()

    running = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    async with running:
        assert (await http.ask("GET", url, deadline=5)).body == b"first"
        assert (await http.ask("GET", url, deadline=5)).body == b"second"
        await http.close()


async def test_a_closed_gate_stops_a_public_request_at_the_last_moment(http: Http) -> None:
    public_gate.set(lambda: False)
    async with fake_server(fine) as server:
        with pytest.raises(GateClosed):
            await http.ask("POST", server.url, body=b"post", deadline=5, public=True)
        assert server.connections == 1, "it had to be stopped after the connection was open"
        assert server.requests == []
        assert (await http.ask("POST", server.url, body=b"private", deadline=5)).status == 200


async def test_warming_opens_the_connection_the_next_request_uses(http: Http) -> None:
    async with fake_server(fine) as server:
        assert await http.warm(server.url)
        await http.ask("POST", server.url, body=b"post", deadline=5)
        assert server.connections == 1
        assert [request.method for request in server.requests] == ["HEAD", "POST"]


async def test_warming_says_when_nobody_is_there(http: Http) -> None:
    assert not await http.warm(f"http://127.0.0.1:{await closed_port()}")


async def test_a_connection_is_kept_warm_and_opened_anew_after_a_break() -> None:
    http = Http(warm_every=0.01)
    async with fake_server(fine) as server:
        http.keep_warm(server.url)
        await server.wait_for(3)
        assert server.connections == 1
        server.hang_up()
        await server.wait_for(len(server.requests) + 3)
        assert server.connections >= 2
        await http.close()


async def test_a_connection_is_let_cool_again() -> None:
    http = Http(warm_every=0.01)
    async with fake_server(fine) as server:
        http.keep_warm(server.url)
        await server.wait_for(1)
        http.let_cool(server.url)
        await http.warm(server.url)
        seen = len(server.requests)
        await http.warm(server.url)
        assert len(server.requests) == seen + 1
        await http.close()


async def test_no_secret_reaches_the_log(http: Http, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with fake_server(fine) as server:
        send = partial(
            http.ask,
            "POST",
            f"{server.url}/hook/s3cr3t-in-path?key=s3cr3t-in-query",
            headers={"authorization": "Bearer s3cr3t-in-header"},
            body=b"s3cr3t-in-body",
            deadline=5,
            what="webhook",
        )
        await send()
        server.answering = lambda _request: Fault.HANG_UP
        with pytest.raises(MayHaveArrived) as problem:
            await send()
    assert "webhook" in caplog.text
    assert "s3cr3t" not in caplog.text + str(problem.value)


async def test_a_body_is_told_about_as_it_leaves_and_arrives_whole(http: Http) -> None:
    body, shares = bytes(range(256)) * 4_000, list[float]()
    async with fake_server(fine) as server:
        await http.ask("POST", server.url, body=body, deadline=5, tell=shares.append)
        await http.ask("POST", server.url, body=b"", deadline=5, tell=shares.append)
    first, second = server.requests
    assert first.body == body
    assert first.headers["content-length"] == str(len(body))
    assert "transfer-encoding" not in first.headers
    assert second.body == b""
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) == 1 + -(-len(body) // 65_536)


async def test_a_body_that_broke_off_may_have_arrived_and_is_not_told_to_its_end(
    http: Http,
) -> None:
    shares: list[float] = []
    running = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    with pytest.raises(MayHaveArrived):
        await http.ask("POST", url, body=bytes(50_000_000), deadline=5, tell=shares.append)
    running.close()
    await running.wait_closed()
    assert max(shares) < 1.0


async def test_a_connection_is_kept_warm_by_the_visit_it_was_given() -> None:
    hurried = Http(warm_every=0.001)
    visits = asyncio.Semaphore(0)

    async def visit() -> bool:
        visits.release()
        return True

    hurried.keep_warm("http://127.0.0.1:1/", visit)
    for _ in range(3):
        await visits.acquire()
    await hurried.close()
    assert visits.locked()
