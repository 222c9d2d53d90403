"""The spotter marks what happens, and leaves surprises to the operator for a minute."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.moment import Anchor
from controlroom.rehearsal.spotter import SURPRISE_LEFT_S, due_marks
from tests.desk.facts_for import BLACKOUT, S, bundled, marked

EVENT = bundled()
ACTUAL = {"kick-off": BLACKOUT - 7000 * S, "lights-out": BLACKOUT, "lights-back": BLACKOUT + S}


def test_what_was_planned_is_marked_as_it_happens() -> None:
    at = ACTUAL["kick-off"]
    assert due_marks(EVENT, ACTUAL, at - 1) == ()
    assert due_marks(EVENT, ACTUAL, at) == (("kick-off", at),)


def test_a_surprise_is_left_to_the_operator_for_a_minute() -> None:
    event = marked(EVENT, kick_off=ACTUAL["kick-off"])
    assert due_marks(event, ACTUAL, BLACKOUT + SURPRISE_LEFT_S * S - 1) == ()
    assert due_marks(event, ACTUAL, BLACKOUT + SURPRISE_LEFT_S * S) == (("lights-out", BLACKOUT),)


def test_what_somebody_marked_or_skipped_is_left_alone() -> None:
    event = marked(EVENT, kick_off=ACTUAL["kick-off"], lights_out=BLACKOUT + 7 * S)
    event = event.with_moment(replace(event.moment("lights-back"), skipped=True))
    assert due_marks(event, ACTUAL, BLACKOUT + 3600 * S) == ()


def test_what_nobody_knows_the_time_of_is_never_marked() -> None:
    assert due_marks(EVENT, {}, EVENT.ends) == ()
    assert due_marks(EVENT, {"no-such-moment": 1}, EVENT.ends) == ()


SLUGS = [moment.slug for moment in EVENT.moments]


@given(
    st.dictionaries(st.sampled_from(SLUGS), st.integers(0, 10_000)),
    st.integers(0, 12_000),
)
def test_marks_come_in_the_order_things_happened_and_never_early(
    seconds: dict[str, int], now_s: int
) -> None:
    actual = {slug: EVENT.starts + at * S for slug, at in seconds.items()}
    now = EVENT.starts + now_s * S
    due = due_marks(EVENT, actual, now)
    assert [at for _, at in due] == sorted(at for _, at in due)
    for slug, at in due:
        assert at == actual[slug] <= now
    left = {slug for slug in actual if slug not in dict(due)}
    for slug in left:
        patience = SURPRISE_LEFT_S if EVENT.moment(slug).anchor is Anchor.FLOAT else 0
        assert actual[slug] + patience * S > now
