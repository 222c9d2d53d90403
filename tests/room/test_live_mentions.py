"""``--live --watch``: public posts from a Jetstream server become the curves of the desk."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from controlroom.cli.arguments import parse
from controlroom.cli.desk import plan_of
from controlroom.clock import MICROS, NightClock
from controlroom.desk.view import DeskView
from controlroom.event.room_state import RoomState
from controlroom.room.opening import OpenRoom
from tests.support.jetstream_server import JetstreamServer, post_event
from tests.support.waiting import eventually

GOLDEN = Path(__file__).parents[3] / "shared" / "data" / "jetstream" / "golden_v1.jsonl"
AT = 1_779_719_009 * MICROS
Watch = Callable[[JetstreamServer, list[str]], Callable[[], DeskView]]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Open what ``controlroom --live --watch WORDS --source URL`` opens."""
    opened: list[OpenRoom] = []

    def watch(server: JetstreamServer, words: list[str]) -> Callable[[], DeskView]:
        plan = plan_of(parse(["--live", "--source", server.url, "--watch", *words]))
        clock = NightClock.starting_at(AT + 90 * MICROS)
        plan = replace(plan, where=tmp_path / "data", live_clock=clock, tick_s=0.02)
        opened.append(OpenRoom(plan))
        return opened[-1].room.desk

    yield watch
    for one in opened:
        one.close()


def counted(view: DeskView) -> dict[str, int]:
    """Mentions by curve: the area under it (a mention a minute, for a minute)."""
    return {
        curve.label if curve.slug else "all": round(float(np.nansum(curve.values)) / 60)
        for curve in view.chart.curves
    }


def test_the_network_s_own_example(watch: Watch) -> None:
    if not GOLDEN.exists():
        pytest.skip("the network's own example lines are not on this machine")
    lines = GOLDEN.read_text("utf-8").splitlines()
    moved_on = json.dumps(post_event("and on", AT + 80 * MICROS, "later"))
    with JetstreamServer([*lines, moved_on]) as server:
        desk = watch(server, ["good time", "stadium"])
        eventually(lambda: sum(counted(desk()).values()) > 0)
        seen = counted(desk())
        assert seen.pop("all", 0) == 1
        assert seen == {"good time": 1, "stadium": 0}
        assert desk().state is RoomState.PREP
        assert desk().prep is None, "the desk is shown as it runs"


def test_only_what_is_watched_is_counted_and_what_comes_later_too(watch: Watch) -> None:
    def said(number: int, text: str) -> str:
        at = AT + (number % 40) * MICROS
        return json.dumps(post_event(text, at, f"post{number}"))

    dark = [said(number, "The LIGHTS are out!") for number in range(30)]
    both = [said(number, "lights and football") for number in range(30, 35)]
    other = [said(number, "delights of the footballer") for number in range(35, 60)]
    with JetstreamServer([*dark, *both, *other]) as server:
        desk = watch(server, ["lights", "football"])
        server.send(json.dumps(post_event("and on", AT + 80 * MICROS, "later")))
        eventually(lambda: counted(desk()).get("lights") == 35)
        seen = counted(desk())
        assert seen["football"] == 5
        assert seen["all"] == 35
        server.send(
            *(json.dumps(post_event("lights!", AT + 81 * MICROS, f"more{n}")) for n in range(4)),
            json.dumps(post_event("and on", AT + 98 * MICROS, "even later")),
        )
        eventually(lambda: counted(desk())["lights"] == 39)
