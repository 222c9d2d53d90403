import json
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from controlroom.clock import MICROS, NightClock, SystemClock, wall_micros
from controlroom.event.watch import WatchTerm
from controlroom.mentions.collecting import run
from controlroom.mentions.collector import Collector
from controlroom.mentions.report import Begin, Pull, Report, Stop
from controlroom.messages import english
from controlroom.sources.base import SourceSpec
from controlroom.sources.mention import Phase
from tests.support.jetstream_server import JetstreamServer, post_event
from tests.support.waiting import eventually

POWER = WatchTerm("power", "Power", "event", ("power", "lights"))
OREO = WatchTerm("oreo", "Oreo", "brand", ("oreo",))
GAME = WatchTerm("game", "The game", "event", ("game",))
TEXTS = ("power is out", "an oreo please", "oreo and lights", "what a game", "nothing")


def posts(count: int, start_us: int, first: int = 0) -> list[str]:
    """Posts ten milliseconds apart, their texts in turn."""
    return [
        json.dumps(post_event(TEXTS[n % len(TEXTS)], start_us + n * 10_000, f"r{n:06}"))
        for n in range(first, first + count)
    ]


def any_in(report: Report) -> int:
    """Mentions that any term matches, of all sources."""
    return sum(int(one.counts[0].sum()) for one in report.sources)


