"""The states of the room, and the only ways between them."""

import itertools

import pytest

from controlroom.event.room_state import RoomState, may_go

PREP, REHEARSAL, LIVE, HOLD, WRAP = RoomState
PAIRS = list(itertools.product(RoomState, RoomState))
WAYS = {
    (PREP, REHEARSAL),
    (PREP, LIVE),
    (REHEARSAL, PREP),
    (REHEARSAL, HOLD),
    (LIVE, HOLD),
    (LIVE, WRAP),
    (WRAP, PREP),
    (HOLD, WRAP),
}


@pytest.mark.parametrize(("now", "to"), PAIRS)
def test_there_are_no_other_ways(now: RoomState, to: RoomState) -> None:
    assert may_go(now, to) is ((now, to) in WAYS)


@pytest.mark.parametrize(("came_from", "to"), list(itertools.product((REHEARSAL, LIVE), RoomState)))
def test_hold_leads_back_where_it_came_from(came_from: RoomState, to: RoomState) -> None:
    assert may_go(HOLD, to, came_from) is (to in (came_from, WRAP))


@pytest.mark.parametrize(("now", "to"), PAIRS)
def test_where_hold_was_entered_from_opens_no_other_way(now: RoomState, to: RoomState) -> None:
    if now is not HOLD:
        assert may_go(now, to, LIVE) is may_go(now, to)
