import json
from pathlib import Path

import pytest

from controlroom.clock import MICROS, ManualClock, SystemClock
from controlroom.messages import english
from controlroom.net.sockets import LARGEST_MESSAGE
from controlroom.sources.base import Option
from controlroom.sources.jetstream import LARGEST_EVENT, Jetstream
from controlroom.sources.mention import Arrival, Deleted, Gap, Mention, Phase
from tests.sources.receiving import bads, reading, receive, states, texts, told, until
from tests.support.jetstream_server import JetstreamServer, post_event

GOLDEN = Path(__file__).parents[3] / "shared" / "data" / "jetstream" / "golden_v1.jsonl"
START_US = 1_779_719_009_000_000


def posts(count: int, first: int = 0) -> list[str]:
    return [
        json.dumps(post_event(f"post {n}", START_US + n * 1_000, f"r{n:05}"))
        for n in range(first, first + count)
    ]


def jetstream(server: JetstreamServer, **options: Option) -> Jetstream:
    return Jetstream({"endpoint": server.url, **options}, SystemClock())


def numbered(first: int, until_: int) -> list[str]:
    return [f"post {n}" for n in range(first, until_)]


@pytest.mark.skipif(not GOLDEN.exists(), reason="the recorded events are not on this computer")
async def test_of_recorded_events_the_one_post_is_read_whole() -> None:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    with JetstreamServer([*lines, *posts(1)], sequenced=False) as server:
        arrived = await receive(jetstream(server), 2)
    assert told(arrived)[0] == Mention(
        "did:plc:q235v55g5unth4zjjdpacfdr/3mmoojp4cd223",
        1_779_719_009_157_119,
        "Try RSV for a good time !!",
        "did:plc:q235v55g5unth4zjjdpacfdr",
        "jetstream",
        "en",
        "did:plc:j76trmiofvaxxpvx2vnb2vwf/3mmojbrjwbs26",
    )
    assert bads(arrived) == []


@pytest.mark.parametrize("cut_inside", [0, 1, 2, 5, 130])
async def test_by_number_broken_connections_lose_nothing_and_repeat_nothing(
    cut_inside: int,
) -> None:
    with JetstreamServer(posts(200), break_after=37, breaks=4, cut_inside=cut_inside) as server:
        arrived = await receive(jetstream(server), 200)
        assert len(server.asked) >= 4
    assert texts(arrived) == numbered(0, 200)
    assert len(told(arrived)) == 200


async def test_by_time_broken_connections_lose_nothing_and_what_comes_twice_is_the_same() -> None:
    with JetstreamServer(posts(200), sequenced=False, break_after=37, breaks=4) as server:
        arrived = await until(jetstream(server), lambda all_: "post 199" in texts(all_))
    mentions = [one for one in arrived if isinstance(one, Mention)]
    assert len(mentions) > 200
    assert [one.text for one in {one.id: one for one in mentions}.values()] == numbered(0, 200)
    assert len(set(mentions)) == 200
    assert len(told(arrived)) == len(mentions)


async def test_a_sequence_number_is_asked_for_where_events_carry_one() -> None:
    with JetstreamServer(posts(20), break_after=10, step=7) as server:
        await receive(jetstream(server), 20)
        assert server.asked == [None, 70]


async def test_another_run_goes_on_exactly_where_the_first_ended() -> None:
    with JetstreamServer(posts(50)) as server:
        first = jetstream(server, name="blue")
        before = await receive(first, 30)
        after = await receive(Jetstream(first.resume(), SystemClock()), 20)
    assert texts(before) + texts(after) == numbered(0, 50)
    assert {one.source for one in told(before) + told(after) if isinstance(one, Mention)} == {
        "blue"
    }


async def test_another_instance_is_resumed_by_time() -> None:
    with JetstreamServer(posts(30)) as one, JetstreamServer(posts(60), sequenced=False) as other:
        source = Jetstream({"endpoints": (one.url, other.url)}, SystemClock())
        seen: dict[str, str] = {}
        async with reading(source) as stream:
            async for arrival in stream:
                if isinstance(arrival, Mention):
                    seen[arrival.id] = arrival.text
                if len(seen) == 30 and one.open:
                    one.close_for_good()
                if len(seen) == 60:
                    break
        (asked,) = other.asked
    assert asked is not None
    assert asked > 10**15
    assert list(seen.values()) == numbered(0, 60)


