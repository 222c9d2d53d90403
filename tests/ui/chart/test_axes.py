"""Axes in round numbers and round local times, steady from one frame to the next."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chart.time_axis import now_label, time_ticks
from ui.chart.value_axis import LogAxis, ShareAxis, ValueAxis, short_number


def micros(wall: str, zone: str, fold: int = 0) -> int:
    local = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return round(local.timestamp()) * 1_000_000


def labels(start: str, end: str, zone: str, most: int = 6, fold: int = 0) -> list[str]:
    ticks = time_ticks(micros(start, zone), micros(end, zone, fold), zone, most)
    return [tick.label for tick in ticks]


def test_the_night_has_ticks_every_two_minutes_in_its_own_zone() -> None:
    shown = labels("2013-02-03 20:26:12", "2013-02-03 20:38:12", "America/New_York")
    assert shown == ["20:28", "20:30", "20:32", "20:34", "20:36", "20:38"]
    central = labels("2013-02-03 19:26:12", "2013-02-03 19:38:12", "America/Chicago")
    assert central[0] == "19:28"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    shown = labels("2012-11-04 00:10", "2012-11-04 02:50", "America/New_York", most=8)
    assert shown == ["00:30", "01:00", "01:30 EDT", "01:00 EST", "01:30", "02:00", "02:30"]


def test_the_hour_that_is_left_out_is_left_out() -> None:
    shown = labels("2013-03-10 00:10", "2013-03-10 05:50", "America/New_York", most=6)
    assert shown == ["01:00 EST", "03:00 EDT", "04:00", "05:00"]


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Kathmandu", "Australia/Eucla"])
def test_hours_are_whole_where_the_zone_is_not(zone: str) -> None:
    assert labels("2026-11-22 08:10", "2026-11-22 20:10", zone) == [
        "10:00", "12:00", "14:00", "16:00", "18:00", "20:00"
    ]  # fmt: skip


@given(
    st.integers(0, 2_000_000_000),
    st.integers(60, 200_000),
    st.sampled_from(["America/New_York", "Europe/London", "Asia/Kathmandu", "UTC"]),
    st.integers(2, 8),
)
def test_ticks_lie_inside_in_order_and_are_not_too_many(
    start: int, seconds: int, zone: str, most: int
) -> None:
    begin, end = start * 1_000_000, (start + seconds) * 1_000_000
    ticks = time_ticks(begin, end, zone, most)
    at = [tick.at for tick in ticks]
    assert at == sorted(set(at))
    assert all(begin <= tick <= end for tick in at)
    # One more at both ends, and the hours that come twice.
    assert len(ticks) <= most + 6


def test_now_is_written_to_the_second() -> None:
    zone = "America/New_York"
    assert now_label(micros("2013-02-03 20:38:12", zone), zone) == "20:38:12"


@given(st.floats(0, 1e9), st.sampled_from([3, 4]))
def test_the_highest_value_and_the_card_over_it_fit(most: float, ticks: int) -> None:
    axis = ValueAxis()
    axis.follow(most, ticks)
    assert axis.top >= most * 1.2
    assert 2 <= len(axis.ticks()) <= ticks + 1
    assert axis.ticks()[-1].value < axis.top


@given(st.floats(10, 1e6), st.lists(st.floats(0.75, 1.25), max_size=30))
def test_the_axis_stands_still_while_values_sway_by_a_quarter(
    level: float, sway: list[float]
) -> None:
    axis = ValueAxis()
    axis.follow(level * 1.25, 4)
    assert not any(axis.follow(level * part, 4) for part in sway)


def test_a_spike_raises_the_axis_at_once_and_a_calm_lowers_it() -> None:
    axis = ValueAxis()
    axis.follow(60_000, 4)
    assert axis.follow(231_500, 4)
    assert [tick.label for tick in axis.ticks()] == ["0", "100k", "200k", "300k"]
    assert axis.follow(20_000, 4)
    assert axis.top < 60_000


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (850, "850"), (1500, "1.5k"), (300_000, "300k"), (1_200_000, "1.2M")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert short_number(value) == text


@given(st.floats(0, 1e9), st.sampled_from([0, -2]))
def test_a_logarithmic_axis_has_powers_of_ten_and_room_above(most: float, least: int) -> None:
    axis = LogAxis(least)
    axis.follow(most, 4)
    foot, head = axis.decades
    assert 10**head >= most * 1.2
    assert 1 <= len(axis.ticks()) <= 6
    assert axis.ticks()[0].label.startswith("≤")
    assert axis.ticks()[0].value == 10**foot


def test_a_logarithmic_axis_stands_still_while_values_sway() -> None:
    axis = LogAxis(0)
    axis.follow(50_000, 4)
    assert not any(axis.follow(50_000 * part, 4) for part in (0.7, 1.0, 1.1, 0.5))
    assert axis.follow(5_000_000, 4)


def test_shares_always_go_to_a_hundred() -> None:
    axis = ShareAxis()
    axis.follow(3.0, 4)
    assert [tick.label for tick in axis.ticks()] == ["0", "25", "50", "75", "100"]
    axis.follow(3.0, 3)
    assert [tick.label for tick in axis.ticks()] == ["0", "50", "100"]
