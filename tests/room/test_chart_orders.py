"""Orders about the chart, in a room: looking back while live goes on, and taking it along."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.desk.chart_look import Kind
from controlroom.messages import english
from tests.room.still_room import LIGHTS_OUT, StillRoom, bundled

PNG = base64.b64encode(b"\x89PNG and so on").decode()


@pytest.fixture
def live(tmp_path: Path) -> Iterator[StillRoom]:
    event = replace(
        bundled(),
        terms=tuple(
            replace(term, group="rivals") if term.slug == "49ers" else term
            for term in bundled().terms
        ),
    )
    with StillRoom(tmp_path / "data", LIGHTS_OUT + 60, feed=True, event=event) as room:
        room.order("go_live")
        yield room


def test_looking_back_stays_where_it_is_while_the_night_goes_on(live: StillRoom) -> None:
    live.order("chart_earlier")
    back = live.view.chart
    assert back.back is not None
    before = back.counting
    live.pass_time(30)
    assert live.view.chart.now == back.now
    assert live.view.chart.counting is not None
    assert live.view.chart.counting != before
    assert live.view.chart.night is not None
    assert live.view.chart.night.now > back.now
    live.order("chart_back")
    assert live.view.chart.back is None
    assert live.view.chart.now == live.clock.now() // 1_000_000 * 1_000_000


def test_forth_comes_to_live_and_before_the_feed_there_is_nothing(live: StillRoom) -> None:
    live.order("chart_earlier")
    live.order("chart_later")
    assert live.view.chart.back is None
    start = live.starts + (LIGHTS_OUT - 2_300) * 1_000_000
    live.order("chart_look_at", **{"from": str(start), "until": str(start + 600_000_000)})
    live.order("chart_earlier")
    assert "nothing earlier" in live.refused("chart_earlier")


def test_a_stretch_that_is_dragged_over_is_shown_exactly(live: StillRoom) -> None:
    start = live.starts + (LIGHTS_OUT - 600) * 1_000_000
    live.order("chart_look_at", **{"from": str(start), "until": str(start + 240_000_000)})
    chart = live.view.chart
    assert (chart.now, chart.seconds) == (start + 240_000_000, 240)
    assert not any(one.chosen for one in chart.controls[0])


def test_more_than_two_days_ago_nothing_is_looked_at(live: StillRoom) -> None:
    start = live.starts + (LIGHTS_OUT - 600) * 1_000_000
    live.order("chart_look_at", **{"from": "0", "until": str(start)})
    chart = live.view.chart
    assert chart.now == start
    assert chart.seconds < 48 * 3_600
    assert sum(len(line.values) for line in chart.curves) < 5_000
    live.order("chart_look_at", **{"from": "0", "until": "1000000"})
    assert live.view.chart.seconds <= 60


def test_spans_units_scales_and_kinds_are_chosen_and_undone(live: StillRoom) -> None:
    live.order("chart_span", seconds="3600")
    assert live.view.chart.seconds == 3_600
    assert 700 < len(live.view.chart.curves[0].values) <= 721
    assert "48 hours" in live.refused("chart_span", seconds="999999")
    live.order("chart_closer")
    assert live.view.chart.seconds == 720
    live.order("chart_log")
    assert live.view.chart.log
    live.order("chart_share")
    assert live.view.chart.kind is Kind.SHARE
    labels = [curve.label for curve in live.view.chart.curves]
    assert labels == ["Saltwick", "49ers"]
    live.order("chart_share")
    assert live.view.chart.kind is Kind.LINES
    live.order("chart_view")
    live.order("chart_view")
    assert live.view.chart.kind is Kind.TILES
    live.order("chart_view")
    assert live.view.chart.kind is Kind.LINES


def test_nothing_of_it_changes_what_take_would_do(live: StillRoom) -> None:
    live.stage("blackout-01", "lights-out")
    before = live.fingerprint
    for command in ("chart_earlier", "chart_log", "chart_by", "chart_tiles", "chart_wider"):
        live.order(command)
    assert live.fingerprint == before
    live.take()
    assert live.states == ["pending"] * 3


def test_the_numbers_are_written_where_they_were_wanted(live: StillRoom, tmp_path: Path) -> None:
    target = tmp_path / "night.csv"
    live.order("chart_export", path=str(target))
    lines = target.read_text("utf-8").splitlines()
    assert lines[0] == "time,term,count"
    terms = {line.split(",", 2)[1] for line in lines[1:]}
    assert "any" in terms
    assert len(lines) == 1 + len(live.view.chart.curves) * 720
    assert live.view.notice is not None
    assert "night.csv" in english(live.view.notice)
    assert [path.name for path in tmp_path.glob("*.csv*")] == ["night.csv"]


def test_a_picture_is_written_as_the_window_drew_it(live: StillRoom, tmp_path: Path) -> None:
    live.order("chart_export", path=str(tmp_path / "night.png"), picture=PNG)
    assert (tmp_path / "night.png").read_bytes() == b"\x89PNG and so on"
    assert "window" in live.refused("chart_export", path=str(tmp_path / "other.png"))


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(
    live: StillRoom, tmp_path: Path
) -> None:
    assert "not saved" in live.refused("chart_export", path=str(tmp_path / "no" / "night.csv"))


def test_without_a_feed_there_is_nothing_to_look_at_or_to_save(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data") as room:
        assert "nothing to look back at" in room.refused("chart_earlier")
        assert "Nothing is drawn" in room.refused("chart_export", path=str(tmp_path / "a.csv"))
        assert "No feed" in english(room.view.chart.hint)


def test_another_night_is_not_looked_back_at(live: StillRoom) -> None:
    live.order("chart_earlier")
    live.order("wrap")
    live.order("prep")
    live.order("rehearse")
    live.pass_time(40)
    assert live.view.chart.back is None