@pytest.mark.parametrize(
    "gone",
    [pytest.param(11, id="past the old number"), pytest.param(26, id="not yet at the old number")],
)
async def test_an_instance_that_counts_anew_is_asked_again_by_time(gone: int) -> None:
    with JetstreamServer(posts(30)) as server:
        source = jetstream(server)
        await receive(source, 30)
        server.forget(gone)
        server.number_anew()
        server.send(*posts(20, first=30))
        later = Jetstream(source.resume(), SystemClock())
        arrived: list[Arrival] = []
        async with reading(later) as stream:
            async for arrival in stream:
                arrived.append(arrival)
                if len(server.asked) == 2:
                    server.send(*posts(1, first=50))
                if "post 50" in texts(arrived):
                    break
        assert server.asked[:2] == [None, 30]
        assert server.asked[2] == START_US + 29_000 - 5_000_000
    assert set(numbered(30, 50)) <= set(texts(arrived))
    assert not [one for one in arrived if isinstance(one, Gap)]


async def test_what_an_instance_no_longer_has_is_told_as_a_gap() -> None:
    with JetstreamServer(posts(60)) as server:
        source = jetstream(server)
        await receive(source, 10)
        server.forget(41)
        arrived = await receive(Jetstream(source.resume(), SystemClock()), 21)
    assert told(arrived)[0] == Gap("jetstream", START_US + 9_000, START_US + 40_000)
    assert texts(arrived) == numbered(40, 60)


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


async def test_what_is_no_post_is_passed_over() -> None:
    like = post_event("", START_US, "x")
    like["commit"] |= {"collection": "app.bsky.feed.like", "record": {"text": {"of": "no post"}}}
    account = {"did": "did:plc:a", "time_us": START_US, "kind": "account", "account": {}}
    with JetstreamServer([json.dumps(like), json.dumps(account), *posts(1)]) as server:
        arrived = await receive(jetstream(server), 1)
    assert told(arrived) == [one for one in arrived if isinstance(one, Mention)]


async def test_bad_messages_are_told_once_and_stop_nothing() -> None:
    def odd(**changed: object) -> str:
        return json.dumps(post_event("odd", START_US, "y") | changed)

    no_text = post_event("", START_US, "y")
    no_text["commit"]["record"]["text"] = 5
    ahead_us = SystemClock().now() + 3_600 * MICROS
    hostile: list[str | bytes] = [
        b"",
        b"{",
        b"[1, 2]",
        posts(1)[0].encode()[:-9],
        b'{"did":"a","time_us":1,"kind":"\xff\xfe"}',
        posts(1)[0].replace("post 0", "\\ud800").encode(),
        b"[" * 200_000,
        b'{"did":' + b"[" * 200_000,
        json.dumps(no_text),
        odd(time_us=-1),
        odd(time_us=ahead_us),
        odd(time_us="soon"),
        odd(did=5),
        json.dumps(post_event("x" * 10_000_000, START_US, "y")),
    ]
    with JetstreamServer([*hostile, *posts(100)], break_after=len(hostile) + 5) as server:
        arrived = await receive(jetstream(server), len(hostile) + 100)
    assert len(bads(arrived)) == len(hostile)
    assert texts(arrived) == numbered(0, 100)


async def test_a_time_in_the_future_does_not_move_the_place_to_go_on_at() -> None:
    clock = ManualClock(START_US)
    lines = [json.dumps(post_event("early", START_US + 61 * MICROS, "x")), *posts(3)]
    with JetstreamServer(lines, sequenced=False) as server:
        source = Jetstream({"endpoint": server.url}, clock)
        await receive(source, 4)
    assert source.resume()["newest_us"] == START_US + 2_000