def runs(pid: int) -> bool:
    """Whether a process of this number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def collector() -> Iterator[Collector]:
    one = Collector(pull_every_s=0.02)
    yield one
    assert one.stop(10)


def jetstream(server: JetstreamServer) -> SourceSpec:
    return SourceSpec("jetstream", {"endpoint": server.url})


def test_counts_are_exact_across_breaks_and_deletions(collector: Collector) -> None:
    start_us = (wall_micros() // MICROS - 60) * MICROS
    deletions = [
        json.dumps(post_event("", start_us + 6_000_000, f"r{n:06}", operation="delete"))
        for n in (1, 6)
    ]
    with JetstreamServer([*posts(500, start_us), *deletions], break_after=90, breaks=5) as server:
        collector.start([jetstream(server)], [POWER, OREO])
        eventually(lambda: collector.snapshot().received == 500)
        eventually(lambda: collector.snapshot().totals.get("any") == 298)
        assert len(server.asked) >= 5
        shot = collector.snapshot()
    assert shot.totals == {"any": 298, "power": 200, "oreo": 198}
    second = start_us // MICROS
    rates = collector.window(second + 1, 3, 1, ("any", "power")).rates
    assert rates.tolist() == [[60 * 60.0] * 3, [40 * 60.0] * 3]
    assert {heard.terms for heard in shot.heard} == {("power",), ("oreo",), ("power", "oreo")}


def test_terms_change_while_mentions_arrive(collector: Collector) -> None:
    start_us = (wall_micros() // MICROS - 60) * MICROS
    with JetstreamServer(posts(100, start_us)) as server:
        collector.start([jetstream(server)], [POWER, OREO])
        eventually(lambda: collector.snapshot().totals.get("any") == 60)
        collector.set_terms([OREO, GAME])
        eventually(lambda: "game" in collector.snapshot().totals)
        server.send(*posts(100, start_us, first=100))
        eventually(lambda: collector.snapshot().received == 200)
        assert collector.snapshot().totals == {"any": 120, "oreo": 80, "game": 20}


def test_it_says_how_its_sources_are(collector: Collector) -> None:
    with JetstreamServer() as server:
        collector.start(
            [jetstream(server), SourceSpec("nowhere"), SourceSpec("counted", {"night": "no:no"})],
            [POWER],
        )
        eventually(
            lambda: (
                [one.phase for one in collector.snapshot().sources]
                == [
                    Phase.LIVE,
                    Phase.REFUSED,
                    Phase.STOPPED,
                ]
            )
        )
        server.send(*posts(1, wall_micros() - 3600 * MICROS))
        late = eventually(
            lambda: [one for one in collector.snapshot().sources if one.phase is Phase.LATE]
        )
    assert 3600 <= late[0].late_s < 3700
    assert english(late[0].line) == f"{late[0].late_s} s late"
    assert "nowhere" in english(collector.snapshot().sources[1].line)


@pytest.mark.skipif(os.name == "nt", reason="stops a process for a while")
def test_no_call_waits_for_the_process(collector: Collector) -> None:
    with JetstreamServer(posts(10, wall_micros())) as server:
        collector.start([jetstream(server)], [POWER])
        pid = eventually(lambda: collector.snapshot().received == 10 and collector.pid)
        os.kill(pid, signal.SIGSTOP)
        try:
            # Whoever waited for an answer now would wait until the process is given up.
            assert collector.snapshot().received == 10
            collector.set_terms([OREO])
            collector.window(0, 60, 1)
            assert not collector.stop(0), "it has not ended yet"
            assert collector.pid == pid, "it has not been given up"
        finally:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.skipif(os.name == "nt", reason="asks for processes by number")
def test_stopping_leaves_no_process(collector: Collector) -> None:
    with JetstreamServer(posts(10, wall_micros())) as server:
        collector.start([jetstream(server)], [POWER])
        pid = eventually(lambda: collector.snapshot().received and collector.pid)
        assert collector.stop(10)
        assert not runs(pid)
        assert [one.phase for one in collector.snapshot().sources] == [Phase.STOPPED]
        eventually(lambda: server.open == 0)


def test_a_killed_process_is_started_again_and_counts_stay_exact(
    collector: Collector, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("the collector's process ended")
    start_us = (wall_micros() // MICROS - 60) * MICROS
    with JetstreamServer(posts(300, start_us)) as server:
        collector.start([jetstream(server)], [POWER, OREO])
        eventually(lambda: collector.snapshot().received == 300)
        pid = collector.pid
        assert pid is not None
        os.kill(pid, signal.SIGTERM)
        server.send(*posts(200, start_us, first=300))
        eventually(lambda: collector.snapshot().totals.get("any") == 300)
        assert collector.snapshot().starts == 2
        assert collector.snapshot().totals == {"any": 300, "power": 200, "oreo": 200}


def test_another_collector_goes_on_where_the_first_one_s_counts_end(collector: Collector) -> None:
    start_us = (wall_micros() // MICROS - 60) * MICROS
    with JetstreamServer(posts(300, start_us)) as server:
        given = {"endpoint": server.url, "name": "sky", "token": "very secret"}
        spec = SourceSpec("jetstream", given)
        collector.held.keep()
        collector.start([spec], [POWER, OREO])
        eventually(lambda: collector.snapshot().received == 300)
        collector.stop(10)
        unkept = collector.held.take_unkept()
        assert unkept is not None
        assert sum(int(one.counts[0].sum()) for one in unkept.increments) == 180
        (feed,) = unkept.feeds
        assert feed.resume["cursor"] == 300
        assert "very secret" not in str(feed.resume), "what was given is not written down"
        server.send(*posts(200, start_us, first=300))
        second = Collector(pull_every_s=0.02)
        second.resume_from([feed])
        second.start([spec], [POWER, OREO])
        try:
            eventually(lambda: second.snapshot().totals.get("any") == 120)
            assert second.snapshot().received == 200
            assert second.snapshot().fed_from_s == start_us // MICROS
            assert [one.source for one in second.snapshot().sources] == ["sky"]
        finally:
            assert second.stop(10)


@pytest.mark.skipif(os.name == "nt", reason="asks for processes by number")
def test_the_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent("""
            import sys, time
            from controlroom.event.watch import WatchTerm
            from controlroom.mentions.collector import Collector
            from controlroom.sources.base import SourceSpec

            if __name__ == "__main__":
                collector = Collector(pull_every_s=0.02)
                spec = SourceSpec("jetstream", {"endpoint": sys.argv[1]})
                collector.start([spec], [WatchTerm("a", "A", "event", ("a",))])
                while not collector.snapshot().sources or not collector.pid:
                    time.sleep(0.01)
                print(collector.pid, flush=True)
                sys.stdin.read()
        """)
    )
    with (
        JetstreamServer() as server,
        subprocess.Popen(
            [sys.executable, str(script), server.url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        ) as parent,
    ):
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        eventually(lambda: server.open)
        parent.kill()
        parent.wait(10)
        eventually(lambda: not runs(pid))


def test_a_parent_that_asks_and_does_not_read_holds_nothing_up() -> None:
    start_us = (wall_micros() // MICROS - 3600) * MICROS
    spawn = multiprocessing.get_context("spawn")
    with JetstreamServer(posts(2_000, start_us)) as server:
        ours, theirs = spawn.Pipe()
        process = spawn.Process(
            target=run,
            args=(theirs, (jetstream(server),), Begin((POWER,)), SystemClock()),
            daemon=True,
        )
        process.start()
        theirs.close()
        # More answers than any pipe holds: the thread that answers stands still from here on.
        for _ in range(200):
            ours.send(Pull())
        eventually(lambda: server.sent == 2_000)
        server.send(*posts(20_000, start_us, first=2_000))
        eventually(lambda: server.sent == 22_000)
        counted = 0
        for _ in range(200):
            counted += any_in(ours.recv())
        while counted < 22_000 * 2 // 5:
            ours.send(Pull())
            counted += any_in(ours.recv())
        assert counted == 22_000 * 2 // 5
        ours.send(Stop())
        process.join(10)
        assert process.exitcode == 0
        ours.close()
        process.close()


def test_the_night_so_far_is_there_at_once_and_the_spikes_with_it() -> None:
    begins = 1_359_934_000 * MICROS
    night = SourceSpec("counted", {"night": "tests.mentions.nights:Blackout"})
    one = Collector(NightClock.starting_at(begins + 3600 * MICROS, 20), pull_every_s=0.02)
    one.start([night], [POWER])
    try:
        shot = eventually(lambda: one.snapshot().spikes and one.snapshot())
        assert shot
        (spike,) = shot.spikes
        assert 0 < spike.time_us / MICROS - 1_359_934_000 - 3500 <= 6
        assert spike.terms == ("power",)
        assert spike.why[0] == "blackout"
        eventually(lambda: (one.snapshot().fed_until_s or 0) > 1_359_934_000 + 3620)
        row = one.window(1_359_934_000, 3600, 60, ("any",)).of("any")
        assert row[:58].tolist() == [6000.0] * 58
    finally:
        assert one.stop(10)
