"""When a moment is expected: what is planned, what was marked, what cannot move."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.live_event import GuardSettings, LiveEvent
from controlroom.event.moment import Anchor, HardTime, Moment
from controlroom.event.times import (
    current_moment,
    expected_times,
    next_moment,
    running_late_s,
    window_left_s,
)
from tests.posting.night import event_on

S = 1_000_000
MIN = 60
START = 1_359_930_000 * S


def at(minutes: float) -> int:
    return START + int(minutes * MIN) * S


def hard(slug: str, minutes: float, **other: object) -> Moment:
    when = at(minutes)
    made = Moment(slug, slug, slug, "s", Anchor.HARD, hard=HardTime("", "UTC", when), planned=when)
    return replace(made, **other)  # type: ignore[arg-type]


def soft(
    slug: str, after: str | None, minutes: float, offset_min: float = 0, **other: object
) -> Moment:
    made = Moment(
        slug,
        slug,
        slug,
        "s",
        Anchor.SOFT,
        planned=at(minutes),
        after=after,
        offset_s=int(offset_min * MIN),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def floating(slug: str, **other: object) -> Moment:
    return replace(Moment(slug, slug, slug, "s", Anchor.FLOAT), **other)  # type: ignore[arg-type]


def night(*moments: Moment) -> LiveEvent:
    return replace(event_on("bluesky"), moments=moments, settings=GuardSettings())


def minutes(event: LiveEvent) -> dict[str, float | None]:
    expected = expected_times(event).at
    return {
        slug: None if when is None else (when - START) / S / MIN for slug, when in expected.items()
    }


def test_each_anchor_has_its_time() -> None:
    event = night(hard("kick-off", 0), soft("half", "kick-off", 95, 95), floating("blackout"))
    assert minutes(event) == {"kick-off": 0, "half": 95, "blackout": None}


def test_what_follows_at_an_offset_moves_with_what_it_follows() -> None:
    event = night(
        hard("kick-off", 0), soft("half", "kick-off", 95, 95), soft("show", "half", 97, 2)
    )
    late = event.with_moment(replace(event.moment("half"), marked=at(107)))
    assert minutes(late) == {"kick-off": 0, "half": 107, "show": 109}


def test_a_gap_absorbs_delay_and_only_what_is_left_of_it_goes_on() -> None:
    """Half-time is planned for 30 minutes after a 20-minute show: ten minutes may be lost."""
    event = night(
        soft("show", None, 100, length_s=20 * MIN),
        soft("second half", "show", 130),
    )
    for began, expected in ((100, 130), (95, 130), (110, 130), (117, 137)):
        moved = event.with_moment(replace(event.moment("show"), marked=at(began)))
        assert minutes(moved)["second half"] == expected


def test_hard_does_not_move_and_what_runs_into_it_overlaps() -> None:
    event = night(
        soft("half", None, 95, marked=at(107)),
        soft("show", "half", 97, 2),
        soft("show ends", "show", 110, 13),
        hard("news", 118),
        soft("after", "news", 120, 2),
    )
    expected = expected_times(event)
    assert minutes(event)["news"] == 118
    assert expected.overlaps == {"show ends": 4 * MIN}


def test_what_happened_does_not_overlap_any_more() -> None:
    event = night(soft("half", None, 95, marked=at(120)), hard("news", 118))
    assert expected_times(event).overlaps == {}


def test_a_circle_falls_back_to_the_plan() -> None:
    event = night(soft("a", "b", 10, 5), soft("b", "a", 20, 5))
    found = minutes(event)
    assert set(found) == {"a", "b"}
    assert found["a"] is not None
    assert found["b"] is not None
    assert minutes(night(soft("a", "a", 10, 5))) == {"a": 10}


def test_what_hangs_on_nothing_or_on_a_float_keeps_its_plan() -> None:
    event = night(soft("a", "gone", 10, 5), floating("f"), soft("b", "f", 20, 5))
    assert minutes(event) == {"a": 10, "f": None, "b": 20}
    marked = event.with_moment(replace(event.moment("f"), marked=at(33)))
    assert minutes(marked)["b"] == 38


def test_next_is_the_earliest_that_has_not_happened() -> None:
    event = night(hard("a", 0), hard("b", 10), floating("f"), hard("c", 20))

    def upcoming(changed: LiveEvent, now: float) -> str | None:
        found = next_moment(changed, expected_times(changed), at(now))
        return found.slug if found else None

    assert upcoming(event, -5) == "a"
    # It stays next for its window of ten minutes, then it has passed.
    assert upcoming(event, 9.9) == "a"
    assert upcoming(event, 10) == "b"
    assert upcoming(event.with_moment(replace(event.moment("a"), marked=at(1))), 2) == "b"
    assert upcoming(event.with_moment(replace(event.moment("a"), skipped=True)), 2) == "b"
    assert upcoming(event, 31) is None


def test_current_is_what_was_marked_last() -> None:
    event = night(hard("a", 0, marked=at(1)), floating("f", marked=at(5)), hard("b", 3))
    found = [current_moment(event, at(now)) for now in (0, 1, 4.9, 5, 60)]
    assert [moment.slug if moment else None for moment in found] == [None, "a", "a", "f", "f"]


@pytest.mark.parametrize("by_min", [-3, 0, 12.5])
def test_late_and_early_by_the_next_planned_moment(by_min: float) -> None:
    event = night(hard("kick-off", 0, marked=at(by_min)), soft("half", "kick-off", 95, 95))
    late = running_late_s(event, expected_times(event), at(by_min + 1))
    assert late == by_min * MIN


def test_after_the_last_moment_the_night_was_as_late_as_it_was() -> None:
    event = night(hard("a", 0, marked=at(0)), soft("end", "a", 180, 180, marked=at(214)))
    assert running_late_s(event, expected_times(event), at(300)) == 34 * MIN
    assert running_late_s(night(), expected_times(night()), at(0)) == 0


def test_a_window_is_ten_minutes_and_thirty_for_a_float() -> None:
    event = night(hard("a", 0), floating("f", marked=at(0)))
    for slug, length in (("a", 600), ("f", 1800)):
        moment = event.moment(slug)
        assert window_left_s(event, moment, at(0), at(0)) == length
        assert window_left_s(event, moment, at(0), at(0) + length * S) == 0
        assert window_left_s(event, moment, at(0), at(0) + (length + 1) * S) == -1
        assert window_left_s(event, moment, None, at(0)) is None


SLUGS = ("a", "b", "c", "d", "e")


@st.composite
def nights(draw: st.DrawFn) -> LiveEvent:
    """Any rundown: anchors of every kind hanging on anything, circles included."""
    times = st.integers(0, 300)
    moments = []
    for slug in SLUGS[: draw(st.integers(1, len(SLUGS)))]:
        anchor = draw(st.sampled_from(Anchor))
        marked = draw(st.none() | times)
        happened = None if marked is None else at(marked)
        if anchor is Anchor.HARD:
            moments.append(hard(slug, draw(times), marked=happened))
        elif anchor is Anchor.FLOAT:
            moments.append(floating(slug, marked=happened))
        else:
            after = draw(st.none() | st.sampled_from(SLUGS))
            length = draw(st.sampled_from([0, 0, 600]))
            offset = draw(st.integers(0, 60))
            moments.append(soft(slug, after, draw(times), offset, length_s=length, marked=happened))
    return night(*moments)


@given(nights())
def test_every_moment_has_an_answer(event: LiveEvent) -> None:
    expected = expected_times(event)
    assert set(expected.at) == {moment.slug for moment in event.moments}
    for moment in event.moments:
        when = expected.at[moment.slug]
        if moment.marked is not None:
            assert when == moment.marked
        elif moment.anchor is Anchor.HARD:
            assert moment.hard is not None
            assert when == moment.hard.utc
        elif moment.anchor is Anchor.FLOAT:
            assert when is None
        else:
            assert when is not None
    for slug, over in expected.overlaps.items():
        assert over >= 0
        assert event.moment(slug).anchor is Anchor.SOFT
        assert event.moment(slug).marked is None


@given(nights(), st.integers(1, 60), st.data())
def test_marking_later_never_brings_anything_forward(
    event: LiveEvent, minutes_later: int, pick: st.DataObject
) -> None:
    marked = [moment for moment in event.moments if moment.marked is not None]
    if not marked:
        return
    moment = pick.draw(st.sampled_from(marked))
    assert moment.marked is not None
    later = event.with_moment(replace(moment, marked=moment.marked + minutes_later * MIN * S))
    before, after = expected_times(event).at, expected_times(later).at
    for slug, when in before.items():
        then = after[slug]
        assert (when is None) is (then is None)
        if when is not None and then is not None:
            assert when <= then <= when + minutes_later * MIN * S


@given(nights(), st.permutations(SLUGS))
def test_the_order_of_the_list_does_not_matter_where_nothing_goes_in_a_circle(
    event: LiveEvent, order: list[str]
) -> None:
    if _circular(event):
        return
    shuffled = replace(
        event, moments=tuple(sorted(event.moments, key=lambda moment: order.index(moment.slug)))
    )
    assert expected_times(shuffled).at == expected_times(event).at


def _circular(event: LiveEvent) -> bool:
    after = {m.slug: m.after for m in event.moments if m.anchor is Anchor.SOFT}
    for slug in after:
        seen, here = {slug}, after.get(slug)
        while here is not None:
            if here in seen:
                return True
            seen.add(here)
            here = after.get(here)
    return False


@given(nights(), st.integers(-60, 400))
def test_next_lies_within_its_window_or_ahead_and_has_not_happened(
    event: LiveEvent, now_min: int
) -> None:
    expected, now = expected_times(event), at(now_min)
    found = next_moment(event, expected, now)
    if found is None:
        return
    when = expected.at[found.slug]
    assert when is not None
    assert found.marked is None
    assert when > now - 600 * S
    left = window_left_s(event, found, when, now)
    assert left is not None
    assert left > 0
