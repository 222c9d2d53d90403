"""Where a run of the Mastodon source begins: at nothing, or where an earlier one ended."""

from datetime import UTC, datetime

import pytest

from controlroom.clock import MICROS, SystemClock
from controlroom.mentions.intake import Intake
from controlroom.sources.mention import Gap, Mention
from tests.net.fake_server import Reply
from tests.sources.listening import term
from tests.sources.listening_mastodon import listening, read_from
from tests.support.mastodon_streams import mastodon_streams

WAYS = ("socket", "events", "pages")


def _before(seconds: int) -> str:
    return datetime.fromtimestamp(SystemClock().now() / MICROS - seconds, UTC).isoformat()


async def test_another_run_goes_on_where_the_first_ended() -> None:
    async with mastodon_streams() as server:
        async with listening(server, term("#oreo")) as first:
            await first.open()
            await first.until(lambda: read_from(server, "timelines") >= 1)
            await server.post("one", "oreo")
            await first.until(lambda: first.texts)
            options = dict(first.source.resume())
            options.pop("server")
        server.status("two", "oreo")
        async with listening(server, term("#oreo"), **options) as second:
            await second.until(lambda: second.texts)
    assert first.texts + second.texts == ["one #oreo", "two #oreo"]


async def test_another_run_tells_of_a_break_that_the_first_had_not_read_yet() -> None:
    async with mastodon_streams() as server:
        async with listening(server, term("#oreo")) as first:
            await first.open()
            await first.until(lambda: read_from(server, "timelines") >= 1)
            await server.post("seen", "oreo")
            await first.until(lambda: first.texts)
            # The pages answer again only after this run.
            server.refuse_pages = [Reply.of({"error": "busy"}, 503)] * 10_000
            server.drop()
            missed = server.status("missed", "oreo")
            await first.open(2)
            await server.listening("hashtag#oreo")
            await server.post("newer", "oreo")
            await first.until(lambda: "newer #oreo" in first.texts)
            options = dict(first.source.resume())
            options.pop("server")
        server.refuse_pages = []
        # Further back than what is read once more for posts that came late.
        del server.statuses[missed["id"]]
        server.status("newest", "oreo")
        async with listening(server, term("#oreo"), **options) as second:
            await second.until(lambda: second.texts)
            (gap,) = second.gaps
            later = dict(second.source.resume())
    assert gap.from_us == options["gap_us"] < gap.until_us == options["lost_us"]
    assert second.texts == ["newest #oreo"]
    assert later["gap_us"] == 0


@pytest.mark.parametrize("way", WAYS)
async def test_an_old_first_post_makes_no_silence_of_the_time_since(way: str) -> None:
    begun_s = SystemClock().now() // MICROS
    intake = Intake((term("oreo"),), SystemClock())
    async with (
        mastodon_streams(ways=(way,)) as server,
        listening(server, term("oreo")) as here,
    ):
        await here.open()
        await here.until(lambda: read_from(server, "timelines") > 0)
        await server.post("oreo", created_at=_before(600))
        await here.until(lambda: here.texts)
    for one in here.arrived:
        if isinstance(one, Gap):
            intake.gap(one)
        elif isinstance(one, Mention):
            intake.mention(one)
    intake.passed("mastodon", SystemClock().now() + 5 * MICROS)
    known = [one.from_s for one in intake.lane("mastodon").take_covered() if one.known]
    assert known
    assert min(known) >= begun_s


async def test_the_time_before_the_server_was_there_is_not_known() -> None:
    async with mastodon_streams() as server:
        await server.go()
        async with listening(server, term("oreo")) as here:
            await here.until(lambda: len(here.states) >= 2)
            assert not [one for one in here.arrived if isinstance(one, Gap)]
            there_us = SystemClock().now()
            await server.come()
            await here.open()
    (gap,) = [one for one in here.arrived if isinstance(one, Gap)]
    assert gap.from_us == 0
    assert gap.until_us >= there_us


async def test_another_run_that_knows_no_post_tells_the_time_between_as_a_gap() -> None:
    async with mastodon_streams() as server:
        async with listening(server, term("#oreo")) as first:
            await first.open()
        options = dict(first.source.resume()) | {"marks": {}}
        options.pop("server")
        async with listening(server, term("#oreo"), **options) as second:
            await second.until(lambda: second.gaps)
    assert second.gaps[0].from_us == options["lost_us"]
