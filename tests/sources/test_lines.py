import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from controlroom.clock import MICROS, ManualClock, SystemClock
from controlroom.messages import english
from controlroom.sources.lines import Lines
from controlroom.sources.lines_pipes import from_descriptor
from controlroom.sources.lines_split import LARGEST_LINE
from controlroom.sources.mention import Arrival, Deleted, Gap, Mention, Phase
from tests.sources.listening_lines import PipeIn, Writer, following, lines, next_state, next_told
from tests.sources.receiving import bads, reading, receive, states, texts, told
from tests.support.lines_server import line, lines_server

NOW_US = 1_770_593_460_000_000
DEADLINE_S = 30.0

# --- a file


async def test_a_file_is_read_from_its_start_and_then_followed(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1), line(2))
    async with reading(following(file.path)) as stream:
        assert texts(await next_told(stream, 2)) == ["post 1", "post 2"]
        file.write(line(3), json.dumps({"id": 3, "deleted": True}).encode() + b"\n")
        assert told(await next_told(stream, 2))[-1] == Deleted("3", "lines")


async def test_a_file_that_does_not_exist_yet_is_waited_for(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    async with reading(following(file.path)) as stream:
        waiting = await next_state(stream, Phase.CONNECTING)
        assert str(file.path) in english(waiting.line)
        file.write(line(1))
        await next_state(stream, Phase.LIVE)
        assert texts(await next_told(stream, 1)) == ["post 1"]


async def test_half_a_line_waits_for_its_end(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    whole = line(2, "the lights are öut")
    file.write(line(1), whole[:-7])
    async with reading(following(file.path, lull_s=0.2)) as stream:
        assert texts(await next_told(stream, 1)) == ["post 1"]
        await next_state(stream, Phase.STALE)
        file.write(whole[-7:])
        assert texts(await next_told(stream, 1)) == ["the lights are öut"]


async def test_a_rotated_file_is_read_to_its_end_and_then_the_new_one(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1))
    async with reading(following(file.path)) as stream:
        await next_told(stream, 1)
        file.path.rename(tmp_path / "feed.jsonl.1")
        Writer(tmp_path / "feed.jsonl.1").write(line(2), line(3)[:-1])
        file.write(line(4))
        assert texts(await next_told(stream, 3)) == ["post 2", "post 3", "post 4"]


@pytest.mark.parametrize("anew", [line(2), line(2) + line(3) * 9], ids=["shorter", "longer"])
async def test_a_file_written_anew_is_read_from_its_start(tmp_path: Path, anew: bytes) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1), line(1))
    async with reading(following(file.path)) as stream:
        await next_told(stream, 2)
        file.path.write_bytes(anew)
        assert texts(await next_told(stream, 1)) == ["post 2"]


