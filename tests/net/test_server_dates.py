"""What servers say the time is, as it is heard with every answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.net.http import Http
from controlroom.net.server_dates import MOST_HOSTS, ServerDates
from controlroom.room.clock_check import RECENT_S, clock_off_s
from tests.net.fake_server import Reply, fake_server

S = 1_000_000
NOON = 1_359_892_800 * S
DATE = "Sun, 03 Feb 2013 12:00:00 GMT"


def heard(*answers: tuple[str, str, float, int]) -> ServerDates:
    dates = ServerDates()
    for host, date, took_s, now in answers:
        dates.hear(host, {"date": date}, took_s, now)
    return dates


@pytest.mark.parametrize(
    ("took_s", "now", "off"),
    [
        (0.0, NOON + S // 2, 0.0),
        (0.4, NOON + S // 2, -0.2),
        (0.0, NOON + 90 * S, 89.5),
        (1.0, NOON - 60 * S, -61.0),
    ],
)
def test_half_the_round_trip_and_half_a_second_are_taken_off(
    took_s: float, now: int, off: float
) -> None:
    (date,) = heard(("a.test", DATE, took_s, now)).newest
    assert date.off_s == pytest.approx(off, abs=1e-3)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"date": ""},
        {"date": "soon"},
        {"date": "Sun, 99 Feb 2013 12:00:00 GMT"},
        {"date": DATE, "age": "30"},
    ],
)
def test_what_is_no_date_of_now_is_not_heard(headers: dict[str, str]) -> None:
    dates = ServerDates()
    dates.hear("a.test", headers, 0.1, NOON)
    assert dates.newest == ()


def test_a_slow_answer_tells_nothing_and_a_newer_one_replaces_the_older() -> None:
    assert heard(("a.test", DATE, 2.1, NOON)).newest == ()
    (date,) = heard(("a.test", DATE, 0, NOON), ("a.test", DATE, 0, NOON + 5 * S)).newest
    assert date.at == NOON + 5 * S


def test_only_so_many_hosts_are_remembered() -> None:
    dates = heard(*((f"{n}.test", DATE, 0.0, NOON + n) for n in range(MOST_HOSTS + 9)))
    assert len(dates.newest) == MOST_HOSTS
    assert dates.newest[-1].at == NOON + MOST_HOSTS + 8


@given(st.text(max_size=40), st.text(max_size=5))
def test_any_header_can_come(date: str, age: str) -> None:
    ServerDates().hear("a.test", {"date": date, "age": age}, 0.1, NOON)


def test_one_server_that_is_wrong_does_not_count_among_three() -> None:
    now = NOON + 10 * S
    right = [(f"{n}.test", "Sun, 03 Feb 2013 12:00:10 GMT", 0.0, now) for n in range(2)]
    dates = heard(*right, ("wrong.test", DATE, 0.0, now))
    off = clock_off_s(dates.newest, now)
    assert off == pytest.approx(-0.5)


def test_nobody_asked_or_long_ago_is_not_known() -> None:
    assert clock_off_s((), NOON) is None
    dates = heard(("a.test", DATE, 0.0, NOON)).newest
    assert clock_off_s(dates, NOON + RECENT_S * S) is not None
    assert clock_off_s(dates, NOON + RECENT_S * S + 1) is None


async def test_every_answer_is_heard() -> None:
    http = Http()
    try:
        async with fake_server(lambda request: Reply(404, headers={"Date": DATE})) as server:
            await http.ask("GET", f"{server.url}/nothing", deadline=5)
    finally:
        await http.close()
    (date,) = http.dates.newest
    assert date.off_s > 10 * 365 * 86_400, "it is long after 2013"
