"""What may become of a delivery."""

import pytest

from controlroom.event.delivery import OPEN, PUBLIC, DeliveryState, may_become

S = DeliveryState


def reachable(start: DeliveryState) -> set[DeliveryState]:
    found: set[DeliveryState] = set()
    ahead = {start}
    while ahead:
        state = ahead.pop()
        ahead |= {then for then in S if may_become(state, then)} - found
        found |= {then for then in S if may_become(state, then)}
    return found


@pytest.mark.parametrize("end", [S.CANCELLED, S.RETRACTED])
def test_what_is_over_is_over(end: DeliveryState) -> None:
    assert reachable(end) == set()


@pytest.mark.parametrize("state", S)
def test_nothing_becomes_what_it_is(state: DeliveryState) -> None:
    assert not may_become(state, state)


def test_nothing_is_accepted_without_having_been_sent() -> None:
    for state in (S.PENDING, S.WAITING):
        assert not any(may_become(state, then) for then in (*PUBLIC, S.UNKNOWN, S.RETRACTED))


def test_what_was_not_there_may_turn_up_but_never_becomes_doubtful() -> None:
    assert may_become(S.REFUSED, S.ACCEPTED)
    assert not any(may_become(S.REFUSED, then) for then in (S.VERIFIED, S.UNKNOWN, S.RETRACTED))


def test_what_a_person_has_is_up_or_not_when_that_person_says_so() -> None:
    assert {then for then in S if may_become(S.BY_HAND, then)} == {S.ACCEPTED, S.CANCELLED}


def test_what_may_be_there_is_never_called_cancelled() -> None:
    for state in (S.SENDING, S.UNKNOWN, S.ACCEPTED, S.VERIFIED):
        assert not may_become(state, S.CANCELLED)
        assert S.PENDING not in reachable(state)


def test_what_is_up_can_only_be_confirmed_or_taken_down() -> None:
    assert reachable(S.ACCEPTED) == {S.VERIFIED, S.RETRACTED}
    assert reachable(S.VERIFIED) == {S.RETRACTED}


def test_from_the_start_every_state_can_be_reached() -> None:
    assert reachable(S.PENDING) == set(S) - {S.PENDING}
    assert not OPEN & PUBLIC
