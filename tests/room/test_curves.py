"""What the chart reads from the counts: few lines, steady places, true sums, and cheaply."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from controlroom.desk.chart_look import SPANS, By, ChartLook, Kind, Stretch
from controlroom.desk.chart_readings import Readings, value_times
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import CONTEXT, GROUPS, WatchTerm
from controlroom.mentions.counts import ANY, Counts, Window
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.spikes import Spike
from controlroom.room.chart_csv import csv_of
from controlroom.room.curves import CurveReader, brand_per_minute
from tests.room.still_room import bundled

START = 1_780_000_000
S = 1_000_000


@dataclass
class Counted:
    """Counts as a feed, and how much was asked of them."""

    counts: Counts
    until: int
    spikes: tuple[Spike, ...] = ()
    asked: list[tuple[int, int]] = field(default_factory=list)

    def start(self, sources: Sequence[Any], terms: Sequence[WatchTerm]) -> None: ...
    def set_terms(self, terms: Sequence[WatchTerm]) -> None: ...
    def set_own(self, posts: Sequence[tuple[str, str]]) -> None: ...
    def stop(self, wait_s: float = 0.0) -> bool:
        return True

    def snapshot(self) -> MentionSnapshot:
        return MentionSnapshot(fed_from_s=START, fed_until_s=self.until, spikes=self.spikes)

    def window(
        self, start_s: int, seconds: int, step: int, slugs: Sequence[str] = (ANY,), over: int = 0
    ) -> Window:
        self.asked.append((seconds, len(slugs)))
        return self.counts.window(start_s, seconds, step, slugs, over)


def event_with(*groups: str) -> LiveEvent:
    """An event whose terms t0, t1 … are in these groups."""
    terms = tuple(
        WatchTerm(f"t{n}", f"Term {n}", group, (f"word{n}",)) for n, group in enumerate(groups)
    )
    return replace(bundled(), terms=terms)


def counted(event: LiveEvent, rates: Sequence[float], seconds: int) -> Counted:
    """``seconds`` of steady counts a second for each term, and their sum for "any"."""
    counts = Counts()
    slugs = [term.slug for term in event.terms]
    counts.set_terms(slugs)
    chance = np.random.default_rng(5)
    rows = chance.poisson(np.array(rates)[:, None], (len(slugs), seconds)).astype(np.int32)
    seconds_ = np.arange(START, START + seconds, dtype=np.int64)
    counts.merge(slugs, seconds_, np.concatenate([rows.sum(axis=0, dtype=np.int32)[None], rows]))
    counts.set_fed(START, START + seconds)
    return Counted(counts, START + seconds)


def read(feed: Counted, event: LiveEvent, look: ChartLook | None = None) -> Readings:
    return CurveReader().read(feed, event, look or ChartLook(), feed.until * S)


def test_the_three_highest_beside_all_of_them_and_never_the_context() -> None:
    event = event_with("event", "players", "event", "players", "brand", "solemn", CONTEXT)
    feed = counted(event, [1, 40, 30, 20, 500, 0, 900], 900)
    names = [line.name for line in read(feed, event).lines]
    assert names[0] == ""
    assert set(names[1:]) == {"t1", "t2", "t3"}


def test_a_solemn_line_that_rises_takes_the_last_place() -> None:
    event = event_with("event", "players", "event", "players", "solemn")
    feed = counted(event, [10, 40, 30, 20, 8], 900)
    assert {line.name for line in read(feed, event).lines} == {"", "t1", "t2", "t4"}


def test_a_line_keeps_its_colour_while_others_come_and_go() -> None:
    event = event_with("event", "players", "event", "players")
    feed = counted(event, [10, 40, 30, 20], 900)
    reader = CurveReader()
    before = {
        one.name: one.place for one in reader.read(feed, event, ChartLook(), feed.until * S).lines
    }
    assert set(before) == {"", "t1", "t2", "t3"}
    later = np.arange(feed.until, feed.until + 60, dtype=np.int64)
    rows = np.zeros((5, 60), np.int32)
    rows[:] = np.array([[190], [100], [40], [30], [20]])
    feed.counts.merge(["t0", "t1", "t2", "t3"], later, rows)
    feed.until += 60
    feed.counts.set_fed(START, feed.until)
    after = {
        one.name: one.place for one in reader.read(feed, event, ChartLook(), feed.until * S).lines
    }
    assert set(after) == {"", "t0", "t1", "t2"}
    assert after["t0"] == before["t3"]
    assert all(after[name] == before[name] for name in ("", "t1", "t2"))


def test_two_of_a_height_do_not_take_turns() -> None:
    event = event_with(*["event"] * 4)
    feed = counted(event, [40, 40, 40, 40], 900)
    reader = CurveReader()
    seen = set()
    for second in range(600, 900, 3):
        feed.until = START + second
        lines = reader.read(feed, event, ChartLook(), feed.until * S).lines
        seen.add(frozenset(line.name for line in lines))
    assert len(seen) <= 2


@pytest.mark.parametrize("span", SPANS[:4])
def test_every_value_is_the_mean_of_what_was_counted(span: int) -> None:
    event = event_with("event", "players")
    feed = counted(event, [3, 5], min(span, 12 * 3_600 - 60) + 400)
    got = read(feed, event, ChartLook(span_s=span))
    line = next(one for one in got.lines if one.name == "t1")
    times = value_times(got.end_s, got.step, len(line.rates))
    for place in (-1, -2, len(times) // 2):
        end = int(times[place])
        true = feed.counts.window(end - got.over, got.over, got.over, ("t1",)).rates[0, 0]
        assert line.rates[place] == pytest.approx(true)
    assert len(line.rates) <= 721


def test_a_group_is_the_sum_of_its_terms() -> None:
    event = event_with("players", "players", "brand")
    feed = counted(event, [3, 5, 1], 900)
    got = read(feed, event, ChartLook(by=By.GROUPS))
    lines = {line.name: line for line in got.lines}
    assert set(lines) == {"players", "brand"}
    assert lines["brand"].place == GROUPS.index("brand")
    parts = feed.counts.window(got.end_s - 720, 720, 1, ("t0", "t1"), 15).rates
    assert np.allclose(lines["players"].rates[-600:], parts.sum(axis=0)[-600:])


def test_our_brand_in_the_head_is_the_sum_of_its_terms() -> None:
    event = event_with("brand", "event", "brand")
    feed = counted(event, [2, 50, 5], 900)
    now = feed.until
    rows = feed.counts.window(now - 60, 60, 60, ("t0", "t2")).rates
    assert brand_per_minute(feed, event, now * S) == round(float(rows.sum()))
    group = read(feed, event, ChartLook(by=By.GROUPS)).lines
    assert next(line for line in group if line.name == "brand").slugs == ("t0", "t2")
    assert brand_per_minute(feed, event_with("event"), now * S) is None


def test_share_of_voice_is_the_brand_against_each_rival_and_the_rest_of_them() -> None:
    event = event_with("brand", "brand", *["rivals"] * 6, "event")
    feed = counted(event, [5, 5, 1, 9, 2, 8, 7, 1, 50], 900)
    got = read(feed, event, ChartLook(kind=Kind.SHARE))
    assert [line.name for line in got.lines] == ["brand", "t3", "t5", "t6", "rivals"]
    assert got.lines[0].slugs == ("t0", "t1")
    assert got.lines[-1].slugs == ("t2", "t4", "t7")
    assert read(feed, event_with(*["event"] * 9), ChartLook(kind=Kind.SHARE)).lines == ()


def test_of_two_hundred_terms_the_twelve_highest_get_a_tile() -> None:
    event = event_with(*["event"] * 200)
    feed = counted(event, [1.0 + (n % 50 == 0) * 50 + (n % 25 == 0) * 20 for n in range(200)], 900)
    got = read(feed, event, ChartLook(kind=Kind.TILES))
    assert len(got.lines) == 12
    assert got.terms == 200
    assert {f"t{n}" for n in range(0, 200, 25)} <= {line.name for line in got.lines}


def test_which_tiles_are_high_is_found_again_every_ten_seconds() -> None:
    event = event_with(*["event"] * 200)
    feed = counted(event, [1.0] * 200, 900)
    reader, look = CurveReader(), ChartLook(kind=Kind.TILES)
    whole: list[int] = []
    for second in range(31):
        feed.asked.clear()
        reader.read(feed, event, look, (feed.until + second) * S)
        whole.append(sum(1 for _, terms in feed.asked if terms == 200))
    assert [second for second, looks in enumerate(whole) if looks] == [0, 10, 20, 30]
    # A spike is looked at at once.
    feed.spikes = (Spike((feed.until + 31) * S, 9.0, why=("dark",), terms=("t19",)),)
    feed.asked.clear()
    reader.read(feed, event, look, (feed.until + 32) * S)
    assert any(terms == 200 for _, terms in feed.asked)


def test_looking_back_at_a_spike_shows_the_line_that_made_it() -> None:
    event = event_with(*["event"] * 30)
    feed = counted(event, [10.0] * 30, 7_200)
    burst = np.arange(START + 3_000, START + 3_040, dtype=np.int64)
    rows = np.zeros((31, 40), np.int32)
    rows[[0, 20]] = 200
    feed.counts.merge([f"t{n}" for n in range(30)], burst, rows)
    feed.spikes = (Spike((START + 3_006) * S, 9.0, why=("dark",), terms=("t19",)),)
    look = ChartLook(back=Stretch(START + 600, START + 6_000))
    assert "t19" in {line.name for line in read(feed, event, look).lines}


def test_the_same_second_is_read_once_and_the_past_seldom() -> None:
    event = event_with("event", "players")
    feed = counted(event, [3, 5], 3_000)
    reader = CurveReader()
    first = reader.read(feed, event, ChartLook(), feed.until * S)
    asked = len(feed.asked)
    assert reader.read(feed, event, ChartLook(), feed.until * S + 900_000) is first
    assert len(feed.asked) == asked
    past = ChartLook(back=Stretch(START + 600, START + 1_200))
    reader.read(feed, event, past, feed.until * S)
    asked = len(feed.asked)
    reader.read(feed, event, past, (feed.until + 3) * S)
    assert len(feed.asked) == asked


def test_a_wide_chart_of_many_terms_asks_for_little_each_second() -> None:
    event = event_with(*["players"] * 100)
    feed = counted(event, [1.0] * 100, 3 * 3_600)
    reader, look = CurveReader(), ChartLook(span_s=3 * 3_600, by=By.GROUPS)
    reader.read(feed, event, look, feed.until * S)
    feed.asked.clear()
    for second in range(1, 130):
        reader.read(feed, event, look, (feed.until + second) * S)
    assert max(seconds * terms for seconds, terms in feed.asked) <= 101 * 200


@pytest.mark.parametrize("every_s", [1, 7])
def test_what_comes_late_is_on_a_wide_chart_within_a_minute(every_s: int) -> None:
    event = event_with("players", "event")
    feed = counted(event, [1.0, 2.0], 3 * 3_600)
    reader, look = CurveReader(), ChartLook(span_s=3 * 3_600, by=By.GROUPS)
    reader.read(feed, event, look, feed.until * S)
    late = np.arange(START + 2_000, feed.until - 300, 500, dtype=np.int64)
    feed.counts.merge(["t0", "t1"], late, np.full((3, len(late)), 600, np.int32))
    for second in range(every_s, 78, every_s):
        last = reader.read(feed, event, look, (feed.until + second) * S)
    fresh = CurveReader().read(feed, event, look, (feed.until + second) * S)
    for line, true in zip(last.lines, fresh.lines, strict=True):
        assert np.allclose(line.rates, true.rates, equal_nan=True)


def test_the_night_is_there_from_its_beginning_on() -> None:
    event = event_with("event")
    feed = counted(event, [6], 7_200)
    night = read(feed, event).night
    assert night is not None
    assert night.start_s <= START
    assert len(night.rates) <= 481
    assert np.nanmean(night.rates) == pytest.approx(360, rel=0.05)


def test_the_table_has_what_was_counted_and_its_sums_are_true() -> None:
    event = event_with("event", "players")
    feed = counted(event, [3, 5], 900)
    got = read(feed, event)
    lines = csv_of(feed, event, got).splitlines()
    assert lines[0] == "time,term,count"
    table = [line.split(",") for line in lines[1:]]
    assert len(table) == 720 * 3
    assert table[0][0] == "2026-05-28T20:29:40Z"
    for name, slug in (("any", ANY), ("Term 0", "t0"), ("Term 1", "t1")):
        rates = feed.counts.window(got.start_s, 720, 1, (slug,)).rates
        assert sum(int(row[2]) for row in table if row[1] == name) == round(rates.sum() / 60)
    # The number at the line's end is that of its last rows.
    last = [int(row[2]) for row in table if row[1] == "Term 1"][-15:]
    shown = next(line for line in got.lines if line.name == "t1").rates[-1]
    assert sum(last) * 4 == pytest.approx(float(shown))


def test_twelve_minutes_of_the_day_before_are_known_by_the_minute() -> None:
    event = event_with("event", "players")
    feed = counted(event, [3, 5], 1_800)
    much_later = np.array([START + 20 * 3_600], np.int64)
    feed.counts.merge(["t0", "t1"], much_later, np.ones((3, 1), np.int32))
    feed.until = START + 20 * 3_600 + 1
    feed.counts.set_fed(START + 20 * 3_600 - 60, feed.until)
    look = ChartLook(back=Stretch(START + 605, START + 605 + 720))
    got = read(feed, event, look)
    line = next(one for one in got.lines if one.name == "t1")
    assert got.step == 60
    assert np.isfinite(line.rates).all()
    assert np.nanmean(line.rates) == pytest.approx(300, rel=0.05)
    rows = csv_of(feed, event, got).splitlines()[1:]
    total = sum(int(row.split(",")[2]) for row in rows if row.split(",")[1] == "Term 1")
    assert total == pytest.approx(5 * 720, rel=0.1)
