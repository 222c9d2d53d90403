"""Lines through the collector's own process, as a desk runs them."""

import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from controlroom.clock import MICROS, wall_micros
from controlroom.event.watch import WatchTerm
from controlroom.mentions.collector import Collector
from controlroom.sources.base import SourceSpec
from controlroom.sources.mention import Phase
from tests.support.lines_server import line
from tests.support.waiting import eventually

LIGHTS = WatchTerm("lights", "Lights", "event", ("lights",))


@pytest.fixture
def collector() -> Iterator[Collector]:
    one = Collector(pull_every_s=0.02)
    yield one
    assert one.stop(10)


def said(first: int, until: int) -> bytes:
    at = datetime.fromtimestamp(wall_micros() / MICROS - 30, UTC).isoformat()
    return b"".join(line(n, f"the lights are out {n}", at=at) for n in range(first, until))


def any_of(collector: Collector) -> int:
    return collector.snapshot().totals.get("any", 0)


@pytest.mark.skipif(os.name == "nt", reason="kills a process by number")
def test_a_killed_process_goes_on_after_the_last_line_it_told_of(
    collector: Collector, tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("the collector's process ended")
    path = tmp_path / "feed.jsonl"
    path.write_bytes(said(0, 500) + b"{\n")
    feeds = [
        SourceSpec("lines", {"name": "piped", "file": str(path)}),
        SourceSpec("lines", {"name": "not there", "file": str(tmp_path / "nothing")}),
    ]
    collector.start(feeds, [LIGHTS])
    eventually(lambda: any_of(collector) == 500)
    eventually(lambda: [one.bad for one in collector.snapshot().sources] == [1, 0])
    first = collector.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    with path.open("ab") as file:
        file.write(said(500, 700))
    eventually(lambda: collector.pid != first and any_of(collector) >= 700)
    with path.open("ab") as file:
        file.write(said(700, 710))
    eventually(lambda: any_of(collector) >= 710)
    shot = collector.snapshot()
    assert shot.totals == {"any": 710, "lights": 710}
    assert [one.source for one in shot.sources] == ["piped", "not there"]
    assert shot.sources[1].phase is Phase.CONNECTING
