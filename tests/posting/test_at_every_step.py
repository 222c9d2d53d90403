"""Esc, HOLD and retract at every single step of a post's way, with a slow disk."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from controlroom.event.delivery import DeliveryState
from tests.posting.night import WORDS_ONLY, Night
from tests.posting.scripted_channel import Does

S = DeliveryState
STEPS = 40


@contextmanager
def slow_night(slow: int) -> Iterator[Night]:
    """Each write to disk takes ``slow`` rounds of the loop before and after the row is there."""
    night = Night(pause=lambda: slow)
    try:
        yield night
    finally:
        night.close()


@pytest.mark.parametrize("hold", [False, True], ids=["Esc", "HOLD"])
@pytest.mark.parametrize("slow", [0, 1, 3])
def test_stopped_at_any_step_it_is_up_or_back_and_never_both_or_neither(
    slow: int, hold: bool
) -> None:
    ends = set()
    for step in range(STEPS):
        with slow_night(slow) as night:
            night.stage(WORDS_ONLY)
            take = night.take(0.5)
            night.clock.advance(0.5)
            night.rounds(step)
            if hold:
                order = night.start(night.posting.close_wire())
            else:
                order = night.start(night.posting.cancel(take, keep=False))
            while not order.done():
                night.rounds(1)
            order.result()
            acknowledged = [len(channel.requests) for channel in night.channels.values()]
            back = night.contents()
            night.wire.open()
            night.pass_time(30, step=2.0)
            states = night.states(take)
            ends.add(frozenset(states.values()))
            assert set(states.values()) <= {S.CANCELLED, S.VERIFIED}, step
            assert not night.slipped, step
            assert [len(c.requests) for c in night.channels.values()] == acknowledged, step
            nowhere = set(states.values()) == {S.CANCELLED}
            assert back == night.contents() == ([WORDS_ONLY] if nowhere else []), step
            assert not night.untrue(), step
            assert not night.ledger.wrong, step
    # The sweep was long enough to see both ends.
    assert {frozenset({S.CANCELLED}), frozenset({S.VERIFIED})} <= ends


@pytest.mark.parametrize("slow", [1, 3])
def test_hold_at_any_step_of_a_look_up_stops_the_second_request(slow: int) -> None:
    asked = set()
    for step in range(STEPS):
        with slow_night(slow) as night:
            for channel in night.channels.values():
                channel.next = [Does.UNKNOWN_NOT_THERE]
            night.stage(WORDS_ONLY)
            night.take(0.0, rounds=60)
            night.clock.advance(0.5)
            night.rounds(step)
            hold = night.start(night.posting.close_wire())
            while not hold.done():
                night.rounds(1)
            acknowledged = [len(channel.requests) for channel in night.channels.values()]
            night.wire.open()
            night.pass_time(30, step=2.0)
            assert [len(c.requests) for c in night.channels.values()] == acknowledged, step
            assert not night.slipped, step
            assert not night.untrue(), step
            asked.add(tuple(acknowledged))
    assert {(1, 1), (2, 2)} <= asked


@pytest.mark.parametrize("slow", [0, 1, 3])
def test_a_retract_at_any_step_of_the_read_back_ends_retracted(slow: int) -> None:
    for step in range(STEPS):
        with slow_night(slow) as night:
            night.stage(WORDS_ONLY)
            take = night.take(0.0, rounds=60)
            night.clock.advance(0.2)
            night.rounds(step)
            orders = [night.start(night.posting.retract()) for _ in range(2)]
            night.pass_time(20, step=2.0)
            assert [order.result() for order in orders] == [(), ()], step
            assert set(night.states(take).values()) == {S.RETRACTED}, step
            assert not night.untrue(), step
            assert not night.ledger.wrong, step
