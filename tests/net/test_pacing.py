"""How long a network wants us to wait, in every spelling."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.clock import MICROS, ManualClock
from controlroom.net.http import Answer
from controlroom.net.pacing import Pacing

NOW = 1_790_000_000
DAY = 86_400
HERE = datetime.fromtimestamp(NOW, UTC)


def waits(answer: Answer) -> float | None:
    """Seconds from now that the lane is closed after ``answer``."""
    pacing = Pacing(ManualClock(NOW * MICROS))
    until = pacing.note("host", answer)
    assert pacing.until("host") == until
    return None if until is None else (until - NOW * MICROS) / MICROS


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (200, {}, None),
        (500, {"retry-after": "9"}, None),
        (429, {"retry-after": "9"}, 9),
        (503, {"retry-after": "9"}, 9),
        (429, {"retry-after": format_datetime(HERE + timedelta(seconds=75), usegmt=True)}, 75),
        (429, {}, 30),
        (429, {"retry-after": "soon"}, 30),
        (429, {"retry-after": "nan"}, 30),
        (429, {"retry-after": "99999999"}, DAY),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": str(NOW + 120)}, 120),  # Bluesky
        (200, {"ratelimit-remaining": "1", "ratelimit-reset": str(NOW + 120)}, None),
        (429, {"ratelimit-remaining": "1", "ratelimit-reset": str(NOW + 120)}, 120),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "120"}, 120),  # IETF draft
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": HERE.isoformat()}, None),
        (429, {"retry-after": "0"}, None),
        (
            200,
            {
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": (HERE + timedelta(seconds=60)).isoformat(),  # Mastodon
            },
            60,
        ),
        (200, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(NOW + 900)}, 900),  # X
    ],
)
def test_the_wait_is_what_the_headers_say(
    status: int, headers: dict[str, str], seconds: float | None
) -> None:
    assert waits(Answer(status, headers, b"")) == seconds


@pytest.mark.parametrize("ahead", [-7_200, 7_200])
def test_a_wrong_clock_here_does_not_change_the_wait(ahead: int) -> None:
    theirs = HERE + timedelta(seconds=ahead)
    headers = {
        "date": format_datetime(theirs, usegmt=True),
        "ratelimit-remaining": "0",
        "ratelimit-reset": str(NOW + ahead + 120),
    }
    assert waits(Answer(429, headers, b"")) == 120


def test_a_lane_opens_when_its_time_has_come_and_others_never_closed() -> None:
    clock = ManualClock(NOW * MICROS)
    pacing = Pacing(clock)
    pacing.note("host post", Answer(429, {"retry-after": "10"}, b""))
    assert pacing.until("host delete") is None
    clock.advance(9)
    assert pacing.seconds_left("host post") == 1
    clock.advance(1)
    assert pacing.until("host post") is None
    assert pacing.seconds_left("host post") == 0


def test_a_good_answer_opens_the_lane() -> None:
    pacing = Pacing(ManualClock(NOW * MICROS))
    pacing.note("host", Answer(429, {"retry-after": "10"}, b""))
    pacing.note("host", Answer(200, {"ratelimit-remaining": "7"}, b""))
    assert pacing.until("host") is None


NAMES = st.sampled_from(
    ["date", "retry-after", "ratelimit-reset", "ratelimit-remaining", "x-rate-limit-reset"]
)
NUMBERS = st.one_of(st.integers().map(str), st.floats().map(str))
DATES = st.datetimes().map(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT"))
TEXTS = st.one_of(NUMBERS, DATES, st.datetimes().map(str), st.text(max_size=30))


@given(st.sampled_from([200, 429, 503]), st.dictionaries(NAMES, TEXTS))
def test_no_header_breaks_it_or_closes_a_lane_for_longer_than_a_day(
    status: int, headers: dict[str, str]
) -> None:
    seconds = waits_or_free(Answer(status, headers, b""))
    assert 0 <= seconds <= DAY


def waits_or_free(answer: Answer) -> float:
    pacing = Pacing(ManualClock(NOW * MICROS))
    pacing.note("host", answer)
    return pacing.seconds_left("host")
