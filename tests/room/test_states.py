"""The states of the room, through the commands that keys and buttons order."""

import pytest

from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.room.still_room import StillRoom

WAYS_THERE = {
    "prep": (),
    "rehearsal": ("rehearse",),
    "live": ("go_live",),
    "hold of a live event": ("go_live", "hold"),
    "hold of a rehearsal": ("rehearse", "hold"),
    "wrap": ("go_live", "wrap"),
}
WAYS_ON = {
    "prep": {"rehearse", "go_live"},
    "rehearsal": {"prep", "hold"},
    "live": {"hold", "wrap"},
    "hold of a live event": {"release_hold", "wrap"},
    "hold of a rehearsal": {"release_hold", "wrap"},
    "wrap": {"prep"},
}
MOVES = ("rehearse", "go_live", "hold", "release_hold", "wrap", "prep")


@pytest.mark.parametrize("place", WAYS_THERE)
def test_only_the_ways_of_the_table_are_open(prep: StillRoom, place: str) -> None:
    for command in WAYS_THERE[place]:
        prep.order(command)
    before = prep.view.state
    for command in set(MOVES) - WAYS_ON[place]:
        assert prep.refused(command), command
        assert prep.view.state is before, command


def test_one_night_through_every_state(prep: StillRoom) -> None:
    seen = [prep.view.state]
    for command in (
        *("rehearse", "hold", "release_hold", "prep"),
        *("go_live", "hold", "release_hold", "wrap", "prep"),
        *("go_live", "hold", "wrap"),
    ):
        prep.order(command)
        seen.append(prep.view.state)
    p, r, live, hold, wrap = RoomState
    assert seen == [p, r, hold, r, p, live, hold, live, wrap, p, live, hold, wrap]


def test_a_rehearsal_posts_nowhere_and_leaves_no_mark(rehearsal: StillRoom) -> None:
    rehearsal.post("record")
    rehearsal.order("mark", moment="safety")
    assert rehearsal.states == ["verified"] * 3
    assert rehearsal.up == []
    assert rehearsal.view.take.rehearsal
    rehearsal.order("prep")
    assert rehearsal.deliveries == ()
    assert rehearsal.moment("safety").marked is None


def test_a_rehearsal_is_wrapped_as_a_rehearsal(rehearsal: StillRoom) -> None:
    """Nothing of the real event is touched: its night has not been."""
    room, store = rehearsal.room, rehearsal.opened.thread.store

    def kept() -> object:
        run = rehearsal.opened.thread.run
        row = rehearsal._submit(run(store.rooms.load, room.event.slug))
        return row, rehearsal._submit(run(store.as_run.head, room.event.slug))

    before = kept()
    rehearsal.post("record")
    rehearsal.order("hold")
    rehearsal.order("wrap")
    rehearsal.settle()
    assert rehearsal.view.state is RoomState.WRAP
    assert room.night.simulated
    assert room.night.posting.wire.closed
    assert rehearsal.states == ["verified"] * 3
    assert rehearsal.view.wrap is not None
    last = rehearsal.lines[-1]
    assert last["rehearsal"]
    assert rehearsal.view.wrap.head_whole == f"{last['seq']}:{last['hash']}"
    assert rehearsal.view.wrap.sound
    assert rehearsal.view.masthead.line is not None
    assert english(rehearsal.view.masthead.line) == "REHEARSAL"
    assert kept() == before

    rehearsal.order("prep")
    assert rehearsal.view.state is RoomState.PREP
    assert not room.night.simulated
    assert rehearsal.deliveries == ()


def test_a_post_goes_out_in_live_and_nothing_can_be_staged_in_prep(prep: StillRoom) -> None:
    prep.refused("stage_asset", asset="record")
    prep.refused("stage_next")
    prep.order("go_live")
    prep.post("record")
    assert prep.states == ["verified"] * 3
    assert len(prep.up) == 3
    assert [line["kind"] for line in prep.lines if line["kind"] == "take"] == ["take"]


def test_live_again_after_a_night_that_ended_on_hold(live: StillRoom) -> None:
    """HOLD was for that night; the next one is on the wire again."""
    for command in ("hold", "wrap", "prep", "go_live"):
        live.order(command)
    live.post("record")
    assert live.states == ["verified"] * 3


def test_a_night_is_not_wrapped_over_a_pending_post(live: StillRoom) -> None:
    live.stage("record")
    live.take()
    assert "pending" in live.refused("wrap")
    assert live.view.state is RoomState.LIVE
    live.order("cancel")
    live.order("wrap")
    live.pass_time(60)
    assert live.up == []
