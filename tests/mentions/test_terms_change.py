"""Watch terms change again and again while mentions stream in: none is lost or counted twice."""

import json
import random
import threading
from collections.abc import Iterator

import pytest

from controlroom.clock import MICROS, wall_micros
from controlroom.event.watch import WatchTerm
from controlroom.mentions.collector import Collector
from controlroom.sources.base import SourceSpec
from tests.support.jetstream_server import JetstreamServer, post_event
from tests.support.waiting import eventually

STAYS = WatchTerm("stays", "Stays", "event", ("lights",), ("northern lights",))
COMES = WatchTerm("comes", "Comes", "players", ("player",))
TEXTS = ("Lights out", "a player", "northern lights, lights", "lights on the player", "nothing")
NUMBER = 6_000
CHANGES = 25


@pytest.fixture
def collector() -> Iterator[Collector]:
    one = Collector(pull_every_s=0.02)
    yield one
    assert one.stop(10)


def test_no_mention_is_lost_while_terms_change(collector: Collector) -> None:
    start_us = (wall_micros() // MICROS - 60) * MICROS
    lines = [
        json.dumps(post_event(TEXTS[n % len(TEXTS)], start_us + n * 5_000, f"r{n:06}"))
        for n in range(NUMBER)
    ]
    chance = random.Random(5)
    hundreds = [WatchTerm(f"t{n}", "", "rivals", (f"rival {n}",)) for n in range(400)]
    with JetstreamServer() as server:
        source = SourceSpec("jetstream", {"endpoint": server.url})
        collector.start([source], [STAYS])
        eventually(lambda: server.open == 1)

        def stream() -> None:
            for begin in range(0, NUMBER, 60):
                server.send(*lines[begin : begin + 60])

        streaming = threading.Thread(target=stream)
        streaming.start()
        for _ in range(CHANGES):
            before = collector.snapshot().received
            others = [*hundreds[: chance.randrange(400)], *([COMES] * chance.randrange(2))]
            place = chance.randint(0, len(others))
            collector.set_terms([*others[:place], STAYS, *others[place:]])
            eventually(
                lambda before=before: (
                    collector.snapshot().received > before  # type: ignore[misc]
                    or not streaming.is_alive()
                )
            )
        streaming.join()
        collector.set_terms([COMES, STAYS])
        eventually(lambda: collector.snapshot().received == NUMBER)
        eventually(lambda: collector.snapshot().totals.keys() == {"any", "comes", "stays"})
        assert collector.snapshot().totals["stays"] == NUMBER * 2 // 5
        # The last second may not be over yet.
        seconds = NUMBER // 200 - 1
        window = collector.window(start_us // MICROS, seconds, 1, ("stays",))
        assert window.rates.tolist() == [[80 * 60.0] * seconds]
        before = collector.snapshot().totals["comes"]
        server.send(
            *(json.dumps(post_event("a player", start_us + n, f"s{n:06}")) for n in range(100))
        )
        eventually(lambda: collector.snapshot().received == NUMBER + 100)
        assert collector.snapshot().totals["comes"] == before + 100