async def test_a_message_too_large_to_receive_costs_that_message_alone() -> None:
    giant = b" " * (LARGEST_MESSAGE + 1)
    lines = [*posts(5), giant, *posts(5, first=5)]
    with JetstreamServer(lines) as server:
        arrived = await receive(jetstream(server), 11)
    assert texts(arrived) == numbered(0, 10)
    assert len(bads(arrived)) == 1
    assert not [one for one in arrived if isinstance(one, Gap)]


async def test_skipping_a_message_whose_number_is_far_ahead_ends_and_tells_what_it_cost() -> None:
    lines = [*posts(5), b" " * (LARGEST_MESSAGE + 1), *posts(5, first=5)]
    with JetstreamServer(lines, step=4) as server:
        arrived = await until(jetstream(server), lambda all_: "post 9" in texts(all_))
        assert server.asked == [None, 22, 24, 28]
    assert texts(arrived) == numbered(0, 10)
    assert len(bads(arrived)) == 1
    assert [one for one in arrived if isinstance(one, Gap)] == [
        Gap("jetstream", START_US + 4_000, START_US + 5_000)
    ]


async def test_one_event_may_be_large_and_a_larger_one_is_bad() -> None:
    fits = json.dumps(post_event("x" * (LARGEST_EVENT - 1_000), START_US, "y"))
    larger = json.dumps(post_event("x" * LARGEST_EVENT, START_US, "z"))
    with JetstreamServer([fits, larger, *posts(1)]) as server:
        arrived = await receive(jetstream(server), 3)
    assert [len(text) for text in texts(arrived)] == [LARGEST_EVENT - 1_000, 6]
    assert len(bads(arrived)) == 1


async def test_a_refusal_is_told_with_the_servers_words_and_tried_again() -> None:
    with JetstreamServer(posts(1), refuse=2) as server:
        arrived = await receive(jetstream(server), 1)
    assert [one.phase for one in states(arrived)] == [
        Phase.CONNECTING,
        Phase.REFUSED,
        Phase.REFUSED,
        Phase.LIVE,
    ]
    assert "503" in english(states(arrived)[1].line)
    assert "not today" in english(states(arrived)[1].line)


async def test_a_farewell_is_told_with_its_reason() -> None:
    with JetstreamServer(posts(1)) as server:
        async with reading(jetstream(server)) as stream:
            async for arrival in stream:
                if isinstance(arrival, Mention):
                    break
            server.hang_up()
            lost = await anext(stream)
            server.send(*posts(1, first=1))
            rest = [await anext(stream) for _ in range(2)]
    assert "ConsumerTooSlow" in english(states([lost])[0].line)
    assert texts(rest) == ["post 1"]


async def test_no_server_is_told() -> None:
    with JetstreamServer() as server:
        url = server.url
    async with reading(Jetstream({"endpoint": url}, SystemClock())) as stream:
        connecting, lost = await anext(stream), await anext(stream)
    assert [one.phase for one in states([connecting, lost])] == [Phase.CONNECTING] * 2
    assert english(states([lost])[0].line).startswith("Not connected: ")


async def test_silence_is_told_and_then_another_connection_made() -> None:
    with JetstreamServer(posts(20), stall_after=10) as server:
        arrived = await receive(jetstream(server, lull_s=0.2), 20)
        assert len(server.asked) == 2
    assert texts(arrived) == numbered(0, 20)
    assert [one.phase for one in states(arrived)] == [
        Phase.CONNECTING,
        Phase.LIVE,
        Phase.STALE,
        Phase.STALE,
        Phase.CONNECTING,
        Phase.LIVE,
    ]


async def test_a_word_after_silence_makes_it_live_again() -> None:
    with JetstreamServer(posts(1)) as server:
        async with reading(jetstream(server, lull_s=0.2)) as stream:
            async for arrival in stream:
                if states([arrival]) and states([arrival])[0].phase is Phase.STALE:
                    server.send(*posts(1, first=1))
                    break
            live, post = await anext(stream), await anext(stream)
    assert states([live])[0].phase is Phase.LIVE
    assert texts([post]) == ["post 1"]