async def test_another_run_goes_on_after_the_last_line(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(*(line(n) for n in range(10)), b"\n", line(10), line(11)[:9])
    first = following(file.path, name="wire")
    before = await receive(first, 7)
    file.write(line(11)[9:])
    second = Lines(first.resume(), SystemClock())
    middle = await receive(second, 4)
    after = await receive(Lines(second.resume(), SystemClock()), 1)
    assert texts(before + middle + after) == [f"post {n}" for n in range(12)]
    assert {one.source for one in told(before + after) if isinstance(one, Mention)} == {"wire"}


async def test_another_run_finds_the_rotated_rest_first(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(*(line(n) for n in range(5)))
    first = following(file.path)
    await receive(first, 3)
    file.path.rename(tmp_path / "yesterday")
    file.write(line(5), line(6))
    after = await receive(Lines(first.resume(), SystemClock()), 4)
    assert texts(after) == ["post 3", "post 4", "post 5", "post 6"]


async def test_another_file_in_the_same_place_is_read_from_its_start(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(*(line(n) for n in range(5)))
    first = following(file.path)
    await receive(first, 5)
    # The same file by its number, as systems give numbers out anew; other lines.
    file.path.write_bytes(b"".join(line(n) for n in range(20, 30)))
    after = await receive(Lines(first.resume(), SystemClock()), 10)
    assert texts(after) == [f"post {n}" for n in range(20, 30)]


async def test_a_run_that_read_nothing_resumes_with_everything(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    first = following(file.path)
    resumed = Lines(first.resume(), SystemClock())
    file.write(line(1))
    assert texts(await receive(resumed, 1)) == ["post 1"]


async def test_bad_lines_are_told_and_stop_nothing(tmp_path: Path) -> None:
    ahead = line("x", at="2026-02-08T23:35:00Z")
    file = Writer(tmp_path / "feed.jsonl")
    file.write(b"{\n", line("y", at="1969-12-31T23:59:59Z"), ahead, b"\xff\n", b"\n \r\n")
    file.write(b"x" * (LARGEST_LINE + 1), b"\n", line("z", "y" * 10_000_000), line(1))
    arrived = await receive(lines(ManualClock(NOW_US), file=str(file.path)), 7)
    assert len(bads(arrived)) == 6
    assert texts(arrived) == ["post 1"]


async def test_a_million_bytes_of_one_line_do_not_hold_up_the_loop(tmp_path: Path) -> None:
    file = Writer(tmp_path / "feed.jsonl")
    file.write(line(1, "x" * (LARGEST_LINE - 200)), line(2))
    arrived = await receive(following(file.path), 2)
    assert [len(text) for text in texts(arrived)] == [LARGEST_LINE - 200, 6]


# --- standard input


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeIn]:
    pipe = PipeIn()
    monkeypatch.setattr("controlroom.sources.lines.STDIN", pipe.end)
    yield pipe
    pipe.close()
    os.close(pipe.end)


async def test_standard_input_is_read_as_it_is_written_until_it_ends(piped: PipeIn) -> None:
    async with reading(lines(lull_s=0.2)) as stream:
        piped.write(line(1), line(2)[:5])
        assert texts(await next_told(stream, 1)) == ["post 1"]
        await next_state(stream, Phase.STALE)
        piped.write(line(2)[5:-1])
        piped.close()
        rest = [arrival async for arrival in stream]
    assert states(rest)[0].phase is Phase.LIVE
    assert texts(rest) == ["post 2"]


async def test_a_redirected_file_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b"".join(line(n) for n in range(5_000)))
    with path.open("rb") as file:
        monkeypatch.setattr("controlroom.sources.lines.STDIN", file.fileno())
        async with reading(lines(file="-")) as stream:
            arrived = [arrival async for arrival in stream]
    assert len(texts(arrived)) == 5_000


async def test_no_input_at_all_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    monkeypatch.setattr("controlroom.sources.lines.STDIN", nothing)
    async with asyncio.timeout(DEADLINE_S), reading(lines()) as stream:
        assert texts([arrival async for arrival in stream]) == []
    os.close(nothing)


async def test_where_standard_input_does_not_reach_us_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    async with aclosing(from_descriptor(0, SystemClock(), 10.0)) as news:
        said = [one async for one in news]
    assert [one[0] for one in said if isinstance(one, tuple)] == [Phase.REFUSED]


async def test_a_closed_standard_input_is_said() -> None:
    end, into = os.pipe()
    os.close(end)
    async with aclosing(from_descriptor(end, SystemClock(), 10.0)) as news:
        said = [one async for one in news]
    os.close(into)
    assert [one[0] for one in said if isinstance(one, tuple)] == [Phase.REFUSED]


async def test_standard_input_reaches_a_spawned_process() -> None:
    reader = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.sources.spawned_reader",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    async with asyncio.timeout(DEADLINE_S):
        reader.stdin.write(line(1))
        first = await reader.stdout.readline()
        rest, _ = await reader.communicate(line(2) + line(3)[:-1])
    assert (first + rest).split(b"\n") == [b"post 1", b"post 2", b"post 3", b""]


# --- a TCP port


async def test_a_port_is_listened_to_and_connected_to_again() -> None:
    async with lines_server() as server, reading(lines(tcp=server.address)) as stream:
        await next_state(stream, Phase.LIVE)
        await server.say(line(1), line(2)[:-1])
        assert texts(await next_told(stream, 1)) == ["post 1"]
        await server.cut()
        assert texts(await next_told(stream, 1)) == ["post 2"]
        lost = await next_state(stream, Phase.CONNECTING)
        assert "hung up" in english(lost.line)
        await next_state(stream, Phase.LIVE)
        await server.say(line(3))
        assert texts(await next_told(stream, 1)) == ["post 3"]
        assert server.connected == 2


async def test_a_line_that_is_cut_off_is_bad() -> None:
    async with lines_server() as server, reading(lines(tcp=server.address)) as stream:
        await next_state(stream, Phase.LIVE)
        await server.say(line(1)[:20])
        await server.cut()
        assert len(bads(await next_told(stream, 1))) == 1


async def gap_after(
    clock: ManualClock, meanwhile: Callable[[], None], says: Callable[[], bytes]
) -> list[Arrival]:
    """What comes first after a port was gone for ``meanwhile``."""
    async with lines_server() as server, reading(lines(clock, tcp=server.address)) as stream:
        await next_state(stream, Phase.LIVE)
        await server.say(line(1, at="2026-02-08T23:30:50Z"))
        await next_told(stream, 1)
        await server.cut()
        await next_state(stream, Phase.CONNECTING)
        meanwhile()
        await next_state(stream, Phase.LIVE)
        clock.advance(5)
        await server.say(says())
        return await next_told(stream, 1)


async def test_what_was_said_while_nobody_listened_is_a_gap() -> None:
    clock = ManualClock(NOW_US)
    first = await gap_after(
        clock, lambda: clock.advance(30), lambda: line(2, at="2026-02-08T23:31:25Z")
    )
    # The feed comes 10 s late (23:31:35 now), so what is lost is ten seconds earlier than we were.
    assert first == [Gap("lines", NOW_US - 10 * MICROS, NOW_US + 20 * MICROS)]


async def test_a_port_that_tells_what_was_missed_leaves_no_gap() -> None:
    clock = ManualClock(NOW_US)
    first = await gap_after(
        clock, lambda: clock.advance(30), lambda: line(2, at="2026-02-08T23:30:50Z")
    )
    assert texts(first) == ["post 2"]


async def test_another_run_tells_what_the_first_may_have_missed() -> None:
    clock = ManualClock(NOW_US)
    async with lines_server() as server:
        first = lines(clock, tcp=server.address)
        async with reading(first) as stream:
            await next_state(stream, Phase.LIVE)
            await server.say(line(1, at="2026-02-08T23:31:00Z"))
            await next_told(stream, 1)
        resumed = first.resume()
        clock.advance(20)
        async with reading(Lines(resumed, clock)) as stream:
            await next_state(stream, Phase.LIVE)
            await server.say(line(2, at="2026-02-08T23:31:20Z"))
            assert await next_told(stream, 1) == [Gap("lines", NOW_US, NOW_US + 20 * MICROS)]


async def test_silence_at_a_port_is_told() -> None:
    async with lines_server() as server, reading(lines(tcp=server.address, lull_s=0.1)) as stream:
        await next_state(stream, Phase.STALE)
        await server.say(line(1))
        await next_state(stream, Phase.LIVE)
        assert texts(await next_told(stream, 1)) == ["post 1"]


async def test_nobody_at_the_port_is_told_and_tried_again() -> None:
    async with lines_server() as server:
        await server.deafen()
        async with reading(lines(tcp=server.address)) as stream:
            await next_state(stream, Phase.CONNECTING)
            lost = await next_state(stream, Phase.CONNECTING)
            assert english(lost.line).startswith("Not connected: ")
            await server.listen()
            await next_state(stream, Phase.LIVE)


@pytest.mark.parametrize("written", ["5000", "host:", ":5000", "host:port", "host:70000"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not HOST:PORT"):
        lines(tcp=written)
