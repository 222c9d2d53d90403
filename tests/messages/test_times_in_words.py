"""Times and lengths of time as people read them, in zones and across the change of the clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.messages import At, Span

NEW_YORK, NEW_ORLEANS, LONDON = "America/New_York", "America/Chicago", "Europe/London"


def utc(*when: int) -> int:
    return int(dt.datetime(*when, tzinfo=dt.UTC).timestamp()) * 1_000_000  # type: ignore[misc]


BLACKOUT = utc(2013, 2, 4, 1, 37, 30)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("", "20:37:30"),
        ("hms", "20:37:30"),
        ("hm", "20:37"),
        ("hmz", "20:37:30 EST"),
        ("day", "3 Feb"),
        ("date", "Sun 3 Feb"),
        ("year", "2013"),
        ("zone", "EST"),
    ],
)
def test_one_moment_in_all_its_forms(spec: str, words: str) -> None:
    assert f"{At(BLACKOUT, NEW_YORK):{spec}}" == words


def test_the_same_moment_in_other_places() -> None:
    assert f"{At(BLACKOUT, NEW_ORLEANS):hmz}" == "19:37:30 CST"
    assert f"{At(BLACKOUT, LONDON):hmz}" == "01:37:30 GMT"
    assert f"{At(BLACKOUT, LONDON):date}" == "Mon 4 Feb"
    assert f"{At(BLACKOUT, 'Asia/Kolkata'):hm}" == "07:07"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first, second = utc(2013, 11, 3, 5, 30, 0), utc(2013, 11, 3, 6, 30, 0)
    assert f"{At(first, NEW_YORK):hmz}" == "01:30:00 EDT"
    assert f"{At(second, NEW_YORK):hmz}" == "01:30:00 EST"


def test_the_hour_that_is_missing_is_not_shown() -> None:
    before, after = utc(2013, 3, 10, 6, 59, 59), utc(2013, 3, 10, 7, 0, 0)
    assert f"{At(before, NEW_YORK):hmz}" == "01:59:59 EST"
    assert f"{At(after, NEW_YORK):hmz}" == "03:00:00 EDT"


def test_fractions_are_cut_and_never_rounded_into_the_next_second() -> None:
    assert f"{At(utc(2013, 2, 4, 4, 59, 59) + 999_999, NEW_YORK):hms}" == "23:59:59"


@given(
    st.integers(-(10**15), 4 * 10**15),
    st.sampled_from([NEW_YORK, LONDON, "Pacific/Apia", "Australia/Lord_Howe", "UTC"]),
)
def test_a_wall_time_means_the_moment_it_was_made_from(micros: int, zone: str) -> None:
    local = At(micros, zone).local()
    assert local.tzinfo == ZoneInfo(zone)
    # In UTC, since arithmetic between two wall times of one zone leaves the change out.
    since = local.astimezone(dt.UTC) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert since // dt.timedelta(microseconds=1) == micros
    assert f"{At(micros, zone):hm}" == f"{local.hour:02}:{local.minute:02}"


@given(st.integers(), st.sampled_from([NEW_YORK, LONDON, "Pacific/Apia", "Asia/Tokyo", "UTC"]))
def test_no_time_is_too_far_away_to_be_shown(micros: int, zone: str) -> None:
    at = At(micros, zone)
    assert 1 <= at.local().year <= 9999
    assert f"{at:date} {at:year}".split()[-1] == str(at.local().year)


@pytest.mark.parametrize(("micros", "year"), [(-(10**18), "1"), (10**18, "9999"), (10**40, "9999")])
def test_what_is_outside_the_calendar_is_shown_at_its_end(micros: int, year: str) -> None:
    assert f"{At(micros, NEW_YORK):year}" == year


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.9, "0 s"),
        (59.99, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (370, "6 min 10 s"),
        (599, "9 min 59 s"),
        (601, "10 min"),
        (3599, "59 min"),
        (3600, "1 h 0 min"),
        (5400, "1 h 30 min"),
        (86_399, "23 h 59 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_a_length_in_words(seconds: float, words: str) -> None:
    assert f"{Span(seconds)}" == words
    assert f"{Span(seconds):words}" == words
    assert f"{Span(seconds):plus}" == f"+{words}"


@pytest.mark.parametrize(
    ("seconds", "clock", "short", "tenths"),
    [
        (0, "00:00:00", "00:00", "0.0 s"),
        (3.84, "00:00:03", "00:03", "3.8 s"),
        (750, "00:12:30", "12:30", "750.0 s"),
        (4330, "01:12:10", "1:12:10", "4330.0 s"),
        (360_000, "100:00:00", "100:00:00", "360000.0 s"),
    ],
)
def test_a_length_as_a_clock(seconds: float, clock: str, short: str, tenths: str) -> None:
    span = Span(seconds)
    assert (f"{span:clock}", f"{span:short}", f"{span:tenths}") == (clock, short, tenths)


@given(st.floats(0, 10**7))
def test_a_clock_reads_back_as_its_whole_seconds(seconds: float) -> None:
    hours, minutes, rest = f"{Span(seconds):clock}".split(":")
    assert int(hours) * 3600 + int(minutes) * 60 + int(rest) == int(seconds)
    assert int(minutes) < 60
    assert int(rest) < 60
