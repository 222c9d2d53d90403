"""The readiness board in a room: made on demand and by itself, overridden, asked before LIVE."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from controlroom.channels.base import Channel, SignInExpired, Standing
from controlroom.clock import MICROS, Clock
from controlroom.desk.board_facts import BoardLine
from controlroom.errors import Refused, WrongInput
from controlroom.event.edits import BindAccount
from controlroom.event.live_event import LiveEvent
from controlroom.messages import english, message
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.room.board_times import MARKS, due, next_mark
from controlroom.store.open import open_store
from tests.room.still_room import StillRoom, bundled
from tests.support.waiting import eventually

HOUR = 3_600


class SignedIn(SimulatedNetwork):
    """A network that tells who is signed in."""

    handle = ""
    out = False
    hangs = False

    async def test(self) -> Standing:
        if self.hangs:
            await asyncio.get_running_loop().create_future()
        if self.out:
            raise SignInExpired(message("words", words="The session has ended."))
        return Standing(self.handle, self.handle, renews=True)


class BoardRoom(StillRoom):
    """A room whose LIVE asks for the board, with an account on every network."""

    def __enter__(self) -> "BoardRoom":
        self.board = True
        self.channels = self._signed_in
        super().__enter__()
        return self

    def _signed_in(self, on: Clock) -> Mapping[str, Channel]:
        ways = {}
        for account in (self.event or bundled()).accounts:
            ways[account.channel] = SignedIn(account.channel, on)
            ways[account.channel].handle = account.handle
        self.networks = dict(ways)
        return ways

    def ways(self, channel: str) -> SignedIn:
        way = self.networks[channel]
        assert isinstance(way, SignedIn)
        return way

    def check(self) -> list[BoardLine]:
        self.order("board_check")
        self._submit(self.room.made_board("asked"))
        self.settle()
        return self.lines_now()

    def rest(self) -> None:
        """Wait for what is being checked."""
        self._submit(self._rest())
        self.settle()

    async def _rest(self) -> None:
        if self.room._making is not None:
            await asyncio.wait({self.room._making})

    def lines_now(self) -> list[BoardLine]:
        shown = self.room.readiness.shown()
        assert shown is not None
        return list(shown.lines)

    def line(self, check: str, about: str = "") -> BoardLine:
        return next(
            one for one in self.lines_now() if one.check == check and about in (one.about, "")
        )

    def clear_the_way(self) -> None:
        """Confirm every face, ring the approver, override what else stands in the way."""
        for account in self.room.event.accounts:
            self.order("confirm_face", channel=account.channel)
        self.order("reach", name="Dana")
        self.check()
        for line in self.lines_now():
            if line.stops:
                self.order("board_override", line=line.key, reason="on purpose")

    def kinds(self, kind: str) -> list[dict[str, object]]:
        return [line for line in self.lines if line["kind"] == kind]


@pytest.fixture
def desk(tmp_path: Path) -> "BoardRoom":
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR) as room:
        yield room  # type: ignore[misc]


def test_live_asks_for_faces_and_an_approver_and_opens_the_board(desk: BoardRoom) -> None:
    assert desk.view.board is None
    refused = desk.refused("go_live")
    assert "NO-GO" in refused
    assert "readiness board (B)" in refused
    assert desk.room.state == "prep"
    assert desk.view.board is not None
    assert desk.line("face", "bluesky").stops
    assert english(desk.line("account", "bluesky").what).startswith("Signed in as")
    desk.order("board_close")
    assert desk.view.board is None


def test_confirmed_faces_and_a_reached_approver_are_go_and_live_is_open(desk: BoardRoom) -> None:
    desk.clear_the_way()
    assert not any(line.stops for line in desk.lines_now())
    assert desk.line("face", "x").level == "go"
    assert desk.line("approver", "Dana").level == "go"
    desk.order("go_live")
    assert desk.room.state == "live"
    assert desk.view.board is None


def test_an_old_board_is_made_anew_before_live(desk: BoardRoom) -> None:
    desk.clear_the_way()
    desk.ways("x").out = True
    desk.pass_time(660)
    assert "session has ended" in desk.refused("go_live")
    assert english(desk.line("account", "x").what) == "The session has ended."


def test_a_board_of_another_event_than_it_is_now_is_made_anew(desk: BoardRoom) -> None:
    desk.clear_the_way()
    desk.order("sit_here", name="Theo")
    desk.order("edit_words", asset="blackout-01", channel="x", words="x" * 999)
    desk.ways("x").out = True
    assert "session has ended" in desk.refused("go_live")


def test_an_override_is_signed_logged_and_taken_back(desk: BoardRoom) -> None:
    desk.ways("x").out = True
    desk.clear_the_way()
    key = desk.line("account", "x").key
    override = desk.line("account", "x").overridden
    assert override is not None
    assert (override.reason, override.by) == ("on purpose", desk.room.operator)
    made = [one for one in desk.kinds("override") if one["line"] == key]
    assert [(one["state"], one["by"], one["reason"]) for one in made] == [
        ("made", desk.room.operator, "on purpose")
    ]
    desk.order("board_take_back", line=key)
    assert desk.line("account", "x").stops
    assert "session has ended" in desk.refused("go_live")


def test_an_override_ends_where_the_line_says_something_else(desk: BoardRoom) -> None:
    desk.ways("x").out = True
    desk.clear_the_way()
    assert desk.line("account", "x").overridden is not None
    desk.ways("x").out, desk.ways("x").handle = False, "@somebody-else"
    desk.check()
    assert desk.line("account", "x").stops
    assert desk.kinds("override")[-1]["state"] == "ended"
    # The old reason again: nobody has said yes to it since.
    desk.ways("x").out = True
    desk.check()
    assert desk.line("account", "x").stops


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reason": "no"}, "at least three"),
        ({"reason": "because", "by": "Mallory"}, "nobody of this event"),
        ({"reason": "because", "line": "account:x:000000"}, "no line"),
    ],
)
def test_an_override_wants_a_line_a_name_and_a_reason(
    desk: BoardRoom, given: dict[str, str], told: str
) -> None:
    desk.check()
    line = desk.line("face", "x").key
    with pytest.raises(Exception, match=told):
        desk.order("board_override", **{"line": line, **given})
    assert desk.line("face", "x").stops
    assert not desk.kinds("override")


def test_what_is_no_no_go_needs_no_override(desk: BoardRoom) -> None:
    desk.check()
    line = desk.line("disk")
    assert "Only a NO-GO" in desk.refused("board_override", line=line.key, reason="because")


def test_overrides_end_with_the_night(desk: BoardRoom) -> None:
    desk.clear_the_way()
    desk.ways("x").out = True
    desk.check()
    desk.order("board_override", line=desk.line("account", "x").key, reason="no X tonight")
    desk.order("go_live")
    desk.order("wrap")
    desk.order("prep")
    assert desk.line("account", "x").stops


def test_a_face_is_confirmed_for_one_account_and_void_for_another(desk: BoardRoom) -> None:
    desk.order("confirm_face", channel="x")
    account = desk.room.event.account("x")
    assert account is not None
    assert account.confirmed == desk.room.operator
    assert desk.kinds("face")[-1]["state"] == "confirmed"
    desk.check()
    assert desk.line("face", "x").level == "go"
    other = replace(account, handle="@another", confirmed="", confirmed_at=None)
    desk._submit(desk.room.edit(BindAccount(other)))
    desk.ways("x").handle = "@another"
    desk.check()
    assert desk.line("face", "x").stops
    desk.order("confirm_face", channel="x")
    assert not desk.line("face", "x").stops
    desk.order("unconfirm_face", channel="x")
    assert desk.line("face", "x").stops


def test_who_answers_is_taken_to_answer_for_two_hours(desk: BoardRoom) -> None:
    desk.check()
    assert desk.line("approver", "Dana").stops
    desk.order("reach", name="dana")
    assert desk.line("approver", "Dana").level == "go"
    desk.pass_time(2 * HOUR + 1)
    desk.check()
    assert desk.line("approver", "Dana").stops
    with pytest.raises(WrongInput, match="no approver"):
        desk.order("reach", name="Nobody")


def test_nothing_of_it_is_done_in_a_rehearsal(desk: BoardRoom) -> None:
    desk.order("rehearse")
    for command, given in (
        ("board_check", {}),
        ("confirm_face", {"channel": "x"}),
        ("reach", {"name": "Dana"}),
    ):
        assert "end the rehearsal" in desk.refused(command, **given)


def test_the_board_outlives_the_program(tmp_path: Path) -> None:
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR) as desk:
        desk.ways("x").out = True
        desk.clear_the_way()
        before = [(one.key, english(one.what), one.overridden) for one in desk.lines_now()]
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR + 60) as desk:
        after = [(one.key, english(one.what), one.overridden) for one in desk.lines_now()]
        assert after == before
        desk.order("board")
        assert desk.view.board is not None
        assert english(desk.view.board.age) == "Checked 1 min ago"
        desk.order("go_live")


def test_what_was_kept_by_another_version_is_forgotten(tmp_path: Path) -> None:
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR) as desk:
        slug = desk.room.event.slug
    with open_store(tmp_path / "data") as store:
        store.settings.put(f"readiness/{slug}", {"board": {"lines": 3}})
    with BoardRoom(tmp_path / "data", at_s=-30 * HOUR) as desk:
        assert desk.room.readiness.board is None


# By itself


def made(desk: BoardRoom) -> list[object]:
    return [line["why"] for line in desk.kinds("readiness")]


def test_it_is_made_at_its_times_once_each_and_a_no_go_raises_an_alarm(desk: BoardRoom) -> None:
    assert made(desk) == []
    for seconds, marks in ((-24 * HOUR - 1, 0), (-24 * HOUR, 1), (-HOUR, 2), (-600, 3), (60, 3)):
        desk.until(seconds)
        desk.rest()
        assert made(desk) == [name for name, _ in MARKS[:marks]]
        wanted = marks > 0 and seconds < 0
        assert (desk.view.alarm.priority == 2) is wanted
    assert desk.kinds("readiness_line")


def test_after_a_restart_it_is_made_only_where_it_was_missed(tmp_path: Path) -> None:
    for at_s, marks in ((-70 * 60, []), (-55 * 60, ["T−60 min"]), (-50 * 60, [])):
        with BoardRoom(tmp_path / "data", at_s=at_s) as desk:
            desk.rest()
            if at_s == -70 * 60:
                # T−24 h was long over when the program was opened: still it is made, late.
                assert made(desk) == ["T−24 h"]
            else:
                assert made(desk) == marks


def test_called_off_it_does_not_begin_again_by_itself(desk: BoardRoom) -> None:
    desk.ways("x").hangs = True
    desk.until(-24 * HOUR + 5)
    desk.order("board")
    assert desk.view.board is not None
    assert desk.view.board.progress is not None
    desk.order("board_cancel")
    desk.rest()
    assert desk.view.board.progress is None
    assert "Nothing is being checked" in desk.refused("board_cancel")
    assert made(desk) == []
    # The next one is made at its time.
    desk.ways("x").hangs = False
    desk.until(-HOUR)
    desk.rest()
    assert made(desk) == ["T−60 min"]


def test_live_is_refused_where_the_check_before_it_is_called_off(desk: BoardRoom) -> None:
    desk.ways("x").hangs = True
    going = desk.room.order("go_live", {})
    eventually(lambda: desk.room.board_progress() is not None)
    desk.order("board_cancel")
    with pytest.raises(Refused, match="called off"):
        going.result(30)
    assert desk.room.state == "prep"


def event_at(local: str, zone: str) -> LiveEvent:
    starts = round(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp())
    return replace(bundled(), starts=starts * MICROS, ends=(starts + 4 * HOUR) * MICROS, zone=zone)


@pytest.mark.parametrize("local", ["2026-03-08 19:00", "2026-11-01 19:00", "2026-06-01 19:00"])
def test_a_day_before_is_24_hours_whatever_the_clocks_do(local: str) -> None:
    event = event_at(local, "America/New_York")
    for name, before in MARKS:
        at = event.starts - before * MICROS
        assert due(event, at, 0) == name
        assert due(event, at - 1, at - 24 * HOUR * MICROS * 2) != name
        assert due(event, at, at) is None
        assert next_mark(event, at - 1) == at
    assert due(event, event.starts, 0) is None
    assert next_mark(event, event.starts) is None
