"""Mentions from servers that speak the Mastodon API."""

from datetime import datetime

import pytest

from controlroom.messages import english
from controlroom.sources.mention import Bad, Deleted, Mention, Phase
from tests.net.fake_server import Reply, closed_port
from tests.sources.listening import term
from tests.sources.listening_mastodon import listening, read_from
from tests.support.mastodon_streams import mastodon_streams

WAYS = ("socket", "events", "pages")


@pytest.mark.parametrize("way", WAYS)
async def test_posts_with_a_watched_hashtag_arrive_whole(way: str) -> None:
    async with (
        mastodon_streams(ways=(way,)) as server,
        listening(server, term("#Oreo", "lights"), name="town") as here,
    ):
        await here.open()
        await server.post("dunk it", "weather")
        id_ = await server.post("dunk &amp; go<br>again", "Oreo", in_reply_to_id="77")
        await here.until(lambda: here.texts)
        await here.until(lambda: read_from(server, "timelines") > 2 or way != "pages")
    (mention,) = [one for one in here.arrived if isinstance(one, Mention)]
    assert mention.text == "dunk & go\nagain #Oreo"
    assert (mention.id, mention.reply_to) == (id_, "77")
    assert (mention.author, mention.source, mention.lang) == ("ada", "town", "en")
    made = datetime.fromisoformat(server.statuses[id_]["created_at"])
    assert mention.time_us == round(made.timestamp() * 1_000_000)


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_there_before_is_not_counted(way: str) -> None:
    async with mastodon_streams(ways=(way,)) as server:
        server.status("long ago", "oreo")
        async with listening(server, term("#oreo")) as here:
            await here.open()
            await here.until(lambda: read_from(server, "timelines") > 0)
            await server.post("now", "oreo")
            await here.until(lambda: here.texts)
    assert here.texts == ["now #oreo"]


