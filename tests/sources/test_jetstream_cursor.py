from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from controlroom.sources.jetstream_cursor import REWIND_US, Cursor

START_US = 1_779_719_009_000_000


@dataclass(frozen=True)
class Sent:
    number: int | None
    time_us: int


def stream(steps: list[tuple[int, int]], *, numbered: bool) -> list[Sent]:
    """Events whose numbers grow, and whose times may go back."""
    sent, number, time_us = [], 0, START_US
    for up, later_us in steps:
        number, time_us = number + up, time_us + later_us
        sent.append(Sent(number if numbered else None, time_us))
    return sent


def first(sent: list[Sent], asked: int | None) -> int:
    """Where an instance begins: at the number exactly, at the first of a time or later."""
    if asked is None:
        return 0
    by_number = sent[0].number is not None and asked < 10**15
    keys = [(one.number or 0) if by_number else one.time_us for one in sent]
    return next((place for place, key in enumerate(keys) if key >= asked), len(sent))


STEPS = st.lists(
    st.tuples(st.integers(1, 5), st.integers(-50_000, 2_000_000)), min_size=1, max_size=60
)
READS = st.lists(st.integers(0, 12), max_size=40)


@given(STEPS, READS)
def test_by_number_each_event_comes_through_once_whatever_breaks(
    steps: list[tuple[int, int]], reads: list[int]
) -> None:
    sent, got, cursor = stream(steps, numbered=True), [], Cursor()
    for read in [*reads, len(sent) + 1]:
        start = first(sent, cursor.ask())
        for event in sent[start : start + read]:
            step = cursor.move(event.number, event.time_us)
            assert step.lost_us is None
            assert not step.anew
            if not step.again:
                got.append(event)
    assert got == sent


@given(STEPS, READS)
def test_by_time_no_event_is_lost_whatever_breaks(
    steps: list[tuple[int, int]], reads: list[int]
) -> None:
    sent, got, cursor = stream(steps, numbered=False), set(), Cursor()
    for read in [*reads, len(sent) + 1]:
        start = first(sent, cursor.ask())
        for event in sent[start : start + read]:
            step = cursor.move(event.number, event.time_us)
            assert not step.again
            assert step.lost_us is None
            got.add(event)
    assert got == set(sent)


@given(STEPS, st.integers(1, 50))
def test_what_an_instance_forgot_is_told_to_the_microsecond(
    steps: list[tuple[int, int]], later_us: int
) -> None:
    sent = stream(steps, numbered=True)
    cursor = Cursor()
    cursor.ask()
    for event in sent:
        cursor.move(event.number, event.time_us)
    newest_us, number = cursor.newest_us, cursor.number
    assert number is not None
    assert cursor.ask() == number
    step = cursor.move(number + 7, newest_us + later_us)
    assert step.lost_us == (newest_us, newest_us + later_us)
    assert (cursor.number, cursor.newest_us) == (number + 7, newest_us + later_us)


def test_at_another_instance_it_goes_back_a_little_in_time() -> None:
    cursor = Cursor(number=9, newest_us=START_US)
    cursor.leave()
    assert cursor.ask() == START_US - REWIND_US


def test_what_cannot_be_placed_is_known_again_when_it_comes_again() -> None:
    cursor = Cursor()
    cursor.ask()
    cursor.move(1, START_US)
    assert [cursor.pass_unnumbered() for _ in range(3)] == [False] * 3
    for came in (1, 0, 3):
        cursor.ask()
        cursor.move(1, START_US)
        assert [cursor.pass_unnumbered() for _ in range(came)] == [True] * came
    assert not cursor.pass_unnumbered()
    cursor.move(2, START_US + 1)
    cursor.ask()
    cursor.move(2, START_US + 1)
    assert not cursor.pass_unnumbered()
