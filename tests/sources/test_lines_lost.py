"""What lines lose while nobody reads is told, and nothing else is."""

import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from controlroom.clock import MICROS, ManualClock, SystemClock
from controlroom.sources.lines import Lines
from controlroom.sources.mention import Arrival, Gap, Phase
from tests.sources.listening_lines import PipeIn, Writer, following, lines, next_state, next_told
from tests.sources.receiving import reading, receive, texts
from tests.support.lines_server import LinesServer, line, lines_server

NOW_US = 1_770_593_460_000_000
OLD = "2026-02-08T23:20:00Z"


async def until_live(stream: AsyncGenerator[Arrival, None]) -> list[Arrival]:
    came = []
    async for arrival in stream:
        came.append(arrival)
        if getattr(arrival, "phase", None) is Phase.LIVE:
            break
    return [one for one in came if isinstance(one, Gap)]


async def hung_up_on(
    server: LinesServer, stream: AsyncGenerator[Arrival, None], clock: ManualClock
) -> None:
    """Ten more seconds pass before somebody accepts and hangs up again."""
    await server.cut()
    await next_state(stream, Phase.CONNECTING)
    clock.advance(10)
    await next_state(stream, Phase.LIVE)


async def test_a_port_whose_first_line_is_old_was_not_heard_before() -> None:
    clock = ManualClock(NOW_US)
    async with lines_server() as server, reading(lines(clock, tcp=server.address)) as stream:
        assert await until_live(stream) == [Gap("lines", 0, NOW_US)]
        clock.advance(5)
        await server.cut()
        clock.advance(5)
        assert await until_live(stream) == [Gap("lines", NOW_US, NOW_US + 10 * MICROS)]
        await server.say(line(1, at=OLD))
        assert texts(await next_told(stream, 1)) == ["post 1"]


async def test_a_pipe_whose_first_line_is_old_was_not_heard_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe = PipeIn()
    monkeypatch.setattr("controlroom.sources.lines.STDIN", pipe.end)
    pipe.write(line(1, at=OLD))
    async with reading(lines(ManualClock(NOW_US))) as stream:
        assert await until_live(stream) == [Gap("lines", 0, NOW_US)]
        assert texts(await next_told(stream, 1)) == ["post 1"]
    pipe.close()
    os.close(pipe.end)


async def test_a_file_was_heard_from_its_first_line_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1, at=OLD))
    async with reading(following(file.path)) as stream:
        assert await until_live(stream) == []
        assert texts(await next_told(stream, 1)) == ["post 1"]
    with file.path.open("rb") as redirected:
        monkeypatch.setattr("controlroom.sources.lines.STDIN", redirected.fileno())
        async with reading(lines()) as stream:
            assert not [one async for one in stream if isinstance(one, Gap)]


async def test_a_port_that_accepts_and_hangs_up_at_once_is_one_gap() -> None:
    clock = ManualClock(NOW_US)
    async with lines_server() as server, reading(lines(clock, tcp=server.address)) as stream:
        await next_state(stream, Phase.LIVE)
        await server.say(line(1, at="2026-02-08T23:31:00Z"))
        await next_told(stream, 1)
        for _ in range(3):
            await hung_up_on(server, stream, clock)
        await server.say(line(2, at="2026-02-08T23:31:30Z"))
        assert await next_told(stream, 1) == [Gap("lines", NOW_US, NOW_US + 30 * MICROS)]


async def test_hanging_up_does_not_hide_what_was_lost_between_two_runs() -> None:
    clock = ManualClock(NOW_US)
    async with lines_server() as server:
        first = lines(clock, tcp=server.address)
        async with reading(first) as stream:
            await next_state(stream, Phase.LIVE)
            await server.say(line(1, at="2026-02-08T23:31:00Z"))
            await next_told(stream, 1)
        resumed = first.resume()
        clock.advance(10)
        async with reading(Lines(resumed, clock)) as stream:
            await next_state(stream, Phase.LIVE)
            await hung_up_on(server, stream, clock)
            await server.say(line(2, at="2026-02-08T23:31:20Z"))
            assert await next_told(stream, 1) == [Gap("lines", NOW_US, NOW_US + 20 * MICROS)]


@pytest.mark.parametrize("back", [True, False], ids=["connected again", "still away"])
async def test_an_end_during_an_outage_does_not_hide_it(back: bool) -> None:
    clock = ManualClock(NOW_US)
    async with lines_server() as server:
        first = lines(clock, tcp=server.address)
        async with reading(first) as stream:
            await next_state(stream, Phase.LIVE)
            await server.say(line(1, at="2026-02-08T23:31:00Z"))
            await next_told(stream, 1)
            await server.cut()
            await next_state(stream, Phase.CONNECTING)
            if back:
                await next_state(stream, Phase.LIVE)
            clock.advance(10)
        resumed = first.resume()
        clock.advance(10)
        async with reading(Lines(resumed, clock)) as stream:
            await next_state(stream, Phase.LIVE)
            await server.say(line(2, at="2026-02-08T23:31:20Z"))
            assert await next_told(stream, 1) == [Gap("lines", NOW_US, NOW_US + 20 * MICROS)]


async def test_a_new_file_that_is_empty_does_not_end_the_old_one(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1))
    async with reading(following(file.path, lull_s=0.5)) as stream:
        await next_told(stream, 1)
        file.path.rename(tmp_path / "feed.jsonl.1")
        file.path.touch()
        await next_state(stream, Phase.STALE)
        Writer(tmp_path / "feed.jsonl.1").write(line(2))
        file.write(line(3))
        assert texts(await next_told(stream, 2)) == ["post 2", "post 3"]


@pytest.mark.parametrize("left", [True, False], ids=["still there", "gone"])
async def test_files_rotated_while_nobody_read_leave_a_gap(tmp_path: Path, left: bool) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1), line(2, at="2026-02-08T23:30:01Z"))
    first = following(file.path)
    await receive(first, 1 if left else 2)
    file.path.rename(tmp_path / "feed.jsonl.2")
    file.write(line(3, at="2026-02-08T23:30:02Z"))
    file.path.rename(tmp_path / "feed.jsonl.1")
    if not left:
        (tmp_path / "feed.jsonl.2").unlink()
    file.write(b"\n", line(4, at="2026-02-08T23:30:03Z"), line(5, at="2026-02-08T23:30:04Z"))
    began_us = NOW_US - 59 * MICROS
    gap = Gap("lines", began_us, began_us + 2 * MICROS)
    async with reading(Lines(first.resume(), SystemClock())) as stream:
        if left:
            assert texts(await next_told(stream, 1)) == ["post 2"]
        assert (await next_told(stream, 1)) == [gap]
        assert texts(await next_told(stream, 2)) == ["post 4", "post 5"]


async def test_another_end_before_the_next_line_still_tells_what_was_lost(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1))
    first = following(file.path)
    await receive(first, 1)
    file.path.unlink()
    file.path.touch()
    second = Lines(first.resume(), SystemClock())
    async with reading(second) as stream:
        await next_state(stream, Phase.LIVE)
    file.write(line(2, at="2026-02-08T23:30:05Z"))
    async with reading(Lines(second.resume(), SystemClock())) as stream:
        (gap,) = await next_told(stream, 1)
    assert isinstance(gap, Gap)
