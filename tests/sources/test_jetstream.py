import asyncio
import json
from collections.abc import Mapping
from contextlib import aclosing
from pathlib import Path

import pytest

from controlroom.clock import SystemClock
from controlroom.messages import english
from controlroom.sources.base import Option
from controlroom.sources.jetstream import Jetstream
from controlroom.sources.mention import Arrival, Deleted, Mention, Phase, SourceState
from tests.support.jetstream_server import JetstreamServer, post_event

GOLDEN = Path(__file__).parents[3] / "shared" / "data" / "jetstream" / "golden_v1.jsonl"
START_US = 1_779_719_009_000_000


def posts(count: int, first: int = 0) -> list[str]:
    return [
        json.dumps(post_event(f"post {n}", START_US + n * 1_000, f"r{n:05}"))
        for n in range(first, first + count)
    ]


async def receive(source: Jetstream, enough: int) -> list[Arrival]:
    """What arrives until ``enough`` mentions and deletions did."""
    arrived: list[Arrival] = []
    async with asyncio.timeout(30), aclosing(source.mentions(())) as stream:
        async for arrival in stream:
            arrived.append(arrival)
            if sum(not isinstance(one, SourceState) for one in arrived) == enough:
                break
    return arrived


def texts(arrived: list[Arrival]) -> list[str]:
    return [one.text for one in arrived if isinstance(one, Mention)]


def jetstream(server: JetstreamServer, **options: Option) -> Jetstream:
    return Jetstream({"endpoint": server.url, **options}, SystemClock())


@pytest.mark.skipif(not GOLDEN.exists(), reason="the recorded events are not on this computer")
async def test_of_recorded_events_the_one_post_is_read_whole() -> None:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    with JetstreamServer([*lines, *posts(1)], sequenced=False) as server:
        arrived = await receive(jetstream(server), 2)
    assert next(one for one in arrived if isinstance(one, Mention)) == Mention(
        "did:plc:q235v55g5unth4zjjdpacfdr/3mmoojp4cd223",
        1_779_719_009_157_119,
        "Try RSV for a good time !!",
        "did:plc:q235v55g5unth4zjjdpacfdr",
        "jetstream",
        "en",
    )


@pytest.mark.parametrize("sequenced", [True, False])
async def test_broken_connections_lose_nothing_and_repeat_nothing(sequenced: bool) -> None:
    with JetstreamServer(posts(200), sequenced=sequenced, break_after=37, breaks=4) as server:
        arrived = await receive(jetstream(server), 200)
        assert len(server.asked) >= 4
    assert texts(arrived) == [f"post {n}" for n in range(200)]


async def test_a_sequence_number_is_asked_for_where_events_carry_one() -> None:
    with JetstreamServer(posts(20), break_after=10) as server:
        await receive(jetstream(server), 20)
        first, second = server.asked
    assert first is None
    assert second is not None
    assert second <= 10


async def test_another_run_goes_on_where_the_first_ended() -> None:
    with JetstreamServer(posts(50)) as server:
        first = jetstream(server)
        before = await receive(first, 30)
        options: Mapping[str, Option] = first.resume()
        after = await receive(Jetstream(options, SystemClock()), 20)
    assert texts(before) + texts(after) == [f"post {n}" for n in range(50)]


async def test_another_instance_is_resumed_by_time_and_recognised() -> None:
    with JetstreamServer(posts(30)) as one, JetstreamServer(posts(60), sequenced=False) as other:
        source = Jetstream({"endpoints": (one.url, other.url)}, SystemClock())
        arrived: list[Arrival] = []
        async with asyncio.timeout(30), aclosing(source.mentions(())) as stream:
            async for arrival in stream:
                arrived.append(arrival)
                if len(texts(arrived)) == 30 and one.open:
                    one.close_for_good()
                if len(texts(arrived)) == 60:
                    break
        (asked,) = other.asked
    assert asked is not None
    assert asked > 10**15
    assert texts(arrived) == [f"post {n}" for n in range(60)]


async def test_deletions_are_told_and_edits_are_not_new_posts() -> None:
    lines = [
        json.dumps(post_event("first", START_US, "r1")),
        json.dumps(post_event("second wording", START_US + 1, "r1", operation="update")),
        json.dumps(post_event("", START_US + 2, "r1", operation="delete")),
    ]
    with JetstreamServer(lines) as server:
        arrived = await receive(jetstream(server), 2)
    assert texts(arrived) == ["first"]
    assert arrived[-1] == Deleted("did:plc:alice/r1", "jetstream")


async def test_what_is_no_post_or_no_event_is_passed_over() -> None:
    like = post_event("", START_US, "x")
    like["commit"]["collection"] = "app.bsky.feed.like"
    odd = post_event("", START_US, "y")
    odd["commit"]["record"]["text"] = 5
    lines = [json.dumps(like), json.dumps(odd), *posts(1)]
    with JetstreamServer(lines) as server:
        assert texts(await receive(jetstream(server), 1)) == ["post 0"]


async def test_a_refusal_is_told_with_the_servers_words_and_tried_again() -> None:
    with JetstreamServer(posts(1), refuse=2) as server:
        arrived = await receive(jetstream(server), 1)
    states = [one for one in arrived if isinstance(one, SourceState)]
    assert [one.phase for one in states] == [
        Phase.CONNECTING,
        Phase.REFUSED,
        Phase.REFUSED,
        Phase.LIVE,
    ]
    assert "503" in english(states[1].line)
    assert "not today" in english(states[1].line)


async def test_no_server_is_told() -> None:
    with JetstreamServer() as server:
        url = server.url
    source = Jetstream({"endpoint": url}, SystemClock())
    async with asyncio.timeout(30), aclosing(source.mentions(())) as stream:
        connecting = await anext(stream)
        lost = await anext(stream)
    assert isinstance(connecting, SourceState)
    assert isinstance(lost, SourceState)
    assert lost.phase is Phase.CONNECTING
    assert english(lost.line).startswith("Not connected: ")
