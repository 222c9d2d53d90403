"""Mentions from X: the stream's posts in their seconds, made up to X's own minute counts."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from controlroom.clock import MICROS, Clock, NightClock, SystemClock
from controlroom.event.watch import CONTEXT, WatchTerm
from controlroom.messages import english
from controlroom.sources.base import Option
from controlroom.sources.mention import Bad, Gap, Phase
from controlroom.sources.x import X
from tests.net.fake_server import Reply, closed_port
from tests.sources.listening import Listening, term, working
from tests.support.x_streams import TOKEN, XStreams, problem, x_streams

START = 1_795_000_020 * MICROS
STREAM = "/2/tweets/search/stream"
COUNTS = "/2/tweets/counts/recent"
SEARCH = "/2/tweets/search/recent"
RULES = "/2/tweets/search/stream/rules"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """X finds new posts sooner, and so they are searched sooner."""
    monkeypatch.setattr("controlroom.sources.x_streaming.SEARCHED_AFTER_S", 0.05)
    monkeypatch.setattr("tests.support.x_streams.FRESH_US", -10 * MICROS)


@asynccontextmanager
async def reading(
    server: XStreams, *terms: WatchTerm, **options: Option
) -> AsyncIterator[Listening]:
    given: dict[str, Option] = {"token": TOKEN, "server": server.url, **options}
    async with working(X(given, server.clock), *terms) as here:
        yield here


def fast(speed: float = 300.0) -> Clock:
    """A night in which a minute takes a fifth of a second."""
    return NightClock.starting_at(START, speed)


def totals(here: Listening) -> Counter[int]:
    """What is counted in each minute, from whatever arrived."""
    minutes: Counter[int] = Counter()
    for mention in here.mentions:
        minutes[mention.time_us // (60 * MICROS) * 60] += 1
    for second in here.seconds:
        minutes[second.second // 60 * 60] += second.any
    return minutes


async def test_posts_that_match_arrive_whole() -> None:
    async with x_streams() as server, reading(server, term("Oreo"), term("#power")) as here:
        await server.listening()
        await here.open()
        await server.post("no cookies")
        answered = [{"type": "replied_to", "id": "4"}, {"type": "quoted", "id": "5"}]
        note = {"text": "an oreo, and much more"}
        posted = await server.post("an oreo…", referenced_tweets=answered, note_tweet=note)
        await here.until(lambda: here.mentions)
    (mention,) = here.mentions
    assert (mention.id, mention.text, mention.reply_to) == (
        posted.id,
        "an oreo, and much more",
        "4",
    )
    assert (mention.author, mention.lang, mention.source) == ("12", "en", "x")
    assert mention.time_us == posted.time_us // MICROS * MICROS


async def test_a_post_that_comes_again_or_is_edited_counts_once() -> None:
    async with x_streams() as server, reading(server, term("oreo")) as here:
        await here.open()
        posted = await server.post("oreo")
        await server.send(posted)
        history = [posted.id, "99"]
        await server.post("oreo!", edit_history_tweet_ids=history)
        await server.post("last oreo")
        await here.until(lambda: "last oreo" in here.texts)
    assert here.texts == ["oreo", "last oreo"]


async def test_rules_follow_the_terms_and_those_of_others_stay() -> None:
    async with x_streams() as server:
        server.rules = {
            "1": {"value": "from:somebody", "tag": "another program"},
            "2": {"value": "old -is:retweet", "tag": "controlroom old"},
        }
        async with reading(server, term("oreo"), term("power cut")) as here:
            await here.open()
            first = {rule["value"] for rule in server.rules.values()}
            server.rule_changes.clear()
            here.source.retarget((term("oreo"), term("lights")))
            await here.until(lambda: len(server.rule_changes) == 2)
            await server.post("the lights are out")
            await here.until(lambda: here.texts)
    assert first == {"from:somebody", "oreo -is:retweet", '"power cut" -is:retweet'}
    assert server.rule_changes == ["+ lights -is:retweet", '- "power cut" -is:retweet']
    assert server.opened == 1


async def test_what_only_the_rules_of_others_let_through_is_not_counted() -> None:
    async with x_streams() as server:
        server.rules = {"1": {"value": "weather", "tag": "another program"}}
        async with reading(server, term("oreo")) as here:
            await here.open()
            await server.post("weather")
            await server.post("oreo weather")
            await here.until(lambda: here.texts)
    assert here.texts == ["oreo weather"]


async def test_a_minute_that_came_through_whole_is_left_alone() -> None:
    async with x_streams(fast()) as server, reading(server, term("oreo")) as here:
        await here.open()
        for n in range(20):
            await server.post(f"oreo {n}")
        await here.until(lambda: server.times(COUNTS) >= 3)
    assert not any(second.any for second in here.seconds)
    assert len(here.mentions) == 20


async def test_a_minute_that_did_not_is_made_up_to_the_posts_x_counted() -> None:
    async with x_streams(fast()) as server:
        terms = term("oreo"), term("power")
        async with reading(server, *terms) as here:
            await here.open()
            await here.until(lambda: server.times(COUNTS) >= 1)
            for n in range(90):
                posted = server.keep(f"oreo {n}" + " power" * (n % 3 == 0))
                if n % 9 == 0:
                    await server.send(posted)
            minutes = {posted.time_us // (60 * MICROS) * 60 for posted in server.posts}
            await here.until(lambda: sum(totals(here).values()) >= 90)
            await here.until(lambda: Phase.SATURATED in here.phases)
            await here.until(lambda: server.times(COUNTS) >= len(minutes) + 9)
    assert sum(totals(here).values()) == 90
    truth = Counter(posted.time_us // (60 * MICROS) * 60 for posted in server.posts)
    assert totals(here) == truth
    power = sum(second.terms["power"] for second in here.seconds)
    assert power == 30 - sum("power" in text for text in here.texts)
    assert "came through" in english(
        next(one.line for one in here.states if one.phase is Phase.SATURATED)
    )


async def test_a_post_that_comes_after_its_minute_was_made_up_is_shown_and_not_counted() -> None:
    async with x_streams(fast()) as server, reading(server, term("oreo")) as here:
        await here.open()
        await here.until(lambda: server.times(COUNTS) >= 1)
        late = server.keep("late oreo")
        await here.until(lambda: sum(totals(here).values()) == 1)
        await server.send(late)
        await here.until(lambda: any(second.samples for second in here.seconds))
    assert sum(totals(here).values()) == 1
    (shown,) = [second for second in here.seconds if second.samples]
    assert shown.any == 0
    assert shown.samples[0].text == "late oreo"
    assert set(shown.terms.items()) == {("oreo", 0)}


async def test_context_is_streamed_and_in_no_total() -> None:
    beside = WatchTerm("tag", "#tag", CONTEXT, ("#tag",))
    async with x_streams(fast()) as server, reading(server, term("oreo"), beside) as here:
        await here.open()
        await here.until(lambda: server.times(COUNTS) >= 1)
        await server.post("look at #tag")
        server.keep("unseen #tag")
        before = server.times(COUNTS)
        await here.until(lambda: server.times(COUNTS) >= before + 3)
    assert here.texts == ["look at #tag"]
    assert not any(second.any for second in here.seconds)
    counted = [request.query["query"] for request in server.asked if request.path == COUNTS]
    assert set(counted) == {"(oreo) -is:retweet"}


async def test_counts_alone_tell_every_second_of_every_minute_once() -> None:
    async with x_streams(fast(600.0)) as server:
        truth = []
        async with reading(server, term("oreo"), term("power"), read="counts") as here:
            for n in range(200):
                truth.append(server.keep(f"oreo {n}" if n % 4 else f"power {n}").time_us)
            await here.until(lambda: sum(totals(here).values()) == 200)
            seconds = [second.second for second in here.seconds]
            options = dict(here.source.resume())
        async with working(X(options, server.clock), term("oreo")) as again:
            await again.until(lambda: len(again.seconds) > 30)
            first = again.seconds[0].second
    assert not server.opened
    assert seconds == list(range(seconds[0], seconds[0] + len(seconds)))
    assert first == options["counted_s"]
    assert sum(second.terms["power"] for second in here.seconds) == 50
    assert here.states[-1].cost_per_hour == pytest.approx(3 * 60 * 0.005)


async def test_the_cost_is_told_and_what_is_charged_stays_below_the_budget() -> None:
    async with x_streams() as server, reading(server, term("oreo"), budget=0.9) as here:
        await here.open()
        assert here.states[-1].cost_per_hour == 0.9
        for n in range(200):
            await server.post(f"oreo {n}")
        await here.until(lambda: Phase.SATURATED in here.phases)
        await here.until(lambda: not server.connections)
    assert len(here.mentions) == 120
    assert "budget" in english(here.states[-1].line)


async def test_counting_that_is_over_the_budget_does_not_begin() -> None:
    async with x_streams() as server:
        async with reading(server, term("oreo"), budget=0.2) as here:
            await here.until(lambda: Phase.REFUSED in here.phases)
        assert not server.asked
    assert "$0.30 an hour and the budget is $0.20" in english(here.states[-1].line)


async def test_without_a_token_it_says_where_to_put_one() -> None:
    async with x_streams() as server:
        async with reading(server, term("oreo"), token="") as here:
            await here.until(lambda: here.states)
        assert not server.asked
    assert here.phases == [Phase.REFUSED]
    assert "settings secret x.app_bearer" in english(here.states[0].line)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (problem(401, "Unauthorized", "Unauthorized"), "does not accept the bearer token"),
        (problem(402, "CreditsDepleted", "no credits"), "no credits left"),
        (problem(403, "Forbidden", "your plan lacks this"), "your plan lacks this"),
        (problem(429, "Too Many Requests", "slowly"), "asks us to wait (429): slowly"),
        (problem(503, "Service Unavailable", "Service Unavailable"), "503"),
    ],
)
async def test_a_refusal_says_what_to_do(reply: Reply, says: str) -> None:
    async with x_streams() as server:
        server.refuse = {STREAM: [reply] * 9}
        async with reading(server, term("oreo")) as here:
            await here.until(lambda: Phase.REFUSED in here.phases)
    assert says in english(here.states[-1].line)
    assert TOKEN not in repr(here.arrived)


async def test_a_limit_that_says_when_it_ends_is_waited_for() -> None:
    async with x_streams() as server:
        reset = str(server.clock.now() // MICROS + 1)
        headers = {"x_rate_limit_limit": "50", "x_rate_limit_remaining": "0"}
        no = problem(429, "Too Many Requests", "slowly", x_rate_limit_reset=reset, **headers)
        server.refuse = {STREAM: [no]}
        async with reading(server, term("oreo")) as here:
            await here.open()
    assert here.phases == [Phase.CONNECTING, Phase.REFUSED, Phase.LIVE]


async def test_a_second_connection_waits_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("controlroom.sources.x_streaming.TOO_MANY_FIRST_S", 0.2)
    async with x_streams() as server, reading(server, term("oreo")) as first:
        await first.open()
        async with reading(server, term("oreo")) as second:
            await second.until(lambda: Phase.REFUSED in second.phases)
            server.drop()
            await second.until(lambda: len(second.phases) > 2 or server.opened > 1)
    assert "maximum allowed connection limit" in english(second.states[1].line)


async def test_a_broken_stream_is_opened_at_once_and_what_it_missed_is_searched() -> None:
    async with x_streams() as server, reading(server, term("oreo")) as here:
        await here.open()
        old = server.clock.now() - 60 * MICROS
        await server.post("first oreo", old)
        await here.until(lambda: here.texts)
        server.drop()
        for n in range(130):
            server.keep(f"oreo {n}", old + (n + 1) * MICROS // 10)
        await here.until(lambda: len(here.texts) == 131)
        await server.listening(2)
        await server.post("later oreo")
        await here.until(lambda: len(here.texts) == 132)
    assert len(set(here.texts)) == 132
    assert not [one for one in here.arrived if isinstance(one, Gap)]


async def test_a_break_that_cannot_be_searched_for_the_money_left_is_a_gap() -> None:
    async with x_streams() as server, reading(server, term("oreo"), budget=0.6) as here:
        await here.open()
        await server.post("first oreo")
        await here.until(lambda: here.texts)
        server.refuse = {STREAM: [problem(503, "Unavailable", "restarting")]}
        server.drop()
        await here.until(lambda: any(isinstance(one, Gap) for one in here.arrived))
    assert server.times(SEARCH) == 0


async def test_words_of_farewell_and_nonsense_do_not_stop_it() -> None:
    async with x_streams() as server, reading(server, term("oreo")) as here:
        await here.open()
        await server.line('{"data": {"id": 5')
        await server.line('{"data": {"id": "5", "text": "oreo"}, "matching_rules": []}')
        await server.line('{"something": "new"}')
        await server.post("oreo")
        await here.until(lambda: here.texts)
        await server.line(
            '{"errors": [{"title": "operational-disconnect", "detail": "for operational reasons"}]}'
        )
        await server.listening(2)
        await here.open(2)
    assert sum(isinstance(one, Bad) for one in here.arrived) == 2
    assert any("operational reasons" in english(one.line) for one in here.states)


async def test_silence_is_a_broken_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("controlroom.sources.x_api.SILENCE_S", 0.2)
    async with x_streams() as server, reading(server, term("oreo")) as here:
        await server.listening(2)
        await here.open(2)


async def test_heartbeats_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("controlroom.sources.x_api.SILENCE_S", 0.5)
    async with x_streams(heartbeat_s=0.05) as server, reading(server, term("oreo")) as here:
        await here.open()
        await asyncio.sleep(1.2)
    assert server.opened == 1


async def test_at_the_most_x_passes_on_a_reading_is_a_floor() -> None:
    async with x_streams() as server, reading(server, term("oreo"), budget="none") as here:
        await here.open()
        cost = here.states[-1].cost_per_hour
        for n in range(700):
            await server.post(f"oreo {n}")
        await here.until(lambda: Phase.SATURATED in here.phases)
    assert "at most 250 posts a second" in english(here.states[-1].line)
    assert cost == pytest.approx(0.3 + 4_500)


async def test_it_reads_within_its_hours_only() -> None:
    clock = fast()
    async with x_streams(clock) as server:
        begins, ends = START + 30 * MICROS, START + 600 * MICROS
        async with reading(server, term("oreo"), from_us=begins, until_us=ends) as here:
            await here.until(lambda: here.states)
            assert here.phases == [Phase.STOPPED]
            assert "costs at most $10.00 an hour" in english(here.states[0].line)
            await here.open()
            assert clock.now() >= begins
            assert here.running is not None
            await asyncio.wait_for(here.running, 10)
        assert clock.now() >= ends


async def test_no_server_is_told() -> None:
    address = f"http://127.0.0.1:{await closed_port()}"
    options: dict[str, Option] = {"token": TOKEN, "server": address}
    async with working(X(options, SystemClock()), term("oreo")) as here:
        await here.until(lambda: len(here.states) >= 2)
    assert "cannot be reached" in english(here.states[-1].line)


async def test_another_run_goes_on_after_the_newest_post_and_remembers_what_was_spent() -> None:
    async with x_streams() as server:
        old = server.clock.now() - 60 * MICROS
        async with reading(server, term("oreo")) as first:
            await first.open()
            await server.post("one oreo", old)
            await first.until(lambda: first.texts)
            options = dict(first.source.resume())
        server.keep("two oreo", old + MICROS)
        assert options["spent"] == 5
        async with working(X(options, server.clock), term("oreo")) as second:
            await second.until(lambda: second.texts)
    assert second.texts == ["two oreo"]
