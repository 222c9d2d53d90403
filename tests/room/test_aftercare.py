"""What the operator orders about posts that are, or may be, public."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from controlroom.channels.base import Channel, OutcomeUnknown, Receipt, Staged
from controlroom.clock import Clock
from controlroom.desk.view import TakeFace
from controlroom.event.asset import Role
from controlroom.event.delivery import Delivery
from controlroom.messages import english, message
from controlroom.rehearsal.network import SimulatedNetwork
from tests.room.still_room import CHANNELS, StillRoom, bundled


class Doubtful(SimulatedNetwork):
    """Gives no clear answer once told so, and makes a second post of a second request."""

    honours_key = False
    doubtful = False

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        if self.doubtful:
            raise OutcomeUnknown(message("channel.may_have_arrived", network=self.title))
        return await super().send(staged, key, parent)


@pytest.fixture
def made() -> dict[str, Doubtful]:
    return {}


@pytest.fixture
def room(tmp_path: Path, made: dict[str, Doubtful]) -> Iterator[StillRoom]:
    def ways(clock: Clock) -> Mapping[str, Channel]:
        made.update({key: Doubtful(key, clock) for key in CHANNELS})
        return made

    with StillRoom(tmp_path / "data", channels=ways) as opened:
        opened.order("go_live")
        yield opened


@pytest.fixture
def unknown(room: StillRoom, made: dict[str, Doubtful]) -> Callable[[], Delivery]:
    def unknown() -> Delivery:
        """A post of which nobody knows whether it is on Bluesky."""
        made["bluesky"].doubtful = True
        room.post("record")
        made["bluesky"].doubtful = False
        row = next(row for row in room.deliveries if row.channel == "bluesky")
        assert row.state == "unknown"
        return row

    return unknown


def state_of(room: StillRoom, row: Delivery) -> str:
    return str(room.room.night.posting.outbox.get(row.id).state)


def last_line(room: StillRoom, kind: str) -> dict[str, object]:
    return [line for line in room.lines if line["kind"] == kind][-1]


# Retract


def test_after_a_retract_the_correction_stands_in_preview(live: StillRoom) -> None:
    live.post("record")
    live.stage("butterfingers")
    live.begin("retract")
    live.pass_time(1)
    assert live.states == ["retracted"] * 3
    correction = next(asset for asset in bundled().assets if asset.role is Role.CORRECTION)
    assert live.in_preview == correction.slug
    assert live.refused("take", fingerprint=live.fingerprint)
    assert live.up == []
    live.order("stage_next")
    assert live.in_preview == "butterfingers"


def test_one_network_alone_can_be_taken_down(live: StillRoom) -> None:
    live.post("record")
    row = next(row for row in live.deliveries if row.channel == "mastodon")
    live.begin("retract", delivery=row.id)
    live.pass_time(3)
    assert sorted(live.states) == ["retracted", "verified", "verified"]
    assert last_line(live, "retract")["about"] == row.id


def test_a_retract_works_after_the_night_and_stages_nothing_there(live: StillRoom) -> None:
    live.post("record")
    live.order("wrap")
    live.begin("retract")
    live.pass_time(3)
    assert live.states == ["retracted"] * 3
    assert live.in_preview is None
    live.order("prep")
    assert "Nothing is on air" in live.refused("retract")


# Unknown


def test_looking_and_the_operator_s_word_stand_in_the_log(
    room: StillRoom, unknown: Callable[[], Delivery]
) -> None:
    row = unknown()
    room.begin("look_up", delivery=row.id)
    room.pass_time(1)
    room.begin("resolve", delivery=row.id, verdict="sent", url="https://bsky.test/1")
    room.pass_time(1)
    assert state_of(room, row) == "accepted"
    line = last_line(room, "resolve")
    assert (line["verdict"], line["url"], line["by"], line["about"]) == (
        "sent",
        "https://bsky.test/1",
        "operator",
        row.id,
    )
    assert line["looked"]
    assert line["looked_at"]
    assert last_line(room, "look_up")["about"] == row.id


def test_it_is_sent_again_only_while_posts_go_out(
    room: StillRoom, unknown: Callable[[], Delivery], made: dict[str, Doubtful]
) -> None:
    row = unknown()
    room.order("hold")
    room.begin("look_up", delivery=row.id)
    room.pass_time(1)
    assert "HOLD" in room.refused("resolve", delivery=row.id, verdict="again")
    room.order("release_hold")
    room.begin("resolve", delivery=row.id, verdict="again")
    for _ in range(12):
        room.pass_time(0.5)
    assert state_of(room, row) == "verified"
    assert len(made["bluesky"].posts) == 1


def test_hold_counts_what_had_left(room: StillRoom, unknown: Callable[[], Delivery]) -> None:
    assert room.room.left_before_hold == 0
    row = unknown()
    room.order("hold")
    assert room.room.left_before_hold == 1
    room.order("resolve", delivery=row.id, verdict="not_sent")
    assert room.room.left_before_hold == 0
    room.order("release_hold")
    assert room.room.left_before_hold == 0


# TAKE, in part and in short


def test_a_post_for_one_network_is_checked_and_sent_there_only(live: StillRoom) -> None:
    live.order("stage_asset", asset="record", channels="mastodon")
    live.take()
    live.pass_time(25)
    assert live.states == ["verified"]
    assert [line.split(":")[0] for line in live.up] == ["mastodon"]
    assert last_line(live, "stage")["channels"] == "mastodon"
    refusal = live.refused("stage_asset", asset="record", channels="friendster")
    assert "friendster" in refusal


def test_the_command_line_may_shorten_the_hold_window_and_nobody_else(live: StillRoom) -> None:
    live.stage("record")
    live.pass_time(2)
    seen = live.fingerprint
    assert "command line" in live.refused("take", fingerprint=seen, source="key", hold="0")
    assert live.refused("take", fingerprint=seen, source="command", hold="-1")
    live.order("take", fingerprint=seen, source="command", hold="0")
    live.pass_time(1)
    assert set(live.states) <= {"accepted", "verified"}


def test_the_command_line_does_not_lengthen_it(live: StillRoom) -> None:
    live.stage("record")
    live.pass_time(2)
    live.order("take", fingerprint=live.fingerprint, source="command", hold="60")
    assert live.view.take.window == 5


def test_no_go_while_it_is_pending_brings_the_post_back(live: StillRoom) -> None:
    live.stage("purple-night")
    live.order("decide", set="final-result", outcome="ravens")
    live.take()
    assert live.view.take.face is TakeFace.HOLDING
    live.order("decide", set="final-result", outcome="49ers")
    live.pass_time(25)
    assert live.states == ["cancelled"] * 3
    assert live.up == []
    assert "did not go" in english(live.view.alarm.what)
    live.order("stage_next")
    assert live.in_preview == "purple-night"
    assert live.poll("outcome") == "no_go"
