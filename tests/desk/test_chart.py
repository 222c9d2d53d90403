"""The mention chart: its lines, marks and sentences, from what was counted."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.desk.chart import chart
from controlroom.desk.chart_look import SPANS, By, ChartLook, Kind, Stretch, Unit, step_of
from controlroom.desk.chart_readings import (
    NightLine,
    Reading,
    Readings,
    SpikeMark,
    value_times,
)
from controlroom.desk.chart_view import ChartView
from controlroom.event.delivery import DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, english
from tests.desk.facts_for import BLACKOUT, FEED, S, bundled, facts_for, rows, staged

NOW = BLACKOUT + 20 * S
NOW_S = NOW // S


def readings(seconds: int = 720, end_s: int = NOW_S, **other: Any) -> Readings:
    """All terms at 21,500 and power at 12 a minute."""
    step = step_of(seconds)
    count = len(range(0, seconds, step)) + (step > 1)
    rates = np.full(count, 21_500, np.float32)
    made = Readings(
        start_s=end_s - seconds,
        end_s=end_s,
        step=step,
        over=max(15, step),
        lines=(
            Reading("", 0, rates, slugs=("any",)),
            Reading("power", 1, np.full(count, 12, np.float32), slugs=("power",)),
        ),
        any=rates,
        terms=7,
        from_s=NOW_S - 4 * 3_600,
    )
    return replace(made, **other)


def view(look: ChartLook | None = None, read: Readings | None = None, **other: Any) -> ChartView:
    look = look or ChartLook()
    return chart(facts_for(look=look, readings=read or readings(), **other))


def words(what: Message | None) -> str:
    return english(what) if what is not None else ""


# Looking


@given(
    st.integers(60, 48 * 3_600),
    st.lists(st.sampled_from(["wider", "closer", "back", "forth", "live"]), max_size=20),
)
def test_wherever_one_looks_the_chart_never_ends_after_now(span: int, moves: list[str]) -> None:
    look, now_s, began = ChartLook(span_s=span), 1_780_000_000, 1_780_000_000 - 6 * 3_600
    for move in moves:
        match move:
            case "wider":
                look = look.wider(now_s)
            case "closer":
                look = look.closer(now_s)
            case "live":
                look = look.live()
            case _:
                look = look.moved(0.5 if move == "forth" else -0.5, now_s, began)
        at = look.stretch(now_s)
        assert at.end_s <= now_s
        assert at.seconds >= 60
        assert look.is_live(now_s) is (at.end_s == now_s)
        now_s += 1
    assert look.live().is_live(now_s)


def test_forth_far_enough_is_live_again_and_wider_goes_round() -> None:
    look = ChartLook().moved(-0.5, NOW_S, 0)
    assert look.stretch(NOW_S) == Stretch(NOW_S - 1_080, NOW_S - 360)
    assert look.moved(0.5, NOW_S, 0).is_live(NOW_S)
    spans = [ChartLook()]
    for _ in SPANS:
        spans.append(spans[-1].wider(NOW_S))
    assert [one.span_s for one in spans] == [*SPANS, SPANS[0]]
    assert ChartLook().closer(NOW_S).span_s == SPANS[0]


@given(st.integers(1, 48 * 3_600), st.integers(10**6, 2 * 10**9))
def test_a_line_never_has_more_than_fifteen_hundred_values(seconds: int, end: int) -> None:
    step = step_of(seconds)
    times = value_times(end, step, seconds // step + 1)
    assert len(times) <= 1_500
    assert times[-1] == end
    assert (np.diff(times) > 0).all()
    assert (times[:-1] % step == 0).all()


# Lines


def test_a_second_is_a_sixtieth_of_a_minute_and_says_so() -> None:
    by_minute, by_second = view(), view(ChartLook(unit=Unit.SECOND))
    assert words(by_minute.title) == "Mentions a minute"
    assert words(by_second.title) == "Mentions a second"
    assert [words(one.last) for one in by_minute.curves] == ["21.5k", "12"]
    assert [words(one.last) for one in by_second.curves] == ["358", "0.2"]
    for one, other in zip(by_minute.curves, by_second.curves, strict=True):
        assert np.allclose(one.values, other.values * 60)


def test_shares_sum_to_a_hundred_and_nothing_said_is_no_share() -> None:
    ours = np.array([0, 10, 10, 30], np.float32)
    theirs = np.array([0, 30, 30, 10], np.float32)
    read = readings(
        seconds=4,
        lines=(
            Reading("brand", 0, ours, group=True, slugs=("saltwick",)),
            Reading("49ers", 1, theirs, slugs=("49ers",)),
        ),
        any=ours + theirs,
    )
    shown = view(ChartLook(kind=Kind.SHARE), read)
    total = sum(curve.values for curve in shown.curves)
    assert np.isnan(total[0])
    assert np.allclose(total[1:], 100)
    assert [(one.label, words(one.last)) for one in shown.curves] == [
        ("Saltwick", "75 %"),
        ("49ers", "25 %"),
    ]
    assert "rivals" in words(shown.width)


def test_groups_say_that_they_are_sums() -> None:
    rates = np.full(720, 60, np.float32)
    lines = (Reading("players", 3, rates, group=True), Reading("brand", 0, rates, group=True))
    shown = view(ChartLook(by=By.GROUPS), readings(lines=lines))
    assert [one.label for one in shown.curves] == ["Players", "Saltwick"]
    assert "sum of its terms" in words(shown.width)


def test_a_floor_is_marked_and_its_number_too() -> None:
    floor = np.zeros(720, np.bool_)
    floor[-60:] = True
    shown = view(read=readings(floor=floor))
    assert shown.floors == ((NOW - 60 * S, NOW),)
    assert words(shown.floor) == "reading is a floor"
    assert words(shown.curves[0].last) == "≥ 21.5k"
    floor[-30:] = False
    assert words(view(read=readings(floor=floor)).curves[0].last) == "21.5k"


def test_a_gap_lies_between_counts_and_late_seconds_are_none() -> None:
    rates = np.full(720, 21_500, np.float32)
    rates[:50], rates[300:400], rates[718:] = np.nan, np.nan, np.nan
    shown = view(read=readings(any=rates))
    assert shown.gaps == ((NOW - 420 * S, NOW - 320 * S),)
    rates[:] = np.nan
    assert view(read=readings(any=rates)).gaps == ()


def test_tiles_say_what_they_leave_out() -> None:
    shown = view(ChartLook(kind=Kind.TILES), readings(terms=200))
    assert words(shown.more) == "198 more not drawn"
    assert view(read=readings(terms=200)).more is None


# Marks


SPIKES = (
    SpikeMark(BLACKOUT - 3_600 * S, 3.8, ("td", "jones"), "", solemn=False),
    SpikeMark(BLACKOUT - 350 * S, 2.2, ("kick",), "Third quarter begins", solemn=False),
    SpikeMark(BLACKOUT + 8 * S, 6.4, ("power", "lights"), "", solemn=False),
)


def test_moments_posts_and_spikes_are_marked_in_their_own_shapes() -> None:
    preview = staged("blackout-01", "lights-out")
    up = rows(preview, *(DeliveryState.VERIFIED,) * 3, taken=BLACKOUT + 5 * S)
    shown = view(read=readings(spikes=SPIKES), deliveries=up, on_air=up)
    marks = {(mark.shape, mark.at): mark for mark in shown.marks}
    moment = marks["moment", BLACKOUT]
    assert (moment.label, moment.tone) == ("Lights out", "on_air")
    post = marks["post", BLACKOUT + 11 * S]
    assert words(post.said) == "20:37:41 posted: Blackout 01"
    assert sum(mark.shape == "post" for mark in shown.marks) == 1, "one a TAKE"
    assert ("expected", SPIKES[1].at) in marks
    assert words(marks["spike", SPIKES[2].at].said).endswith("power, lights")
    # An hour ago lies outside these twelve minutes.
    assert ("spike", SPIKES[0].at) not in marks
    hours = view(ChartLook(span_s=3 * 3_600), readings(3 * 3_600, spikes=SPIKES))
    assert sum(mark.shape in ("spike", "expected") for mark in hours.marks) == 3


def test_what_was_retracted_is_a_ghost_and_a_rehearsal_has_no_red() -> None:
    preview = staged("blackout-01", "lights-out")
    gone = rows(preview, *(DeliveryState.RETRACTED,) * 3, taken=BLACKOUT + 5 * S)
    shown = view(deliveries=gone)
    assert [m.tone for m in shown.marks if m.shape == "post"] == ["ghost"]
    accepted = rows(preview, DeliveryState.ACCEPTED, taken=BLACKOUT + 5 * S)
    up = tuple(replace(row, rehearsal=True) for row in accepted)
    facts = facts_for(RoomState.REHEARSAL, readings=readings(), deliveries=up, on_air=up)
    assert all(mark.tone != "on_air" for mark in chart(facts).marks)
    assert any(mark.shape == "post" for mark in chart(facts).marks)
    # What was practised is no post of the real night.
    assert not any(mark.shape == "post" for mark in view(deliveries=up).marks)


# Looking back


def looking_back(start: int, end: int) -> ChartLook:
    return ChartLook(back=Stretch(NOW_S + start, NOW_S + end))


def test_looking_back_says_so_and_the_live_count_goes_on() -> None:
    look = looking_back(-4_000, -3_000)
    read = readings(1_000, NOW_S - 3_000, spikes=SPIKES)
    shown = view(look, read, mentions_now=231_500.0)
    assert words(shown.back) == "LOOKING BACK 19:31:10 – 19:47:50"
    assert words(shown.counting) == "now 231.5k a minute"
    assert shown.now == (NOW_S - 3_000) * S
    assert shown.band_from is None
    assert shown.spike is not None, "the spike of that time has its card"
    assert "3.8" in words(shown.spike.line)
    live = view(mentions_now=231_500.0)
    assert live.back is live.counting is None


def test_another_day_is_named() -> None:
    look = looking_back(-30 * 3_600, -29 * 3_600)
    shown = view(look, readings(3_600, NOW_S - 29 * 3_600))
    assert "Sat 2 Feb" in words(shown.back)


def test_a_stale_feed_is_no_matter_of_the_past() -> None:
    stale = replace(FEED, stale_from=BLACKOUT)
    assert view(feed=stale).stale_from == BLACKOUT
    past = view(looking_back(-2_000, -1_000), readings(1_000, NOW_S - 1_000), feed=stale)
    assert past.stale_from is None


def test_the_night_in_small_ends_now_whatever_is_looked_at() -> None:
    line = NightLine(NOW_S - 7_200, 15, np.full(480, 100, np.float32))
    look = looking_back(-4_000, -3_000)
    night = view(look, readings(1_000, NOW_S - 3_000, night=line, spikes=SPIKES)).night
    assert night is not None
    assert (night.start, night.now) == ((NOW_S - 7_200) * S, NOW)
    assert night.spikes == tuple(spike.at for spike in SPIKES)


# Nothing to draw


@pytest.mark.parametrize(
    ("look", "told", "sentence"),
    [
        (ChartLook(), {"readings": None}, "No feed is on."),
        (
            ChartLook(),
            {"readings": None, "event": replace(bundled(), terms=())},
            "No watch terms.",
        ),
        (ChartLook(kind=Kind.SHARE), {"readings": readings(lines=())}, "at least one rival"),
        (
            looking_back(-40_000, -39_000),
            {"readings": readings(1_000, NOW_S - 39_000)},
            "from 09:31 to 09:47. The feed began 16:37",
        ),
    ],
)
def test_an_empty_chart_says_what_is_missing(
    look: ChartLook, told: dict[str, Any], sentence: str
) -> None:
    shown = chart(facts_for(look=look, **told))
    assert sentence in words(shown.hint)


# Controls


def test_what_is_chosen_is_marked_and_what_means_nothing_is_not_offered() -> None:
    spans, kinds, more = view().controls
    assert [english(one.label) for one in spans] == ["12 min", "1 h", "3 h", "12 h", "48 h"]
    assert [one.chosen for one in spans] == [True, False, False, False, False]
    assert not any(one.chosen for one in (*kinds, *more))
    shares = view(ChartLook(kind=Kind.SHARE)).controls
    assert [one.command for one in shares[1] if one.chosen] == ["chart_share"]
    assert shares[2] == ()
    tiles = view(ChartLook(kind=Kind.TILES, common=False, log=True)).controls[2]
    assert {one.command for one in tiles if one.chosen} == {"chart_log", "chart_scale"}


def test_the_file_is_named_after_the_night_and_the_time() -> None:
    assert view().file == "mentions-super-bowl-xlvii-2013-02-03-203750"