@pytest.mark.parametrize("way", ["socket", "events"])
async def test_broken_streams_lose_nothing_and_repeat_nothing(way: str) -> None:
    async with (
        mastodon_streams(ways=(way,), pages=7) as server,
        listening(server, term("#oreo"), term("#power")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") >= 2)
        wanted = []
        for round_ in range(6):
            await server.listening("hashtag#oreo", "hashtag#power")
            for n in range(3):
                wanted.append(f"{round_} streamed {n} #oreo")
                await server.post(f"{round_} streamed {n}", "oreo")
            server.drop()
            for n in range(20):
                wanted.append(f"{round_} missed {n} #oreo #power")
                server.status(f"{round_} missed {n}", "oreo", "power")
            await here.until(lambda: len(here.texts) == len(wanted))
        assert sorted(here.texts) == sorted(wanted)
    assert not here.gaps
    assert here.phases.count(Phase.LIVE) >= 6


async def test_a_post_that_the_server_learnt_of_late_is_still_found_after_a_break() -> None:
    async with (
        mastodon_streams() as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") >= 1)
        late = server.status("written before, arrived after", "oreo")
        del server.statuses[late["id"]]
        await server.post("newer", "oreo")
        await here.until(lambda: here.texts)
        server.drop()
        server.statuses[late["id"]] = late
        await here.until(lambda: len(here.texts) == 2)
    assert here.texts == ["newer #oreo", "written before, arrived after #oreo"]


async def test_more_than_can_be_read_again_is_a_gap_and_the_newest_is_kept() -> None:
    async with (
        mastodon_streams(pages=2) as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") >= 1)
        await server.post("seen", "oreo")
        await here.until(lambda: here.texts)
        server.drop()
        for n in range(60):
            server.status(f"missed {n}", "oreo")
        await here.until(lambda: here.gaps)
    (gap,) = here.gaps
    assert gap.source == "mastodon"
    assert gap.from_us < gap.until_us
    assert "missed 59 #oreo" in here.texts
    assert "missed 0 #oreo" not in here.texts
    assert len(here.texts) == len(set(here.texts))


async def test_a_break_is_a_gap_where_the_pages_are_closed() -> None:
    async with (
        mastodon_streams() as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") >= 1)
        await server.post("seen", "oreo")
        await here.until(lambda: here.texts)
        server.refuse = [Reply.of({"error": "restarting"}, 503)] * 8
        server.refuse_pages = [Reply.of({"error": "members only"}, 403)] * 40
        server.drop()
        await here.until(lambda: here.gaps)


async def test_deletions_are_told_and_edits_are_not_new_posts() -> None:
    async with (
        mastodon_streams() as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") >= 1)
        id_ = await server.post("first words", "oreo")
        await server.edit(id_, "<p>other words #oreo</p>")
        await server.delete(id_)
        await here.until(lambda: Deleted(id_, "mastodon") in here.arrived)
    assert here.texts == ["first words #oreo"]


async def test_new_hashtags_are_followed_before_old_ones_end() -> None:
    async with (
        mastodon_streams() as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        server.status("before it was watched", "power")
        here.source.retarget((term("#power"),))
        await server.listening("hashtag#power")
        await here.until(lambda: ("unsubscribe", "hashtag", "oreo") in server.subscriptions)
        await server.post("after", "power")
        await server.post("not any more", "oreo")
        await server.post("last", "power")
        await here.until(lambda: "last #power" in here.texts)
    assert here.texts == ["after #power", "last #power"]
    assert [one[0] for one in server.subscriptions] == ["subscribe", "subscribe", "unsubscribe"]


async def test_streams_of_events_are_changed_without_a_break() -> None:
    async with (
        mastodon_streams(ways=("events",)) as server,
        listening(server, term("#oreo"), term("#snack")) as here,
    ):
        await here.open()
        here.source.retarget((term("#oreo"), term("#power")))
        await server.listening("hashtag#oreo", "hashtag#power")
        await here.until(lambda: ("hashtag", "snack") not in server.followed)
        await server.post("one", "power")
        await server.post("two", "oreo")
        await here.until(lambda: len(here.texts) == 2)
    assert here.phases.count(Phase.LIVE) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_without_a_hashtag_everything_public_is_read(way: str) -> None:
    async with (
        mastodon_streams(ways=(way,)) as server,
        listening(server, term("blackout")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines/public") > 0)
        await server.post("blackout!")
        await here.until(lambda: here.texts)
    assert here.texts == ["blackout!"]


async def test_only_what_was_written_on_a_server_can_be_read() -> None:
    async with (
        mastodon_streams() as server,
        listening(server, term("#oreo"), stream="hashtag:local") as here,
    ):
        await here.open()
        await server.listening("hashtag:local#oreo")
        await server.post("from elsewhere", "oreo", account={"acct": "bo@far.example"})
        await server.post("from here", "oreo")
        await here.until(lambda: here.texts)
    assert here.texts == ["from here #oreo"]


async def test_boosts_and_posts_for_followers_are_not_counted() -> None:
    async with (
        mastodon_streams() as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        await server.post("mine", "oreo", reblog={"id": "1"})
        await server.post("quiet", "oreo", visibility="private")
        await server.post("plain", "oreo")
        await here.until(lambda: here.texts)
    assert here.texts == ["plain #oreo"]


async def test_a_server_that_subscribes_and_sends_nothing_is_asked_for_pages() -> None:
    async with (
        mastodon_streams(deaf=True) as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") >= 1)
        for n in range(5):
            await server.post(f"post {n}", "oreo")
            await here.until(lambda wanted=n + 1: len(here.texts) == wanted)
    assert here.texts == [f"post {n} #oreo" for n in range(5)]


async def test_without_a_token_a_server_that_wants_one_for_streams_is_asked_for_pages() -> None:
    async with (
        mastodon_streams(token="secret") as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        await server.post("heard", "oreo")
        await here.until(lambda: here.texts)
    assert "is asked every" in english(here.states[-1].line)


async def test_a_token_is_sent_in_the_header_only() -> None:
    async with (
        mastodon_streams(token="secret", closed=True) as server,
        listening(server, term("#oreo"), token="secret") as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") >= 1)
        await server.post("heard", "oreo")
        await here.until(lambda: here.texts)
        assert not any("secret" in str(request.query) for request in server.asked)
    assert "secret" not in repr(here.arrived)


@pytest.mark.parametrize(
    ("token", "says"),
    [("", "settings secret mastodon.token"), ("wrong", "does not accept the access token")],
)
async def test_a_closed_server_is_refused_with_what_to_do(token: str, says: str) -> None:
    async with mastodon_streams(token="secret", closed=True) as server:
        if token:
            server.refuse_pages = [Reply.of({"error": "The access token is invalid"}, 401)] * 9
        async with listening(server, term("#oreo"), token=token) as here:
            await here.until(lambda: Phase.REFUSED in here.phases)
    (refused,) = [one for one in here.states if one.phase is Phase.REFUSED]
    assert says in english(refused.line)


async def test_what_is_no_such_server_is_refused() -> None:
    async with mastodon_streams(ways=()) as server:
        server.refuse_pages = [Reply(200, b"<html>hello")] * 9
        async with listening(server, term("#oreo")) as here:
            await here.until(lambda: Phase.REFUSED in here.phases)
    assert "Is the address right?" in english(here.states[-1].line)


async def test_no_server_is_told_and_tried_again() -> None:
    address = f"http://127.0.0.1:{await closed_port()}"
    async with listening(address, term("#oreo")) as here:
        await here.until(lambda: len(here.states) >= 3)
    assert {one.phase for one in here.states} == {Phase.CONNECTING}
    assert "cannot be reached" in english(here.states[-1].line)


async def test_a_server_that_asks_to_wait_is_left_alone_and_says_so() -> None:
    async with mastodon_streams(ways=()) as server:
        server.refuse_pages = [
            Reply.of({"error": "Too many requests"}, 429, retry_after="1"),
        ]
        async with listening(server, term("#oreo")) as here:
            await here.until(lambda: Phase.REFUSED in here.phases)
            before = len(server.asked)
            await here.open()
            await server.post("after all", "oreo")
            await here.until(lambda: here.texts)
    assert "asks us to wait 1 s" in english(
        next(one.line for one in here.states if one.phase is Phase.REFUSED)
    )
    assert before <= 4


async def test_streams_may_be_at_another_place() -> None:
    async with (
        mastodon_streams(ways=()) as front,
        mastodon_streams() as back,
    ):
        front.streaming = back.url.replace("http", "wss")
        async with listening(front, term("#oreo")) as here:
            await back.listening("hashtag#oreo")
            await back.post("heard", "oreo")
            await here.until(lambda: here.texts)


async def test_what_cannot_be_read_is_bad_and_the_rest_is_read_on() -> None:
    async with (
        mastodon_streams() as server,
        listening(server, term("#oreo")) as here,
    ):
        await here.open()
        status = server.status("x", "oreo")
        await server.tell("update", '{"id": 5', status)
        await server.tell("update", '{"id": "5", "created_at": "yesterday"}', status)
        await server.tell("filters_changed", "", status)
        await server.post("fine", "oreo")
        await here.until(lambda: "fine #oreo" in here.texts)
    assert sum(isinstance(one, Bad) for one in here.arrived) == 2


async def test_silence_is_told_and_so_is_its_end() -> None:
    async with (
        mastodon_streams(ways=("events",)) as server,
        listening(server, term("#oreo"), lull_s=0.5) as here,
    ):
        await here.until(lambda: Phase.STALE in here.phases)
        await server.post("back", "oreo")
        await here.open(2)
    assert here.phases == [Phase.CONNECTING, Phase.LIVE, Phase.STALE, Phase.LIVE]
